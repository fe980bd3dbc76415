"""Loads and works out once what every task needs: it is there in each process forked after it."""

from __future__ import annotations

from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document

_GARBLED = "Ã©tÃ©, Ã¼ber, â€œnaÃ¯veâ€\n".encode()
_CONFLICT = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n"


def load() -> None:
    """Load what a look into any repository loads, wherever it has suspects."""
    import mergemend.conflicts.check
    import mergemend.git.repository
    import mergemend.mojibake.check
    import mergemend.statusdocs.markdown  # noqa: F401


def warm_up() -> bool:
    """Find garbled text and a conflict, so that the tables for that are there. It is done then."""
    for data in (_GARBLED, _CONFLICT):
        examine(Document("warm.md", data), NoEvidence(), Options())
    return True
