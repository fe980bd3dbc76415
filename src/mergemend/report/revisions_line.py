"""The revisions that conflicts hold, on a line of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from mergemend.report.html import element, joined
from mergemend.report.page import tag
from mergemend.report.text import one_line
from mergemend.words import count


@dataclass(frozen=True, slots=True)
class Told:
    """A revision: what it is called, the commit that wrote it, and what became of it."""

    label: str
    commit: Mapping[str, Any] | None
    date: datetime | None
    notes: tuple[str, ...]
    is_taken: bool
    text: object = None  # equal for those that hold the same text


def revisions_line(explained: Mapping[str, Any]) -> Markup:
    """All revisions of a file in the order of their dates, those without one apart.

    ``explained`` is what `mergemend.report.explain.explain_data` gives. The date is that which
    counts: of the author, or of the committer.
    """
    found = list(told(explained))
    if not found:
        return Markup("")
    dated = [one for one in found if one.date is not None]
    dated.sort(key=lambda one: one.date.timestamp() if one.date else 0)
    unknown = [one for one in found if one.date is None]
    newest = _newest(dated)
    return joined(
        [
            _list(dated, newest, "line-of-time") if dated else Markup(""),
            element("p", "Of these the date is unknown:", class_="soft") if unknown else Markup(""),
            _list(unknown, None, "line-of-time unknown") if unknown else Markup(""),
        ]
    )


def told(explained: Mapping[str, Any]) -> Iterator[Told]:
    """The revisions; what history took counts where it was asked and knew."""
    key = f"{explained['date']}_date"
    history = explained["history"]
    if history is not None:
        yield from _of_history(history["choices"], key)
        return
    for stack in explained["stacks"]:
        for revision in stack["revisions"]:
            touch = revision["last_touch"]
            taken = revision["chosen"] and stack["decision"]["decided"]
            text = frozenset({revision["number"], *revision["equal_to"]})
            notes = tuple(_notes(revision))
            yield Told(revision["label"], touch, _date(touch, key), notes, taken, text)


def _of_history(choices: Sequence[Mapping[str, Any]], key: str) -> Iterator[Told]:
    seen: set[tuple[str, str | None]] = set()
    taken = [(choice["taken"], True) for choice in choices]
    discarded = [(side, False) for choice in choices for side in choice["discarded"]]
    for side, is_taken in (*taken, *discarded):
        touch = side["last_touch"]
        name = side["label"], touch["sha"] if touch else None
        if name not in seen:
            seen.add(name)
            yield Told(side["label"], touch, _date(touch, key), (side["why"],), is_taken)


def _date(commit: Mapping[str, Any] | None, key: str) -> datetime | None:
    return None if commit is None else datetime.fromisoformat(commit[key])


def _notes(revision: Mapping[str, Any]) -> Iterator[str]:
    yield count(revision["lines"], "line")
    if not revision["whole"]:
        yield "not whole: it has markers of a layer that it was never a side of"
    if revision["equal_to"]:
        yield "another one holds the same text"
    if revision["held_by"]:
        yield f"byte for byte in {revision['held_by'][:10]}"


def _newest(dated: Sequence[Told]) -> datetime | None:
    """The latest date; None where several commits have it and not all hold the same text."""
    if not dated or dated[-1].date is None:
        return None
    last = dated[-1].date
    latest = [one for one in dated if one.date == last]
    commits = {one.commit["sha"] for one in latest if one.commit}
    texts = {one.text for one in latest}
    return last if len(commits) == 1 or (len(texts) == 1 and None not in texts) else None


def _list(found: Sequence[Told], newest: datetime | None, kind: str) -> Markup:
    items = [_item(one, is_newest=newest is not None and one.date == newest) for one in found]
    return element("ol", joined(items), class_=kind)


def _item(one: Told, *, is_newest: bool) -> Markup:
    when = (
        element("time", f"{one.date:%Y-%m-%d %H:%M %z}", datetime=one.date.isoformat())
        if one.date
        else element("span", "unknown")
    )
    who = "nobody known" if one.commit is None else one_line(one.commit["author"], 40)
    marks = [tag("newest", "good")] * is_newest + [tag("taken", "good")] * one.is_taken
    subject = None if one.commit is None else one_line(one.commit["subject"])
    sha = "" if one.commit is None else f"{one.commit['sha'][:10]}: "
    notes = "; ".join(one.notes)
    return element(
        "li",
        when,
        " ",
        element("strong", who),
        " ",
        joined(marks, " "),
        element("span", one_line(one.label) or "(no label)", class_="note"),
        element("span", f"{sha}{subject}", class_="note") if subject is not None else None,
        element("span", notes, class_="note") if notes else None,
        class_="taken" if one.is_taken else None,
    )
