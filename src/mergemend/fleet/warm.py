"""Loads and works out once what every task needs: it is there in each process forked after it."""

from __future__ import annotations

from pathlib import Path

from mergemend.config import Settings
from mergemend.engine import examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document

_CODE_PAGES = ("windows-1252", "latin-1")  # by far the most damage is of these
_TEXT = "# Menu\n\nOne café, a thé glacé, “naïve” – ✅ über\n"
_OTHERS = (
    b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n",
    b"# Pier\n\n**Status:** open\n**Date:** 2026-01-12\n\n12 hours x $100/hour = $1,300\n",
)


def load() -> None:
    """Load what a look into any repository loads, wherever it has suspects."""
    import mergemend.conflicts.check
    import mergemend.git.evidence
    import mergemend.git.repository
    import mergemend.mojibake.check
    import mergemend.statusdocs.check  # noqa: F401


def warm_up() -> bool:
    """Find garbled text, a conflict and a wrong figure, so that the tables for that are there."""
    options = Settings(Path()).options_for(Path("STATUS.md"))
    garbled = (_TEXT.encode().decode(page, "ignore").encode() for page in _CODE_PAGES)
    for data in (*garbled, *_OTHERS):
        examine(Document("STATUS.md", data), NoEvidence(), options)
    return True
