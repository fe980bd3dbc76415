"""A run over a fleet: tasks go out in any order, what came of them comes in that of the fleet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from mergemend.fleet.state import State
from mergemend.fleet.task import Result, Row, Task
from mergemend.fleet.worker import serve

_WAITING = 32  # tasks for each process: enough that none is idle


@dataclass
class _Repository:
    """What is known so far of a repository: the results of its parts, and how many are missing."""

    task: Task
    parts: dict[int, Result] = field(default_factory=dict)
    expected: int = 1
    is_done: bool = False


@dataclass
class Run:
    """Looks at the repositories of ``tasks`` by an ``executor`` that has so many ``processes``.

    ``told`` is called with a repository's name and what came of it when it is finished.
    """

    tasks: Sequence[Task]
    state: State
    executor: Executor
    processes: int
    told: Callable[[Task, Result], None] = lambda _, __: None
    _failed: dict[int, Result] = field(default_factory=dict)

    def results(self) -> Iterator[tuple[Task, Result]]:
        """Each task with what came of it, in the order of the tasks. Raises `OSError`.

        Rows are in an order of their own, so that they are the same however it was cut up.
        """
        repositories = [_Repository(task) for task in self.tasks]
        pending: dict[Future[dict[str, Any]], tuple[int, Task]] = {}
        coming = iter(enumerate(self.tasks))
        told = 0
        try:
            while told < len(repositories):
                while len(pending) < _WAITING * self.processes and (one := next(coming, None)):
                    number, task = one
                    self._submit(pending, number, replace(task, known=self.state.refs(task)))
                done, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    number, task = pending.pop(future)
                    self._take(repositories[number], number, task, _result_of(future), pending)
                while told < len(repositories) and repositories[told].is_done:
                    yield self.tasks[told], self._finished(told)
                    told += 1
        finally:
            for future in pending:
                future.cancel()

    def _submit(
        self, pending: dict[Future[dict[str, Any]], tuple[int, Task]], number: int, task: Task
    ) -> None:
        pending[self.executor.submit(serve, task.data())] = number, task

    def _take(
        self,
        repository: _Repository,
        number: int,
        task: Task,
        result: Result,
        pending: dict[Future[dict[str, Any]], tuple[int, Task]],
    ) -> None:
        if result.parts:
            repository.expected = result.parts
            for part in range(result.parts):
                self._submit(
                    pending, number, replace(task, known="", number=part, parts=result.parts)
                )
            return
        repository.parts[task.number] = result
        if len(repository.parts) == repository.expected:
            self._end(number, repository)

    def _end(self, number: int, repository: _Repository) -> None:
        repository.is_done = True
        parts = [repository.parts[part] for part in sorted(repository.parts)]
        repository.parts.clear()
        if not parts[0].unchanged:
            result = together(parts)
            if result.error is None:
                self.state.keep(repository.task, result)
            else:
                self._failed[number] = result
        self.told(repository.task, self._finished(number))

    def _finished(self, number: int) -> Result:
        """What came of a repository; it waits on the disk for its turn."""
        task = self.tasks[number]
        lost = Result(error="what came of it was lost from the folder of the state")
        return self._failed.get(number) or self.state.finished(task) or lost


def together(parts: Sequence[Result]) -> Result:
    """What the parts of a repository give together."""
    if errors := [part.error for part in parts if part.error]:
        return Result(error=errors[0])
    if len({part.refs for part in parts}) > 1:
        return Result(error="its refs moved while it was looked at; run it again")
    rows: dict[Row, None] = dict.fromkeys(row for part in parts for row in part.rows)
    return Result(
        tuple(sorted(rows, key=Row.key)),
        parts[0].refs,
        sum(part.looked for part in parts),
        head=parts[0].head,
        files=tuple(file for part in parts for file in part.files),
    )


def _result_of(future: Future[dict[str, Any]]) -> Result:
    try:
        return Result.of(future.result())
    except Exception as error:  # a scheduler has its own: one repository must not stop the rest
        return Result(error=f"{type(error).__name__}: {error}")
