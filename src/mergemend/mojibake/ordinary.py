"""Whether the letters beyond ASCII of a text make some language as they stand.

If they do, the text was not read in the wrong code page (`mixup`), and no table needs loading to
say so. The cost is never put lower than `pages.cost` would: of languages only those are tried that
have the commonest letter, and places are told apart by the classes of what stands around.
"""

from __future__ import annotations

from mergemend.mojibake.alphabets import FRAMES, LATIN, OTHER, SIGNS
from mergemend.mojibake.surprise import (
    CAPITAL,
    RARE_LETTER,
    TRIPLED,
    costs_of,
    frame_cost,
    place_cost,
    script,
)

LEAST = 6
"""With fewer letters beyond ASCII there is nothing to judge by."""

LETTERS_OF = 0.6
"""What is mostly frames and signs is no language, and need not be one."""

ORDINARY = 4.8
"""Nats: text that is no more surprising than this for each letter is some language."""

SAMPLE = 1200
"""So many characters of words with such letters are looked at, or a line more."""

_FIRST_FAR = "\u2e80"  # no code page of single bytes has what comes from here on
_AFTER_LATIN = "\u0370"
_UNITS = "µªº"
_AROUND = ".,;:!?()[]{}<>*_`'\"/|"  # the same word with it is no other one
_Gram = tuple[str, str, str, str]


def is_letter(character: str) -> bool:
    """Whether it is a letter beyond ASCII, and not the sign of a unit."""
    return character > "\x7f" and character.isalpha() and character not in _UNITS


def is_ordinary(text: str) -> bool:
    """Whether the letters of ``text``, of which only lines beyond ASCII count, are a language's."""
    return all(map(_is_language, samples_of(text)))


def _is_language(sample: str) -> bool:
    counts: dict[str, int] = {}
    for character in sample:
        if character > "\x7f":
            counts[character] = counts.get(character, 0) + 1
    number = sum(counts.values())
    letters = sum(count for character, count in counts.items() if is_letter(character))
    if letters < max(LEAST, LETTERS_OF * number):
        return True
    most = ORDINARY * number - _triples(sample, counts)
    places = _places(sample)
    return places <= most and any(
        places + _cost(table, counts) <= most for table in _tables(counts)
    )


def samples_of(text: str) -> list[str]:
    """The words with letters beyond ASCII, each once.

    Those of each script by themselves, but those of scripts with too few letters together.
    """
    words: dict[str, list[str]] = {}
    length = 0
    beyond = (word.strip(_AROUND) for word in text.split() if not word.isascii())
    for word in dict.fromkeys(beyond):
        if any(map(is_letter, word)) and max(word) < _FIRST_FAR:
            words.setdefault(_script_of(word), []).append(word[:SAMPLE])
            length += min(len(word), SAMPLE) + 1
            if length > SAMPLE:
                break
    samples: list[str] = []
    rest: list[str] = []
    for sample in map(" ".join, words.values()):
        (samples if sum(map(is_letter, sample)) >= LEAST else rest).append(sample)
    return [*samples, " ".join(rest)]


def _script_of(word: str) -> str:
    letter = max(filter(is_letter, word))
    return "LATIN" if letter < _AFTER_LATIN else script(letter)


def _triples(sample: str, counts: dict[str, int]) -> float:
    return sum(TRIPLED * n for c, n in counts.items() if n > 2 and c * 3 in sample)


_languages: dict[str, dict[str, float]] = {}


def _tables(counts: dict[str, int]) -> list[dict[str, float]]:
    """The costs in each language that has the commonest letter."""
    letter = max(filter(is_letter, counts), key=counts.__getitem__).lower()
    found = []
    for language, letters in (*LATIN.items(), *OTHER.items()):
        if letter in letters:
            if language not in _languages:
                _languages[language] = costs_of(language, letters)
            found.append(_languages[language])
    return found


def _cost(table: dict[str, float], counts: dict[str, int]) -> float:
    cost = 0.0
    for character, count in counts.items():
        if character in table:
            cost += table[character] * count
        elif character in FRAMES:
            cost += frame_cost(character) * count
        else:
            cost += min(table.get(character.lower(), RARE_LETTER) + CAPITAL, RARE_LETTER) * count
    return cost


# Places. What stands around a character matters by its class only: a character stands for each.

_ASCII = {chr(c): "a" if c > 0x60 else "A" for c in range(0x7F) if chr(c).isalpha()}
_ASCII |= dict.fromkeys("0123456789", "0") | dict.fromkeys(" \t\n\r\v\f", " ")
_standing_for: dict[tuple[str, bool, bool, bool], str] = {}
_costs: dict[_Gram, float] = {}


class _Classes(dict[int, str]):
    """For `str.translate`: the first character of a class stands for all of it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character < "\x80":
            found = _ASCII.get(character, ".")
        elif character in SIGNS or character in FRAMES:
            found = character
        else:
            is_alpha = character.isalpha()
            kind = (
                script(character) if is_alpha else "" if character.isalnum() else character,
                is_alpha,
                character.islower(),
                character.isupper(),
            )
            found = _standing_for.setdefault(kind, character)
        self[code] = found
        return found


_classes = _Classes()


def _places(sample: str) -> float:
    """What the places of all characters cost, but for tripled letters."""
    text = f"  {sample.translate(_classes)} "
    counts: dict[_Gram, int] = {}
    for gram in zip(text, text[1:], text[2:], text[3:], strict=False):
        counts[gram] = counts.get(gram, 0) + 1
    cost = 0.0
    for gram, count in counts.items():
        if gram[2] > "\x7f":
            if gram not in _costs:
                _costs[gram] = place_cost(gram[2], gram[0] + gram[1], gram[3])
            cost += _costs[gram] * count
    return cost
