"""The files that the tools are run on: each damaged in one way, and beside it what it should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scratch import Scratch

Build = Callable[[Path], Scratch]


@dataclass(frozen=True)
class Case:
    """One way in which a file at ``path`` can be damaged.

    A tool finds it if it fails for ``damaged`` and passes for ``sound``; it mends it if it makes
    ``sound`` of it. ``build`` makes a repository whose work tree holds the damaged file.
    """

    name: str
    path: str
    damaged: bytes
    sound: bytes
    build: Build | None = None

    def repository(self, top: Path, data: bytes) -> Scratch:
        """A repository with ``data`` at the path, committed; a damaged file keeps its history."""
        if self.build and data == self.damaged:
            return self.build(top)
        scratch = Scratch.init(top)
        scratch.commit("harbour", {self.path: data})
        return scratch


def _text(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


_TITLE = ("# Harbour", "")
_OURS, _THEIRS = "The harbour opens at six.", "The harbour opens at eight."
_SOUND = _text(*_TITLE, _THEIRS)
_NEW = _text(*_TITLE, "Version: 1.5.0")
_REGION = ("<<<<<<< HEAD", "Version: 1.4.0", "=======", "Version: 1.5.0", ">>>>>>> lamps")
_VERSION = _text(*_TITLE, *_REGION)


def _merged(top: Path) -> Scratch:
    """A merge that was committed with its markers; the other side is the newer one."""
    scratch = Scratch.init(top)
    scratch.commit("start", {"notes.md": _text(*_TITLE, "The harbour opens at seven.")})
    scratch.git("checkout", "-q", "-b", "lamps")
    scratch.commit("later", {"notes.md": _SOUND}, minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 5400
    scratch.commit("earlier", {"notes.md": _text(*_TITLE, _OURS)})
    scratch.now += 9000
    scratch.merge("lamps")
    return scratch


_STACKED = _text(*_TITLE, "The harbour opens at nine.")


def _twice_merged(top: Path) -> Scratch:
    """The same, and merged again with a branch that is newer still."""
    scratch = _merged(top)
    scratch.git("checkout", "-q", "-b", "ropes", "HEAD~1")
    scratch.commit("latest", {"notes.md": _STACKED})
    scratch.git("checkout", "-q", "main")
    scratch.merge("ropes")
    return scratch


_STATUS = ("# Harbour", "", "**Status:** open", "")
_MARK = b"\xef\xbb\xbf"


def conflicts(folder: Path) -> list[Case]:
    """Conflicts; ``folder`` is for the repositories that give the damaged files."""
    nine = re.sub(rb"([<=>])\1{6}", rb"\1\1\1\1\1\1\1\1\1", _VERSION)
    crlf = [data.replace(b"\n", b"\r\n") for data in (_VERSION, _NEW)]
    marked = _MARK + _text(*_REGION), _MARK + _text("Version: 1.5.0")
    half = _text(*_TITLE, _THEIRS, _REGION[-1])
    old, new = 'VERSION = "1.4.0"', 'VERSION = "1.5.0"'
    code = _text(_REGION[0], old, _REGION[2], new, _REGION[4]), _text(new)
    merged = _merged(folder / "merged").read("notes.md")
    stacked = _twice_merged(folder / "stacked").read("notes.md")
    return [
        Case("a conflict of versions, without a history", "notes.md", _VERSION, _NEW),
        Case("a committed conflict, newer side wanted", "notes.md", merged, _SOUND, _merged),
        Case("two conflicts over each other", "notes.md", stacked, _STACKED, _twice_merged),
        Case("markers of nine characters", "notes.md", nine, _NEW),
        Case("markers with CRLF", "notes.md", crlf[0], crlf[1]),
        Case("a marker behind a byte-order mark", "notes.md", *marked),
        Case("one marker, the others removed", "notes.md", half, _SOUND),
        Case("a conflict in Python code", "boats.py", *code),
    ]


def garbled() -> list[Case]:
    """Garbled text and encodings."""
    once = "The ferry from Köln, the café and the señor."
    code = '"""The café of Köln."""\n'
    mixed = _text(*_TITLE, "Köln ferry.", "")
    latin = "München café.\n"
    wide = _SOUND.decode().encode("utf-16")
    inside = _text(*_TITLE, f"\ufeff{_THEIRS}")
    return [
        Case("UTF-8 read as Windows-1252", "notes.md", *_pair(_read(once), once)),
        Case("the same twice over", "notes.md", *_pair(_read(_read(once)), once)),
        Case("garbled text that lost bytes", "notes.md", *_pair("| âœ… | ğŸ“ moss |", "Quay.")),
        Case("garbled text in Python code", "boats.py", _read(code).encode(), code.encode()),
        Case(
            "a line in Latin-1 in a file of UTF-8",
            "notes.md",
            mixed + latin.encode("latin-1"),
            mixed + latin.encode(),
        ),
        Case("a file in UTF-16", "notes.md", wide, _SOUND),
        Case("a byte-order mark at the start of a line", "notes.md", inside, _SOUND),
        Case("a byte-order mark at the start of the file", "notes.md", _MARK + _SOUND, _SOUND),
    ]


def _read(text: str) -> str:
    return text.encode().decode("cp1252")


def _pair(damaged: str, sound: str) -> tuple[bytes, bytes]:
    return _text(*_TITLE, damaged), _text(*_TITLE, sound)


def status() -> list[Case]:
    """What does not add up in a status document."""

    def case(name: str, sound: str, right: str, wrong: str) -> Case:
        text = _text(*_STATUS, *sound.split("|"))
        return Case(name, "STATUS.md", text.replace(right.encode(), wrong.encode()), text)

    hours = "- Quay: 6 hours|- Crane: 8 hours|- Lamps: 4 hours||**Total:** 18 hours"
    files = "## Settings (2 files)||- `quay.toml`|- `crane.toml`"
    costs = "See the [costs](#costs).||## Costs||None yet."
    return [
        case("a total that its parts do not add up to", hours, "18", "20"),
        case("a count in a heading", files, "(2", "(3"),
        case(
            "a weekday that is not that of its date",
            "It comes on Thursday, January 15, 2026.",
            "Thursday",
            "Saturday",
        ),
        case("an emoji that contradicts its word", "", "open", "✅ IN PROGRESS"),
        case("a link to a heading that is not there", costs, "(#costs)", "(#cost_s)"),
        case("a link to a file that is not there", "See the guide.", "guide", "[guide](guide.md)"),
    ]


def others() -> list[Case]:
    """What other tools are for."""

    def case(name: str, right: bytes, wrong: bytes, sound: bytes = _SOUND) -> Case:
        return Case(name, "notes.md", sound.replace(right, wrong), sound)

    word = _text(*_TITLE, "The harbour receives boats.")
    key = b"-----BEGIN " + b"RSA PRIVATE KEY-----"
    return [
        case("blanks at the ends of lines", b"eight.", b"eight.   "),
        case("no line end at the end of the file", b"eight.\n", b"eight."),
        case("a misspelled word", b"receives", b"recieves", word),
        case("a heading without a blank behind its sign", b"# H", b"#H"),
        Case(
            "an unused import in Python code", "boats.py", b"import os\nBOATS = 5\n", b"BOATS = 5\n"
        ),
        case("a private key", b"eight.\n", b"eight.\n\n" + key + b"\n"),
    ]


def alone() -> list[Case]:
    """What only looks damaged: here ``damaged`` is what it looks like."""
    example = _text(*_TITLE, "What git writes in a conflict:", "", "```text", *_REGION, "```")
    heading = _text("Harbour", "=======", "", _THEIRS)
    quoted = _text(*_TITLE, ">>>>>>> Open at eight?", ">>>>>> At six.", ">>>>> Sure?")
    shown = "UTF-8 read as Windows-1252 is garbled: `KÃ¶ln` instead of `Köln`."
    garbled_word = _text(*_TITLE, "The ferry from KÃ¶ln.")
    return [
        Case("an example of a conflict in a code block", "notes.md", _VERSION, example),
        Case("a heading underlined with seven signs", "notes.md", _VERSION, heading),
        Case("a mail that is quoted seven times over", "notes.md", _VERSION, quoted),
        Case("garbled text shown on purpose", "notes.md", garbled_word, _text(*_TITLE, shown)),
    ]
