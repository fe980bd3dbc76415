"""What a run that wrote files has changed, and why: the record that is kept of it.

A record can come with a repository that one may not know, so reading one checks everything.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from mergemend.edits import apply
from mergemend.lines import split_lines
from mergemend.model import Edit, FileReport, Json, RunError, decode, encode
from mergemend.rules import goes_by
from mergemend.run_name import started

VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")

# Garbling what they wrote gives what was there, so nothing is gone.
_REPAIRS = ("mojibake", "byte-order-mark", "invalid-utf-8", "mixed-encoding", "utf-16")


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that was mended: the texts that were replaced, each with what came for it."""

    line: int
    rule: str
    message: str
    safety: str | None
    texts: tuple[tuple[bytes, bytes], ...]

    @property
    def discarded(self) -> bytes:
        """What was there and is not any more; of a conflict with its markers."""
        if any(goes_by(self.rule, repair) for repair in _REPAIRS):
            return b""
        return b"".join(gone(old, new) for old, new in self.texts)


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a run, by its path from the folder that the run's store is for.

    ``before`` and ``after`` are the SHA-256 of what it held. ``changes`` are empty where it was
    replaced as a whole.
    """

    path: str
    before: str
    after: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its name, which is its time, the command, the files, and the run that it undid."""

    name: str
    command: str
    files: tuple[Written, ...]
    work_tree: str = ""
    undoes: str | None = None

    @property
    def started(self) -> datetime:
        """When it was recorded."""
        return started(self.name)

    def to_json(self) -> bytes:
        """The record as it is kept."""
        data: Json = {
            "version": VERSION,
            "run": self.name,
            "command": self.command,
            "work_tree": self.work_tree,
            "undoes": self.undoes,
            "files": [_file_data(file) for file in self.files],
        }
        return json.dumps(data, indent=1).encode("ascii")


def digest(data: bytes) -> str:
    """How a record names the bytes of a file."""
    return hashlib.sha256(data).hexdigest()


def gone(old: bytes, new: bytes) -> bytes:
    """The lines of ``old`` that are not in ``new``, in their order."""
    before, after = split_lines(old), split_lines(new)
    same = _alike(zip(before, after, strict=False))
    same_end = _alike(zip(reversed(before[same:]), reversed(after[same:]), strict=False))
    kept = Counter(after[same : len(after) - same_end])
    lines = []
    for line in before[same : len(before) - same_end]:
        if kept[line]:
            kept[line] -= 1
        else:
            lines.append(line)
    return b"".join(lines)


def _alike(pairs: Iterable[tuple[bytes, bytes]]) -> int:
    """How many pairs of lines are equal before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def written(path: str, report: FileReport) -> Written:
    """What is recorded of a file that is about to be written."""
    changes = tuple(_changes(report))
    return Written(path, digest(report.before), digest(report.after), changes)


def _changes(report: FileReport) -> Iterator[Change]:
    data, edits = report.before, tuple[Edit, ...]()
    for stage in report.stages:
        data = apply(data, edits)
        for finding in stage:
            texts = tuple((data[e.span.start : e.span.end], e.new) for e in finding.edits)
            safety = None if finding.safety is None else str(finding.safety)
            yield Change(finding.line, finding.rule, finding.message, safety, texts)
        edits = tuple(edit for finding in stage for edit in finding.edits)


def _file_data(file: Written) -> Json:
    return {
        "path": file.path,
        "before": file.before,
        "after": file.after,
        "changes": [
            {
                "line": change.line,
                "rule": change.rule,
                "message": change.message,
                "safety": change.safety,
                "texts": [[decode(old), decode(new)] for old, new in change.texts],
            }
            for change in file.changes
        ],
    }


def read_run(name: str, data: bytes) -> Run:
    """The run ``name`` from its record. Raises `RunError` if it is none or leads elsewhere."""
    try:
        found: Any = json.loads(data)
        if found["version"] != VERSION:
            raise RunError(f"run {name} was recorded by another version of mergemend; use that one")
        run = Run(
            name,
            str(found["command"]),
            tuple(_file(file) for file in found["files"]),
            str(found["work_tree"]),
            found["undoes"] and str(found["undoes"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RunError(f"the record of run {name} is damaged: {error!r}") from None
    if found["run"] != name:
        raise RunError(f"the record of run {name} is that of another run")
    return run


def loaded(name: str, data: bytes) -> Run | RunError:
    """The same, with the error as a value: other runs can still be read."""
    try:
        return read_run(name, data)
    except RunError as error:
        return error


def _file(data: Mapping[str, Any]) -> Written:
    parts = data["path"].split("/")
    if ".." in parts or "\0" in data["path"]:
        raise ValueError(f"it would write {data['path']!r}")
    if not all(_HASH.fullmatch(data[key]) for key in ("before", "after")):
        raise ValueError("it names no bytes")
    return Written(data["path"], data["before"], data["after"], tuple(_read_changes(data)))


def _read_changes(data: Mapping[str, Any]) -> Iterator[Change]:
    for one in data["changes"]:
        texts = tuple((encode(old), encode(new)) for old, new in one["texts"])
        safety = one["safety"]
        yield Change(
            int(one["line"]),
            str(one["rule"]),
            str(one["message"]),
            safety and str(safety),
            texts,
        )
