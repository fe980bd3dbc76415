"""When lines were garbled: follows them down the versions of their file.

A line came in with the latest commit that has it more often than each of its parents. If a line of
a parent, garbled by some steps, is the line, that commit garbled it; the parent's line is followed
in the same way, for it can be garbled as well. If the commit only edited a line that was garbled
already, the one before the edit is followed. Else the commit added the line garbled as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, islice, product

from mergemend.evidence import Commit, Held
from mergemend.model import Document, encode
from mergemend.mojibake.check import check
from mergemend.mojibake.harm import Harm, Steps, align, harms, lines_of
from mergemend.mojibake.past import pair_by
from mergemend.mojibake.repair import Repair
from mergemend.mojibake.suspects import RUN

# An edit leaves this much of a line; with less it counts as another line.
_SAME_LINE = 0.5

_SIDES = 3  # of a merge in progress, in the index: base, ours and theirs

_MOST_COMPARED = 50  # lines that have the garbled characters of an edited one


class Start(StrEnum):
    """How a garbled line began."""

    INTACT = "intact"
    GARBLED = "garbled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Damage:
    """A line of a file and the commit that garbled it; None stands for the work tree."""

    commit: Commit | None
    harm: Harm


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a garbled line comes from: line ``number``, counted from 0, of today's text.

    ``damages`` are the commits that garbled it, the latest first. ``edited`` says that the line was
    changed after the first of them. Where it ``start``ed garbled ``added`` is the commit that
    brought it in (None: the work tree), and ``why`` says why the start is unknown.
    """

    number: int
    text: str
    damages: tuple[Damage, ...] = ()
    edited: bool = False
    start: Start = Start.UNKNOWN
    added: Commit | None = None
    why: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it is known which line it was."""
        return bool(self.damages) and all(damage.harm.sure for damage in self.damages)

    @property
    def undone(self) -> tuple[Repair, ...]:
        """The repairs that make the line what it was before all damage, with their proof.

        None if that is unknown, or the line was changed since. What looked garbled when it was
        added, on purpose or not, does so again.
        """
        if self.start is Start.UNKNOWN or self.edited or not self.is_sure:
            return ()
        truth = self.damages[-1].harm.before
        ways: list[Steps] = [()]
        for damage in reversed(self.damages):
            new = damage.harm.ways
            ways += [*new, *(one + other for one, other in product(ways, new) if one)]
        return pair_by(self.text, truth, [steps for steps in ways if steps])


def garbled_lines(document: Document, skip: Collection[int] = ()) -> frozenset[int]:
    """The lines, counted from 0, that look garbled by themselves; none of ``skip``."""
    return frozenset(finding.line - 1 for finding in check(document, skip=skip))


def trace(
    document: Document,
    numbers: Collection[int],
    versions: Iterable[Held],
    staged: Iterable[bytes] = (),
) -> tuple[Trace, ...]:
    """Where the lines ``numbers`` of ``document``, counted from 0, come from.

    ``versions`` are those of the file, the latest first, and are read no further than needed.
    ``staged`` begins with what the index holds: the file before its first commit, or the sides of a
    merge in progress.
    """
    lines = lines_of(document.data)
    tracer = _Tracer(document, [_Open(number, lines[number]) for number in sorted(numbers)])
    if tracer.open:
        for stage in _stages(document.data, versions, staged):
            tracer.pass_(stage)
            if not tracer.open:
                break
    tracer.close_all()
    return tuple(sorted(tracer.closed, key=lambda found: found.number))


@dataclass
class _Open:
    """A line on its way down: as which text it is followed now."""

    number: int
    text: str
    damages: list[Damage] = field(default_factory=list)
    edited: bool = False


@dataclass(frozen=True)
class _Stage:
    """A text of the file, and what it was made of; ``commit`` is None for the work tree."""

    commit: Commit | None
    data: bytes
    before: tuple[bytes, ...]
    cut: bool

    @cached_property
    def lines(self) -> list[str]:
        return lines_of(self.data)

    @cached_property
    def more(self) -> Counter[bytes]:
        """How many of each line there are."""
        return _counts(self.data)

    @cached_property
    def fewer(self) -> list[Counter[bytes]]:
        return [_counts(data) for data in self.before]

    def brings(self, line: bytes) -> bool:
        """Whether the line came in here."""
        most = max((counts[line] for counts in self.fewer), default=0)
        return self.more[line] > most

    @cached_property
    def places(self) -> Mapping[str, frozenset[int]]:
        """Where each line stands."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, line in enumerate(self.lines):
            found[line].add(number)
        return {line: frozenset(numbers) for line, numbers in found.items()}

    def harms(self, lines: Collection[str]) -> Mapping[str, Sequence[tuple[int, Harm]]]:
        """How each of ``lines`` was garbled here: where it stands, and what it was."""
        found: defaultdict[str, list[tuple[int, Harm]]] = defaultdict(list)
        for data in self.before:
            for number, harm in harms(data, self.data, lines).items():
                found[harm.after].append((number, harm))
        return found

    def line_before(self, line: str) -> str | None:
        """The line that was edited here: the one in its place, or else the one most like it.

        It has the same garbled characters.
        """
        run = max(RUN.findall(line), key=len, default="")
        texts = [lines_of(data) for data in self.before if run]
        for lines in texts:
            for first, second in align(lines, self.lines):
                if self.lines[second] == line and run in lines[first] and lines[first] != line:
                    return lines[first] if _likeness(line, lines[first]) else None
        found = [other for lines in texts for other in lines if run in other and other != line]
        best = max(((_likeness(line, o), o) for o in found[:_MOST_COMPARED]), default=(0.0, ""))
        return best[1] if best[0] else None


