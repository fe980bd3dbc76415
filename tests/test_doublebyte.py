"""Text that was read in a code page of China, Japan or Korea: mended, told, or left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.edits import apply
from mergemend.model import Document, encode
from mergemend.mojibake.check import check
from mergemend.mojibake.doublebyte import MULTIBYTE, garble_multibyte
from mergemend.mojibake.garble import Kind, Step, garble_by

INTACT = """# ✅ Tide tables — the harbour’s plan

- 🔴 urgent → now
- “quoted” words … and a café
- ⚠️ moss on the quay
- 🎉 lamps are lit → 🚀
"""


def mended(text: str) -> str:
    findings = check(Document("d.md", encode(text)))
    return apply(encode(text), [edit for f in findings for edit in f.edits]).decode()


@pytest.mark.parametrize("codec", MULTIBYTE)
@pytest.mark.parametrize(("kind", "errors"), [(Kind.DROPPED, "ignore"), (Kind.REPLACED, "replace")])
def test_garbling_is_what_python_does(codec: str, kind: Kind, errors: str) -> None:
    assert garble_multibyte(INTACT, codec, kind) == INTACT.encode().decode(codec, errors)


@pytest.mark.parametrize(
    ("codec", "intact", "damaged"),
    [
        ("gbk", "✅ done", "鉁?done"),
        ("gbk", "it’s", "it鈥檚"),
        ("gbk", "🔴 x", "馃敶 x"),
    ],
)
def test_what_windows_does(codec: str, intact: str, damaged: str) -> None:
    assert garble_by(intact, [Step(codec, Kind.SWALLOWED)]) == damaged


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "cp932"])
@pytest.mark.parametrize("errors", ["ignore", "replace"])
def test_no_line_comes_out_wrong_and_some_come_out_right(codec: str, errors: str) -> None:
    intact = INTACT.split("\n")
    damaged = [line.encode().decode(codec, errors) for line in intact]
    after = mended("\n".join(damaged)).split("\n")
    hurt = [n for n, line in enumerate(damaged) if line != intact[n]]
    assert all(after[n] in (damaged[n], intact[n]) for n in range(len(intact)))
    assert any(after[n] == intact[n] for n in hurt)


@pytest.mark.parametrize(
    "text",
    [
        "今天潮水很高，码头上的灯都亮了。茅台酒和馃子在桌上。\n",
        "今天潮水很高，碼頭上的燈都亮了。船長說：「明天再走」。\n",
        "今日は潮が高く、埠頭の灯りがついている。「明日行こう」と船長は言った。\n",
        "오늘은 물이 높고 부두의 등불이 모두 켜져 있다. 선장은 내일 가자고 했다.\n",
        "The word 港 means harbour, 灯 is a lamp, and 茅 is a reed.\n",
    ],
)
def test_clean_text_stays(text: str) -> None:
    assert check(Document("d.md", encode(text))) == ()


WORDS = """# Review of the quay — the harbour’s plan

The keeper—who knows the tide—waits for the boat.
Say what you see — the reader was not there.
Ask for the reason — and write the answer down.
Would you go there?? Or call a ?? b in code.
It is the last of them — nobody comes later.
The lamp—it is the old one—stands on the “wall”.
"""

BOX = """# Plan

┌────────────┐
│ the boat   │
└────────────┘
  ✅ done and told
"""


def windows(text: str, codec: str) -> str:
    """Each line by itself, as a program reads that goes line by line."""
    step = [Step(codec, Kind.SWALLOWED)]
    return "\n".join(garble_by(line, step) for line in text.split("\n"))


def test_marks_in_ascii_lines_come_back_where_the_others_tell_the_code_page() -> None:
    intact, damaged = WORDS.split("\n"), windows(WORDS, "cp949").split("\n")
    in_ascii = [n for n, line in enumerate(damaged) if line.isascii() and line != intact[n]]
    after = mended("\n".join(damaged)).split("\n")
    assert all(after[n] in (damaged[n], intact[n]) for n in in_ascii)
    assert any(after[n] == intact[n] for n in in_ascii)
    assert after[5] == intact[5]


def test_marks_alone_are_not_touched() -> None:
    text = "\n".join(line for line in windows(WORDS, "cp949").split("\n") if line.isascii())
    assert check(Document("d.md", text.encode())) == ()


def test_signs_at_line_ends_come_back_where_no_line_end_was_swallowed() -> None:
    boxes = BOX * 6
    after = mended(windows(boxes, "gbk")).split("\n")
    framed = [n for n, line in enumerate(boxes.split("\n")) if line[:1] in {"┌", "│", "└"}]
    assert [after[n] for n in framed] == [boxes.split("\n")[n] for n in framed]


def test_where_a_carriage_return_may_be_swallowed_no_line_changes_at_its_end() -> None:
    damaged = garble_by(BOX.replace("\n", "\r\n"), [Step("gbk", Kind.SWALLOWED)])
    after = mended(damaged).split("\n")
    assert [line for line in after if "│ the boat" in line] == []


def test_a_swallowed_digit_is_not_taken_for_none() -> None:
    damaged = "Widths 480鈥?00px here\nand 12鈥?2% there\nor 400鈥?00 in all\n"
    assert mended(damaged) == damaged


@given(st.text(st.sampled_from("鈥檚馃敶鉁茅鈫窶､뵆?\ufffd a-\n✅")))
def test_repairs_prove_themselves_and_end(text: str) -> None:
    for _ in range(4):
        after = mended(text)
        if after == text:
            return
        text = after
    raise AssertionError("mending has no end")
