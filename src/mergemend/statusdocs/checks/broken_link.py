"""A relative link to a file that git does not track.

What counts is what git tracks, so that the answer is the same for everybody who has the
repository. Outside of a repository it is what is on the disk. Links with a scheme, links that a web
server resolves (``/docs``) and anchors alone are not looked at here.

Example: ``[Guide](docs/guide.md)`` where there is no ``docs/guide.md``.

Fix: where exactly one file has the name of the missing one, the link is led there (likely).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from mergemend.evidence import Files
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Link, Text
from mergemend.statusdocs.look import Look

RULE = "broken-link"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLACEHOLDER = re.compile(r"[<>{}$*]|\.\.\.|^(?:url|link|path|todo|tbd)$", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def check_links(look: Look) -> Iterator[Finding]:
    """A finding for each link to a file that is not there."""
    for link in look.outline.links:
        target = _path_of(link)
        if not target.text:
            continue
        files = look.files
        if files is None:
            return
        path = _resolve(files.here, target.text)
        if path is None or files.exists(path):
            continue
        yield _finding(look, files, target, path)


def _path_of(link: Link) -> Text:
    """The part of a target that names a file; empty if none does."""
    target = link.target
    end = re.search(r"[?#]|$", target.text)
    path = target.part(0, end.start() if end else 0)
    if _SCHEME.match(path.text) or path.text.startswith("/") or _PLACEHOLDER.search(path.text):
        return target.part(0, 0)
    return path


def _resolve(here: str, target: str) -> str | None:
    """The path that a target stands for, from the top; None if it leads out of there."""
    path = posixpath.normpath(posixpath.join(here, unquote(_ESCAPED.sub(r"\1", target))))
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path


def _finding(look: Look, files: Files, target: Text, path: str) -> Finding:
    others = files.named(posixpath.basename(path))
    message = f"there is no file {path!r} in the repository"
    if len(others) != 1:
        if others:
            message += f"; files of that name are {', '.join(others[:5])}"
        return look.finding(RULE, Severity.ERROR, target, message)
    new = posixpath.relpath(others[0], files.here or ".")
    return look.finding(
        RULE,
        Severity.ERROR,
        target,
        f"{message}; the only file of that name is {others[0]!r}",
        new=_quoted(new),
        safety=Safety.LIKELY,
        evidence={"target": path, "only": others[0]},
    )


def _quoted(path: str) -> str:
    """A path as the target of a link: what would end the target is escaped as in an address."""
    return re.sub(r"[\s()<>#?%\\]", lambda match: f"%{ord(match[0]):02X}", path)
