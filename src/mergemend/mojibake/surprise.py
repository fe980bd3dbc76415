"""How surprising a character is: in a language, and where it stands. Nats; nothing slow is loaded.

`pages` judges readings by it, and `ordinary` whether there is anything to judge.
"""

from __future__ import annotations

from math import log

from mergemend.mojibake.alphabets import FRAMES, SIGNS

CAPITAL = 1.5  # what a capital costs more than its small letter
RARE_LETTER = 15.0  # of a script that no language here has; nothing costs more
LINE, BLOCK = 3.0, 5.0  # of frames
_LINES = FRAMES.index("█")
_SIGN_SHARE = 0.25
_ENGLISH_SIGN_SHARE = 0.6
_WITHOUT_SCRIPT = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})


def zipf(characters: str, share: float) -> dict[str, float]:
    """Costs of characters that are the rarer the later they stand, and have a share together."""
    weights = {c: 1 / (rank + 2) for rank, c in reversed(list(enumerate(characters)))}
    total = sum(weights.values()) / share
    return {c: -log(weight / total) for c, weight in weights.items()}


def costs_of(language: str, letters: str) -> dict[str, float]:
    """What signs cost in a language, and its letters beyond ASCII if there are any."""
    signs = _ENGLISH_SIGN_SHARE if language == "English" else _SIGN_SHARE
    return zipf(SIGNS, signs) | (zipf(letters, 1 - signs) if letters else {})


def frame_cost(character: str) -> float:
    """What one of the characters costs that frames are drawn with."""
    return LINE if character in FRAMES[:_LINES] else BLOCK


_scripts: dict[str, str] = {}


def script(character: str) -> str:
    """The script of a letter, empty for anything else and for what goes with any script."""
    if character not in _scripts:
        _scripts[character] = _script(character)
    return _scripts[character]


def _script(character: str) -> str:
    if not character.isalpha() or character in SIGNS:
        return ""
    from unicodedata import name

    found = name(character, "?").split()[0]
    return "" if found in _WITHOUT_SCRIPT else found


def place_cost(character: str, before: str, after: str) -> float:
    """What a character beyond ASCII costs where it stands, in any language.

    ``before`` are up to two characters, ``after`` is one, or none.
    """
    near = before[-1:]
    if character in SIGNS:
        return _sign_place(character, near, after)
    if character in FRAMES:
        return 0 if _frames(near) and _frames(after) and (near + after).strip() else 5
    if own := script(character):
        return _letter_place(character, own, before, after)
    if character.isalpha():
        letters = [n for n in (near, after) if n.isalpha()]
        return sum(2 if n.isascii() else 6 if script(n) else 0 for n in letters)
    return 6 if near.isalpha() and after.isalpha() and _is_symbol(character) else 0


def _is_symbol(character: str) -> bool:
    from unicodedata import category

    return category(character)[0] == "S"


def _frames(neighbour: str) -> bool:
    return not neighbour or neighbour.isspace() or neighbour in FRAMES


TRIPLED = 4.0
"""What a letter costs more behind two of the same."""


def _letter_place(character: str, own: str, before: str, after: str) -> float:
    near = before[-1:]
    cost = 0.0
    if character.isupper() and near.islower():
        cost += 6
    if character.islower() and len(before) == 2 and before.isupper():
        cost += 3
    if character.islower() and after.isascii() and after.isupper():
        cost += 3
    neighbours = [script(n) for n in (near, after) if n]
    cost += sum(6 for other in neighbours if other not in ("", own))
    if own == "LATIN":
        cost += 1.5 if near.isalpha() and not near.isascii() else 0
        cost += 0 if any(n.isascii() and n.isalpha() for n in (near, after)) else 3
    elif own not in neighbours:
        cost += 3
    return cost


_OPENING, _SMALL, _OF_NUMBERS = "“„‘¿¡", "°ºª²³¹", "½¼¾€£¥¢"
_FREE = "·\u00a0…®™•«»"  # what may stand before a letter


def _sign_place(character: str, before: str, after: str) -> float:
    """What a sign costs between these neighbours."""
    close = before.isalnum(), after.isalnum()
    if character in "—–":
        return 2 if close == (True, True) else 3 if any(close) else 0
    if character == "’":
        return 0 if close[0] or after.isdigit() else 5 if close[1] else 3
    if character in _OPENING:
        return 4 if close[0] or not after or after.isspace() else 0
    if character == "”":
        return 4 if not before or before.isspace() or close[1] else 0
    if character in _SMALL:
        if before.isalpha() and after.isalpha():
            return 6
        return 4 if before.isspace() and after.isspace() else 0
    if character in _OF_NUMBERS:
        return 4 if before.isalpha() or after.isalpha() else 0
    if character in _FREE:
        return 6 if before.isalpha() and after.isalpha() and character not in "·\u00a0" else 0
    return 4 if before.isalpha() or after.isalpha() else 0
