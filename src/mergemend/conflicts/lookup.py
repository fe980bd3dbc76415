"""Finds a revision in a file's stacks by what its marker says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mergemend.conflicts.answers import StackReport, side_of
from mergemend.conflicts.check import ConflictReport
from mergemend.conflicts.revisions import Stack
from mergemend.evidence import Side
from mergemend.model import Document

_SHORTEST_SHA = 4  # git takes no shorter name of an object


class LookupFailedError(LookupError):
    """No revision has the label, or several with different texts have; the message says which."""


def find_revision(document: Document, report: ConflictReport, label: str) -> tuple[bytes, bool]:
    """The whole file as the revision ``label`` has it, and whether it is free of markers.

    ``label`` is a marker's label, its first word, or the start of the sha of the side's commit.
    Stacks without that label stay as they are. Raises `LookupFailedError`.
    """
    choices: list[tuple[Stack, Sequence[bytes]]] = []
    whole = True
    for stack in report.stacks:
        found = dict(_matching(stack, label))
        if len(found) > 1 and stack.agreed and stack.decision.texts in found:
            found = {stack.decision.texts: found[stack.decision.texts]}
        if len(found) > 1:
            raise LookupFailedError(
                f"{len(found)} different texts go by {label!r}; `mergemend explain` shows them"
            )
        for texts, is_whole in found.items():
            choices.append((stack.stack, texts))
            whole = whole and is_whole
    if not choices:
        raise LookupFailedError(f"no revision goes by {label!r}; there are {_labels(report)}")
    return report.with_texts(document, choices), whole


def _matching(report: StackReport, label: str) -> Iterator[tuple[tuple[bytes, ...], bool]]:
    for stack in report.readings:
        for revision in stack.revisions:
            side = side_of(report.known, revision.path[revision.principal])
            if _goes_by(side, label):
                yield revision.texts, revision.whole


def _goes_by(side: Side, label: str) -> bool:
    if label in (side.label, side.label.split(" ")[0].removesuffix("...")):
        return True
    shas = [commit.sha for commit in (side.commit, side.touch) if commit is not None]
    return len(label) >= _SHORTEST_SHA and any(sha.startswith(label) for sha in shas)


def _labels(report: ConflictReport) -> str:
    labels = [
        side_of(stack.known, revision.path[revision.principal]).label
        for stack in report.stacks
        for revision in stack.stack.revisions
    ]
    return ", ".join(repr(label) for label in dict.fromkeys(labels)) or "none in this file"
