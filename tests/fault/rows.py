"""What is tried: the rows of the table in docs/faults.md that are about single calls."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass

from fault.rig import Call, Fault

# every call, whatever a row says
EVERY = bool(os.environ.get("FAULT_EVERY"))


@dataclass(frozen=True)
class Row:
    """A kind of fault, the job that it comes in, and at which of its calls: each ``stride``-th."""

    job: str
    name: str
    how: str
    stride: int
    error: int = 0
    group: bool = False

    def faults(self, calls: tuple[Call, ...]) -> Iterable[Fault]:
        """The faults to try, when a run without one makes these ``calls``."""
        numbers = range(1, len(calls) + 1)
        if self.how == "kill-half":
            numbers = [n for n in numbers if "write" in calls[n - 1].name]  # type: ignore[assignment]
        for number in numbers[:: 1 if EVERY else self.stride]:
            yield Fault(self.how, number, self.error, self.group)


def _of(job: str, *, often: int, seldom: int) -> list[Row]:
    kills = [
        Row(job, "killed before a call", "kill-before", often),
        Row(job, "killed behind a call", "kill-after", seldom),
        Row(job, "killed amid a write", "kill-half", often),
        Row(
            job,
            "killed before a call, with all of its processes",
            "kill-before",
            seldom,
            group=True,
        ),
        Row(job, "killed amid a write, with all of its processes", "kill-half", seldom, group=True),
        Row(job, "interrupted by Ctrl-C before a call", "int-before", seldom, group=True),
        Row(job, "terminated before a call", "term-before", seldom, group=True),
    ]
    errors = [
        Row(
            job,
            f"{words} ({errno.errorcode[number]}){from_on * ', from then on'}",
            "fail-on" if from_on else "fail",
            seldom,
            number,
        )
        for words, number, from_on in (
            ("disk full", errno.ENOSPC, False),
            ("disk full", errno.ENOSPC, True),
            ("input/output error", errno.EIO, False),
            ("input/output error", errno.EIO, True),
            ("no permission", errno.EACCES, False),
            ("quota used up", errno.EDQUOT, True),
            ("file system read-only", errno.EROFS, True),
        )
    ]
    return kills + errors


FIX = "fix --all"
UNDO = "undo"
LINK = "fix, through a symbolic link"
ALONE = "fix --all, without git"
TEMPORARY = "fix --all, in the folder for temporary files"
JOBS = [FIX, UNDO, LINK, ALONE, TEMPORARY]
# no stride shares a factor with the number of calls that a file takes, and none is even: what is
# done after a fault goes by turns
ROWS = [
    *_of(FIX, often=3, seldom=17),
    *_of(UNDO, often=7, seldom=29),
    *_of(ALONE, often=11, seldom=43),
    *_of(LINK, often=9, seldom=21),
    *_of(TEMPORARY, often=17, seldom=37),
]
NAMES = [(row.job, row.name) for row in ROWS]
