"""Documents that are no UTF-8: in a code page as a whole, in some lines, or broken.

The document is judged first, as one: does it make more sense if all of it is in a code page, or if
only some lines, or some bytes, are? Then line by line, where the document's code page stands unless
another one explains the line better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from mergemend.limits import MAX_LINE, MAX_ODD_LINES, too_large
from mergemend.model import Document, Edit, Finding, Json, Safety, Severity, Span, decode, encode
from mergemend.mojibake.broken import AT_EDGE, COSTS, Flaw, flaw, join_pairs
from mergemend.mojibake.encoding import INVALID_RULE, MARK, MIXED_RULE, Circumstances, shown
from mergemend.mojibake.pages import (
    CLEAR,
    MULTIBYTE,
    PAGES,
    Extent,
    Reading,
    Verdict,
    cost,
    iconv_name,
    is_plausible,
    judge,
    read,
    tongues,
)

_INVALID = re.compile("[\udc80-\udcff]+")
_NO_ASCII = re.compile(r"[^\x00-\x7f]+")
_NO_BLANK = re.compile(r"\S")

_ASCII = bytes(range(128))
_SAMPLE = 40  # lines that tell the code page of a document
_LONG = 5000  # bytes of a line that are looked at to tell its code page
_KNOWN = 4000  # characters of valid text that tell the language
_COMPARED = 200  # lines for which all code pages are tried; the rest goes by what these say

_JOB = "encodings"
_SHOWN = 24  # characters of the bytes in a message
_CANDIDATES = 3


_Change: TypeAlias = tuple[Edit, Mapping[str, Json]]  # an edit, and what to say of it


@dataclass(frozen=True)
class _Line:
    """One line that is not ASCII, without its end; ``number`` counts from 0.

    Byte-order marks before it are none of it: there are ``marks`` of them.
    """

    number: int
    start: int
    raw: bytes
    marks: int = 0

    @cached_property
    def text(self) -> str:
        return decode(self.raw)

    @cached_property
    def invalid(self) -> list[tuple[int, int]]:
        """The spans of `text` that stand for bytes which are no UTF-8."""
        return [found.span() for found in _INVALID.finditer(self.text)]

    @cached_property
    def flaws(self) -> list[Flaw]:
        return [flaw(encode(self.text[start:end])) for start, end in self.invalid]

    @cached_property
    def valid(self) -> str:
        """What of it is UTF-8."""
        return _INVALID.sub(" ", self.text)

    @property
    def is_pairs(self) -> bool:
        """Whether there is nothing wrong but characters written as surrogate pairs."""
        return {*self.flaws} == {Flaw.PAIR}

    @cached_property
    def flaw_cost(self) -> float:
        """How surprising it is that all of it is UTF-8, and broken."""
        total = 0.0
        indent = len(self.text) - len(self.text.lstrip())
        for (start, end), kind in zip(self.invalid, self.flaws, strict=True):
            after = _NO_BLANK.search(self.text, end)
            at_end = after is None or after[0] in ".…"
            at_edge = start <= indent if kind is Flaw.REST else at_end
            total += AT_EDGE.get(kind, COSTS[kind]) if at_edge else COSTS[kind]
        return total

    def read(self, page: str, extent: Extent) -> str | None:
        """The line, as far as ``extent`` says, in a code page; None if it can't be in it."""
        if extent is Extent.LINE:
            return read(self.raw, page)
        parts: list[str] = []
        position = 0
        for start, end in self.invalid:
            new = read(encode(self.text[start:end]), page)
            if new is None:
                return None
            parts += (self.text[position:start], new)
            position = end
        return "".join((*parts, self.text[position:]))


