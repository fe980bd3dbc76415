"""What the user chose for garbled places, and the proof that it can have been that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from mergemend.model import ChoiceError, Choices
from mergemend.mojibake.garble import CODECS, Kind, Step, Then, garble_by
from mergemend.mojibake.past import is_text
from mergemend.mojibake.repair import Candidate, Doubt, Mended, Repair

# So many places and candidates are named in messages.
_NAMED = 8


def choose(path: str, mended: Mapping[int, Mended], choices: Choices) -> dict[int, Mended]:
    """The lines of ``mended`` that ``choices`` are for, with these in them.

    A text counts if garbling it by known steps gives what stands in the line, or if it is what
    stands there: that place was never garbled. A line of which all places are chosen or were
    settled anyway has repairs, another one keeps its doubts. Raises `ChoiceError`.
    """
    made: defaultdict[int, dict[int, Repair | None]] = defaultdict(dict)
    for (line, column), text in choices.items():
        place = _place(path, mended, line, column)
        where = f"{path}:{line}:{place.start + 1}"
        if place.start in made[line - 1]:
            raise ChoiceError(f"{where}: two texts for one place; give one")
        made[line - 1][place.start] = _repair(where, place, text) if text != place.before else None
    done = {number: _with(mended[number], repairs) for number, repairs in made.items()}
    for number, found in done.items():
        if not found.doubts and not found.repairs:
            raise ChoiceError(
                f"{path}:{number + 1}: nothing of the line would change; to keep it for good, put"
                " `mergemend: off mojibake` above it, or the text into `allow` in the settings"
            )
    return done


def _place(path: str, mended: Mapping[int, Mended], line: int, column: int | None) -> Doubt:
    found = mended.get(line - 1)
    if found is None:
        raise ChoiceError(f"{path}:{line}: no garbled text to choose for; {_open(mended)}")
    places = _places(found)
    if column is None:
        places = found.doubts or places
    else:
        places = [place for place in places if place.start + 1 == column]
    if len(places) == 1 or (places and column is not None):
        return places[0]
    columns = [place.start + 1 for place in sorted(_places(found), key=lambda p: p.start)]
    names = " or ".join(f"{line}:{number}" for number in columns[:_NAMED])
    what = f"{path}:{line}" if column is None else f"{path}:{line}:{column}"
    why = "several garbled places" if column is None else "no garbled place starts there"
    raise ChoiceError(f"{what}: {why}; choose for {names}")


def _places(found: Mended) -> Sequence[Doubt]:
    settled = (
        Doubt(r.start, r.end, r.before, (Candidate(r.after, r.odds, r.steps),))
        for r in (*found.repairs, *found.settled)
    )
    return (*found.doubts, *settled)


def _open(mended: Mapping[int, Mended]) -> str:
    names = [
        f"{number + 1}:{doubt.start + 1}"
        for number, found in sorted(mended.items())
        for doubt in found.doubts
    ]
    if not names:
        return "nothing is open in this file"
    more = len(names) - _NAMED
    return f"open places: {', '.join(names[:_NAMED])}" + (f" and {more} more" if more > 0 else "")


def _repair(where: str, place: Doubt, text: str) -> Repair:
    for one in place.candidates:
        repair = _chosen(place, one.text, one.steps, one.odds)
        if one.text == text and repair.is_proven:
            return repair
    steps = _explain(place, text)
    if steps is None:
        names = [f"{one.text!r} ({one.odds:.2f})" for one in place.candidates[:_NAMED]]
        more = len(place.candidates) - _NAMED
        can = f"it can be {' or '.join(names)}" if names else "nothing known does; edit it by hand"
        raise ChoiceError(
            f"{where}: {text!r} does not garble to {place.before!r}; {can}"
            + (f" or {more} more" if more > 0 else "")
        )
    return _chosen(place, text, steps, 0.0)


def _chosen(place: Doubt, text: str, steps: tuple[Step, ...], odds: float) -> Repair:
    return Repair(place.start, place.end, place.before, text, steps, odds, chosen=True)


def _explain(place: Doubt, text: str) -> tuple[Step, ...] | None:
    """Steps that turn ``text`` into what stands at ``place``, those of its candidates first."""
    if not is_text(text):
        return None
    own = dict.fromkeys(one.steps for one in place.candidates)
    return next(
        (steps for steps in (*own, *_known_steps()) if garble_by(text, steps) == place.before), None
    )


@cache
def _known_steps() -> tuple[tuple[Step, ...], ...]:
    return tuple((Step(c, kind, then),) for then in Then for kind in Kind for c in CODECS)


def _with(found: Mended, chosen: Mapping[int, Repair | None]) -> Mended:
    doubts = tuple(doubt for doubt in found.doubts if doubt.start not in chosen)
    rest = (r for r in (*found.repairs, *found.settled) if r.start not in chosen)
    repairs = tuple(sorted((*rest, *filter(None, chosen.values()))))
    return Mended(doubts=doubts, settled=repairs) if doubts else Mended(repairs)
