"""Where keys and values stand in a TOML text; tomllib does not tell.

The text has been read by tomllib, so it is TOML and not too deep.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

Key: TypeAlias = "tuple[str | int, ...]"
"""The way to a value: names of tables and keys, and numbers (from 0) in lists."""

_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_PLAIN = re.compile(r"[^\s,\]}#][^,\]}#\n]*")


def positions(text: str) -> tuple[Mapping[Key, int], Mapping[Key, int]]:
    """The places in ``text`` of keys (of tables: of their headers) and of values, by the way."""
    found = _Scanner(text)
    found.scan()
    return found.keys, found.values


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._table: Key = ()
        self._tables: Counter[Key] = Counter()  # those of each list of tables
        self.keys: dict[Key, int] = {}
        self.values: dict[Key, int] = {}

    def scan(self) -> None:
        """All of the text."""
        self._skip(_BETWEEN)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                self._header()
            else:
                self._pair(self._table)
            self._skip(_BETWEEN)

    def _skip(self, what: re.Pattern[str]) -> None:
        match = what.match(self._text, self._at)
        self._at = match.end() if match else self._at + 1

    def _header(self) -> None:
        start = self._at
        is_list = self._text.startswith("[[", start)
        self._at += 1 + is_list
        way: Key = ()
        for name in self._names():
            way = self._inside((*way, name))
        if is_list:
            table = way[:-1] if isinstance(way[-1], int) else way
            self.keys.setdefault(table, start)
            way = (*table, self._tables[table])
            self._tables[table] += 1
        self._table = way
        self.keys.setdefault(way, start)
        self.values.setdefault(way, start)
        self._at += 1 + is_list

    def _inside(self, way: Key) -> Key:
        """A table by its header: of a list of tables it is the last one."""
        number = self._tables.get(way, 0)
        return (*way, number - 1) if number else way

    def _names(self) -> list[str]:
        names: list[str] = []
        self._skip(_BLANK)
        while match := _NAME.match(self._text, self._at):
            self._at = match.end()
            names.append(_unquoted(match[0]))
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                break
            self._at += 1
            self._skip(_BLANK)
        return names

    def _pair(self, table: Key) -> None:
        start = self._at
        way = table
        for name in self._names():
            way = (*way, name)
            self.keys.setdefault(way, start)
        self._at += 1  # the sign of equality
        self._skip(_BLANK)
        self._value(way)

    def _value(self, way: Key) -> None:
        self.values[way] = self._at
        opening = self._text[self._at : self._at + 1]
        if opening not in ("[", "{"):
            self._skip(_STRING if opening in ("'", '"') else _PLAIN)
            return
        closing = "]" if opening == "[" else "}"
        self._at += 1
        number = 0
        self._skip(_BETWEEN)
        while self._at < len(self._text) and not self._text.startswith(closing, self._at):
            if self._text.startswith(",", self._at):
                self._at += 1
            elif opening == "[":
                self._value((*way, number))
                number += 1
            else:
                self._pair(way)
            self._skip(_BETWEEN)
        self._at += 1


def _unquoted(name: str) -> str:
    if name[0] == "'":
        return name[1:-1]
    if name[0] == '"':
        import tomllib  # most have no settings

        found = tomllib.loads(f"name = {name}")["name"]
        return str(found)
    return name
