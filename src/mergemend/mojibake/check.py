"""Finds garbled text in a document, and mends what can be proven."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import chain

from mergemend.cheap import is_cut, runs_of
from mergemend.limits import MAX_LINE, over_suspects
from mergemend.lines import Texts
from mergemend.model import (
    Choices,
    Document,
    Edit,
    Finding,
    Json,
    Safety,
    Severity,
    Span,
    decode,
    encode,
)
from mergemend.mojibake import gate
from mergemend.mojibake.around import Told, ask_around
from mergemend.mojibake.channel import stretches
from mergemend.mojibake.chosen import choose
from mergemend.mojibake.double import may_be_doublebyte, may_be_far, mend_doublebyte
from mergemend.mojibake.garble import Step, Then
from mergemend.mojibake.garbled_line import Garbled
from mergemend.mojibake.layers import guess, is_sure, mend
from mergemend.mojibake.lines import line_kinds
from mergemend.mojibake.past import Past, is_text
from mergemend.mojibake.quoted import Sign, shown_on_purpose
from mergemend.mojibake.remains import find_remains
from mergemend.mojibake.repair import Doubt, Mended, Repair
from mergemend.mojibake.suspects import is_suspect, is_suspect_in_word, losses, may_be_garbled
from mergemend.mojibake.tables import without_tables

RULE = "mojibake"
RULE_LOSSY = "mojibake-lossy"
RULE_QUOTED = "mojibake-quoted"

# Longer garbled texts are cut in messages, and so are longer lists of candidates; the evidence has
# all of them.
_SHOWN = 24
_NAMED = 5

# So many reasons are told in a message.
_REASONS = 2


class Source(StrEnum):
    """What a repair rests on besides its proof."""

    TEXT = "text"
    PAST = "earlier revision"
    SAME = "same document"
    NEIGHBOUR = "other document"
    COMMIT = "before the commit that garbled it"
    CHOSEN = "chosen"


def check(
    document: Document,
    earlier: Callable[[], Iterable[bytes]] = tuple,
    skip: Collection[int] = (),
    allow: Collection[str] = (),
    choices: Choices | None = None,
    neighbours: Callable[[], Iterable[Document]] = tuple,
    doubts: gate.Doubts | None = None,
) -> tuple[Finding, ...]:
    """Return a finding for every line of ``document`` that looks garbled.

    ``earlier`` gives whole earlier texts of the file, the likeliest first; it is called at most
    once, and only if a line lost information. ``skip`` are lines, counted from 0, not to look at;
    ``allow`` are texts that are never taken for garbled; ``choices`` are what the user wants in
    some places; ``neighbours`` gives the documents around, and is called last and only if a line
    is still in doubt; ``doubts`` are what the gate says, where that is known. Raises
    `mergemend.model.ChoiceError` if one of the choices can't be made.
    Findings of the rule ``mojibake`` have edits and are proven: garbling the new text by the steps
    in the evidence gives the old one. Findings of ``mojibake-lossy`` have none. Lines that show
    garbled text on purpose share one finding of ``mojibake-quoted``, which is only told; so do
    those that list the characters of a code page.
    """
    doubts = doubts or gate.Doubts(document.path, document.data)
    if not (doubts or choices):
        return ()
    garbled = doubts.garbled or bool(choices)
    skipped = frozenset(skip)
    texts = Texts(document.lines)

    def mend_all(lines: Mapping[int, str]) -> dict[int, Mended]:
        return _mend(document, texts, lines, skipped)

    beyond = {
        number: text
        for number, line in enumerate(document.lines)
        if not line.isascii() and number not in skipped and is_text(text := texts[number])
    }
    if garbled and len(document.data) > MAX_LINE and (over := _over(document.path, beyond)):
        return over
    lines = without_tables(beyond)
    mended = mend_all(lines) if garbled else {}
    repaired = sum(bool(found.repairs) for found in mended.values())
    # where most lines were UTF-8, nothing else is looked for: judging languages takes long
    if doubts.mixed_up and 2 * repaired < len(lines) and (anew := _mend_mixed_up(lines)):
        rest = {number: line for number, line in lines.items() if number not in anew}
        mended = anew | (mend_all(rest) if garbled else {})
    lines |= {number: texts[number] for number in mended}
    if allow:
        mended = dict(_allowing(allow, lines, mended))
    chosen = choose(document.path, mended, choices) if choices else {}
    places = {number: _places(found) for number, found in mended.items()}
    shown = shown_on_purpose(document.path, texts, places)
    quoted = {number: places[number] for number in sorted(shown.keys() - chosen.keys())}
    mended = {number: found for number, found in mended.items() if number not in quoted}
    mended |= chosen
    open_ = {n: lines[n] for n, found in mended.items() if found.doubts and n not in chosen}
    unsaid = {n: lines[n] for n in lines if n not in places and may_be_garbled(lines[n])}
    open_ |= unsaid if mended else {}
    cut_lines = _cut_lines(texts, skipped | places.keys()) if doubts.cut else {}
    open_ |= cut_lines
    past = _ask(earlier, open_, _codecs(mended)) if open_ else {}
    mended |= past
    told = _ask_around(document, lines, mended, chosen.keys() | quoted.keys(), neighbours)
    mended |= {number: one.mended for number, one in told.items()}
    mended |= find_remains({n: line for n, line in cut_lines.items() if n not in mended})
    sources = dict.fromkeys(chosen, Source.CHOSEN) | dict.fromkeys(past, Source.PAST)
    findings = [
        _told(document, number, told[number])
        if number in told
        else _finding(document, number, found, sources.get(number, Source.TEXT))
        for number, found in sorted(mended.items())
    ]
    if quoted:
        findings.append(_quoted(document, lines, quoted, shown))
    unlooked = {number: line for number, line in beyond.items() if number not in lines}
    tabled = mend_all(unlooked) if unlooked and garbled else {}
    return (*findings, *_tabled(document, {n: tabled[n] for n in tabled if n in unlooked}))


def _over(path: str, lines: Mapping[int, str]) -> tuple[Finding, ...]:
    """The finding that lines take too much work, if they do."""
    far = may_be_doublebyte("\n".join(lines.values()))
    suspects = (
        (n, line)
        for n, line in lines.items()
        if (far and may_be_far(line))
        or may_be_garbled(line)
        or any(map(is_suspect_in_word, runs_of(encode(line))))
    )
    return tuple(over_suspects(path, suspects, _suspect_stretches))


def _suspect_stretches(line: str) -> Iterator[str]:
    found = (match.group() for match in stretches(line, fit=False))
    return (one for one in found if is_suspect(one) or is_suspect_in_word(one))


def _allowing(
    allow: Collection[str], lines: Mapping[int, str], mended: Mapping[int, Mended]
) -> Iterator[tuple[int, Mended]]:
    """The damaged lines without the damage that meets an allowed text."""
    allowed = re.compile("|".join(map(re.escape, sorted(allow, key=len, reverse=True))))
    for number, found in mended.items():
        spans = [match.span() for match in allowed.finditer(lines[number])]

        def stays(place: Repair | Doubt, spans: Sequence[tuple[int, int]] = spans) -> bool:
            return not any(start < place.end and place.start < end for start, end in spans)

        left = Mended(
            tuple(filter(stays, found.repairs)),
            tuple(filter(stays, found.doubts)),
            tuple(filter(stays, found.settled)),
        )
        if left.repairs or left.doubts:
            yield number, left


def _places(found: Mended) -> list[Garbled]:
    """All that is garbled in a line, and what it was or most likely was."""
    mended = (Garbled(repair.start, repair.end, repair.after) for repair in found.repairs)
    doubted = (
        Garbled(doubt.start, doubt.end, next((c.text for c in doubt.candidates), ""))
        for doubt in found.doubts
    )
    return sorted((*mended, *doubted))


def _cut_lines(texts: Sequence[str], skipped: Collection[int]) -> dict[int, str]:
    """The lines that may have lost characters without a trace: only the past can tell."""
    return {
        number: line
        for number, line in enumerate(texts)
        if number not in skipped and is_cut(line) and is_text(line)
    }


def _mend(
    document: Document, texts: Sequence[str], lines: Mapping[int, str], skipped: Collection[int]
) -> dict[int, Mended]:
    """What is garbled in ``lines``, which are beyond ASCII, and in the others as they show."""

    def in_ascii() -> Iterator[tuple[int, str]]:
        return (
            (number, line)
            for number, line in enumerate(texts)
            if line.isascii() and number not in skipped
        )

    mended = mend(lines, lambda: tuple(line_kinds(texts)))
    mended |= mend_doublebyte(
        {number: line for number, line in lines.items() if number not in mended},
        in_ascii,
        b"\r\n" not in document.data,
    )
    for number, line in lines.items():
        if number not in mended and may_be_garbled(line) and (spans := losses(line)):
            mended[number] = Mended(doubts=tuple(guess(line, *span) for span in spans))
    return mended


def _mend_mixed_up(lines: Mapping[int, str]) -> dict[int, Mended]:
    from mergemend.mojibake.mixup import mend_mixed_up  # it loads the tables of languages

    return mend_mixed_up(lines)


def _codecs(mended: Mapping[int, Mended]) -> list[str]:
    """The code pages that are blamed for anything in the document, the busiest first."""
    votes = Counter(
        steps[-1].codec
        for found in mended.values()
        for steps in (
            *(repair.steps for repair in found.repairs),
            *(doubt.candidates[0].steps for doubt in found.doubts if doubt.candidates),
        )
    )
    return [codec for codec, _ in votes.most_common()]


def _ask(
    earlier: Callable[[], Iterable[bytes]], lines: Mapping[int, str], codecs: Sequence[str]
) -> dict[int, Mended]:
    """Settle lines by earlier texts, using no more of these than needed."""
    settled: dict[int, Mended] = {}
    left = dict(lines)
    for data in earlier():
        past = Past(data)
        for number, line in lines.items():
            if number in left and (truths := past.explain(line, codecs)):
                del left[number]
                if len(truths) == 1:
                    settled[number] = Mended(next(iter(truths.values())))
        if not left:
            break
    return settled


def _ask_around(
    document: Document,
    lines: Mapping[int, str],
    mended: Mapping[int, Mended],
    closed: Collection[int],
    neighbours: Callable[[], Iterable[Document]],
) -> dict[int, Told]:
    """Settle lines by what the document and its neighbours have between the same words."""
    open_ = {n: found for n, found in mended.items() if found.doubts and n not in closed}
    if not open_:
        return {}
    hidden = mended.keys() | closed
    own = (b"" if n in hidden else line for n, line in enumerate(document.data.split(b"\n")))
    itself = Document(document.path, b"\n".join(own))
    return ask_around(lines, open_, lambda: chain([itself], neighbours()), _codecs(mended))


def _finding(document: Document, number: int, found: Mended, source: Source) -> Finding:
    if found.repairs:
        return _mojibake(document, number, found.repairs, source)
    return _lossy(document, number, found)


def _told(document: Document, number: int, told: Told) -> Finding:
    """A finding that says which lines tell what a line was."""
    own = told.places[0].path == document.path
    source = Source.SAME if own else Source.NEIGHBOUR
    finding = _mojibake(document, number, told.mended.repairs, source)
    names = [f"{place.path}:{place.line}" for place in told.places]
    more = len(names) - 1
    return replace(
        finding,
        message=f"{finding.message}, as {names[0]} shows"
        + (f" (and {more} more line{'s' * (more > 1)})" if more else ""),
        evidence={**finding.evidence, "shown by": names[:_NAMED]},
    )


def _mojibake(
    document: Document, number: int, repairs: Sequence[Repair], source: Source
) -> Finding:
    base = document.span_of_lines(number, number + 1).start
    line = decode(document.lines[number])
    first = repairs[0]
    sure = source is Source.PAST or all(repair.chosen or repair.odds == 1.0 for repair in repairs)
    return Finding(
        path=document.path,
        line=number + 1,
        column=first.start + 1,
        rule=RULE,
        severity=Severity.ERROR,
        message=_message(first, source, len(repairs) - 1),
        edits=tuple(edit_for(base, line, repair) for repair in repairs),
        safety=Safety.SAFE if sure else Safety.LIKELY,
        evidence={
            "codec": first.steps[-1].codec,
            "damage": first.steps[-1].kind.value,
            "layers": len(first.steps),
            "source": source.value,
            "places": [place_data(repair) for repair in repairs],
        },
    )


def place_data(repair: Repair) -> Mapping[str, Json]:
    """A repair as evidence."""
    return {
        "column": repair.start + 1,
        "before": repair.before,
        "after": repair.after,
        "odds": round(repair.odds, 4),
        "steps": _steps(repair.steps),
        **({"source": Source.CHOSEN.value} if repair.chosen else {}),
    }


def _steps(steps: Iterable[Step]) -> Json:
    return [
        {"codec": step.codec, "kind": step.kind.value}
        | ({} if step.then is Then.NOTHING else {"then": step.then.value})
        for step in steps
    ]


def _message(repair: Repair, source: Source, more: int) -> str:
    read = " and then as ".join(step.codec for step in repair.steps)
    return (
        f"garbled text: {shown(repair.before)} is {shown(repair.after)} read as {read}"
        + (", as an earlier revision shows" if source is Source.PAST else "")
        + (", as chosen" if repair.chosen else "")
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


def _lossy(document: Document, number: int, found: Mended) -> Finding:
    first = next((doubt for doubt in found.doubts if not _is_likely(doubt)), found.doubts[0])
    chosen = [repair for repair in found.settled if repair.chosen]
    return Finding(
        path=document.path,
        line=number + 1,
        column=first.start + 1,
        rule=RULE_LOSSY,
        severity=Severity.ERROR,
        message=f"garbled text: {shown(first.before)} {_reason(first)}"
        + (_still_open(found.doubts) if chosen else ""),
        evidence={
            "damage": "unsure" if first.candidates else "lost bytes",
            "places": [_doubt_evidence(doubt) for doubt in found.doubts],
            **({"chosen": [place_data(repair) for repair in chosen]} if chosen else {}),
        },
    )


def _still_open(doubts: Sequence[Doubt]) -> str:
    columns = sorted(doubt.start + 1 for doubt in doubts)
    return (
        f"; what was chosen waits, the line is mended as a whole: still open at column"
        f"{'s' * (len(columns) > 1)} {', '.join(map(str, columns))}"
    )


def _doubt_evidence(doubt: Doubt) -> Mapping[str, Json]:
    return {
        "column": doubt.start + 1,
        "before": doubt.before,
        "candidates": [
            {"after": c.text, "odds": round(c.odds, 4), "steps": _steps(c.steps)}
            for c in doubt.candidates
        ],
    }


def _quoted(
    document: Document,
    lines: Mapping[int, str],
    quoted: Mapping[int, Sequence[Garbled]],
    signs: Mapping[int, Sequence[Sign]],
) -> Finding:
    """One finding for all lines that show their damage, the reasons of the first in its message."""
    number = next(iter(quoted))
    place = quoted[number][0]
    why = sorted(signs[number], key=lambda sign: -sign.weight)[:_REASONS]
    others = len(quoted) - 1
    return Finding(
        path=document.path,
        line=number + 1,
        column=place.start + 1,
        rule=RULE_QUOTED,
        severity=Severity.INFO,
        message="looks garbled, shown on purpose: "
        + shown(lines[number][place.start : place.end])
        + (f" for {shown(place.after)}" if place.after else "")
        + (f" (and in {others} more line{'s' * (others > 1)})" if others else "")
        + f"; {', '.join(sign.words for sign in why)}",
        evidence={
            "lines": [
                {
                    "line": number + 1,
                    "places": [_place_evidence(lines[number], place) for place in places],
                    "signs": [
                        {"sign": sign.words, "weight": sign.weight} for sign in signs[number]
                    ],
                }
                for number, places in quoted.items()
            ]
        },
    )


def _tabled(document: Document, found: Mapping[int, Mended]) -> Iterator[Finding]:
    """One finding for all lines that look garbled and belong to a table of characters."""
    if not found:
        return
    number, first = min(found.items())
    others = len(found) - 1
    yield Finding(
        path=document.path,
        line=number + 1,
        column=_places(first)[0].start + 1,
        rule=RULE_QUOTED,
        severity=Severity.INFO,
        message="looks garbled, and is left as part of a table that lists the characters of a code"
        " page" + (f" (and {others} more line{'s' * (others > 1)})" if others else ""),
        evidence={"lines": [{"line": number + 1} for number in sorted(found)]},
    )


def _place_evidence(line: str, place: Garbled) -> Json:
    before = line[place.start : place.end]
    return {"column": place.start + 1, "before": before, "after": place.after or None}


def _is_likely(doubt: Doubt) -> bool:
    """Whether the odds are for one candidate, so that something else is against it."""
    return bool(doubt.candidates) and is_sure(doubt.candidates[0])


def _reason(doubt: Doubt) -> str:
    names = [f"{shown(candidate.text)} ({candidate.odds:.2f})" for candidate in doubt.candidates]
    if not names:
        return "has lost bytes, and no known revision has the line intact"
    if _is_likely(doubt):
        return (
            f"is {names[0]} by its own bytes, but another code page may have garbled the line, or"
            " its result looks garbled still"
        )
    more = len(names) - _NAMED
    return (
        f"can be {' or '.join(names[:_NAMED])}"
        + (f" or {more} more" if more > 0 else "")
        + ", and nothing tells which for sure"
    )
