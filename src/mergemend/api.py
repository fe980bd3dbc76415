"""What mergemend does with files, as functions: the command line is built on these and no others.

>>> from mergemend.api import Session
>>> with Session() as session:  # doctest: +SKIP
...     for outcome in session.check(["docs"]):
...         print(outcome.path)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from mergemend.config import AnySettings, Nested
from mergemend.model import Choices, Document, FileReport, Json
from mergemend.project import (
    Conflicted,
    Outcome,
    Project,
    Skipped,
    Unread,
    open_project,
)
from mergemend.workers import look_at, sift

if TYPE_CHECKING:
    from mergemend.journal import Kept
    from mergemend.mojibake.accidents import Accidents
    from mergemend.report.explain import Explanation
    from mergemend.sieve import Told
    from mergemend.statusdocs.record import Record

__all__ = ["Conflicted", "Explained", "Extracted", "Outcome", "Session", "Skipped", "Unread"]

Extracted: TypeAlias = "Record | Conflicted | Unread"
"""What a status document says, or why it was not read."""


@dataclass(frozen=True, slots=True)
class Explained:
    """How a file's conflicts lie over each other, and how its lines were garbled."""

    explanation: Explanation
    accidents: Accidents

    def data(self) -> dict[str, Json]:
        """As JSON, the same that `mergemend explain --output-format json` prints."""
        from mergemend.report.accidents import accidents_data
        from mergemend.report.explain import explain_data

        return {**explain_data(self.explanation), "garbled": accidents_data(self.accidents)}

    def revision(self, label: str) -> tuple[bytes, bool]:
        """The file as the revision with this label has it, and whether that is whole.

        Raises `mergemend.conflicts.lookup.LookupFailedError`.
        """
        from mergemend.conflicts.lookup import find_revision

        one = self.explanation
        return find_revision(one.document, one.conflicts, label)


class Session:
    """Files with their settings and their past, as long as it is open.

    Without ``settings`` each file goes by the nearest config file above it. What is looked up in
    git is looked up once; files are read when they are asked for. Methods raise
    `mergemend.config.ConfigError`, `mergemend.model.KindError`, and
    `mergemend.git.runner.GitError`.
    """

    def __init__(self, settings: AnySettings | None = None) -> None:
        self._settings = settings or Nested()
        self._stack = ExitStack()
        self._project: Project | None = None

    def __enter__(self) -> Self:
        self._project = self._stack.enter_context(open_project(self._settings))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._project = None
        self._stack.__exit__(kind, error, trace)

    @property
    def project(self) -> Project:
        """The files and the settings that hold for them. Raises `ValueError` if it is not open."""
        if self._project is None:
            raise ValueError("the session is not open; use it in a with statement")
        return self._project

    def check(
        self,
        paths: Iterable[str | Path],
        *,
        told: Told | None = None,
        cache: bool = False,
        shown: bool = False,
        keep: int | None = None,
    ) -> Iterator[Outcome]:
        """Examine files, and the files below folders; nothing is written.

        For each a `mergemend.model.FileReport`, or why there is none. ``told``, ``cache``,
        ``shown`` and ``keep`` are those of `mergemend.workers.look_at`.
        """
        files = list(self.project.files(named(paths)))
        return self.check_files(files, told=told, cache=cache, shown=shown, keep=keep)

    def check_files(
        self,
        files: Sequence[Path],
        *,
        told: Told | None = None,
        cache: bool = False,
        shown: bool = False,
        keep: int | None = None,
    ) -> Iterator[Outcome]:
        """The same for these very files."""
        return look_at(self.project, files, told, cache=cache, shown=shown, keep=keep)

    def preview(
        self,
        paths: Iterable[str | Path],
        *,
        choices: Choices | None = None,
        from_history: bool = False,
        told: Told | None = None,
    ) -> Iterator[Outcome]:
        """What fixing would make of files; nothing is written, and clean files are left out.

        ``choices`` are texts for garbled places of the only path, by line and column (both from 1;
        the column can be None where only one place of the line is open). With ``from_history`` the
        commits are undone that garbled the files, also in other files. Raises `ValueError` if
        choices come without exactly one file, and `mergemend.model.ChoiceError` for one that can't
        be made.
        """
        wanted = named(paths)
        if choices:
            return self._with_choices(wanted, choices)
        if from_history:
            from mergemend.restore import restore

            return restore(self.project, wanted)
        files = list(self.project.files(wanted))
        verdicts = (told or sift(self.project, files)).verdicts()
        left = [file for file in files if file.as_posix() not in verdicts]
        self.project.past.expect(left)
        return map(self.project.look, left)

    def _with_choices(self, paths: Sequence[Path], choices: Choices) -> Iterator[Outcome]:
        if len(paths) != 1 or paths[0].is_dir():
            raise ValueError("choices are for exactly one file; name it")
        files = self.project.all_files(paths)
        return (self.project.look(file, choices=choices) for file in files)

    def write(
        self, reports: Iterable[FileReport], command: str = "fix"
    ) -> tuple[list[Kept], list[Unread]]:
        """Write what changed; the old bytes are kept first, and the run is recorded.

        Where they are kept, and the files that could not be written. Raises
        `mergemend.model.UnrecordedError` if they can't be: then nothing was written.
        """
        return self.project.write(reports, command)

    def explain(self, path: str | Path) -> Explained:
        """What is known of a file's conflicts and of its garbled lines. Raises `OSError`."""
        from mergemend.conflicts.check import examine
        from mergemend.report.explain import Explanation
        from mergemend.restore import accidents

        [file] = named([path])
        data = self.project.read(file)
        document = Document(file.as_posix(), data)
        evidence = self.project.evidence(file, data)
        rule = self.project.settings.options_for(file).rule
        conflicts = examine(document, evidence, rule)
        explanation = Explanation(document, conflicts, rule, evidence)
        return Explained(explanation, accidents(self.project, file, data))

    def extract(
        self, paths: Iterable[str | Path], *, cache: bool = False
    ) -> list[Extracted | None]:
        """What status documents say, as data, in the order of the files; None for one that is none.

        With ``cache`` what was read is kept for the next run.
        """
        from mergemend.record_cache import RecordCache

        files = self.project.all_files(named(paths))
        records = RecordCache(self.project, files if cache else ())
        outcomes = [records.record(file) for file in files]
        records.save()
        return outcomes


def named(paths: Iterable[str | Path]) -> list[Path]:
    """Paths, none of them empty. Raises `ValueError`."""
    wanted = list(paths)
    if "" in wanted:
        raise ValueError("an empty name is no file; '.' is this folder")
    return [Path(path) for path in wanted]
