"""Patterns that are compiled late are patterns."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

import mergemend
from mergemend.late import Late, late


def test_it_does_what_a_pattern_does() -> None:
    here, there = late(r"(?P<a>\w)(\d)", re.IGNORECASE), re.compile(r"(?P<a>\w)(\d)", re.IGNORECASE)
    for _ in range(2):
        assert here.findall("a1 B2") == there.findall("a1 B2")
        assert here.sub(r"\g<a>", "a1 B2") == there.sub(r"\g<a>", "a1 B2")
        assert [m.span() for m in here.finditer("a1 B2")] == [(0, 2), (3, 5)]
        assert here.split("a1-b2") == there.split("a1-b2")
        assert here.fullmatch("a1")
        assert not here.match(" a1")
        assert here.search(" a1")
        assert (here.pattern, here.flags, here.groups) == (there.pattern, there.flags, 2)
        assert here.groupindex == there.groupindex
    assert late(rb"\d").findall(b"a1") == [b"1"]


def test_it_is_compiled_when_it_is_used() -> None:
    wrong = late("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(AttributeError):
        _ = late("a").nonsense  # type: ignore[attr-defined]


def _within(value: object) -> Iterator[Late]:
    if isinstance(value, Late):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for part in value.values() for one in _within(part))
    elif isinstance(value, tuple | list):
        yield from (one for part in value for one in _within(part))


def test_all_that_are_there_can_be_compiled() -> None:
    names = [one.name for one in pkgutil.walk_packages(mergemend.__path__, "mergemend.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    found = {id(one): one for module in modules for one in _within(list(vars(module).values()))}
    assert len(found) > 150
    for one in found.values():
        re.compile(one._source, one._flags)
