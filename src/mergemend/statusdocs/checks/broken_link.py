"""A relative link to a file that git does not track, or a link into one machine's own folders.

What counts is what git tracks, so that the answer is the same for everybody who has the
repository. Outside of a repository it is what is on the disk. A link from the top (``/docs/a.md``)
is right if it is found from the top of the repository, and else left alone, because web servers
have tops of their own; one into a home or temporary folder is wrong for everybody else. Links with
a scheme, placeholders, and links out of the repository are left alone. A line number behind the
name of a file (``a.py:12``) is no part of it.

Example: ``[Guide](docs/guide.md)`` where there is no ``docs/guide.md``.

Fix: where exactly one file has the name of the missing one, or the same path but for capitals or
for underscores that were taken for emphasis, the link is led there (likely).
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

_SCHEME = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:", re.IGNORECASE)
_OF_A_MACHINE = re.compile(
    r"(?:file:/{0,3})?(?:/(?:home|Users|root|tmp|private/tmp|var/folders|mnt/[a-z])/|~/|[A-Za-z]:[\\/])",
)
_PLACEHOLDER = re.compile(r"[<>{}$]|\.\.\.|^(?:url|link|path|todo|tbd|#)$", re.IGNORECASE)
_GLOB = re.compile(r"\*(?!\*)|\*\*(?=/)")
_EMPHASIS = re.compile(r"\*\*(\w+)\*\*")
_LINE = re.compile(r":\d+(?:[-:]\d+)?$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def check_links(look: Look) -> Iterator[Finding]:
    """A finding for each link to a file that is not there."""
    for link in look.outline.links:
        target = _path_of(link)
        if _OF_A_MACHINE.match(target.text):
            yield look.finding(
                RULE, Severity.ERROR, target, "a path on one machine, nobody else can follow it"
            )
            continue
        if not target.text or _SCHEME.match(target.text) or _is_placeholder(target.text):
            continue
        files = look.files
        if files is None:
            return
        yield from _check(look, files, target)


def _path_of(link: Link) -> Text:
    """The part of a target that names a file."""
    target = link.target
    end = re.search(r"[?#]|$", target.text)
    return target.part(0, end.start() if end else 0)


def _is_placeholder(target: str) -> bool:
    return bool(_PLACEHOLDER.search(target) or _GLOB.search(_EMPHASIS.sub("", target)))


def _check(look: Look, files: Files, target: Text) -> Iterator[Finding]:
    from_top = target.text.startswith("/")
    path = _resolve("" if from_top else files.here, target.text.lstrip("/"))
    if path is None or files.exists(path) or files.exists(_LINE.sub("", path)) or from_top:
        return
    yield _finding(look, files, target, path)


def _resolve(here: str, target: str) -> str | None:
    """The path that a target stands for, from the top; None if it leads out of there."""
    path = posixpath.normpath(posixpath.join(here, unquote(_ESCAPED.sub(r"\1", target))))
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path


def _finding(look: Look, files: Files, target: Text, path: str) -> Finding:
    message = f"there is no file {path!r} in the repository"
    meant = _meant(files, path)
    if len(meant) != 1:
        if meant:
            message += f"; files of that name are {', '.join(meant[:5])}"
        return look.finding(RULE, Severity.ERROR, target, message)
    new = posixpath.relpath(meant[0], files.here or ".")
    line = _LINE.search(target.text)
    return look.finding(
        RULE,
        Severity.ERROR,
        target,
        f"{message}; the only one that can be meant is {meant[0]!r}",
        new=_quoted(new) + (line[0] if line else ""),
        safety=Safety.LIKELY,
        evidence={"target": path, "only": meant[0]},
    )


def _meant(files: Files, path: str) -> list[str]:
    """The files that a path can have been meant for."""
    path = _LINE.sub("", path)
    unmarked = _EMPHASIS.sub(r"__\1__", path)
    if unmarked != path and files.exists(unmarked):
        return [unmarked]
    named = list(files.named(posixpath.basename(path)))
    same = [other for other in named if other.lower() == path.lower()]
    return same or named


def _quoted(path: str) -> str:
    """A path as the target of a link: what would end the target is escaped as in an address."""
    return re.sub(r"[\s()<>#?%\\]", lambda match: f"%{ord(match[0]):02X}", path)
