"""Which code page garbled a stretch: the document decides, by what each code page would gain.

Gains and costs are in nats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from mergemend.mojibake.channel import (
    MODELS,
    NOTHING,
    Model,
    Parse,
    Token,
    may_have_garbled,
    parse,
    stretches,
)
from mergemend.mojibake.garble import Step
from mergemend.mojibake.repair import changed
from mergemend.mojibake.suspects import is_fitted, is_suspect, is_suspect_in_word

# What a repair must gain. In a text that a repair made, everything that would gain anything is
# garbled still, or nothing is.
_ENOUGH = 3.0
_RESIDUE = 1.0

# What it costs that a code page did nothing else in the document. So much gain elsewhere takes the
# cost away.
_LONELY = 6.0
_COMPANY = 20.0

# More gain elsewhere speaks for a code page, up to so much.
_GROWS = 0.02
_WELL_KNOWN = 4.0

# One that gains less than another in the whole document loses that part of the difference, up to
# so much. Some are seen more often than others.
_PART = 0.25
_SECOND = 6.0
_USUAL = {"windows-1252": 1.0, "latin-1": 0.5, "windows-1254": 0.5}

# A code page that can have done all that is not ASCII, in so many different stretches, did it; each
# of them counts for so much, up to so much in all.
_ENOUGH_STRETCHES = 3
_EACH = 1.5
_DID_ALL = 12.0

# Two code pages that tell different stories must differ by so much: odds of 0.95.
_APART = 3.0

# What it counts for that signs within a word turn to letters, or letters of another script than
# those that touch them to Latin ones, and against it if letters turn to signs there, or to letters
# of another script.
_IN_WORD = 4.0
_BREAKS_WORD = 8.0
_BREAKS_CAPITALS = 20.0
_CAPITAL_INSIDE = 5.0
_FOREIGN = re.compile("[\u0370-\u1dff\u1f00-\u218f]")  # Vietnamese is written in the gap
_CYRILLIC = re.compile("[\u0400-\u052f]")
_FIRST_SYMBOL = "\u2190"

# Three letters with accents can be an ideograph, and are a word: of a Cyrillic text, say, that was
# read in a Western code page.
_FIRST_FAR, _FIRST_ASTRAL = "\u2e80", "\U00010000"
_IS_WORD = 25.0
_RARE = 17.0  # nats: a character that was counted costs less

# Frames drawn with the characters of these code pages can be UTF-8 by accident. They are not, where
# a document has frames that are no UTF-8.
_DRAW_FRAMES = ("cp437", "cp850")
_FRAME = re.compile("[\u2500-\u259f]")
_ALL_FRAME = re.compile("[\u2500-\u259f ]+")
_IS_FRAME = 40.0

Touched = tuple[str, str]
"""The letters that touch a stretch at its beginning and its end, empty where none does."""

UNTOUCHED: Touched = ("", "")

# A stretch counts so often at most, so that one ornament does not speak for a document.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The tokens of a stretch by the code page taken for it; ``unsure`` if there is a rival."""

    tokens: tuple[Token, ...] = ()
    unsure: bool = False


class Aim(Enum):
    """What the lines are looked at for."""

    FIRST = auto()
    """To mend what gains enough."""
    DEEPER = auto()
    """They were mended: to find whatever is garbled still, sure or not."""
    GUESS = auto()
    """They are garbled for sure: to list what they can have been."""


