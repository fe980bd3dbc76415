"""Values that must be different from each other, and values that must be there elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mergemend.late import late
from mergemend.model import Json
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.kind import Slot
from mergemend.statusdocs.record import Verdict

REFERENCE = "kind-reference"

_INDEX = late(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True)
class _Use:
    slot: Slot
    path: str
    value: str
    at: Text


@dataclass(frozen=True, slots=True)
class Uses:
    """The values of a record whose slots are ``unique`` or ``refers`` to others."""

    found: list[_Use] = field(default_factory=list)

    def add(self, slot: Slot, pointer: str, value: Json, at: Text) -> None:
        """Remember a value, if its slot asks for that."""
        if slot.unique or slot.refers:
            self.found.append(_Use(slot, _INDEX.sub("", pointer), _word(value), at))

    def verdicts(self, values: Mapping[str, Json]) -> Iterator[Verdict]:
        """What is there twice, and what is missing where it is referred to."""
        first: dict[tuple[str, str], Text] = {}
        for use in self.found:
            if use.slot.unique:
                before = first.setdefault((use.path, use.value), use.at)
                if before is not use.at:
                    message = f"{use.slot.key}: {use.at.plain!r} is in line {before.line + 1} too"
                    yield Verdict(REFERENCE, use.at, message)
            if use.slot.refers:
                known = {_word(value) for value in _at(values, use.slot.refers)}
                if use.value not in known:
                    path = ".".join(use.slot.refers)
                    message = f"{use.slot.key}: {use.at.plain!r} is none of {path}"
                    yield Verdict(REFERENCE, use.at, message)


def _word(value: Json) -> str:
    if isinstance(value, Mapping):
        value = value.get("text")
    return str(value).casefold()


def _at(value: Json, path: Sequence[str]) -> Iterator[Json]:
    """The values at a path; lists on the way stand for all that is in them."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _at(inner, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _at(value[path[0]], path[1:])
