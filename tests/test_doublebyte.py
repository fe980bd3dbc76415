"""Text that was read in a code page of China, Japan or Korea: mended, told, or left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.edits import apply
from mergemend.model import Document, encode
from mergemend.mojibake import check
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


@given(st.text(st.sampled_from("鈥檚馃敶鉁茅鈫窶､뵆?\ufffd a-\n✅")))
def test_repairs_prove_themselves_and_end(text: str) -> None:
    for _ in range(4):
        after = mended(text)
        if after == text:
            return
        text = after
    raise AssertionError("mending has no end")