@dataclass
class Chooser:
    """Chooses for the stretches of some lines: what a document holds at one layer of damage."""

    plain: Mapping[str, int]
    fitted: Mapping[str, int]
    clean: bool = False
    aim: Aim = Aim.FIRST
    _gains: dict[Model, float] = field(default_factory=dict)
    _did_all: dict[Model, int] = field(default_factory=dict)
    _lossy: set[Model] = field(default_factory=set)
    _frames: set[Model] = field(default_factory=set)
    _chosen: dict[tuple[str, bool, Touched], Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for model in MODELS:
            self._weigh(model, self.fitted if model.fit else self.plain)

    @property
    def models(self) -> Iterable[Model]:
        """Those that gain anything at all."""
        return self._gains.keys()

    @property
    def lossy(self) -> frozenset[str]:
        """The code pages that have lost something in several of the lines."""
        return frozenset(model.codec for model in self._lossy)

    @cached_property
    def sorts(self) -> Sequence[bool]:
        """The sorts of stretches that any of the models can have garbled: with best fit or not."""
        return sorted({model.fit for model in self.models})

    @cached_property
    def fits(self) -> bool:
        """Whether a model with best fit explains most."""
        return bool(self._gains) and max(self._gains, key=lambda m: self._gains[m]).fit

    def keep_frames(self) -> None:
        """There are frames that are no garbled text."""
        self._frames.update(model for model in MODELS if model.codec in _DRAW_FRAMES)

    def choose(self, stretch: str, fit: bool, touched: Touched = UNTOUCHED) -> Choice:
        """What is to be done about ``stretch``; ``touched`` are the letters that touch it."""
        key = (stretch, fit, touched)
        if key not in self._chosen:
            self._chosen[key] = self._choose(stretch, fit, touched)
        return self._chosen[key]

    def _weigh(self, model: Model, counts: Mapping[str, int]) -> None:
        total, found, whole, lossy = 0.0, 0, not self.clean, False
        for stretch, count in counts.items():
            parsed = parse(stretch, model) if may_have_garbled(stretch, model) else NOTHING
            if parsed.gain > 0 and not _is_single(stretch, parsed):
                total += parsed.gain * min(count, _OFTEN)
                found += 1
                lossy |= _has_lost(parsed)
            whole &= parsed.whole
            if model.codec in _DRAW_FRAMES and not parsed.whole and _FRAME.search(stretch):
                self._frames.add(model)
        if total:
            self._gains[model] = total
        if lossy and total >= _COMPANY:
            self._lossy.add(model)
        if whole and found >= _ENOUGH_STRETCHES:
            self._did_all[model] = found

    def _bonus(self, model: Model, own: float) -> float:
        total = self._gains[model]
        bonus = _USUAL.get(model.codec, 0.0) - _LONELY
        if others := max(0.0, total - own):
            bonus += _LONELY * min(1.0, others / _COMPANY) + min(_WELL_KNOWN, others * _GROWS)
            bonus -= min(_SECOND, (max(self._gains.values()) - total) * _PART)
        return bonus + min(_DID_ALL, _EACH * self._did_all.get(model, 0))

    def _choose(self, stretch: str, fit: bool, touched: Touched) -> Choice:
        found: list[tuple[float, Parse]] = []
        count = min((self.fitted if fit else self.plain).get(stretch, 1), _OFTEN)
        for model in self.models:
            if model.fit is not fit:
                continue
            parsed = NOTHING
            if model in self._lossy or may_have_garbled(stretch, model):
                parsed = parse(stretch, model)
            if parsed.tokens:
                gain = parsed.gain + self._bonus(model, parsed.gain * count)
                gain += _in_word(stretch, parsed, touched)
                gain -= _IS_FRAME * (model in self._frames and bool(_ALL_FRAME.fullmatch(stretch)))
                found.append((gain, parsed))
        found.sort(key=lambda option: -option[0])
        if not found or (found[0][0] < _ENOUGH and self.aim is Aim.FIRST):
            return Choice()
        gain, parsed = found[0]
        if gain < _ENOUGH:
            left = parsed.gain
            if self.aim is Aim.DEEPER and _has_lost(parsed):  # as é and a question mark seem to
                left += min(0.0, _in_word(stretch, parsed, touched))
            return Choice(parsed.tokens if left > _RESIDUE else (), unsure=True)
        best = _text(stretch, parsed)
        rival = next((other for other, p in found if _text(stretch, p) != best), 0.0)
        return Choice(parsed.tokens, unsure=gain - max(rival, 0.0) < _APART)


def touched(text: str, match: re.Match[str]) -> Touched:
    """The letters of ``text`` that touch the stretch ``match``."""
    start, end = match.span()
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before if before.isalpha() else "", behind if behind.isalpha() else ""


def _is_single(stretch: str, parsed: Parse) -> bool:
    """Whether every token has but one character that is not ASCII: too little to speak."""
    return all(
        sum(character > "\x7f" for character in stretch[token.start : token.end]) < 2
        for token in parsed.tokens
    )


def _has_lost(parsed: Parse) -> bool:
    """Whether any of the likeliest readings lost something."""
    readings = (token.readings[0] for token in parsed.tokens)
    return any(reading.step != Step(reading.step.codec) for reading in readings)


def _in_word(stretch: str, parsed: Parse, touched: Touched) -> float:
    """What the letters that touch a stretch say about its reading."""
    text = _text(stretch, parsed)
    gain = 0.0
    for end, letter in zip((text[0], text[-1]), touched, strict=True):
        if letter and (end >= _FIRST_SYMBOL or (end.isalpha() and _FOREIGN.match(end))):
            gain -= _BREAKS_WORD
    before, behind = touched
    if before.isupper() and not behind.islower() and stretch[0].isupper() and text[0].islower():
        gain -= _BREAKS_CAPITALS
    if before.islower() and text[0].isupper():
        gain -= _CAPITAL_INSIDE
    is_far = any(_FIRST_FAR <= letter < _FIRST_ASTRAL for letter in text)
    if is_far and (stretch.isalpha() or _is_accident(stretch, parsed)):
        gain -= _IS_WORD
    if any(touched) and stretch.isalpha() and _is_foreign(stretch) and not _is_foreign(text):
        gain += _IN_WORD
    if all(touched) and stretch.isalpha() != text.isalpha():
        gain += _IN_WORD if text.isalpha() else -_BREAKS_WORD
    return gain


def _is_accident(stretch: str, parsed: Parse) -> bool:
    """Whether nothing but letters was read, as one character that hardly any text has.

    What stands behind a word, a quotation mark or a space, is part of the stretch.
    """
    token, *more = parsed.tokens
    is_rare = not more and token.readings[0].cost > _RARE
    return is_rare and stretch[token.start : token.end].isalpha()


def _is_foreign(text: str) -> bool:
    return bool(_FOREIGN.match(text[0]) or _FOREIGN.match(text[-1]))


def _text(stretch: str, parsed: Parse) -> str:
    return changed(stretch, ((t.start, t.end, t.readings[0].text) for t in parsed.tokens))


def _latin_in_words(counts: Mapping[str, int], lines: Iterable[str]) -> dict[str, int]:
    """The stretches that are Cyrillic letters within words in Latin ones, where no others are."""
    letters = {stretch: count for stretch, count in counts.items() if is_suspect_in_word(stretch)}
    if not letters or any(_CYRILLIC.search(s) for s in counts if s not in letters):
        return {}
    in_words = {
        match.group()
        for line in lines
        for match in stretches(line, fit=False)
        if any(touched(line, match))
    }
    return {stretch: count for stretch, count in letters.items() if stretch in in_words}


def chooser(lines: Sequence[str], aim: Aim) -> Chooser:
    """A chooser for ``lines``."""
    plain: Counter[str] = Counter()
    fitted: Counter[str] = Counter()
    for line in lines:
        plain.update(match.group() for match in stretches(line, fit=False))
        fitted.update(match.group() for match in stretches(line, fit=True))
    suspects = {stretch: count for stretch, count in plain.items() if is_suspect(stretch)}
    others = {stretch: count for stretch, count in plain.items() if stretch not in suspects}
    suspects |= _latin_in_words(others, lines)
    fitted_suspects = {stretch: count for stretch, count in fitted.items() if is_fitted(stretch)}
    rest = plain.keys() - suspects.keys()
    choose = Chooser(suspects, fitted_suspects, bool(rest), aim)
    if any(map(_FRAME.search, rest)):
        choose.keep_frames()
    return choose