def _counts(data: bytes) -> Counter[bytes]:
    return Counter(data.replace(b"\r\n", b"\n").split(b"\n"))


def _stages(data: bytes, versions: Iterable[Held], staged: Iterable[bytes]) -> Iterator[_Stage]:
    committed = iter(versions)
    first = next(committed, None)
    if first is None or first.data != data:
        texts = tuple(chain(() if first is None else [first.data], islice(staged, _SIDES)))
        if texts:
            yield _Stage(None, data, texts, cut=False)
    if first is None:
        return
    for held in chain([first], committed):
        before = tuple(text for text in held.before if text is not None)
        yield _Stage(held.commit, held.data, before, held.cut)


@dataclass
class _Tracer:
    document: Document
    open: list[_Open]
    closed: list[Trace] = field(default_factory=list)
    passed: int = 0

    def pass_(self, stage: _Stage) -> None:
        """Follow the lines through one text, to what they were before it."""
        self.passed += 1
        came = [line for line in self.open if stage.brings(encode(line.text))]
        found = stage.harms({line.text for line in came}) if came else {}
        for line in came:
            self._follow(line, stage, found.get(line.text, ()))

    def _follow(self, line: _Open, stage: _Stage, harms: Sequence[tuple[int, Harm]]) -> None:
        if stage.cut:
            sha = stage.commit.sha[:10] if stage.commit else ""
            self._close(line, Start.UNKNOWN, why=f"git does not have what was before {sha}")
            return
        found = self._harm(line, stage, harms)
        if isinstance(found, Harm):
            line.damages.append(Damage(stage.commit, found))
            line.text = found.before
            if not _looks_garbled(found.before):
                self._close(line, Start.INTACT)
        elif found is not None:
            self._close(line, Start.UNKNOWN, why=found)
        elif (before := stage.line_before(line.text)) is not None and _looks_garbled(before):
            line.edited = line.edited or not line.damages
            line.text = before
        else:
            self._close(line, Start.GARBLED, added=stage.commit)

    def _harm(
        self, line: _Open, stage: _Stage, fitting: Sequence[tuple[int, Harm]]
    ) -> Harm | str | None:
        """What garbled the line here; if that cannot be told, a sentence that says so."""
        if not fitting:
            return None
        places = {number for number, _ in fitting}
        if len({harm.before for _, harm in fitting}) > 1 or places != stage.places[line.text]:
            place = self._place(line, stage)
            fitting = [(number, harm) for number, harm in fitting if number == place]
        if not fitting:
            return "the same line stands in several places, and only some of them were garbled"
        return fitting[0][1]

    def _place(self, line: _Open, stage: _Stage) -> int | None:
        """Which line of a text is the line of the document."""
        now = lines_of(self.document.data)
        places = {second: first for first, second in align(stage.lines, now)}
        return places.get(line.number)

    def close_all(self) -> None:
        """The versions have come to their end."""
        why = "it is older than all versions that were read"
        if not self.passed:
            why = "git knows no earlier version of the file"
        for line in list(self.open):
            self._close(line, Start.UNKNOWN, why=why)

    def _close(
        self, line: _Open, start: Start, *, added: Commit | None = None, why: str = ""
    ) -> None:
        text = lines_of(self.document.data)[line.number]
        damages = tuple(line.damages)
        self.closed.append(Trace(line.number, text, damages, line.edited, start, added, why))
        self.open.remove(line)


def _likeness(one: str, other: str) -> float:
    """How much two lines have in common; 0 if they are not the same line, edited."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _SAME_LINE:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= _SAME_LINE else 0


@lru_cache(maxsize=4096)
def _looks_garbled(line: str) -> bool:
    return bool(garbled_lines(Document("", encode(line))))
