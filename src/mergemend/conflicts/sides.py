"""The sides of conflicts as data: what a label stands for, who wrote that, and when."""

from __future__ import annotations

from collections.abc import Iterable

from mergemend.conflicts.decide import name
from mergemend.evidence import Commit, Side
from mergemend.model import Json


def side_data(side: Side) -> dict[str, Json]:
    """A side: its label, how that was resolved, and the commits that it leads to."""
    return {
        "label": side.label,
        "resolved": str(side.rung),
        "why": side.why,
        "commit": commit_data(side.commit),
        "last_touch": commit_data(side.touch),
    }


def named_sides(sides: Iterable[Side]) -> list[Json]:
    """Different sides, each with the name that decisions call it by."""
    found = {name(side): side for side in sides}
    return [{"name": called, **side_data(side)} for called, side in found.items()]


def commit_data(commit: Commit | None) -> Json:
    """A commit's metadata, None without one."""
    if commit is None:
        return None
    return {
        "sha": commit.sha,
        "subject": commit.subject,
        "author": commit.author,
        "author_date": commit.authored.isoformat(),
        "committer_date": commit.committed.isoformat(),
    }
