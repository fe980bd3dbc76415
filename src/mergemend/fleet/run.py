"""A run over a fleet: tasks go out in any order, what came of them comes in that of the fleet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from typing import Any, TypeAlias

from mergemend.fleet.state import State
from mergemend.fleet.task import Result, Row, Task
from mergemend.fleet.worker import KILLED, order, serve

_WAITING = 8  # tasks for each process: enough that none is idle


class LostError(Exception):
    """Nobody does tasks any more; the message says what to do."""


_Future: TypeAlias = Future[dict[str, Any]]


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

    ``tell`` is called with the number of repositories that are finished.
    """

    tasks: Sequence[Task]
    state: State
    executor: Executor
    processes: int
    tell: Callable[[int], None] = lambda _: None
    _ended: int = 0
    _failed: dict[int, Result] = field(default_factory=dict)
    _pending: dict[_Future, tuple[int, Task]] = field(default_factory=dict)
    _done: SimpleQueue[_Future] = field(default_factory=SimpleQueue)

    def results(self) -> Iterator[tuple[Task, Result]]:
        """Each task with what came of it, in the order of the tasks.

        Rows are in an order of their own, so that they are the same however it was cut up. Raises
        `OSError` if it can't be kept, and `LostError`.
        """
        repositories = [_Repository(task) for task in self.tasks]
        coming = iter(enumerate(self.tasks))
        told = 0
        try:
            while told < len(repositories):
                while len(self._pending) < _WAITING * self.processes and (
                    one := next(coming, None)
                ):
                    number, task = one
                    self._submit(number, replace(task, known=self.state.refs(task)))
                future = self._done.get()
                number, task = self._pending.pop(future)
                self._take(repositories[number], number, task, _result_of(future))
                while told < len(repositories) and repositories[told].is_done:
                    yield self.tasks[told], self._finished(told)
                    told += 1
        finally:
            for future in self._pending:
                future.cancel()

    def _submit(self, number: int, task: Task) -> None:
        future = self.executor.submit(serve, order(task))
        self._pending[future] = number, task
        future.add_done_callback(self._done.put)

    def _take(self, repository: _Repository, number: int, task: Task, result: Result) -> None:
        if result.parts:
            repository.expected = result.parts
            for part in range(result.parts):
                self._submit(number, replace(task, known="", number=part, parts=result.parts))
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
        self._ended += 1
        self.tell(self._ended)

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


def _result_of(future: _Future) -> Result:
    try:
        return Result.of(future.result())
    except CancelledError:  # a scheduler does that when it ends, not a repository
        why = "the scheduler is gone; run it again, what is finished is not done anew"
        raise LostError(why) from None
    except Exception as error:  # one repository must not stop the rest
        name = type(error).__name__
        return Result(error=KILLED if name == "KilledWorker" else f"{name}: {error}")
