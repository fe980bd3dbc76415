"""What is known of repositories that were finished: a run goes on where the last one ended.

A folder has a file for each repository and way of looking, written in one step when all of it was
looked at. It holds as long as the refs of the repository are the same, and this version looks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from mergemend import __version__
from mergemend.fleet.task import Result, Row, Task

_SHAPE = 1
_RUNS = "runs.jsonl"


class State:
    """The folder in which it is kept; it is made if it is not there. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def refs(self, task: Task) -> str:
        """The digest of the refs with which a repository was finished; empty if it was not."""
        known = self._load(task)
        return known["refs"] if known else ""

    def finished(self, task: Task) -> Result | None:
        """What came of a repository; None where it is not known."""
        known = self._load(task)
        if known is None:
            return None
        result = Result.of(known["result"])
        return replace(result, rows=tuple(replace(row, repo=task.name) for row in result.rows))

    def keep(self, task: Task, result: Result) -> None:
        """Keep what came of a repository. Raises `OSError`."""
        data = {"shape": _SHAPE, "version": __version__, "refs": result.refs}
        self._write(self._file(task), json.dumps(data | {"result": result.data()}))

    def runs(self) -> list[dict[str, Any]]:
        """The figures of earlier runs, the oldest first; lines that can't be read are left out."""
        return list(self._runs())

    def add_run(self, figures: dict[str, Any]) -> None:
        """Keep the figures of a run. Raises `OSError`.

        It is one write at the end of the file, and the line end before it ends what a killed run
        left: runs at the same time lose nothing of each other.
        """
        line = f"\n{json.dumps(figures)}\n".encode("ascii")
        with (self._folder / _RUNS).open("ab", buffering=0) as file:
            file.write(line)

    def _runs(self) -> Iterator[dict[str, Any]]:
        try:
            lines = (self._folder / _RUNS).read_bytes().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                run = json.loads(line)
            except ValueError:
                continue
            if isinstance(run, dict):
                yield run

    def _file(self, task: Task) -> Path:
        how = (task.location, task.history, task.plans, task.shallow)
        return self._folder / f"{sha256(repr(how).encode()).hexdigest()[:32]}.json"

    def _load(self, task: Task) -> dict[str, Any] | None:
        try:
            data: dict[str, Any] = json.loads(self._file(task).read_bytes())
            fits = data["shape"] == _SHAPE and data["version"] == __version__
            [Row(**row) for row in data["result"]["rows"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return data if fits else None

    def _write(self, file: Path, text: str) -> None:
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        temporary.write_text(text, "utf-8")
        temporary.replace(file)
