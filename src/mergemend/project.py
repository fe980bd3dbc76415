"""A run over files: read, examined, shown, written. The command line and the API are its users."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mergemend.cheap import HEAD
from mergemend.config import AnySettings
from mergemend.conflicts import markers_of
from mergemend.engine import Options, Settle, examine, no_kind, status_findings
from mergemend.evidence import Evidence
from mergemend.files import (
    ChangedError,
    OutsideError,
    is_temporary,
    read_file,
    refuse_outside,
)
from mergemend.git.listing import list_files
from mergemend.git.past import Past
from mergemend.git.runner import GitError
from mergemend.limits import MAX_BEYOND, over_file, over_status
from mergemend.model import Choices, Document, FileReport, Finding, is_binary
from mergemend.places import PAGE, PLAN, is_markdown

if TYPE_CHECKING:
    from mergemend.decisions import Settler
    from mergemend.journal import Kept
    from mergemend.mojibake.restored import History
    from mergemend.statusdocs.board import StatusDocument
    from mergemend.statusdocs.kind import Kind
    from mergemend.statusdocs.look import Look
    from mergemend.statusdocs.record import Record


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read or written, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not checked, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A status document that was not read, because conflict markers are left in it."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report to write: its name, its bytes, and how those of an older one can begin."""

    name: str
    data: bytes
    beginnings: tuple[bytes, ...]


class NoReportError(Exception):
    """The file that a report should be written to holds something else."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A status document that can be read: its text, its kind, and what can be asked about it."""

    document: Document
    kind: Kind
    evidence: Evidence

    def look(self) -> Look:
        """The document as rules see it."""
        from mergemend.statusdocs.look import Look
        from mergemend.statusdocs.markdown import read_outline

        return Look(read_outline(self.document), self.kind, self.evidence)

    def record(self) -> Record:
        """What it says, as data. Raises `mergemend.model.KindError`."""
        return self.look().record

    def status(self, options: Options) -> StatusDocument:
        """What the board needs of it. Raises `mergemend.model.KindError`."""
        from mergemend.statusdocs.board import read_document

        look = self.look()
        return read_document(look, status_findings(look, options))


Outcome = FileReport | Unread | Skipped

# what stands in the place of a text that Git LFS keeps elsewhere (docs/spec.md of git-lfs)
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v\d+\n(?:.*\n)*oid [a-z0-9]+:")
_POINTER_SIZE = 1024