def _some(line: _Line) -> _Line:
    """A part of a long line, with its first bytes that are no UTF-8.

    It lies between blanks if there are any: no character is cut there.
    """
    if len(line.raw) <= _LONG:
        return line
    odd = len(encode(line.text[: line.invalid[0][0]])) if line.invalid else 0
    first = max(line.raw.rfind(b" ", 0, odd) + 1, odd - _LONG // 2)
    blank = line.raw.rfind(b" ", odd, first + _LONG)
    last = blank if blank > odd else first + _LONG
    return _Line(line.number, line.start + first, line.raw[first:last])


def _spread(lines: Sequence[_Line]) -> list[_Line]:
    """Some of many lines: those that have a byte first, and others from all over the document."""
    chosen: dict[int, _Line] = {}
    seen: set[int] = set()
    for line in lines:
        high = line.raw.translate(None, _ASCII)
        if not seen.issuperset(high):
            seen.update(high)
            chosen[line.number] = line
    for line in lines[:: max(1, len(lines) // _SAMPLE)]:
        if len(chosen) < _SAMPLE:
            chosen[line.number] = line
    return [_some(line) for line in chosen.values()]


def _readings(lines: Sequence[_Line], pages: Sequence[str] = PAGES) -> Iterator[Reading]:
    """What each code page makes of lines; of a page of several bytes only whole lines can be."""
    extents = (
        (Extent.PLACES, Extent.LINE)
        if any(not line.valid.isascii() for line in lines)
        else (Extent.LINE,)
    )
    kept = "\n".join(line.valid for line in lines)
    for page in pages:
        for extent in (Extent.LINE,) if page in MULTIBYTE else extents:
            texts = [line.read(page, extent) for line in lines]
            if None not in texts:
                text = "\n".join(filter(None, texts))
                yield Reading(page, extent, text, kept if extent is Extent.PLACES else "")


@dataclass(frozen=True)
class Mixture:
    """A document that is no UTF-8."""

    document: Document
    given: Circumstances

    def findings(self) -> Iterator[Finding]:
        """One finding for each line that is no UTF-8, or one for a whole file in a code page."""
        if not self._odd:
            return
        if not self._is_utf8 and not self._is_broken:
            yield from self._legacy()
            return
        if len(self._odd) > MAX_ODD_LINES:
            what, size = "lines that are no UTF-8", len(self._odd)
            yield too_large(self.document.path, _JOB, what, size, MAX_ODD_LINES)
            return
        for count, line in enumerate(self._odd):
            finding = self._of_line(line, PAGES if count < _COMPARED else self._usual)
            if not self.given.off(finding.rule, line.number):
                yield finding

    @cached_property
    def _lines(self) -> list[_Line]:
        lines = []
        start = 0
        skip = self.given.skip()
        for number, raw in enumerate(self.document.lines):
            if not raw.isascii() and number not in skip:
                rest = raw.rstrip(b"\r\n")
                marks = 0
                while rest.startswith(MARK, marks * len(MARK)):
                    marks += 1
                size = marks * len(MARK)
                lines.append(_Line(number, start + size, rest[size:], marks))
            start += len(raw)
        return lines

    @cached_property
    def _odd(self) -> list[_Line]:
        return [line for line in self._lines if line.invalid]

    @cached_property
    def _valid(self) -> list[_Line]:
        return [line for line in self._lines if not line.invalid]

    @cached_property
    def _telling(self) -> list[_Line]:
        """The lines that can tell the code page."""
        return _spread([line for line in self._odd if not line.is_pairs])

    @cached_property
    def _languages(self) -> Mapping[str, float]:
        plain = "".join(filter(str.isascii, decode(self.document.data[:_KNOWN])))
        valid = "\n".join(line.text for line in _spread(self._valid))
        return tongues(f"{plain}\n{valid[:_KNOWN]}")

    @cached_property
    def _verdict(self) -> Verdict:
        """What the lines that are no UTF-8 are in, together."""
        return judge(_readings(self._telling), self._languages)

    @cached_property
    def _is_utf8(self) -> bool:
        """Whether the document is UTF-8 but for some lines, and not as a whole something else."""
        readings = self._verdict.readings
        if not self._telling or not readings or not is_plausible(readings[0]):
            return len(self._valid) >= len(self._telling)
        best = readings[0]
        if best.extent is Extent.PLACES:
            return True
        valid = _spread(self._valid)
        texts = [line.read(best.page, Extent.LINE) for line in valid]
        as_utf8 = "\n".join(line.text for line in valid)
        return None in texts or cost(as_utf8) < cost("\n".join(filter(None, texts)))

    @property
    def _is_broken(self) -> bool:
        """Whether there is nothing in it that makes more sense in a code page."""
        return all(self._of_line(line, PAGES).rule == INVALID_RULE for line in self._telling)

    @property
    def _usual(self) -> Sequence[str]:
        clear = self._verdict.clear
        return (clear.page,) if clear else ()

    # A whole file in a code page.

    def _legacy(self) -> Iterator[Finding]:
        odd = [line for line in self._odd if not self.given.off(INVALID_RULE, line.number)]
        if not odd:
            return
        first, reading = odd[0], self._verdict.clear
        near = list(dict.fromkeys(iconv_name(r.page) for r in self._verdict.near))[:_CANDIDATES]
        edits: tuple[Edit, ...] = ()
        if reading and self.given.fixable and self.given.named(INVALID_RULE):
            edits = self._edits_of_all(reading.page)
        if reading:
            what = f"it is {near[0]} ({_excerpt(first, reading)})"
            message = what if edits else f"{what}: {_remedy(near[0])}"
        else:
            what = f"it can be {' or '.join(near)}" if near else "its encoding is unknown"
            message = f"{what}: find out, and convert it with `iconv -f NAME -t UTF-8`"
        yield Finding(
            self.document.path,
            first.number + 1,
            first.marks + first.invalid[0][0] + 1,
            INVALID_RULE,
            Severity.WARNING,
            f"the file is no UTF-8; {message}",
            edits,
            Safety.LIKELY if edits else None,
            {
                "kind": "code page",
                "code_page": near[0] if reading else None,
                "candidates": near,
                "lines": len(self._odd),
            },
        )

    def _edits_of_all(self, page: str) -> tuple[Edit, ...]:
        """An edit for each place of the file; none if there is a line that has to stay."""
        edits: list[Edit] = []
        for line in self._lines:
            text = line.read(page, Extent.LINE)
            if text is None or self.given.off(INVALID_RULE, line.number):
                return ()
            edits += (edit for edit, _ in _whole_edits(line, text, page))
        return tuple(edits)

    # Single lines.

    def _of_line(self, line: _Line, pages: Sequence[str]) -> Finding:
        if len(line.raw) > MAX_LINE:
            what, size = "bytes in a line that is no UTF-8", len(line.raw)
            return too_large(self.document.path, _JOB, what, size, MAX_LINE, line.number + 1)
        if line.is_pairs:
            return self._pairs(line)
        verdict = judge(_readings([_some(line)], pages), self._languages)
        chosen = self._choose(line, verdict)
        if chosen is not None:
            return self._mixed(line, chosen)
        near = [r for r in verdict.near if r.surprise - line.flaw_cost < CLEAR]
        return self._undecided(line, near) if near else self._broken(line)

    def _choose(self, line: _Line, verdict: Verdict) -> Reading | None:
        """The line in the document's code page, unless another explains it better; or None."""
        if not verdict.readings:
            return None
        best, document = verdict.readings[0], self._verdict.clear
        if document is not None and len(self._telling) > 1:
            usual = {_some(line).read(document.page, extent) for extent in Extent}
            for reading in verdict.readings:
                if (
                    reading.text in usual
                    and is_plausible(reading)
                    and reading.cost - best.cost < CLEAR
                ):
                    return reading
        clear = verdict.clear
        return clear if clear is not None and line.flaw_cost - clear.surprise >= CLEAR else None

    def _finding(
        self,
        line: _Line,
        rule: str,
        message: str,
        changes: Sequence[_Change] = (),
        safety: Safety | None = None,
        **evidence: Json,
    ) -> Finding:
        start, end = line.invalid[0]
        raw = changes[0][1]["bytes"] if changes else encode(line.text[start:end]).hex(" ")
        fixable = self.given.fixable and bool(changes) and (self._is_utf8 or line.is_pairs)
        places = {"places": [place for _, place in changes]} if changes else {}
        return Finding(
            self.document.path,
            line.number + 1,
            line.marks + start + 1,
            rule,
            Severity.ERROR,
            message.format(_hex(str(raw))),
            tuple(edit for edit, _ in changes) if fixable else (),
            safety if fixable else None,
            {"bytes": raw, **evidence, **places},
        )

    def _mixed(self, line: _Line, reading: Reading) -> Finding:
        text = line.read(reading.page, reading.extent)
        if text is None:  # further on in a long line
            return self._undecided(line, [reading])
        whole = reading.extent is Extent.LINE
        found = _whole_edits(line, text, reading.page) if whole else _edits(line, reading.page)
        changes = [*found]
        name = iconv_name(reading.page)
        first = shown(decode(changes[0][0].new))
        return self._finding(
            line,
            MIXED_RULE,
            f"bytes of another encoding: {{}} is {_braced(first)} in {name}{_more(changes)}",
            changes,
            Safety.LIKELY,
            code_page=name,
            extent=str(reading.extent),
        )

    def _undecided(self, line: _Line, readings: Sequence[Reading]) -> Finding:
        candidates = [f"{_excerpt(line, r)} ({iconv_name(r.page)})" for r in readings]
        candidates = candidates[:_CANDIDATES]
        if line.flaw_cost - readings[0].surprise < CLEAR:
            candidates.append(str(line.flaws[0]))
        unsure = "and nothing tells which" if len(candidates) > 1 else "but that is not sure"
        return self._finding(
            line,
            MIXED_RULE,
            f"bytes of another encoding: {{}} can be {_braced(' or '.join(candidates))}, {unsure}",
            candidates=candidates,
        )

    def _broken(self, line: _Line) -> Finding:
        what = str(line.flaws[0])
        return self._finding(line, INVALID_RULE, f"no UTF-8: {{}} is {what}", kind=what)

    def _pairs(self, line: _Line) -> Finding:
        changes = [
            _change(line, at, start, raw, join_pairs(raw) or decode(raw))
            for start, at, raw in _places(line)
        ]
        first = shown(decode(changes[0][0].new))
        return self._finding(
            line,
            INVALID_RULE,
            f"no UTF-8: {{}} is {first}, {Flaw.PAIR}{_more(changes)}",
            changes,
            Safety.SAFE,
            kind=str(Flaw.PAIR),
        )


def _remedy(name: str) -> str:
    return (
        f"make it UTF-8 (`iconv -f {name} -t UTF-8`, or `mergemend fix --select {INVALID_RULE}`), "
        f"or tell git by `working-tree-encoding={name}` in .gitattributes"
    )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _more(changes: Sequence[_Change]) -> str:
    return f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""


def _hex(raw: str) -> str:
    return raw if len(raw) <= _SHOWN else raw[: raw.rindex(" ", 0, _SHOWN)] + " …"


def _excerpt(line: _Line, reading: Reading) -> str:
    """The word around the first bytes that are no UTF-8, in a code page."""
    start = len(encode(line.text[: line.invalid[0][0]]))
    first = max(line.raw.rfind(b" ", 0, start), line.raw.rfind(b"\t", 0, start)) + 1
    last = line.raw.find(b" ", start)
    part = _Line(line.number, line.start, line.raw[first : last if last >= 0 else None])
    return shown((part.read(reading.page, reading.extent) or part.text).strip())


def _whole_edits(line: _Line, text: str, page: str) -> Iterator[_Change]:
    """An edit for each run of ``text``, the line in ``page``, that is not ASCII."""
    position = column = end = 0
    for found in _NO_ASCII.finditer(text):
        between = found.start() - end
        position, column = position + between, column + between
        raw = found.group().encode(page)
        end = found.end()
        yield _change(line, position, column, raw, found.group())
        position, column = position + len(raw), column + len(decode(raw))


def _edits(line: _Line, page: str) -> Iterator[_Change]:
    """An edit for each run of bytes of the line that is no UTF-8."""
    for start, at, raw in _places(line):
        yield _change(line, at, start, raw, raw.decode(page))


def _places(line: _Line) -> Iterator[tuple[int, int, bytes]]:
    """Each run of bytes that is no UTF-8: where it starts in characters and bytes, and itself."""
    at = position = 0
    for start, end in line.invalid:
        at += len(encode(line.text[position:start]))
        raw = encode(line.text[start:end])
        yield start, at, raw
        at, position = at + len(raw), end


def _change(line: _Line, at: int, column: int, raw: bytes, after: str) -> _Change:
    """The edit that puts ``after`` in the place of ``raw``, ``at`` bytes into the line."""
    edit = Edit(Span(line.start + at, line.start + at + len(raw)), encode(after))
    return edit, {"column": line.marks + column + 1, "bytes": raw.hex(" "), "after": after}
