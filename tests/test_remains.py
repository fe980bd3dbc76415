"""What is left of characters that were cut: told where it is clear, and never mended alone."""

from __future__ import annotations

import pytest

from mergemend.model import Document
from mergemend.mojibake.check import check

QUESTIONS = "# ?? Goals\n\n- ?? quay\n- ?? pier\n\nplain ?? text\n"


def lines(text: str, path: str = "a.md") -> list[int]:
    found = check(Document(path, text.encode()))
    assert all(f.rule == "mojibake-lossy" and not f.edits for f in found)
    return [finding.line for finding in found]


TOLD = {
    "it\x19s late\n": [1],
    "we don\x19t know\nplain\n": [1],
    "the quay \x14 and the pier\n": [1],
    "pages 3 \x13 7 of it\n": [1],
    "he said \x1cyes\x1d.\n": [1],
    QUESTIONS: [1, 3, 4],
    "| ?? quay | a |\n|---|---|\n| ?? pier | b |\n| **?? sea** | c |\n": [1, 3, 4],
    "1. ?? quay\n2. ?? pier\n3. **?? sea**\n": [1, 2, 3],
}


@pytest.mark.parametrize("text", TOLD)
def test_what_is_clear_is_told(text: str) -> None:
    assert lines(text) == TOLD[text]


LEFT = [
    "What?? Really??\n" * 5,
    "?? new.txt\n?? other.txt\n?? third.txt\n",
    "- ?? only one\n",
    "- why??\n- how??\n- when??\n",
    "- a ?? b\n- c ?? d\n- e ?? f\n",
    "\x1b[31mred\x1b[0m\n",
    "a\x0cb\n",
    "\x13\x14 \x19\n",
    "key\x1fvalue\x1ekey\x1fvalue\n",
    "A\x19B\n",
    "3\x192\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_can_be_meant_is_left(text: str) -> None:
    assert lines(text) == []


def test_programs_are_not_looked_at() -> None:
    assert lines(QUESTIONS, "a.py") == []


def test_an_earlier_text_settles_it() -> None:
    (finding,) = check(Document("a.md", b"it\x19s late\n"), lambda: ["it’s late\n".encode()])
    assert finding.rule == "mojibake"
    assert finding.edits
