"""Where keys and values of a TOML text stand."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mergemend.config.positions import Key, positions

TEXT = '''\
# a [comment] = 1
top = "a # b" # c
"quoted \\u0041.b" = 'x'
a.b . "c d" = 1979-05-27 07:32:00
list = [ "x", # first, ]
  'y,]', [1, 2], { k = "v", n.m = """
a = 1 \\"""" } ,
]
[table] # t
x = 1
  [ table . "sub" ]
y = true
[[many]]
globs = ["a"]
[[many]]
globs = ["b"]
[many.inner]
z = \'\'\'
[[no]] = 'it''s'\'\'\'
[[many.rows]]
[[many.rows]]
r = -1.5e3
'''


@pytest.mark.parametrize(
    ("way", "key", "value"),
    [
        (("top",), "top", '"a # b"'),
        (("quoted A.b",), '"quoted', "'x'"),
        (("a", "b", "c d"), "a.b", "1979"),
        (("list",), "list", "["),
        (("list", 0), None, '"x"'),
        (("list", 1), None, "'y,]'"),
        (("list", 2, 1), None, "2"),
        (("list", 3), None, "{ k"),
        (("list", 3, "n", "m"), "n.m", '"""'),
        (("table",), "[table]", "[table]"),
        (("table", "x"), "x", "1"),
        (("table", "sub"), '[ table . "sub"', None),
        (("table", "sub", "y"), "y", "true"),
        (("many",), '[[many]]\nglobs = ["a', None),
        (("many", 0, "globs", 0), None, '"a"'),
        (("many", 1), '[[many]]\nglobs = ["b', None),
        (("many", 1, "globs", 0), None, '"b"'),
        (("many", 1, "inner", "z"), "z", "'''\n[["),
        (("many", 1, "rows", 1), "[[many.rows]]\nr", None),
        (("many", 1, "rows", 1, "r"), "r", "-1.5e3"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_positions(way: Key, key: str | None, value: str | None, line_end: str) -> None:
    text = TEXT.replace("\n", line_end)
    keys, values = positions(text)
    for found, start in ((keys, key), (values, value)):
        if start is not None:
            assert text.startswith(start.replace("\n", line_end), found[way])


def ways(data: Any, way: Key = ()) -> dict[Key, Any]:
    """Every value below, by its way."""
    found = {way: data} if way else {}
    inner: dict[Any, Any] = data if isinstance(data, dict) else {}
    if isinstance(data, list):
        inner = dict(enumerate(data))
    for key, value in inner.items():
        found |= ways(value, (*way, key))
    return found


_KEYS = st.text(st.sampled_from("ab-_1 .é\"'\\#=[]"), min_size=1, max_size=4)
_PLAIN = (
    st.text(st.sampled_from("ab \"'\\#=[]{},\n\té"), max_size=6) | st.integers() | st.booleans()
)
_DATA = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


def inline(data: Any) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {inline(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[ # list\n" + ",\n".join(map(inline, data)) + "\n]"
    return json.dumps(data)


def laid_out(data: dict[str, Any]) -> str:
    """TOML with tables and lists of tables under headers."""
    text = "".join(f"{json.dumps(k)}={inline(v)}\n" for k, v in data.items() if not _is_table(v))
    for key, value in data.items():
        if isinstance(value, dict):
            inner = "".join(f"{json.dumps(k)} = {inline(v)} # {k!r}\n" for k, v in value.items())
            text += f"[{json.dumps(key)}]\n{inner}"
        elif _is_table(value):
            for one in value:
                inner = "".join(f"\t{json.dumps(k)} = {inline(v)}\n" for k, v in one.items())
                text += f"[[ {json.dumps(key)} ]]\n{inner}"
    return text


def _is_table(value: Any) -> bool:
    tables = isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
    return isinstance(value, dict) or tables


@given(st.dictionaries(_KEYS, _DATA, max_size=4))
@settings(max_examples=200)
def test_every_value_stands_where_it_is_said_to(data: dict[str, Any]) -> None:
    text = laid_out(data)
    assert tomllib.loads(text) == data
    keys, values = positions(text)
    for way, value in ways(data).items():
        if isinstance(way[-1], str):
            name = json.dumps(way[-1])
            assert text.startswith((name, f"[{name}", f"[[ {name}"), keys[way])
        if isinstance(value, dict | list):
            assert way in keys or way in values
        else:
            assert text.startswith(json.dumps(value), values[way])
    assert set(keys) | set(values) <= set(ways(data))
