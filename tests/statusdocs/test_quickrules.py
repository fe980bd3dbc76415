"""The quick rules make the tokens that markdown-it-py makes as it comes."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mergemend.statusdocs.quickrules import quicken

TOP = Path(__file__).parents[2]
DOCUMENTS = [*(TOP / "docs").glob("*.md"), TOP / "README.md", TOP / "CHANGELOG.md"]
PIECES = [
    *("", "", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "0123456789. x", "> ", ">", "  ", "    "),
    *("\t", "# ", "###", "#x", "```", "~~~", "---", "***", "___", "===", "=", "-", " -", "\\|"),
    *("| a | b |", "|---|---|", "a | b", "--|--", ":-: | -:", "- | -", "-|-", ":|", "|"),
    *("[a]: b", "[x]: <y> 'z'", "[a", "<div>", "<!-- ", "-->", "<?x", "</p>"),
    *("text", "two words", "`c`", "1", "12 x", "é", "\x0b", "\xa0x", "**b**"),
]
TEXT = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join), max_size=13
).map("\n".join)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable("inline")
    return parser


STOCK, QUICK = _parser(), quicken(_parser())


def _read(parser: MarkdownIt, text: str) -> tuple[list[MutableMapping[str, Any]], dict[str, Any]]:
    """The tokens outside of tables, and the labels."""
    known: dict[str, Any] = {}
    tokens, inside = [], False
    for token in parser.parse(text, known):
        inside &= token.type != "table_close"
        if not inside:
            tokens.append(token.as_dict())
        inside |= token.type == "table_open"
    return tokens, known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _read(QUICK, text) == _read(STOCK, text)


@settings(max_examples=500)
@given(TEXT, st.sampled_from(["", "\n"]))
def test_generated(text: str, end: str) -> None:
    assert _read(QUICK, text + end) == _read(STOCK, text + end)


def test_of_a_table_there_are_two_tokens() -> None:
    parsed = QUICK.parse("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert [token.type for token in parsed] == ["table_open", "table_close"]
