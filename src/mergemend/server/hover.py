"""What is known of a conflict or of a garbled line, for who points at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from mergemend.conflicts.decide import show
from mergemend.decisions import candidates_of
from mergemend.model import Finding, Json
from mergemend.mojibake.accidents import Accidents
from mergemend.report.accidents import accident_lines
from mergemend.report.terminal import printable, shorten
from mergemend.server.diagnostics import is_conflict, lines_of, listed

Escape = Callable[[str], str]

# what means something to CommonMark or GFM within a line, also as part of a link; `$` to VS Code
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$]|:(?=/)|(?<=www)\.)", re.IGNORECASE)
_MOST = 8  # candidates, reasons, sides
_WIDTH = 200


def in_markdown(text: str) -> str:
    """Text of a document or a commit as Markdown that shows just that, within a line.

    An address of mail can become a link to it: nothing in GFM prevents that.
    """
    return _SPECIAL.sub(r"\\\1", in_plain_text(text))


def in_plain_text(text: str) -> str:
    """The same where a client shows no Markdown."""
    return shorten(printable(text), _WIDTH)


def is_explained(finding: Finding) -> bool:
    """Whether there is more to say of a finding than its message."""
    return is_conflict(finding) or is_garbled(finding)


def is_garbled(finding: Finding) -> bool:
    """Whether it is about garbled text."""
    return finding.rule.startswith("mojibake")


def hover_text(finding: Finding, garbled: Accidents | None, escape: Escape) -> str:
    """The message, what was chosen, why and how sure; the commits behind it.

    ``garbled`` are the commits that garbled the line, where that was asked.
    """
    parts = [
        [escape(finding.message)],
        list(_choice(finding, escape)),
        list(_sides(finding, escape)),
        list(_places(finding, escape)),
        list(_commits(finding, garbled, escape)) if garbled else [],
    ]
    return "\n\n".join("\n".join(_as_list(part)) for part in parts if part)


def _as_list(lines: list[str]) -> list[str]:
    return lines if len(lines) == 1 else [f"- {line}" for line in lines]


def _choice(finding: Finding, escape: Escape) -> Iterator[str]:
    evidence = finding.evidence
    if isinstance(chosen := evidence.get("chosen"), str):
        yield f"{'taken' if finding.edits else 'would be taken'}: {escape(chosen)}"
    for reason in listed(evidence.get("reasons"))[:_MOST]:
        yield f"why: {escape(str(reason))}"
    if grade := evidence.get("grade") or finding.safety:
        odds = evidence.get("odds")
        yield f"how sure: {escape(str(grade))}" + (f", {escape(str(odds))}" if odds else "")
    if discarded := listed(evidence.get("discarded")):
        yield f"discarded: {escape(', '.join(map(str, discarded)))}"
    if isinstance(held := evidence.get("held_by"), str):
        yield f"byte for byte in {escape(held[:10])}"
    if isinstance(source := evidence.get("source"), str) and source != "text":
        yield f"known from: {escape(source)}"
    if isinstance(codec := evidence.get("codec"), str):
        yield f"read as: {escape(codec)}"


def _sides(finding: Finding, escape: Escape) -> Iterator[str]:
    """For each side the commit that last touched the file, and how its label was resolved."""
    for side in listed(finding.evidence.get("sides"))[:_MOST]:
        if isinstance(side, Mapping):
            label = escape(str(side.get("name") or side.get("label") or "no label"))
            commit = side.get("last_touch")
            how = escape(f"{side.get('resolved')}: {side.get('why')}")
            facts = f"{_commit(commit, escape)}; " if isinstance(commit, Mapping) else ""
            yield f"side {label}: {facts}{how}"


def _commit(commit: Mapping[str, Json], escape: Escape) -> str:
    words = (
        str(commit["sha"])[:10],
        show(datetime.fromisoformat(str(commit["author_date"]))),
        str(commit["author"]),
        str(commit["subject"]),
    )
    return ", ".join(map(escape, words))


def _places(finding: Finding, escape: Escape) -> Iterator[str]:
    """For each garbled place what it is, or what it can have been, with the odds."""
    for place in listed(finding.evidence.get("places")):
        if not isinstance(place, Mapping):
            continue
        before = escape(str(place.get("before")))
        if (after := place.get("after")) is not None:
            yield f"column {place.get('column')}: {before} is {escape(str(after))}"
        candidates = candidates_of(place)
        if candidates:
            names = (f"{escape(text)} ({odds:.2f})" for text, odds in candidates[:_MOST])
            yield f"column {place.get('column')}: {before} can be {', '.join(names)}"


def _commits(finding: Finding, garbled: Accidents, escape: Escape) -> Iterator[str]:
    """What garbled the lines of a finding."""
    first, last = lines_of(finding)
    lines = {*range(first, last + 1)}
    here = Accidents(
        tuple(line for line in garbled.lines if line in lines),
        tuple(one for one in garbled.known if lines.intersection(one.lines)),
        {why: found for why, found in garbled.unknown.items() if lines.intersection(found)},
    )
    for line in [*accident_lines(here)][1:]:
        yield escape(line.strip())
