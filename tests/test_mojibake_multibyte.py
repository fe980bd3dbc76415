"""UTF-8 read in code pages of Chinese, Japanese and Korean: what comes back, what stays."""

from __future__ import annotations

import pytest
from benchmarks.mojibake.damage import multi_byte, text_of
from hypothesis import given
from hypothesis import strategies as st

from mergemend.mojibake.double import mend_doublebyte
from mergemend.mojibake.doublebyte import garble_multibyte
from mergemend.mojibake.garble import Kind, garble_by
from mergemend.mojibake.repair import Mended

PAGES = ("gbk", "gb18030", "cp932", "cp949", "big5")
KINDS = (Kind.DROPPED, Kind.REPLACED, Kind.QUESTION, Kind.SWALLOWED)

DOCUMENT = [
    "# 🚀 Status of the parser",
    "- ✅ The tests pass — all of them",
    "- ✅ The documents are written",
    "- ❌ The release waits",
    "## 📊 Results",
    "The parser doesn’t stop at the first error — it goes on.",
    "| ✅ | done |",
    "| ❌ | open |",
    "It’s “good enough” — for now.",
    "## 🎯 Next steps",
    "- 🔧 Mend the lexer — it’s slow",
]


def garbled(lines: list[str], codec: str, kind: Kind) -> dict[int, str]:
    """What `mend_doublebyte` gets: the lines that are not ASCII, each read by itself."""
    read = [garble_multibyte(f"{line}\n", codec, kind).removesuffix("\n") for line in lines]
    return {number: line for number, line in enumerate(read) if not line.isascii()}


def repaired(line: str, mended: Mended) -> str:
    for repair in sorted(mended.repairs, reverse=True):
        line = line[: repair.start] + repair.after + line[repair.end :]
    return line


@pytest.mark.parametrize(
    ("codec", "raw", "read"),
    [
        ("gbk", "— a", "鈥?a"),
        ("cp932", "— a", "窶・a"),
        ("cp949", "— a", "??a"),
        ("cp950", "— a", "??a"),
        ("cp950", "—a", "?\ue6e0"),
        ("cp949", "├── a", "?\uc48b??\x80 a"),
        ("cp950", "├── a", "?\uec27??\x80 a"),
        ("gbk", "a└── b", "a鈹斺攢鈹€ b"),
    ],
)
def test_windows_swallows_what_follows_a_lost_byte(codec: str, raw: str, read: str) -> None:
    assert garble_multibyte(raw, codec, Kind.SWALLOWED) == read


@pytest.mark.parametrize(
    ("codec", "page"), [("gbk", "gbk"), ("cp932", "cp932"), ("cp949", "cp949"), ("big5", "cp950")]
)
@given(text=st.text("abc —–’“”…•→←✅❌✓│├─└🚀📊🎯️é中 -|s"))
def test_the_benchmark_damages_as_it_is_read_back(codec: str, page: str, text: str) -> None:
    damaged = text_of(multi_byte(codec, "windows")(text))
    if damaged != text:
        assert garble_multibyte(text, page, Kind.SWALLOWED) == damaged


@pytest.mark.parametrize("kind", [Kind.DROPPED, Kind.REPLACED])
@pytest.mark.parametrize(
    ("codec", "least"), [("gbk", 7), ("gb18030", 7), ("cp932", 7), ("cp949", 3)]
)
def test_most_lines_come_back(codec: str, least: int, kind: Kind) -> None:
    lines = garbled(DOCUMENT, codec, kind)
    mended = mend_doublebyte(lines)
    exact = [n for n in mended if repaired(lines[n], mended[n]) == DOCUMENT[n]]
    assert len(exact) >= least


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("codec", PAGES)
def test_no_line_comes_back_wrong(codec: str, kind: Kind) -> None:
    lines = garbled(DOCUMENT, codec, kind)
    for number, found in mend_doublebyte(lines).items():
        if found.repairs:
            assert repaired(lines[number], found) == DOCUMENT[number]


def test_a_blank_that_windows_swallowed_comes_back() -> None:
    lines = garbled(DOCUMENT, "gbk", Kind.SWALLOWED)
    mended = mend_doublebyte(lines)
    assert repaired(lines[5], mended[5]) == DOCUMENT[5]


def test_where_only_marks_are_left_words_tell_and_cells_do_not() -> None:
    lines = {0: "| \ufffd\ufffd\ufffd | done |", 1: "It doesn\ufffd\ufffd\ufffdt stop."}
    mended = mend_doublebyte(lines)
    assert not mended[0].repairs
    assert len(mended[0].doubts[0].candidates) > 1
    assert repaired(lines[1], mended[1]) == "It doesn’t stop."


def test_a_frame_that_may_lack_a_line_stays() -> None:
    tree = ["├── src", "├── tests — all", "└── docs ✅", "# 🚀 A tree", "- 🎯 An aim"]
    mended = mend_doublebyte(garbled(tree, "cp949", Kind.DROPPED))
    assert not any(mended[number].repairs for number in (0, 1, 2) if number in mended)


@pytest.mark.parametrize(
    "text",
    [
        "这个文档说明如何安装和使用本软件。\n请先阅读许可协议，然后继续？",
        "このドキュメントでは、インストール方法について説明します。\nはい・いいえ",
        "이 문서는 설치 방법을 설명합니다.\n먼저 읽어 보세요?",
        "[中文](README.zh.md) | [日本語](README.ja.md) | [한국어](README.ko.md)\nHello ✅ — done",
        "A mark \ufffd stands for what is unknown.",
    ],
)
def test_clean_text_is_no_matter(text: str) -> None:
    assert mend_doublebyte(dict(enumerate(text.split("\n")))) == {}


SIGNS = "—–’“”…•→✅❌✓│├─└🚀📊🎯️é"
LINES = st.lists(
    st.lists(st.sampled_from([*SIGNS, "done", " ", "- ", "s", "# "]), max_size=8).map("".join),
    max_size=8,
)


@given(lines=LINES, codec=st.sampled_from(PAGES), kind=st.sampled_from(KINDS))
def test_every_repair_garbles_to_what_stood_there(lines: list[str], codec: str, kind: Kind) -> None:
    for found in mend_doublebyte(garbled([*lines, *DOCUMENT], codec, kind)).values():
        for repair in found.repairs:
            assert garble_by(repair.after, repair.steps) == repair.before


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=5))
def test_whatever_stands_there_nothing_breaks(lines: list[str]) -> None:
    mend_doublebyte({n: line for n, line in enumerate(lines) if "\n" not in line})