@dataclass(frozen=True, slots=True)
class Project:
    """Files and the settings that hold for them."""

    settings: AnySettings
    past: Past
    _plain: set[Path] = field(default_factory=set)  # folders without a link on the way to them

    def files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """The files that ``paths`` stand for: each file, and those below each folder.

        What the settings exclude is left out, also where it is named: pre-commit names every file.
        """
        seen: set[Path] = set()
        for path in paths:
            for file in list_files(path) if _is_folder(path) else [path]:
                # what a killed run has left is cleared up, not mended
                if file not in seen and not (
                    self.settings.excludes(file) or is_temporary(file.name)
                ):
                    seen.add(file)
                    yield file

    def changed_files(
        self, paths: Iterable[Path], base: str | None
    ) -> tuple[list[Path], list[str]]:
        """Those of `files` that a branch has changed, and what they are compared with.

        ``base`` is as in `mergemend.git.changed.changed_since`; each repository that a path is in
        has one. Raises `mergemend.git.runner.GitError`, also for a path that is in none.
        """
        from mergemend.git.changed import Changed, changed_since

        known: dict[Path, Changed] = {}
        found = []
        for path in paths:
            folder = (path if _is_folder(path) else path.parent).resolve()
            top = self.past.top(folder)
            if top is None:
                raise GitError(f"{folder}: not in a git repository, which tells what has changed")
            if top not in known:
                known[top] = changed_since(top, base)
            found += [file for file in self.files([path]) if known[top].has(self.from_top(file))]
        return list(dict.fromkeys(found)), [changed.base for changed in known.values()]

    def all_files(self, paths: Iterable[Path]) -> list[Path]:
        """All of them: what git knows of them can be asked for at once then."""
        files = list(self.files(paths))
        self.past.expect(files)
        return files

    def look(
        self,
        path: Path,
        history: History | None = None,
        choices: Choices | None = None,
        settle: Settle | None = None,
    ) -> Outcome:
        """Examine one file; nothing is written.

        ``history`` says what it is to give back, ``choices`` are texts for its garbled places,
        ``settle`` is what was decided. Raises `mergemend.model.ChoiceError` if one of these can't
        be done.
        """
        data = self._looked_into(path)
        if not isinstance(data, bytes):
            return data
        evidence = self.evidence(path, data)
        options = self.settings.options_for(path)
        options = replace(options, history=history, choices=choices or {})
        options = replace(options, settle=settle) if settle else options
        outcome = look_at_text(Document(path.as_posix(), data), evidence, options)
        return self._marked(outcome, path) if isinstance(outcome, FileReport) else outcome

    def look_at_message(self, path: Path) -> Outcome:
        """Examine the commit message in a file. Raises `mergemend.git.runner.GitError`."""
        from mergemend.git.message import MessageEvidence, message_settings
        from mergemend.message import message_of

        data = self._looked_into(path)
        if not isinstance(data, bytes):
            return data
        said = message_settings(Path.cwd())
        options = replace(self.settings.options_for(path), kind=no_kind)
        document = Document(path.as_posix(), message_of(data, said.cleanup))
        return look_at_text(document, MessageEvidence(said.encoding), options)

    def _looked_into(self, path: Path) -> bytes | Outcome:
        """What a file holds, or what is said of it if that is not looked into."""
        shown = path.as_posix()
        try:
            if over := tuple(over_file(shown, path.stat().st_size)):
                return self._over(path, self.read(path, HEAD), over)
            return self.read(path)
        except OSError as error:
            return Unread(shown, error.strerror or str(error))

    def _marked(self, report: FileReport, path: Path) -> FileReport:
        """The report on the file at ``path``, its findings with their fingerprints."""
        if not report.findings:
            return report
        from mergemend.report.fingerprint import marked  # a clean run needs none

        return marked(report, self.from_top(path))

    def look_at_buffer(
        self,
        path: Path,
        document: Document,
        evidence: Evidence | None = None,
        choices: Choices | None = None,
    ) -> Outcome:
        """Examine ``document`` in the place of what the file at ``path`` holds.

        The file need not be there. Findings have the path of ``document``; without ``evidence``
        the past of the file is asked. Raises as `look` does.
        """
        if over := tuple(over_file(document.path, len(document.data))):
            return self._over(path, document.data, over)
        options = replace(self.settings.options_for(path), choices=choices or {})
        evidence = evidence or self.evidence(path, document.data)
        outcome = look_at_text(document, evidence, options)
        return self._marked(outcome, path) if isinstance(outcome, FileReport) else outcome

    def _over(self, path: Path, data: bytes, over: tuple[Finding, ...]) -> Outcome:
        """What is said of a text that is too large to be looked into; ``data`` begins it."""
        if is_binary(data):
            return Skipped(over[0].path, "binary file")
        wanted = self.settings.options_for(path).wanted
        found = tuple(finding for finding in over if wanted(finding.rule))
        return self._marked(FileReport(over[0].path, b"", b"", found, left=found), path)

    def decided(self, path: Path, settler: Settler) -> Outcome:
        """What a file becomes by what was decided, garbled places last; nothing is written.

        Raises `mergemend.model.ChoiceError` for what can't be done any more.
        """
        from mergemend.decisions import decisions_of  # only a plan has any

        report = self.look(path, settle=settler)
        if not isinstance(report, FileReport):
            return report
        choices = settler.choices_in(decisions_of(report))
        return self.look_on(report, choices, settler.after(choices)) if choices else report

    def look_on(self, report: FileReport, choices: Choices, settle: Settle) -> FileReport:
        """Examine what ``report`` makes of a file, with texts for places that it left.

        Raises `mergemend.model.ChoiceError`.
        """
        path = Path(report.path)
        options = replace(self.settings.options_for(path), choices=choices, settle=settle)
        evidence = self.evidence(path, report.after)
        on = examine(Document(report.path, report.after), evidence, options)
        stages = (*report.stages, *on.stages)
        return replace(report, after=on.after, stages=stages, left=on.left)

    def record(self, path: Path) -> Record | Conflicted | Unread | None:
        """What a status document says, as data; None if the file is none.

        Raises `mergemend.model.KindError`.
        """
        opened = self.opened(path)
        return opened.record() if isinstance(opened, Opened) else opened

    def status(self, path: Path) -> StatusDocument | Conflicted | Unread | None:
        """What the board needs of a status document; None if the file is none.

        Raises `mergemend.model.KindError`.
        """
        opened = self.opened(path)
        if isinstance(opened, Opened):
            return opened.status(self.settings.options_for(path))
        return opened

    def read(self, path: Path, most: int = -1) -> bytes:
        """What a file holds, or its first ``most`` bytes.

        Raises `OSError`, for a symbolic link out of the work tree too.
        """
        folder = path.parent
        if folder not in self._plain or path.is_symlink():
            refuse_outside(path, self.past.top)
            if Path(os.path.realpath(folder)) == folder.absolute():
                self._plain.add(folder)
        return read_file(path, most)

    def opened(self, path: Path) -> Opened | Conflicted | Unread | None:
        """A status document that can be read; None if the file is none.

        Raises `mergemend.model.KindError`.
        """
        shown = path.as_posix()
        if not is_markdown(shown):
            return None if path.exists() else Unread(shown, "No such file or directory")
        try:
            if over := [*over_file(shown, path.stat().st_size)]:
                return Unread(shown, over[0].message)
            data = self.read(path)
        except OSError as error:
            return Unread(shown, error.strerror or str(error))
        document = Document(shown, data)
        kind = None if is_binary(data) else self.settings.options_for(path).kind(document)
        if kind is None:
            return None
        if over := [*over_status(document)]:
            return Unread(shown, over[0].message)
        if markers_of(document):
            return Conflicted(shown, "conflict markers are left")
        return Opened(document, kind, self.evidence(path, data))

    def newest_commit(self, folders: Iterable[Path]) -> datetime | None:
        """The date of the newest commit that HEAD names in the repositories of ``folders``.

        None where there is no commit.
        """
        tops = {self.past.top(folder) for folder in folders}
        dates = (self.past.repository(top).head_date for top in tops if top)
        return max((moment for moment in dates if moment), default=None)

    def head(self, folder: Path) -> str | None:
        """The commit that is checked out in the repository of ``folder``, if there is any."""
        top = self.past.top(folder)
        return self.past.repository(top).head if top else None

    def evidence(self, path: Path, data: bytes) -> Evidence:
        """The past of a file, asked only when something is found in it."""
        return self.past.of(path, data)

    def from_top(self, path: Path) -> str:
        """The path of a file from the top of its repository.

        It is as it was given outside of one, and where git can't tell: it is missing, or refuses.
        """
        try:
            top, inside = self.past.place(path)
        except GitError:
            return path.as_posix()
        return path.as_posix() if top is None else inside

    def publish(self, path: Path, report: Report, *, overwrite: bool) -> list[Kept]:
        """Write a report; one that is there is replaced.

        With ``overwrite`` anything else is, too, and its bytes are kept first. Raises
        `NoReportError` without, `OSError` if that can't be, and what `write` raises.
        """
        from mergemend.files.writing import create_bytes, replace_bytes

        try:
            before = self.read(path)
        except FileNotFoundError:
            create_bytes(path, report.data)
            return []
        if before.startswith(report.beginnings):
            replace_bytes(path, before, report.data, "report")
            return []
        if not overwrite:
            raise NoReportError(f"{path.as_posix()} is no {report.name}; --overwrite replaces it")
        kept, failed = self.write([FileReport(path.as_posix(), before, report.data)], report.name)
        for file in failed:
            raise OSError(f"{file.path}: {file.why}")
        return kept

    def write(
        self, reports: Iterable[FileReport], command: str = "fix", undoes: str | None = None
    ) -> tuple[list[Kept], list[Unread]]:
        """Write what changed. Before the first byte, the run and the old bytes are recorded.

        Raises `mergemend.git.runner.GitError` or `mergemend.model.UnrecordedError` if they can't
        be: then nothing was written. A file that can't be written is as it was, and is reported;
        so are those that an interrupted run did not come to.
        """
        from mergemend.journal import clear_up, recording

        changed, outside = self._sorted_out(r for r in reports if r.changed)
        if not changed:
            return [], [*outside, *_leftovers(clear_up(Path.cwd(), self.past.top))]
        with recording(self.past.top, changed, command, undoes) as run:
            failed = list(_write(changed, run.name))
            if len(failed) == len(changed):
                run.drop()
                return [], [*outside, *failed, *_leftovers(run.leftovers)]
        return run.kept, [*outside, *failed, *_leftovers(run.leftovers)]

    def _sorted_out(
        self, reports: Iterable[FileReport]
    ) -> tuple[dict[Path, FileReport], list[Unread]]:
        """Reports by the paths of their files without links, and what has become a link outside."""
        inside: dict[Path, FileReport] = {}
        outside = []
        for report in reports:
            try:
                refuse_outside(Path(report.path), self.past.top)
            except OutsideError as error:
                outside.append(Unread(report.path, f"{error}; nothing was written"))
                continue
            real = Path(os.path.realpath(report.path))
            same = inside.setdefault(real, report)
            if same.after != report.after:
                why = f"is the same file as {same.path}, which was asked for in another way"
                outside.append(Unread(report.path, why))
        return inside, outside


