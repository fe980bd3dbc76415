"""The clean-up of a repository: what is found, as a plan, and what a plan makes of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mergemend.decisions import Settler, decisions_of
from mergemend.model import ChoiceError, Document, FileReport, Json
from mergemend.plan import Plan, PlannedFile, Reviewed, Survey, digest
from mergemend.project import Outcome, Project, Unread
from mergemend.workers import sift


@dataclass
class Surveyor:
    """Looks at files one by one, so that whoever waits can be told how far it is."""

    project: Project
    files: Sequence[Path]
    _reviewed: list[Reviewed] = field(default_factory=list)
    _unread: list[Unread] = field(default_factory=list)

    def look(self) -> Iterator[int]:
        """Look at all files; after each, the number of those that are done."""
        verdicts = sift(self.project, self.files).verdicts()
        left = [file for file in self.files if file.as_posix() not in verdicts]
        done = len(self.files) - len(left)
        yield done
        self.project.past.expect(left)
        for file in left:
            self._add(file, self.project.look(file))
            done += 1
            yield done

    def survey(self) -> Survey:
        """What was found."""
        unread = tuple((file.path, file.why) for file in self._unread)
        head = self.project.head(Path.cwd())
        return Survey(len(self.files), tuple(self._reviewed), unread, head=head)

    def _add(self, file: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Unread):
            self._unread.append(outcome)
        elif isinstance(outcome, FileReport) and (outcome.findings or outcome.not_run):
            decisions = tuple(decisions_of(outcome))
            path = self.project.from_top(file)
            self._reviewed.append(Reviewed(path, outcome, decisions, self._explained(outcome)))

    def _explained(self, report: FileReport) -> dict[str, Json] | None:
        """How the conflicts of a file lie over each other; None without conflicts."""
        if not any(f.rule.startswith("conflict") for f in report.findings):
            return None
        from mergemend.conflicts.check import examine
        from mergemend.report.explain import Explanation, explain_data

        path = Path(report.path)
        document = Document(report.path, report.before)
        evidence = self.project.evidence(path, report.before)
        rule = self.project.settings.options_for(path).rule
        conflicts = examine(document, evidence, rule)
        return explain_data(Explanation(document, conflicts, rule, evidence))


@dataclass(frozen=True, slots=True)
class Done:
    """What a plan makes of a file, and the lines of decisions that there is no place for any more.

    A place is gone where another decision takes away what it is in.
    """

    report: FileReport
    gone: tuple[int, ...] = ()


def carry_out(project: Project, plan: Plan) -> Iterator[Done | Unread]:
    """What the plan makes of each of its files; nothing is written.

    A file that has changed since, or that can't be done as planned, is told and stays as it is.
    """
    top = project.past.top(Path.cwd()) or Path.cwd()
    for planned in plan.files:
        path = Path(os.path.relpath(top / planned.path))
        try:
            yield _carried_out(project, path, planned)
        except (OSError, ChoiceError) as error:
            why = error.strerror if isinstance(error, OSError) else None
            yield Unread(path.as_posix(), why or str(error))


def _carried_out(project: Project, path: Path, planned: PlannedFile) -> Done | Unread:
    shown = path.as_posix()
    data = project.read(path)
    if digest(data) != planned.sha256:
        return Unread(shown, "has changed since the plan was made; run `mergemend cleanup` again")
    settler = Settler(planned.answers, strict=True)
    report = project.decided(path, settler)
    if not isinstance(report, FileReport):
        return Unread(shown, report.why)
    if report.before != data:
        return Unread(shown, "was changed by another program meanwhile")
    wanted = {key for key, answer in planned.answers.items() if answer is not None}
    return Done(report, tuple(sorted(planned.lines[key] for key in wanted - settler.used)))
