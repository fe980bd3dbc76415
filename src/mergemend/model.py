"""The words everything else is said in: documents, spans, edits, findings and reports.

Frozen data, standard library only. Texts are bytes; where a reader needs characters they are UTF-8
with ``surrogateescape``, so that turning them back gives the very bytes of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from mergemend.cheap import HEAD
from mergemend.lines import line_starts, split_lines

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

Choices: TypeAlias = "Mapping[tuple[int, int | None], str]"
"""Texts for garbled places, by line and column, both from 1. Without a column the text is for the
only open place of the line."""


class BaselineError(Exception):
    """A baseline that can't be read or written: the message says why, and what can be done."""


class ChoiceError(Exception):
    """A choice that can't be made: the message names the place and what can be chosen."""


class KindError(Exception):
    """A kind that is wrong: the message names the file, the line and what would be right."""


class PlanError(Exception):
    """A plan that is wrong: the message names the file, the line and what would be right."""


class RunError(Exception):
    """A record that can't be read or used; the message says why, and what can be done."""


class UnrecordedError(Exception):
    """A run can't be recorded; nothing was written. The message says why."""


class UnknownKindError(KindError):
    """A name that no kind has; the message says which there are."""


# bytes that git looks at to tell a binary file (buffer_is_binary in xdiff-interface.c)

_PIECE = 1_000_000  # bytes


def is_binary(data: bytes) -> bool:
    """Whether git would call this a binary file: it has a NUL byte near its start."""
    return b"\0" in data[:HEAD]


def is_utf8(data: bytes) -> bool:
    """Whether it is valid UTF-8; in pieces, as an emoji makes four bytes of each character."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes) -> str:
    """Bytes of a file as text that `encode` turns back into the same bytes."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The inverse of `decode`."""
    return text.encode("utf-8", "surrogateescape")


class Severity(StrEnum):
    """How bad a finding is. Errors and warnings fail a run, info never does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Safety(StrEnum):
    """How sure a fix is: proven, chosen by a rule that can be wrong, or little but a guess."""

    SAFE = "safe"
    LIKELY = "likely"
    GUESS = "guess"

    def reaches(self, least: Safety) -> bool:
        """Whether this is at least as sure as ``least``."""
        grades = list(Safety)
        return grades.index(self) <= grades.index(least)


def left_message(grade: Safety, answer: str) -> str:
    """What is said of an answer that is not as sure as it was asked for."""
    return f"left, a {grade} is not sure enough: {answer}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The bytes from ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``new`` in the place of the bytes in ``span``."""

    span: Span
    new: bytes


@dataclass(frozen=True)
class Document:
    """One file: its path as the user named it, and its bytes."""

    path: str
    data: bytes

    @cached_property
    def lines(self) -> Sequence[bytes]:
        r"""The lines with their ends; a line ends at ``\n`` and nowhere else."""
        return split_lines(self.data)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self.lines)

    def span_of_lines(self, first: int, after: int) -> Span:
        """The span of the lines ``first`` (counted from 0) up to, not including, ``after``."""
        return Span(self._starts[first], self._starts[after])

    def line_at(self, offset: int) -> int:
        """The number, from 0, of the line that a byte is in; that of the last one at the end."""
        return max(0, min(bisect_right(self._starts, offset), len(self.lines)) - 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at ``line`` and ``column`` (both from 1, columns in characters).

    ``edits`` mend it and are empty where no answer is sure enough; ``evidence`` says as data what
    the finding and its edits rest on. The ``fingerprint`` tells those of a run over files from all
    others, also in the next run (`mergemend.report.fingerprint`).
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    edits: tuple[Edit, ...] = ()
    safety: Safety | None = None
    evidence: Mapping[str, Json] = field(default_factory=dict)
    fingerprint: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the finding makes a run fail."""
        return self.severity is not Severity.INFO


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in a file, and what fixing makes of it.

    ``findings`` point into ``before``. ``stages`` are the findings that were fixed, stage by stage:
    their edits turn ``before`` into ``after``, those of a later stage applied to what the earlier
    one left. ``left`` points into ``after``. ``not_run`` names what was not checked, and why.
    """

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...] = ()
    stages: tuple[tuple[Finding, ...], ...] = ()
    left: tuple[Finding, ...] = ()
    not_run: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether fixing changes the file."""
        return self.before != self.after
