"""What several status documents say together: what is in the way, what is late, what disagrees.

Statements about one ticket are told as one piece of work. What a newer document says comes first,
and what it leaves out is taken from the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.entries import entries
from mergemend.statusdocs.entry import Entry, state_in
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.states import State

_BEGIN = late(r"(?:[\w ]{0,14}: )?(?:start|begin|kick off)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatusDocument:
    """One document: what it says of itself, its work, and what was found in it.

    ``dated`` is the date that it gives itself, else that of its last commit; None if it has none.
    """

    path: str
    kind: str
    title: str
    dated: date | None
    state: State | None
    status: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def read_document(look: Look, findings: Iterable[Finding]) -> StatusDocument:
    """What the board needs of a document, and what the rules have ``findings`` about."""
    outline = look.outline
    title = next((s.title.plain for s in outline.sections[1:]), "")
    own = (f for f in outline.fields if f.name in ("status", "overall status", "current status"))
    status = next(own, None)
    head = outline.sections[2].first if len(outline.sections) > 2 else len(outline.lines)
    said = status.value if status and status.key.line < head else None
    return StatusDocument(
        look.path,
        look.kind.name,
        title or look.path.rpartition("/")[2],
        look.clock.reference,
        state_in(look, said.text) if said else None,
        said.plain if said else "",
        entries(look),
        tuple(findings),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """An entry and the document that has it."""

    document: StatusDocument
    entry: Entry


@dataclass(frozen=True, eq=False)
class Work:
    """One piece of work by all places that state something about it, the newest document first."""

    places: tuple[Place, ...]

    @property
    def first(self) -> Entry:
        """The entry that tells what it is."""
        return self.places[0].entry

    @property
    def title(self) -> str:
        """What it is called."""
        return self.first.title

    @cached_property
    def _newest(self) -> list[Entry]:
        newest = self.places[0].document
        return [place.entry for place in self.places if place.document is newest]

    @cached_property
    def state(self) -> State | None:
        """Its state by the newest document that tells one."""
        return next((p.entry.state for p in self.places if p.entry.state), None)

    @cached_property
    def status(self) -> str:
        """Its status as that document has it."""
        return next((p.entry.status for p in self.places if p.entry.state), self.first.status)

    @cached_property
    def is_closed(self) -> bool:
        """Whether it needs no more work."""
        told = next((p.entry for p in self.places if p.entry.state), self.first)
        return told.is_closed

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Who does it."""
        return next((p.entry.owners for p in self.places if p.entry.owners), ())

    @cached_property
    def due(self) -> date | None:
        """When it is to be done; when it is to be begun only if nothing else is known."""
        dues = [(bool(_BEGIN.match(p.entry.title)), p.entry.due) for p in self.places]
        return next((due for _, due in sorted(dues, key=lambda pair: pair[0]) if due), None)

    @cached_property
    def is_blocker(self) -> bool:
        """Whether the newest document has it among what is in the way."""
        return not self.is_closed and any(entry.is_blocker for entry in self._newest)

    @cached_property
    def is_blocked(self) -> bool:
        """Whether something is in its way."""
        waits = any(entry.waits_for for entry in self._newest)
        return not self.is_closed and (self.state is State.BLOCKED or waits)

    def told(self, name: str) -> str:
        """A text that an entry has under this name, of the first that has it."""
        return next((text for p in self.places if (text := getattr(p.entry, name))), "")

    def is_late(self, now: date | None) -> bool:
        """Whether it should have been done before ``now``."""
        return not self.is_closed and now is not None and self.due is not None and self.due < now


@dataclass(frozen=True)
class Board:
    """All documents, and what is known by them on the day ``now``, which can be unknown.

    ``left`` are the documents that were not read, and why.
    """

    documents: tuple[StatusDocument, ...]
    left: tuple[tuple[str, str], ...]
    now: date | None

    @cached_property
    def work(self) -> tuple[Work, ...]:
        """All work, what is due first before the rest, in the order of the documents."""
        newest = sorted(
            enumerate(self.documents), key=lambda pair: (-_ordinal(pair[1].dated), pair[0])
        )
        found: dict[object, list[Place]] = defaultdict(list)
        for _, document in newest:
            for entry in document.entries:
                is_ticket = entry.thing is not None and entry.thing[1]
                key = entry.thing if is_ticket else (document.path, entry.place)
                found[key].append(Place(document, entry))
        work = [Work(tuple(places)) for places in found.values()]
        return tuple(sorted(work, key=lambda one: one.due or date.max))

    @cached_property
    def blockers(self) -> tuple[tuple[str, tuple[Work, ...]], ...]:
        """What is in the way, by owner: who has to be done first comes first, nobody last."""
        found: defaultdict[str, list[Work]] = defaultdict(list)
        for work in self.work:
            if work.is_blocker:
                for owner in work.owners or ("",):
                    found[owner].append(work)
        order = sorted(
            found, key=lambda owner: (not owner, found[owner][0].due or date.max, owner.lower())
        )
        return tuple((owner, tuple(found[owner])) for owner in order)

    @cached_property
    def blocked(self) -> tuple[Work, ...]:
        """What waits, and is not itself in the way."""
        return tuple(work for work in self.work if work.is_blocked and not work.is_blocker)

    @cached_property
    def late(self) -> tuple[Work, ...]:
        """What should have been done, the oldest first."""
        return tuple(work for work in self.work if work.is_late(self.now))

    @cached_property
    def dated(self) -> tuple[Work, ...]:
        """The work that has a due date, in that order."""
        return tuple(work for work in self.work if work.due)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the documents, the worst first, links behind that."""
        found = [finding for document in self.documents for finding in document.findings]
        order = list(Severity)

        def place(finding: Finding) -> tuple[bool, int, str, int]:
            is_link = finding.rule in ("broken-link", "broken-anchor")  # often many
            return is_link, order.index(finding.severity), finding.path, finding.line

        return tuple(sorted(found, key=place))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
