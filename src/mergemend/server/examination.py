"""What is found in a document of an editor. All of it can take long and is for a thread."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from mergemend.baseline import read_baseline
from mergemend.cheap import BOM
from mergemend.config import ConfigError, Nested
from mergemend.conflicts import Rule, Strategy
from mergemend.engine import Options
from mergemend.evidence import Evidence, NoEvidence
from mergemend.git.runner import GitError
from mergemend.limits import MAX_FILE
from mergemend.model import (
    BaselineError,
    Document,
    Edit,
    FileReport,
    Finding,
    KindError,
    Safety,
    is_utf8,
)
from mergemend.mojibake.accidents import Accidents
from mergemend.project import Project, look_at_text, open_project
from mergemend.report.fingerprint import marked
from mergemend.restore import accidents
from mergemend.server.buffers import Buffer, as_on_disk, name_of

_ENCODINGS = ("byte-order-mark", "invalid-utf-8", "mixed-encoding", "utf-16")
"""The rules about bytes that an editor turns into text, or leaves out of it."""


class ExaminationError(Exception):
    """A document that can't be examined; the message says why, and what can be done."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A document at one version, and what was found in it.

    ``document`` has the line ends of the file. ``report`` is None for what is excluded or no text.
    ``of_file`` are findings about the bytes of the saved file, which no edit of its text mends.
    """

    buffer: Buffer
    document: Document
    report: FileReport | None = None
    of_file: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return (*self.of_file, *(self.report.findings if self.report else ()))


def examine(buffer: Buffer) -> Examined:
    """Examine a document. Raises `ExaminationError`."""
    with asking(buffer) as asked:
        if asked.is_excluded:
            return Examined(buffer, asked.document)
        report = asked.look()
        known = asked.known()
        of_file = tuple(f for f in asked.of_file(report) if f.fingerprint not in known)
        if report is not None:
            new = tuple(f for f in report.findings if f.fingerprint not in known)
            report = replace(report, findings=new)
        return Examined(buffer, asked.document, report, of_file)


def mended_safely(examined: Examined) -> FileReport | None:
    """What a document is when all that is safe was done to it; None if that is nothing.

    Raises `ExaminationError`.
    """
    with asking(examined.buffer, examined.document, Safety.SAFE) as asked:
        report = asked.look()
    done = [finding for stage in report.stages for finding in stage] if report else []
    return report if done and all(finding.safety is Safety.SAFE for finding in done) else None


def unions_of(examined: Examined) -> Mapping[int, tuple[Edit, ...]]:
    """By the lines (from 1) of conflicts: the edits that keep the lines of all their sides."""
    from mergemend.conflicts.check import examine as examine_conflicts

    found = examine_conflicts(examined.document, NoEvidence(), Rule(Strategy.UNION)).findings
    return {finding.line: finding.edits for finding in found}


def accidents_of(examined: Examined) -> Accidents | None:
    """The commits that garbled a document; None for one without a file, and where git fails."""
    with suppress(ExaminationError), asking(examined.buffer, examined.document) as asked:
        if examined.buffer.path is not None:
            return accidents(asked.project, asked.path, asked.document.data)
    return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A document with all that can be asked about it; ``saved`` is what its file holds."""

    project: Project
    path: Path
    document: Document
    evidence: Evidence
    saved: bytes | None = None

    @property
    def options(self) -> Options:
        """What to look for in it, and how to decide."""
        return self.project.settings.options_for(self.path)

    @property
    def is_excluded(self) -> bool:
        """Whether the settings leave it out."""
        return self.project.settings.excludes(self.path)

    def look(self) -> FileReport | None:
        """What is found in it, None if it is no text."""
        found = self.project.look_at_buffer(self.path, self.document, self.evidence)
        return found if isinstance(found, FileReport) else None

    def known(self) -> Collection[str]:
        """The fingerprints in the baseline that the settings name; those findings are not told.

        Raises `BaselineError`.
        """
        path = self.project.settings.at(self.path.parent).baseline
        return read_baseline(self.project, path).entries if path else ()

    def of_file(self, report: FileReport | None) -> tuple[Finding, ...]:
        """What is wrong with the encoding of the saved file, unless ``report`` tells it."""
        disk = self.saved
        if disk is None or disk == self.document.data:
            return ()
        if is_utf8(disk) and not disk.startswith(BOM):
            return ()
        options = self.options
        only = replace(options, wanted=lambda rule: rule in _ENCODINGS and options.wanted(rule))
        evidence = self.project.evidence(self.path, disk)
        found = look_at_text(Document(self.document.path, disk), evidence, only)
        path = self.document.path
        findings = marked(found, path).findings if isinstance(found, FileReport) else ()
        told = {(finding.rule, finding.line) for finding in report.findings} if report else set()
        return tuple(
            replace(finding, edits=(), safety=None)
            for finding in findings
            if (finding.rule, finding.line) not in told
        )


@contextmanager
def asking(
    buffer: Buffer, document: Document | None = None, least: Safety | None = None
) -> Iterator[Asked]:
    """A document with its settings and its past, both as they are now.

    ``document`` is what it was examined as before, ``least`` the grade of the fixes that are made.
    Raises `ExaminationError`.
    """
    try:
        with open_project(Nested().with_options(min_grade=least)) as project:
            yield _asked(project, buffer, document)
    except (BaselineError, ConfigError, KindError, GitError) as error:
        raise ExaminationError(str(error)) from error


def _asked(project: Project, buffer: Buffer, document: Document | None) -> Asked:
    path = buffer.path
    if path is None:
        name = name_of(buffer)
        evidence = NoEvidence("the text is in no file yet")
        document = document or Document(name, buffer.data)
        return Asked(project, buffer.root / name, document, evidence)
    saved = None
    if document is None:
        disk = _read(project, path)
        saved = disk if buffer.saved else None
        document = Document(_shown(project, path), as_on_disk(buffer.data, disk or b""))
    return Asked(project, path, document, project.evidence(path, document.data), saved)


def _shown(project: Project, path: Path) -> str:
    """A path in messages: from the top of its repository."""
    try:
        return project.from_top(path)
    except GitError:
        return path.as_posix()


def _read(project: Project, path: Path) -> bytes | None:
    with suppress(OSError, GitError):
        if path.stat().st_size <= MAX_FILE:
            return project.read(path)
    return None
