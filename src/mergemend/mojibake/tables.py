"""Lines that list the characters of a code page: they only look like garbled text.

Libraries of encodings have them. In garbled text the first bytes of UTF-8 come back over and over;
a table has every character once. Text in Chinese, Japanese or Korean has many different ones as
well, but not in the order of any code page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from mergemend.mojibake.garble import REPLACEMENT

_HIGH = re.compile(r"[^\x00-\x7f]")

# What has fewer different characters is no table, nor what has one of ten twice; half of a single
# byte page has 128, a row of a double byte page 94 to 191.
_DISTINCT, _ONCE = 48, 0.9

# From here on a short text can have every character once: those must be in order.
_MANY = "\u2e80"
_IN_ORDER = 0.9
_ORDERS = ("utf-32-be", "gb18030", "cp932", "big5hkscs", "cp949", "euc_jp", "johab")

# If so much of what is not ASCII stands in such lines, the rest belongs to the table.
_ALL = 0.5


def without_tables(lines: Mapping[int, str]) -> dict[int, str]:
    """The ``lines`` that are not part of a table of characters, by their numbers."""
    tables = {number for number, line in lines.items() if is_table(line)}
    if not tables:
        return dict(lines)
    sizes = {number: len(_HIGH.findall(line)) for number, line in lines.items()}
    if sum(sizes[number] for number in tables) >= _ALL * sum(sizes.values()):
        return {}
    return {number: line for number, line in lines.items() if number not in tables}


def is_table(line: str) -> bool:
    """Whether ``line`` has many different characters beyond ASCII, each of them about once."""
    if len(line) < _DISTINCT:
        return False
    found = [character for character in _HIGH.findall(line) if character != REPLACEMENT]
    distinct = len(set(found))
    if distinct < _DISTINCT or distinct < _ONCE * len(found):
        return False
    many = [character for character in found if character >= _MANY]
    return 2 * len(many) < len(found) or any(_is_in_order(many, codec) for codec in _ORDERS)


def _is_in_order(characters: list[str], codec: str) -> bool:
    codes = [character.encode(codec, "replace") for character in characters]
    steps = [one < other for one, other in pairwise(codes)]
    return sum(steps) >= _IN_ORDER * len(steps)
