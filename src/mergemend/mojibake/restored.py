"""Gives lines back what they were before the commit that garbled them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mergemend.edits import apply
from mergemend.evidence import Commit, Evidence
from mergemend.model import Document, Edit, Finding, Json, Safety, Severity, Span, encode
from mergemend.mojibake.check import (
    RULE,
    RULE_LOSSY,
    Source,
    check,
    edit_for,
    place_data,
    shown,
)
from mergemend.mojibake.harm import lines_of
from mergemend.mojibake.repair import Repair
from mergemend.mojibake.trace import Damage, Trace, trace


def _any_commit(_: Commit | None) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class History:
    """What history is asked to give back in one file.

    ``hurt`` are lines that commits are known to have garbled, also where they do not look it.
    Damage counts if it is by a commit that ``blamed`` accepts (None: the work tree). ``alone`` says
    that nothing else is mended in the file.
    """

    hurt: frozenset[str] = frozenset()
    blamed: Callable[[Commit | None], bool] = _any_commit
    alone: bool = False

    def findings(
        self, document: Document, evidence: Evidence, skip: Collection[int]
    ) -> tuple[Finding, ...]:
        """A finding for each line that history gives back, and for those changed since.

        Findings of ``mojibake`` have edits and are proven, as those of `check` are; those of
        ``mojibake-lossy`` have none. ``skip`` are lines, counted from 0, not to look at.
        """
        by_text = self._by_text(document, skip)
        hurt = (n for n, line in enumerate(lines_of(document.data)) if line in self.hurt)
        numbers = {*by_text, *hurt} - {*skip}
        if not numbers:
            return ()
        found = trace(document, numbers, evidence.versions(), evidence.earlier())
        traces = [t for t in found if any(self.blamed(damage.commit) for damage in t.damages)]
        return tuple(self._tell(document, traces, by_text))

    def _by_text(
        self, document: Document, skip: Collection[int]
    ) -> Mapping[int, tuple[Finding, ...]]:
        """What the text says by itself about each line."""
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        for finding in check(document, skip=skip):
            found[finding.line - 1].append(finding)
        return {number: tuple(findings) for number, findings in found.items()}

    def _tell(
        self,
        document: Document,
        traces: Iterable[Trace],
        by_text: Mapping[int, tuple[Finding, ...]],
    ) -> Iterator[Finding]:
        for line in traces:
            text_alone = by_text.get(line.number, ())
            repairs = line.undone
            if repairs:
                yield _restored(document, line, repairs, _disagrees(document, line, text_alone))
            else:
                yield _left(document, line)


def _disagrees(document: Document, line: Trace, text_alone: Iterable[Finding]) -> str | None:
    """What the line would be by its text alone, if that is all of it, and not what it was."""
    findings = tuple(text_alone)
    if not findings or any(not finding.edits for finding in findings):
        return None
    span = document.span_of_lines(line.number, line.number + 1)
    edits = (edit for finding in findings for edit in finding.edits)
    moved = [
        Edit(Span(edit.span.start - span.start, edit.span.end - span.start), edit.new)
        for edit in edits
    ]
    (text,) = lines_of(apply(encode(line.text), moved))
    return None if text == line.damages[-1].harm.before else text


def _restored(
    document: Document, line: Trace, repairs: tuple[Repair, ...], text_alone: str | None
) -> Finding:
    base = document.span_of_lines(line.number, line.number + 1).start
    first = repairs[0]
    other = f"; by itself it would read {shown(text_alone)}" if text_alone is not None else ""
    return Finding(
        path=document.path,
        line=line.number + 1,
        column=first.start + 1,
        rule=RULE,
        severity=Severity.ERROR,
        message=f"garbled text: {shown(first.before)} was {shown(first.after)} "
        f"before {_names(line.damages)}{other}",
        edits=tuple(_edits(base, line.text, repairs)),
        safety=Safety.SAFE,
        evidence={
            "codec": first.steps[-1].codec,
            "damage": first.steps[-1].kind.value,
            "layers": len(first.steps),
            "source": Source.COMMIT.value,
            "places": [place_data(repair) for repair in repairs],
            "commits": commits_data(line.damages),
            **({} if text_alone is None else {"text_alone": text_alone}),
        },
    )


def _edits(base: int, text: str, repairs: Iterable[Repair]) -> Iterator[Edit]:
    return (edit_for(base, text, repair) for repair in repairs)


def _left(document: Document, line: Trace) -> Finding:
    before = line.damages[-1].harm.before
    why = _why_left(line)
    return Finding(
        path=document.path,
        line=line.number + 1,
        column=1,
        rule=RULE_LOSSY,
        severity=Severity.ERROR,
        message=f"garbled text: {shown(before)} before {_names(line.damages)}, but {why}",
        evidence={
            "damage": "changed since" if line.edited else "unsure",
            "candidates": [before],
            "commits": commits_data(line.damages),
        },
    )


def _why_left(line: Trace) -> str:
    if line.edited:
        return "the line was changed since"
    if not line.is_sure:
        return "another line can have become the same"
    return "what it was is not proven"


def _names(damages: Iterable[Damage]) -> str:
    """The commits that did the damage, the first of them first."""
    names = [d.commit.sha[:10] if d.commit else "it was saved" for d in damages]
    return " and ".join(reversed(names))


def commits_data(damages: Iterable[Damage]) -> list[Json]:
    """The commits that did the damage, the latest first; None is the work tree."""
    return [
        None
        if damage.commit is None
        else {
            "sha": damage.commit.sha,
            "subject": damage.commit.subject,
            "author": damage.commit.author,
            "author_date": damage.commit.authored.isoformat(),
        }
        for damage in damages
    ]
