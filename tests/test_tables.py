"""Tables of characters are left alone, and damage is not taken for one."""

import pytest

from mergemend.model import Document, Severity
from mergemend.mojibake.check import check
from mergemend.mojibake.garble import garble
from mergemend.mojibake.tables import is_table, without_tables

_CHINESE = (
    "我们昨天在北京见到了很多老朋友大家一起吃饭喝茶聊天说起小时候的故"
    "事非常高兴晚上又去看电影回家已经十二点钟了明早还要上班真累"
)


def _page(codec: str) -> str:
    return bytes(range(128, 256)).decode(codec, "replace")


def _row(codec: str, lead: int) -> str:
    return b"".join(bytes((lead, low)) for low in range(0xA1, 0xFF)).decode(codec)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        *(
            (f'"chars": "{_page(codec)}"', True)
            for codec in ("cp437", "cp1252", "cp1255", "koi8-r")
        ),
        (_row("gb2312", 0xB0), True),
        (_row("euc_kr", 0xB0), True),
        (_page("cp437")[:40], False),
        (_CHINESE, False),
        (garble("Съешь же ещё этих мягких французских булок, да выпей чаю", "cp437"), False),
        (
            garble("😀 — “€” ✅ ’é ü ☎ → ≥ 🔴 🚀 ñ ß … • ★ 🎉 ⚠️ ✓ 📊 💡 🔧 Ω ½", "windows-1252"),
            False,
        ),
        (garble(_CHINESE, "latin-1"), False),
    ],
)
def test_is_table(line: str, expected: bool) -> None:
    assert is_table(line) is expected


def test_tables_take_short_lines_along_where_they_are_most() -> None:
    table, damage = _page("cp437"), "CafÃ©"
    assert without_tables({0: table, 1: damage}) == {}
    many = dict.fromkeys(range(1, 200), damage)
    assert without_tables({0: table, **many}) == many


@pytest.mark.parametrize("codec", ["cp437", "cp850", "cp1252", "cp1254", "cp775", "iso8859-2"])
def test_check_leaves_a_table_alone(codec: str) -> None:
    found = check(Document("pages.js", f'x = "{_page(codec)}";\n'.encode()))
    assert {finding.rule for finding in found} <= {"mojibake-quoted"}


def test_lines_that_are_left_with_a_table_are_told() -> None:
    text = f"{_page('cp1252')}\nplain\ncafÃ© — âœ… done\n"
    [finding] = check(Document("pages.md", text.encode()))
    assert (finding.rule, finding.severity, finding.edits) == ("mojibake-quoted", Severity.INFO, ())
    assert finding.evidence["lines"] == [{"line": 1}, {"line": 3}]
    assert finding.message.endswith("of a code page (and 1 more line)")
