"""Finds garbled text in a document, and mends what can be proven."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from mergemend.model import Document, Edit, Finding, Json, Safety, Severity, Span, decode, encode
from mergemend.mojibake.garble import CODECS
from mergemend.mojibake.past import Past, Settled, is_text
from mergemend.mojibake.repair import (
    Places,
    Repair,
    losses,
    mend,
    proven,
    readings,
    render,
)
from mergemend.mojibake.suspects import RUN, may_be_garbled

RULE = "mojibake"
RULE_LOSSY = "mojibake-lossy"

# So many lines have to be mended for sure before they speak for the whole document.
_ENOUGH_LINES = 3

# Longer garbled texts are cut in messages; the evidence has all of them.
_SHOWN = 24


class Source(StrEnum):
    """What a repair rests on besides its proof."""

    TEXT = "text"
    PAST = "earlier revision"
    COMMIT = "commit that did the damage"


@dataclass(frozen=True)
class _Line:
    """One damaged line, counted from 0, and what is known about it."""

    number: int
    text: str
    mended: tuple[Repair, ...]
    past: tuple[Repair, ...] = ()
    candidates: tuple[str, ...] = ()

    @cached_property
    def _rendered(self) -> tuple[str, list[tuple[int, int]]]:
        return render(self.text, self.mended)

    @property
    def result(self) -> str:
        """The line after the repairs that need nothing but the line."""
        return self._rendered[0]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where `mended` stands in `result`."""
        return self._rendered[1]

    @cached_property
    def lost(self) -> list[tuple[int, int]]:
        """What is still garbled in `result`."""
        return [] if self.past else losses(self.result)

    def shift(self, position: int) -> int:
        """How much further to the right a position of `result` is in `text`."""
        number = bisect(self.spans, (position, position))
        return self.mended[number - 1].end - self.spans[number - 1][1] if number else 0


def check(
    document: Document,
    earlier: Callable[[], Iterable[bytes]] = tuple,
    skip: Collection[int] = (),
) -> tuple[Finding, ...]:
    """Return a finding for every line of ``document`` that looks garbled.

    ``earlier`` gives whole earlier texts of the file, the likeliest first; it is called at most
    once, and only if a line lost information. ``skip`` are lines, counted from 0, not to look at.
    Findings of the rule ``mojibake`` have edits and are proven: garbling the new text by the steps
    in the evidence gives the old one. Findings of ``mojibake-lossy`` have none.
    """
    if document.data.isascii():
        return ()
    text = decode(document.data)
    if not may_be_garbled(text):
        return ()
    skipped = frozenset(skip)
    lines = {
        number: line.removesuffix("\r")
        for number, line in enumerate(text.split("\n"))
        if not line.isascii() and number not in skipped and is_text(line)
    }
    damaged, preferred = _mend_all(lines)
    if any(line.lost for line in damaged):
        damaged = _ask(earlier, damaged, preferred)
    return tuple(
        finding for line in damaged for finding in _findings(document, line) if finding is not None
    )


def _mend_all(lines: Mapping[int, str]) -> tuple[list[_Line], Collection[str]]:
    """Mend each line by itself, then by what the other lines say about the code page."""
    suspects = {number: line for number, line in lines.items() if may_be_garbled(line)}
    first = {number: _mend_for_good(line) for number, line in suspects.items()}
    votes = Counter(
        codec
        for places in first.values()
        for codec in {codec for place in places for layer in place.layers for codec in layer}
    )
    most = max(votes.values(), default=0)
    preferred = [codec for codec in CODECS if most and votes[codec] == most]
    culprits = [codec for codec in preferred if most >= _ENOUGH_LINES and _did_all(codec, lines)]
    damaged = []
    for number, line in suspects.items():
        places = first[number]
        if preferred and may_be_garbled(render(line, places)[0]):
            places = _mend_for_good(line, preferred, culprits)
        repairs = tuple(proven(line, places, preferred))
        damaged.append(_Line(number, line, repairs))
    return [line for line in damaged if line.mended or line.lost], preferred


def _mend_for_good(
    line: str, preferred: Collection[str] = (), culprits: Collection[str] = ()
) -> Places:
    """Mend ``line`` so that a second run, which has no others to learn from, leaves it alone."""
    for places in (mend(line, preferred, culprits), mend(line)):
        if places and not mend(render(line, places)[0]):
            return places
    return ()


def _did_all(codec: str, lines: Mapping[int, str]) -> bool:
    """Whether all that is not ASCII in ``lines`` can be the work of ``codec``."""
    return all(
        codec in readings(run) or losses(run)
        for line in lines.values()
        for run in RUN.findall(line)
    )