def look_at_text(document: Document, evidence: Evidence, options: Options) -> FileReport | Skipped:
    """Examine what a file holds, unless it is no text.

    Raises `mergemend.model.ChoiceError` if a choice in ``options`` can't be made.
    """
    data = document.data
    if data.startswith((PLAN, PAGE)):
        return Skipped(document.path, "a plan or page of mergemend, it quotes other files")
    if len(data) < _POINTER_SIZE and _POINTER.match(data):
        return Skipped(document.path, "a pointer of Git LFS, the text is not here")
    if is_binary(data) and (why := _no_text(data, evidence, options)):
        return Skipped(document.path, why)
    return examine(document, evidence, options)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that is closed to us
        return False


_LINK = (
    "has become a symbolic link since it was read, or a folder above it; nothing was written to it"
)


def _write(changed: dict[Path, FileReport], run: str) -> Iterator[Unread]:
    """Write files, and say which could not be written."""
    from mergemend.files.interrupts import holding_interrupts
    from mergemend.files.writing import replace_bytes

    with holding_interrupts() as is_interrupted:
        for path, report in changed.items():
            if is_interrupted():
                yield Unread(report.path, "not written: the run was interrupted")
                continue
            try:
                if os.path.realpath(path) != os.fspath(path):
                    raise ChangedError(_LINK)
                replace_bytes(path, report.before, report.after, run)
            except OSError as error:
                yield Unread(report.path, error.strerror or str(error))


def _leftovers(paths: Iterable[Path]) -> list[Unread]:
    why = "left by a run that was killed; it holds what another program saved then, look at it"
    return [Unread(path.as_posix(), why) for path in paths]


def _no_text(data: bytes, evidence: Evidence, options: Options) -> str | None:
    """Why a file with NUL bytes is not looked into; None if it is text that has a finding."""
    from mergemend.mojibake.encoding import MIXED_RULE, WIDE_RULE
    from mergemend.mojibake.wide import find_pieces, find_wide

    if wide := find_wide(data):
        stated = (evidence.encoding() or "").upper()
        if options.wanted(WIDE_RULE) and not stated.startswith(wide.family):
            return None
        return f"{wide.name} text"
    is_short = len(data) <= MAX_BEYOND  # what is longer is none of our documents
    mixed = is_short and options.wanted(MIXED_RULE) and find_pieces(data)
    return None if mixed else "binary file"


@contextmanager
def open_project(settings: AnySettings) -> Iterator[Project]:
    """A project, and the end of the processes that served it."""
    past = Past()
    try:
        yield Project(settings, past)
    finally:
        past.close()
