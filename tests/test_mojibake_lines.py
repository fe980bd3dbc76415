from __future__ import annotations

import pytest

from mergemend.mojibake.lines import LineKind, Position, line_kinds, position

LINES = [
    ("## ✅ Done", LineKind.HEADING, Position.FIRST),
    ("## Done ✅", LineKind.HEADING, Position.LAST),
    ("- **✅ done**", LineKind.ITEM, Position.FIRST),
    ("- done — ✅ and more", LineKind.ITEM, Position.INSIDE),
    ("  * [x] ✅ done", LineKind.TASK, Position.FIRST),
    ("12. ✅ done", LineKind.NUMBERED, Position.FIRST),
    ("| a | ✅ done |", LineKind.ROW, Position.FIRST),
    ("| a | done ✅ | b", LineKind.ROW, Position.LAST),
    ("| a ✅", LineKind.ROW, Position.LAST),
    ("> > ✅ done", LineKind.QUOTE, Position.FIRST),
    ("**Status:** ✅ done", LineKind.LABEL, Position.INSIDE),
    ("**Status**: all ✅", LineKind.LABEL, Position.LAST),
    ("✅\ufe0f", LineKind.PLAIN, Position.FIRST),
    ("done ✅\ufe0f **", LineKind.PLAIN, Position.LAST),
    ("#✅ no heading", LineKind.PLAIN, Position.INSIDE),
    ("**bold** ✅", LineKind.PLAIN, Position.LAST),
]


@pytest.mark.parametrize(("line", "kind", "where"), LINES)
def test_kind_and_position(line: str, kind: LineKind, where: Position) -> None:
    [(found, begin)] = line_kinds([line])
    at = line.index("✅")
    assert (found, position(line, found, begin, at, at + 1)) == (kind, where)


def test_fences() -> None:
    text = "# a\n```py\n# b\n~~~\n``\n```\n- c\n> ~~~\n- d\n~~~~\n- e"
    kinds = [str(kind) for kind, _ in line_kinds(text.split("\n"))]
    assert kinds == ["heading", *["fenced"] * 5, "item", *["fenced"] * 3, "item"]