def _ask(
    earlier: Callable[[], Iterable[bytes]], damaged: Sequence[_Line], preferred: Collection[str]
) -> list[_Line]:
    """Settle the lines that lost something by earlier texts, using no more of these than needed."""
    lines = list(damaged)
    open_ = {place for place, line in enumerate(lines) if line.lost}
    for data in earlier():
        past = Past(data)
        for place in sorted(open_):
            if settled := past.explain(lines[place].result, preferred):
                lines[place] = _settle(lines[place], settled)
                open_.remove(place)
        if not open_:
            break
    return lines


def _settle(line: _Line, settled: Settled) -> _Line:
    """Take the one answer of the past; where it gives several, keep them for the reader."""
    if len(settled) > 1:
        return replace(line, candidates=tuple(settled))
    ((truth, repairs),) = settled.items()
    moved = tuple(_moved_back(line, repairs))
    if len(moved) < len(repairs):
        return replace(line, mended=(), candidates=(truth,))
    return replace(line, past=moved)


def _moved_back(line: _Line, repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Repairs of a line's result as repairs of the line; none of what was mended already."""
    for repair in repairs:
        near = max(0, bisect(line.spans, (repair.start, repair.start)) - 1)
        if not any(
            start < repair.end and repair.start < end for start, end in line.spans[near : near + 2]
        ):
            shift = line.shift(repair.start)
            yield replace(repair, start=repair.start + shift, end=repair.end + shift)


def _findings(document: Document, line: _Line) -> Iterator[Finding]:
    repairs = sorted(
        [(repair, Source.TEXT) for repair in line.mended]
        + [(repair, Source.PAST) for repair in line.past]
    )
    if repairs:
        yield _mojibake(document, line, repairs)
    if line.lost:
        yield _lossy(document, line)


def _mojibake(document: Document, line: _Line, repairs: Sequence[tuple[Repair, Source]]) -> Finding:
    base = document.span_of_lines(line.number, line.number + 1).start
    first, source = repairs[0]
    return Finding(
        path=document.path,
        line=line.number + 1,
        column=first.start + 1,
        rule=RULE,
        severity=Severity.ERROR,
        message=_message(first, source, len(repairs) - 1),
        edits=tuple(edit_for(base, line.text, repair) for repair, _ in repairs),
        safety=Safety.SAFE,
        evidence={
            "codec": first.steps[-1].codec,
            "damage": first.steps[-1].kind.value,
            "layers": len(first.steps),
            "source": (Source.PAST if line.past else Source.TEXT).value,
            "places": [place_data(repair, source) for repair, source in repairs],
        },
    )


def place_data(repair: Repair, source: Source) -> Mapping[str, Json]:
    """A repair as evidence."""
    return {
        "column": repair.start + 1,
        "before": repair.before,
        "after": repair.after,
        "source": source.value,
        "steps": [{"codec": step.codec, "kind": step.kind.value} for step in repair.steps],
    }


def _message(repair: Repair, source: Source, more: int) -> str:
    read = " and then as ".join(step.codec for step in repair.steps)
    return (
        f"garbled text: {shown(repair.before)} is {shown(repair.after)} read as {read}"
        + (", as an earlier revision shows" if source is Source.PAST else "")
        + (f" (and {more} more)" if more else "")
    )


def shown(text: str) -> str:
    """Garbled text in a message."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def edit_for(base: int, line: str, repair: Repair) -> Edit:
    """The edit for ``repair`` in the line that starts at byte ``base``; as small as can be.

    What stays the same at the ends is left out, so that a no-break space that only gained an Â
    is not touched.
    """
    start, end = repair.start, repair.end
    new = repair.after
    while end - start > 1 and new and line[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    while end - start > 1 and new and line[start] == new[0]:
        start, new = start + 1, new[1:]
    first = base + len(encode(line[:start]))
    return Edit(Span(first, first + len(encode(line[start:end]))), encode(new))


def _lossy(document: Document, line: _Line) -> Finding:
    spans = line.lost
    texts = [line.result[start:end] for start, end in spans]
    candidates = line.candidates or tuple(dict.fromkeys(readings(texts[0]).values()))
    return Finding(
        path=document.path,
        line=line.number + 1,
        column=spans[0][0] + line.shift(spans[0][0]) + 1,
        rule=RULE_LOSSY,
        severity=Severity.ERROR,
        message=f"garbled text: {shown(texts[0])} " + _reason(candidates),
        evidence={
            "damage": "unsure" if candidates else "lost bytes",
            "places": [
                {"column": start + line.shift(start) + 1, "before": text}
                for (start, _), text in zip(spans, texts, strict=True)
            ],
            "candidates": list(candidates),
        },
    )


def _reason(candidates: Sequence[str]) -> str:
    if not candidates:
        return "has lost bytes, and no known revision has the line intact"
    return "can be " + " or ".join(map(shown, candidates)) + ", and nothing tells which"
