"""Documents around one, read once for all rules that ask for them."""

from __future__ import annotations

from functools import lru_cache

from mergemend.model import Document
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.outline import Outline


@lru_cache(maxsize=64)
def outline_of(document: Document) -> Outline:
    """The outline of a document around; that of one with the same text comes from memory."""
    return read_outline(document)
