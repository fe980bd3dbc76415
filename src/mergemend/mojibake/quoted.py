"""Which garbled lines of a document show their damage on purpose.

Texts about encodings, tests and changelogs quote garbled text: "Ã©" instead of "é". No single sign
tells that from damage: a fifth of all real damage stands in code as well. So every sign has a
weight, in nats, and a line is taken for a quotation only if its signs outweigh how rare quotations
are, and the damage elsewhere in the document that nothing explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from mergemend.mojibake.garbled_line import READABLE, Damage, GarbledLine, is_letter


class Sign(NamedTuple):
    """What speaks for a quotation (a negative weight: against it), in words and in nats."""

    words: str
    weight: float


class _Signs(NamedTuple):
    """The signs of a line: reasons to quote damage there, and what the quotation looks like."""

    reasons: tuple[Sign, ...]
    looks: tuple[Sign, ...]

    @property
    def weight(self) -> float:
        """All of them together."""
        return sum(sign.weight for sign in self.reasons + self.looks)

    def joined(self, other: _Signs) -> _Signs:
        """These and others."""
        return _Signs(self.reasons + other.reasons, self.looks + other.looks)


# How much the signs of a line must weigh together.
_NEEDED = 4.0

# Damage that nothing explains ("witness"), less what is explained beyond doubt: each such line
# weighs so much against all others, up to so many; and more if nothing in the document is intact.
_EXPLAINED = 2.0
_WITNESS, _MOST_WITNESSES = 3.0, 4
_NOTHING_INTACT = 3.0
_COMPANY = 2.0
_SPEAKS = 1.0

# So many lines around a line belong to the same example.
_NEAR = 8

# Names of damage and of what does it: hardly anybody uses them who does not speak of encodings.
_STRONG = re.compile(
    r"""mojibake | (?:en|in)?garbled | garbage\ char | mangled | gibberish | mis-?(?:en|de)cod
    | (?:double|doubly|doble|dupla|doppelt)[- ]?(?:en)?[ck]od | ftfy | chardet | detwingle
    | latin-?_?1\b | iso-?_?8859 | mac-?_?roman
    | (?:windows|cp|win)[-_ ]?(?:125\d|437|850|932|949)\b
    | code\ ?page | (?:wrong|broken|corrupt(?:ed)?)\ (?:encod|decod|char|utf|unicode|emoji|smart)
    | (?:character|text|file)\ encoding | encoding[-\ ]
      (?:artifact|issue|error|problem|bug|corrupt|defect|mismatch|fix|relat)
    | fix_?(?:encoding|utf|latin|text|unicode) | (?:encod|codif)\w*\ (?:corrupt|incorrect)
    | кракозябр | кодировк | 乱码 | 亂碼 | 文字化け | zeichensalat | codifica[cç]""",
    re.IGNORECASE | re.VERBOSE,
)
# These are used by others as well; two of them in a line are more than one.
_WEAK = re.compile(
    r"""\b(?:en|de|ko|trans)cod | \bdekod | kodier | kodow | enkod | utf-?_?8 | utf-?16 | \bunicode
    | charset | \bansi\b | \bbom\b | \bcodec | accented | umlaut | corrupt | \bglyph
    | (?:strange|weird|special|odd|bad|broken)\ char | caract\w+\ (?:rar|especia|extra)
    | tildes | acentos | sonderzeichen | 编码 | 編碼 | エンコード | 인코딩""",
    re.IGNORECASE | re.VERBOSE,
)

# Bytes by their numbers, and characters by theirs.
_NUMBERS = re.compile(
    r"""\\x[89a-f][0-9a-f] | %[c-f][0-9a-f]%[89ab] | <[c-f][0-9a-f]> | U\+[0-9a-f]{4}
    | \\u\{?(?:2[0-9a-f]|00[89a-f])[0-9a-f]
    | \b0x(?:[89a-f]|20[0-9a-f])[0-9a-f]\b | \b[c-f][0-9a-f]\ [89ab][0-9a-f]\b""",
    re.IGNORECASE | re.VERBOSE,
)

# What stands between a text and what it turned into.
_CONTRAST = re.compile(
    r"→|->|=>|⇒|==|instead|becom|became|rather than|\bas\b|\bfor\b|\blike\b|show|render|look"
    r"|e\.g|\bex: |\bej: |turned|came out|return|yield|print|should|expect|such"
    r"|statt|anstelle|\bals\b|au lieu|en lugar|en vez|\bcomo\b|em vez|invece|вместо|\bкак\b"
    r"|thay cho|而不是|代わり|变成|變成",
    re.IGNORECASE,
)
_BESIDE = 24

_ABOUT = re.compile(
    r"(?<!op)encod|charset|codepage|unicode|utf-?8|latin-?1|mojibake|garbl|ftfy|chardet|iconv|dammit",
    re.IGNORECASE,
)
_TEST = re.compile(r"(?:^|[/_.-])(?:tests?|fixtures?)(?:[/_.-]|$)|[._]spec\.", re.IGNORECASE)

_LIST = 3
_MARKER = re.compile(r"[<>=]{7}")
_HEADING = re.compile(
    r" {0,3}#{1,6}\s|\s*(?:\*\*|(?:async )?def |class |function |fn |it\(|test\()"
)
_SECTION = 60  # a heading that is further away says little
_HIGH = re.compile(r"[^\x00-\x7f]")


def shown_on_purpose(
    path: str, lines: Sequence[str], damage: Mapping[int, Sequence[Damage]]
) -> dict[int, tuple[Sign, ...]]:
    """The lines (from 0) that show their damage on purpose, each with what speaks for that.

    ``damage`` has the garbled places of every line that has any, from left to right.
    """
    text = _Text(path, lines, damage)
    found: dict[int, _Signs] = {}
    witnesses = explained = 0
    for number in sorted(damage):
        found[number] = signs = text.signs(number)
        witnesses += signs.weight < _EXPLAINED
        explained += bool(signs.reasons) and signs.weight >= _NEEDED
        if witnesses - explained > 2 * _MOST_WITNESSES:
            return {}
    for of_all in text.of_document(witnesses, explained):
        found = {number: signs.joined(of_all) for number, signs in found.items()}
        if all(signs.weight < _NEEDED - _SPEAKS for signs in found.values()):
            return {}
    return {
        number: signs.reasons + signs.looks
        for number, signs in found.items()
        if signs.reasons and signs.weight >= _NEEDED
    }


@dataclass(frozen=True)
class _Text:
    """A document and the damage in it."""

    path: str
    lines: Sequence[str]
    damage: Mapping[int, Sequence[Damage]]
    _seen: dict[int, GarbledLine] = field(default_factory=dict)

    def of_document(self, witnesses: int, explained: int) -> Iterator[_Signs]:
        """What the document says about each of its lines; what takes the longest comes last."""
        yield self._of_others(witnesses, explained)
        if any(map(_STRONG.search, self.lines)):
            yield _Signs((Sign("the document speaks of encodings", _SPEAKS),), ())

    def _of_others(self, witnesses: int, explained: int) -> _Signs:
        """What the file's name and the other damage say."""
        reasons: list[Sign] = []
        looks: list[Sign] = []
        if _ABOUT.search(self.path):
            reasons.append(Sign("the file is about encodings", 2))
        elif _TEST.search(self.path):
            looks.append(Sign("the file is a test", 1))
        if explained > max(witnesses, 1):
            reasons.append(Sign("the document shows garbled text elsewhere", _COMPANY))
        elif witnesses > explained:
            weight = -_WITNESS * min(witnesses - explained, _MOST_WITNESSES)
            looks.append(Sign("other damage in the document has no explanation", weight))
        if 2 * witnesses > explained and not self.has_intact:
            looks.append(Sign("nothing in the document is intact", -_NOTHING_INTACT))
        return _Signs(tuple(reasons), tuple(looks))

    @cached_property
    def has_intact(self) -> bool:
        """Whether anything but ASCII stands outside of the damage."""
        return any(
            _HIGH.search(self.line(number).intact if number in self.damage else line)
            for number, line in enumerate(self.lines)
        )

    def signs(self, number: int) -> _Signs:
        """What a damaged line and those around it say."""
        near = list(self._near(number))
        return _Signs(
            (*self._talk(number, near), *self._answer(number, near)),
            (*self._framing(number), *self._contrast(number)),
        )

    def _near(self, number: int) -> Iterator[str]:
        """The lines around a line, and the heading above it."""
        for n in range(max(0, number - _NEAR), min(len(self.lines), number + _NEAR + 1)):
            if n != number:
                yield self.lines[n]
        above = range(number - 1, max(-1, number - _SECTION), -1)
        yield from islice((self.lines[n] for n in above if _HEADING.match(self.lines[n])), 1)

    def _talk(self, number: int, near: Iterable[str]) -> Iterator[Sign]:
        here = _speech(self.lines[number][:READABLE])
        around = [_speech(line[:READABLE]) for line in near]
        words = max((speech.words for speech in around), default=0)
        if here.words > 2:
            yield Sign("the line speaks of encodings", 4)
        elif here.words > 1 or words > 2:
            yield Sign("the line or those around it speak of encodings", 2.5)
        elif here.words:
            yield Sign("the line may speak of encodings", 1.5)
        elif words:
            yield Sign("the lines around it may speak of encodings", 0.5)
        if here.names_bytes:
            yield Sign("the line names bytes", 3)
        elif any(speech.names_bytes for speech in around):
            yield Sign("the lines around it name bytes", 1.5)

    def _answer(self, number: int, near: Sequence[str]) -> Iterator[Sign]:
        """The repaired text, intact on the line or beside it."""
        line = self.line(number)
        if _any_in([*line.words, *line.alone], [line.intact]):
            yield Sign("the line has the repaired text", 5)
        elif _any_in([*line.texts, *line.stand_ins], [line.intact]):
            yield Sign("the line has the repaired character", 2.5)
        if any(map(_MARKER.match, near)):
            return  # the other side of a conflict
        if _any_in(line.strings, near):
            yield Sign("the lines around it have the repaired string", 2.5)
        elif _any_in([word for word in line.words if word.isalpha()], near):
            yield Sign("the lines around it have the repaired word", 2)
        elif _any_in(line.texts, near):
            yield Sign("the lines around it have the repaired character", 0.5)

    def _framing(self, number: int) -> Iterator[Sign]:
        line = self.line(number)
        if line.are_alone:
            yield Sign("it stands alone in quotes", 2)
            near = range(number - _NEAR, number + _NEAR + 1)
            around = (self.line(n) for n in near if n in self.damage)
            letters = {text for line in around if line.are_alone for text in line.texts}
            if len([text for text in letters if is_letter(text)]) >= _LIST:
                yield Sign("it is one of several letters or signs in a list", 2.5)
        elif line.are_choices:
            yield Sign("it is a choice of a pattern", 2)
        elif line.are_quoted:
            yield Sign("it stands in quotes", 1)
        elif line.is_used:
            yield Sign("it is a part of the text", -2.5)

    def _contrast(self, number: int) -> Iterator[Sign]:
        text = self.lines[number]
        for place in self.damage[number]:
            before = text[max(0, place.start - _BESIDE) : place.start]
            if _CONTRAST.search(before) or _CONTRAST.search(text, place.end, place.end + _BESIDE):
                yield Sign("the line sets it against something", 1)
                return

    def line(self, number: int) -> GarbledLine:
        """A damaged line."""
        if number not in self._seen:
            self._seen[number] = GarbledLine(self.lines[number], self.damage[number])
        return self._seen[number]


class _Speech(NamedTuple):
    """How much a line speaks of encodings: 0 not at all to 3 for sure; whether it names bytes."""

    words: int
    names_bytes: bool


@lru_cache(maxsize=4096)
def _speech(line: str) -> _Speech:
    weak = {word.lower() for word in _WEAK.findall(line)}
    words = 3 if _STRONG.search(line) else min(len(weak), 2)
    return _Speech(words, bool(_NUMBERS.search(line)))


def _any_in(texts: Iterable[str], lines: Sequence[str]) -> bool:
    return any(text in line for text in texts for line in lines)
