"""A relative link to a file that git does not track, or a link into one machine's own folders.

What counts is what git tracks, so that the answer is the same for everybody who has the
repository. Outside of a repository it is what is on the disk. A link from the top (``/docs/a.md``)
is right if it is found from the top of the repository or of any folder, because web servers have
tops of their own, and left alone if it is to no Markdown file; one into a home or temporary folder
is wrong for everybody else. Links with a scheme, placeholders, and links out of the repository are
left alone, and so are those that web sites make of a document (``guide`` or ``guide.html`` where
there is ``guide.md``). A line number behind the name of a file (``a.py:12``) is no part of it.
Links in HTML count, and where a label is defined (``[label]: a.md``).

Why: Whoever has the repository, and not the machine on which the document was written, finds
nothing behind the link.

Severity: error

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    How to land: [Guide](docs/Landing.md)

Around, docs/landing.md:

    # Landing

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    How to land: [Guide](docs/landing.md)

Fix (safe, likely): where exactly one file can be meant, the link is led there. That is sure where
the path is the same but for capitals, backslashes, or underscores that were taken for emphasis; and
likely where one file has the name of the missing one. Of several, the one that shares most folders
with the link is meant. A name of one word (``README.md``) counts only together with the folders of
the link.

Settings:

- ``exclude``: files that are left out are not looked at, but links to them are right.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import takewhile
from urllib.parse import unquote

from mergemend.evidence import Files
from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Link, Text
from mergemend.statusdocs.look import Look

RULE = "broken-link"

_SCHEME = late(r"(?!file:/)[A-Za-z][A-Za-z0-9+.-]+:|//", re.IGNORECASE)
_OF_A_MACHINE = late(
    r"file:/|/(?:home|Users|root|tmp|private/tmp|var/folders|workspaces|mnt/[a-z])/|~/"
    r"|[A-Za-z]:[\\/]",
    re.IGNORECASE,
)
_PLACEHOLDER = late(
    r"[<>{}$]|\.\.\.|…|YYYY|XX|NNN|path/to/|(?:^|/)your[-_ ]"
    r"|^(?:url|link|path|todo|tbd|#|target|href|file|filename|image|uri|here|address|\W+|\d+)$",
    re.IGNORECASE,
)
_GLOB = late(r"\*(?!\*)|\*\*(?=/)")
_EMPHASIS = late(r"\*\*(\w+)\*\*")
_LINE = late(r":\d+(?:[-:]\d+)?$")
_ESCAPED = late(r"\\([!-/:-@\[-`{-~])")
_PAGE = late(r"\.html?$|/$")
_MARKDOWN = (".md", ".markdown")
_SOURCES = (".md", ".mdx", ".markdown", "/index.md", "/README.md")

# A name of one word says little of what a file holds: ``README.md``, ``index.ts``, ``__init__.py``.
_COMMON = late(r"[\W_]*(?:[A-Z]?[a-z]+|[A-Z]+)_*(?:\.\w+)?")


def check_links(look: Look) -> Iterator[Finding]:
    """A finding for each link to a file that is not there."""
    definitions = frozenset(look.outline.definitions)
    for link in look.outline.links:
        target = _path_of(link)
        if not target.text or _SCHEME.match(target.text) or _is_no_target(target.text):
            continue
        if not _is_path(target.text) and (link in definitions or _is_no_link(look, link)):
            continue
        if _OF_A_MACHINE.match(target.text):
            yield _of_a_machine(look, target)
        elif look.files is None:
            return
        else:
            yield from _check(look, look.files, target)


def _path_of(link: Link) -> Text:
    """The part of a target that names a file."""
    target = link.target
    end = re.search(r"[?#]|$", target.text)
    return target.part(0, end.start() if end else 0)


def _is_no_target(target: str) -> bool:
    """Whether a target is a placeholder."""
    return bool(_PLACEHOLDER.search(target) or _GLOB.search(_EMPHASIS.sub("", target)))


def _is_path(target: str) -> bool:
    return "." in target or "/" in target


def _is_no_link(look: Look, link: Link) -> bool:
    """Whether what looks like a link is none: ``call[name](it)``."""
    place = link.text.column - 2
    before = look.outline.lines[link.text.line][place] if place >= 0 else " "
    return bool(re.match(r"[\w)\]]", before))


def _of_a_machine(look: Look, target: Text) -> Finding:
    message = "a path on one machine, nobody else can follow it"
    files = look.files
    parts = _LINE.sub("", unquote(target.text)).replace("\\", "/").rstrip("/").split("/")[1:]
    tails = ["/".join(parts[number:]) for number in range(1, len(parts) - 1)]
    right = next((tail for tail in tails if files and files.exists(tail)), None)
    if files is None or right is None:
        return look.finding(RULE, Severity.ERROR, target, message)
    return _led_to(look, files, target, message, right, Safety.LIKELY)


def _check(look: Look, files: Files, target: Text) -> Iterator[Finding]:
    from_top = target.text.startswith("/")
    path = resolve("" if from_top else files.here, target.text.lstrip("/"))
    if path is None or _is_there(files, path, target.text):
        return
    if from_top and _is_of_a_site(files, path):
        return
    message = f"there is no file {path!r} in the repository"
    path = _LINE.sub("", path)
    same = _same(files, path)
    meant = same or _named(files, path, target.text)
    if len(meant) == 1:
        grade = Safety.SAFE if same else Safety.LIKELY
        yield _led_to(look, files, target, message, meant[0], grade)
        return
    if meant:
        message += f"; files of that name are {', '.join(meant[:5])}"
    yield look.finding(RULE, Severity.ERROR, target, message)


def _is_there(files: Files, path: str, target: str) -> bool:
    if files.exists(path) or files.exists(_LINE.sub("", path)):
        return True
    page = _PAGE.sub("", path)
    if page == path and "." in posixpath.basename(path):
        return False
    return not target.endswith("/") and any(files.exists(page + end) for end in _SOURCES)


def _is_of_a_site(files: Files, path: str) -> bool:
    """Whether a path from the top can be one from the top of a web site."""
    named = files.named(posixpath.basename(path))
    return not path.endswith(_MARKDOWN) or any(other.endswith(f"/{path}") for other in named)


def resolve(here: str, target: str) -> str | None:
    """The path that a target stands for, from the top; None if it leads out of there."""
    written = unquote(unescape(_ESCAPED.sub(r"\1", target)))
    path = posixpath.normpath(posixpath.join(here, written))
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path


def _led_to(
    look: Look, files: Files, target: Text, message: str, path: str, grade: Safety
) -> Finding:
    new = posixpath.relpath(path, files.here or ".")
    line = _LINE.search(target.text)
    return look.finding(
        RULE,
        Severity.ERROR,
        target,
        f"{message}; the only one that can be meant is {path!r}",
        new=_quoted(new) + (line[0] if line else ""),
        safety=grade,
        evidence={"target": target.text, "only": path},
    )


def _same(files: Files, path: str) -> list[str]:
    """The files that a path stands for but for capitals, emphasis and backslashes."""
    for meant in (_EMPHASIS.sub(r"__\1__", path), path.replace("\\", "/")):
        if meant != path and files.exists(meant):
            return [meant]
    named = files.named(posixpath.basename(path))
    return [other for other in named if other.casefold() == path.casefold()]


def _named(files: Files, path: str, target: str) -> Sequence[str]:
    """The files with the name of a missing one, those that share most of its folders."""
    name = posixpath.basename(path)
    found = [
        other
        for other in files.named(name)
        if posixpath.basename(other) == name and _is_hidden(path) >= _is_hidden(other)
    ]
    folders = [part for part in unquote(target).split("/")[:-1] if part not in {"", ".", ".."}]
    shared = {other: _shared(folders, other.split("/")[:-1]) for other in found}
    most = max(shared.values(), default=0)
    if most < len(folders) and _COMMON.fullmatch(name):
        return []
    return [other for other in found if shared[other] == most]


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/")[:-1])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many folders two paths have in common, from the last one up."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _quoted(path: str) -> str:
    """A path as the target of a link: what would end the target is escaped as in an address."""
    return re.sub(r"[\s()<>#?%\\]", lambda match: f"%{ord(match[0]):02X}", path)
