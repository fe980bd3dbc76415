"""Looks at one repository, or a part of one, in a clone that is thrown away after use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mergemend.cleanup import Surveyor
from mergemend.config import Nested, Settings
from mergemend.evidence import Commit
from mergemend.fleet.glance import glance
from mergemend.fleet.task import MAX_FILES, MAX_TEXTS, Result, Row, Task
from mergemend.git.clones import Fetcher, Here, fits
from mergemend.git.listing import list_files
from mergemend.git.runner import GitError
from mergemend.git.sifting import count_texts
from mergemend.history import look_into_past
from mergemend.model import Finding
from mergemend.past import PastFinding
from mergemend.plan import Reviewed, Survey, file_data
from mergemend.project import open_project
from mergemend.report.past import incomplete_lines
from mergemend.sieve import use_cpus

_WITHOUT_BLOBS = ("--filter=blob:none",)
_EMPTY = "empty"  # the digest of the refs of a repository that has none


def look(task: Task, folder: Path, in_memory: Path | None = None) -> Result:
    """Look at a repository, in a clone below the empty ``folder``; this process goes there.

    A small one is made below ``in_memory``, where files are made and removed in no time. Raises
    `mergemend.git.runner.GitError`, and what is wrong with the settings of the repository.
    """
    use_cpus(1)
    fetcher = Fetcher(folder, credentials=task.credentials)
    here = None if task.is_url else Here.of(task.location)
    refs = here.refs if here else fetcher.refs(task.location) or _EMPTY
    if refs == task.known:
        return Result(refs=refs, unchanged=True)
    if refs == _EMPTY:
        return Result(refs=refs)
    if here and not task.history and (result := glance(task, here)):
        return result
    if task.history:
        fetcher.clone(task.location, folder / "clone", _how(task), all_refs=True)
        os.chdir(folder / "clone")
        return _look_into_past(task, refs)
    if here and in_memory and fits(here, in_memory):
        folder = in_memory
    clone = folder / "clone"
    if not (here and fetcher.share(here, clone)):
        fetcher.clone(task.location, clone, _how(task), all_refs=False)
    os.chdir(clone)
    return _look_at_tree(task, refs, fetcher)


def _how(task: Task) -> Sequence[str]:
    """How a clone is made: what is here is shared, of others only what is needed is fetched."""
    if not task.is_url:
        return ("--shared",)
    if task.history:
        return ()
    return ("--depth=1",) if task.shallow else _WITHOUT_BLOBS


def _look_at_tree(task: Task, refs: str, fetcher: Fetcher) -> Result:
    top = Path.cwd()
    listed = sorted(list_files(Path()))
    if parts := task.cut(len(listed), MAX_FILES):
        return Result(parts=parts)
    survey = _survey(task.share(listed))
    if survey.head is None:
        raise GitError("HEAD names a branch that is not there; nothing was looked at")
    if survey.files and _how(task) == _WITHOUT_BLOBS:
        found = [file.path for file in survey.files]
        if fetcher.fill(top, found):  # their past is evidence
            again = _survey([Path(path) for path in found])
            survey = replace(survey, files=again.files, unread=survey.unread + again.unread)
    rows = [row for file in survey.files for row in _rows(task, file, survey.head, fetcher, top)]
    rows += [Row(task.name, survey.head, path, error=why) for path, why in survey.unread]
    plans = tuple(file_data(file) for file in survey.files) if task.plans else ()
    return Result(tuple(rows), refs, survey.checked, head=survey.head, files=plans)


def _survey(listed: Sequence[Path]) -> Survey:
    with open_project(Nested()) as project:
        surveyor = Surveyor(project, [*project.files(listed)])
        for _ in surveyor.look():
            continue
        return surveyor.survey()


def _rows(
    task: Task, file: Reviewed, head: str | None, fetcher: Fetcher, top: Path
) -> Iterator[Row]:
    found = file.report.findings
    lines = sorted({finding.line for finding in found})
    wrote = {} if task.shallow else fetcher.wrote(top, file.path, lines)
    for finding in found:
        yield _row(task, finding, head, wrote.get(finding.line))


def _row(task: Task, finding: Finding, commit: str | None, since: Commit | None) -> Row:
    chosen = finding.evidence.get("chosen") if finding.edits else None
    return Row(
        repo=task.name,
        commit=commit,
        path=finding.path,
        line=finding.line,
        column=finding.column,
        rule=finding.rule,
        severity=str(finding.severity),
        grade=str(finding.safety) if finding.safety else None,
        message=finding.message,
        proposal=chosen if isinstance(chosen, str) else "the fix" if finding.edits else None,
        since_commit=since.sha if since else None,
        since_author=since.author if since else None,
        since_date=since.authored.isoformat() if since else None,
    )


def _look_into_past(task: Task, refs: str) -> Result:
    here = Path.cwd()
    if task.parts == 1 and (parts := task.cut(count_texts(str(here)), MAX_TEXTS)):
        return Result(parts=parts)
    past = look_into_past(_settings(here), [here], part=(task.number, task.parts))
    rows = [_past_row(task, found) for found in past.findings]
    rows += [Row(task.name, error=line) for line in incomplete_lines(past)]
    return Result(tuple(rows), refs, past.texts)


def _settings(here: Path) -> Settings:
    """Of a history no commit's settings count: they change from one to the next."""
    return Settings(here)


def _past_row(task: Task, found: PastFinding) -> Row:
    commit = found.commit
    return _row(task, found.finding, commit.sha if commit else None, commit)
