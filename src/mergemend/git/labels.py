"""What git writes behind a marker, taken apart: `xmerge.c`, `merge-ort.c`, `sequencer.c` of git."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mergemend.model import decode, encode

_SHA = re.compile(
    r"(?P<parent>parent of )?(?P<sha>[0-9a-f]{4,64})"
    r"(?:(?:\.\.\.)? \((?P<subject>.*)\)|\.\.\. (?P<older>.*))?(?::(?P<path>.+))?",
    re.DOTALL,
)
# HEAD; what a stash was applied to; and what `git checkout --merge` calls it
_HEAD = re.compile(r"(?:HEAD|Updated upstream|ours)(?::(?P<path>.+))?", re.DOTALL)
_BRANCH = re.compile(r"(?P<name>[^\s:]+):(?P<path>\S.*)", re.DOTALL)  # no branch has a colon


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it names and, where git found the file elsewhere on that side, its path there.

    One of ``sha`` (perhaps short; with ``of_parent`` its first parent is meant) and ``name`` is
    set; ``is_head`` says that the side was the branch merged into.
    """

    text: str
    sha: str | None = None
    subject: str | None = None
    of_parent: bool = False
    name: str | None = None
    is_head: bool = False
    path: str | None = None

    @property
    def is_stash(self) -> bool:
        """Whether the side is what `git stash` had put away."""
        return self.name == "Stashed changes"


def parse_label(text: str) -> Label:
    """Take a label apart; anything is a name."""
    if head := _HEAD.fullmatch(text):
        return Label(text, name="HEAD", is_head=True, path=head["path"])
    sha = _SHA.fullmatch(text)
    if sha is None:
        branch = _BRANCH.fullmatch(text)
        return (
            Label(text, name=branch["name"], path=branch["path"])
            if branch
            else Label(text, name=text)
        )
    subject = sha["subject"] if sha["subject"] is not None else sha["older"]
    return Label(text, sha["sha"], subject, sha["parent"] is not None, path=sha["path"])


def skeleton(text: str) -> str:
    """The ASCII of a text: what is left of a label or subject when the rest is garbled."""
    return decode(bytes(b for b in encode(text) if b < 128))
