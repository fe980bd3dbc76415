"""What files are by their names: settings, leftovers, Markdown; nothing is loaded for it."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIG_NAMES = ("mergemend.toml", "pyproject.toml")
"""Config files, the first that a folder has counts; the second only where it speaks of us."""

KINDS_FOLDER = ".mergemend/kinds"
"""The user's kinds, below the folder of the config file."""

UNFINISHED = ".git/mergemend/unfinished"
"""The name of the run that is writing, or was killed, below the top of the work tree."""

MARKDOWN = frozenset((".md", ".markdown", ".mdx"))

# Two of these fields, in bold, in the first bytes make any Markdown file a status document.
FIELDS_WITHIN = 4000
FIELDS = (
    *(b"Status", b"Overall Status", b"Date", b"Last Updated", b"Updated", b"Due", b"Due Date"),
    *(b"Owner", b"Progress", b"Completed", b"Deadline", b"Completion", b"Completion Date"),
    *(b"Target", b"Target Date", b"Sprint", b"Milestone", b"Phase", b"Report Date", b"Priority"),
    b"Next Review",
)

DOCUMENTS = MARKDOWN | {".rst", ".txt", ".adoc"}
"""Suffixes of texts for people: programs have odd characters for reasons of their own."""

COMMENTED = DOCUMENTS | {".html", ".htm", ".asciidoc", ".tex"}
"""Suffixes of files in which what looks like a comment is one; in a program it may be text."""


def suffix_of(path: str) -> str:
    """What a path ends with from its last dot on, in small letters."""
    return path[path.rfind(".") :].lower()


def folders_of(paths: Iterable[bytes]) -> set[bytes]:
    """The folders that files are in, and those above them, but for the one they count from."""
    found: set[bytes] = set()
    for folder in {path.rpartition(b"/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition(b"/")[0]
    return found


def is_commented(path: str) -> bool:
    """Whether what looks like a comment in a file certainly is one."""
    return suffix_of(path) in COMMENTED


def is_document(path: str) -> bool:
    """Whether a path is that of a text for people."""
    return suffix_of(path) in DOCUMENTS


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return suffix_of(path) in MARKDOWN


PLAN = b'{\n  "mergemend": "plan"'
PAGE = (
    b'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
    b'<meta name="generator" content="mergemend '
)
"""What plans and pages of ours begin with: they quote what is wrong elsewhere."""
