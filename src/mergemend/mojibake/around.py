"""What the documents around a garbled line say about it, its own document among them.

Whole texts are not compared: a heading or an item with the same words is enough, whatever its
markup. What it has in the place in doubt is taken if it is one of the candidates, each of which
has its proof, and if no other such line has another candidate there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mergemend.lines import Texts
from mergemend.model import Document, encode
from mergemend.mojibake.past import Past, skeleton
from mergemend.mojibake.prior import is_possible
from mergemend.mojibake.repair import Candidate, Doubt, Mended, Repair, render

# How sure it is that a place holds what stands between the same words elsewhere. In clean documents
# of 24 packages 1,881 symbols that lose bytes as windows-1252 or -1254 had such a place in another
# document of the package, with a symbol that loses its bytes to the same text, and 1,880 of them
# were equal. This is what can be said of such a count with 95 in 100; more documents add little.
ODDS = 0.997

# So many letters and digits tell a line from others: as few as four were in that count.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a document; ``line`` counts from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a line was, and the lines that say so."""

    mended: Mended
    places: tuple[Place, ...]


_Lines = Mapping[str, Mapping[str, Sequence[Place]]]


def ask_around(
    lines: Mapping[int, str],
    open_: Mapping[int, Mended],
    documents: Callable[[], Iterable[Document]],
    codecs: Sequence[str],
) -> dict[int, Told]:
    """Settle the lines in ``open_`` by ``documents``, which are read only if there are any.

    ``lines`` are the texts of the document's lines. ``codecs`` are tried first where a line has
    nothing but its ASCII characters left.
    """
    wanted = {n: _Wanted.of(lines[n], found) for n, found in open_.items()}
    keys = {key for one in wanted.values() for key in one.keys}
    if not keys:
        return {}
    known = _collect(documents(), keys)
    return {n: told for n, one in wanted.items() if (told := one.ask(known, codecs))}


def _collect(documents: Iterable[Document], keys: set[str]) -> _Lines:
    """The lines with one of these keys, and where they stand."""
    found: defaultdict[str, defaultdict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for document in documents:
        if document.data.isascii():
            continue
        for number, line in enumerate(Texts(document.lines), 1):
            if line.isascii():
                continue
            for key in {_words(line), skeleton(line)} & keys:
                found[key][line].append(Place(document.path, number))
    return found


def _words(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(filter(str.isalnum, text)).casefold()


@dataclass(frozen=True, slots=True)
class _Option:
    """A candidate between the words that stand around it."""

    candidate: Candidate
    text: str
    before: str
    key: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for one line: what stands in the place of each doubt, or the whole line."""

    line: str
    found: Mended
    options: Sequence[tuple[Doubt, Sequence[_Option]]]

    @classmethod
    def of(cls, line: str, found: Mended) -> _Wanted:
        return cls(line, found, [(d, list(_options(line, found, d))) for d in found.doubts])

    @property
    def keys(self) -> Iterator[str]:
        for _, options in self.options:
            yield from (option.key for option in options)
        if len(whole := skeleton(self.line)) >= _ENOUGH:
            yield whole

    def ask(self, known: _Lines, codecs: Sequence[str]) -> Told | None:
        answers = [_vote(doubt, options, known) for doubt, options in self.options]
        repairs = [repair for repair, _ in answers if repair]
        if len(repairs) < len(answers):
            return self._whole(known.get(skeleton(self.line), {}), codecs)
        places = dict.fromkeys(place for _, places in answers for place in places)
        return Told(Mended(tuple(sorted((*self.found.settled, *repairs)))), tuple(places))

    def _whole(self, truths: Mapping[str, Sequence[Place]], codecs: Sequence[str]) -> Told | None:
        """What the whole line was, by lines with the same ASCII characters."""
        if not truths:
            return None
        found = Past(encode("\n".join(truths))).explain(self.line, codecs)
        if len(found) != 1:
            return None
        (truth, repairs) = next(iter(found.items()))
        repairs = tuple(replace(repair, odds=ODDS) for repair in repairs)
        return Told(Mended(repairs), tuple(truths.get(truth, ())))


def _options(line: str, found: Mended, doubt: Doubt) -> Iterator[_Option]:
    """The candidates for a place by what the words around it would be, all else being mended."""
    others = (d for d in found.doubts if d.start != doubt.start)
    gone = [*found.settled, *(Repair(d.start, d.end, d.before, "", ()) for d in others)]
    before = _words(render(line[: doubt.start], sorted(_within(gone, 0, doubt.start)))[0])
    behind = _words(render(line[doubt.end :], sorted(_within(gone, doubt.end, len(line))))[0])
    if len(before) + len(behind) < _ENOUGH:
        return
    for candidate in doubt.candidates:
        text = candidate.text.strip()
        if text and is_possible(text):
            yield _Option(candidate, text, before, before + _words(text) + behind)


def _within(repairs: Iterable[Repair], start: int, end: int) -> Iterator[Repair]:
    for repair in repairs:
        if start <= repair.start and repair.end <= end:
            yield replace(repair, start=repair.start - start, end=repair.end - start)


def _vote(
    doubt: Doubt, options: Sequence[_Option], known: _Lines
) -> tuple[Repair | None, Sequence[Place]]:
    """The one candidate that other lines have in the place of ``doubt``, and these lines."""
    votes: dict[str, tuple[_Option, list[Place]]] = {}
    for option in options:
        lines = known.get(option.key, {})
        places = [p for line, at in lines.items() if _has(line, option) for p in at]
        if places:
            votes.setdefault(option.text, (option, places))
    if len(votes) != 1:
        return None, ()
    ((option, places),) = votes.values()
    text, steps = option.candidate.text, option.candidate.steps
    repair = Repair(doubt.start, doubt.end, doubt.before, text, steps, ODDS)
    return (repair if repair.is_proven else None), places


def _has(line: str, option: _Option) -> bool:
    """Whether the candidate stands in ``line`` behind the same words."""
    start = line.find(option.text)
    while start >= 0:
        if _words(line[:start]) == option.before:
            return True
        start = line.find(option.text, start + 1)
    return False
