"""Files in which the whole program found nothing: they need no second look.

The sieve leaves every status document to the whole program, which parses it. Nothing will be found
again if the document has not changed, nor anything else that its findings can hang on
(`mergemend.git.context`). For a text whose bytes say all it is enough that it has not changed
(`mergemend.plain`). In a tree that is known as a whole the light way can tell both
(`mergemend.snapshot`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mergemend import program
from mergemend.cheap import may_be_in_conflict
from mergemend.clean import hangs_on_bytes
from mergemend.config import AnySettings, Nested, distinct
from mergemend.files import read_file
from mergemend.git.runner import GitError
from mergemend.known import CHECKED, Known
from mergemend.model import FileReport
from mergemend.places import is_markdown
from mergemend.plain import known_plain
from mergemend.project import Outcome, Project
from mergemend.rules import GROUPS, RULES
from mergemend.sieve import CLEAN, DOUBTFUL, KEPT
from mergemend.snapshot import Shelf, Snapshot, row_of

if TYPE_CHECKING:
    from mergemend.snapshot import Row

_OF_TEXTS = frozenset(RULES) - frozenset(GROUPS["status"])

LEAST_FILES = 20
"""With fewer files asking for their context takes longer than looking at them."""


class _Found:
    """Files in which nothing was found, in the state that they had before they were looked at."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._states = {file: file.lstat() for file in files if _is_there(file)}

    def learn(self, file: Path, outcome: Outcome) -> None:
        """Keep that nothing was found in a file, if that is so and it has not changed meanwhile."""
        state = self._states.get(file)
        if state is None or not isinstance(outcome, FileReport):
            return
        is_clean = not outcome.findings and not outcome.not_run
        if is_clean and self._lasts(file) and _is_there(file):
            after = file.lstat()
            if (state.st_ctime_ns, state.st_ino) == (after.st_ctime_ns, after.st_ino):
                self._keep(file, after)

    def _lasts(self, file: Path) -> bool:
        """Whether nothing will be found in a clean file for as long as it is known."""
        raise NotImplementedError

    def _keep(self, file: Path, state: os.stat_result) -> None:
        raise NotImplementedError

    def save(self) -> None:
        """Keep it for the next run."""
        raise NotImplementedError


class _FoundByItself(_Found):
    """Files that are known one by one."""

    def __init__(self, known: Known, files: Iterable[Path]) -> None:
        super().__init__(files)
        self._known = known

    def _keep(self, file: Path, state: os.stat_result) -> None:
        self._known.learn(os.fsencode(file), state, CLEAN)

    def save(self) -> None:
        """Keep it for the next run."""
        self._known.save()


class Plain(_FoundByItself):
    """Texts of which the bytes say all, for as long as they do not change."""

    def __init__(self, known: Known, files: Iterable[Path], settings: AnySettings) -> None:
        super().__init__(known, files)
        self._settings = settings

    @classmethod
    def of(cls, project: Project, paths: Sequence[bytes], left: Sequence[Path]) -> Plain | None:
        """Those ``left`` of all ``paths`` below this folder; None if nothing is to be kept."""
        known = known_plain(str(Path.cwd()), learn=True) if left else None
        if known is None:
            return None
        known.expect(paths)
        return cls(known, left, project.settings)

    def _lasts(self, file: Path) -> bool:
        options = self._settings.options_for(file)
        if options.allow or not all(map(options.wanted, _OF_TEXTS)):
            return False  # under other settings something could be found
        if is_markdown(file.name) and self._settings.at(file.parent).has_own_kinds:
            return False
        try:
            return hangs_on_bytes(file.as_posix(), read_file(file))
        except OSError:
            return False


class Checked(_FoundByItself):
    """Documents, for as long as their context holds."""

    @classmethod
    def of(cls, project: Project, files: Sequence[Path]) -> Checked | None:
        """None where there is nothing to keep: too few files, or kinds of the user's own."""
        here = Path.cwd()
        if len(files) < LEAST_FILES:
            return None
        settings = distinct(project.settings, {file.parent for file in files})
        if any(one.has_own_kinds for one in settings):
            return None
        import hashlib

        from mergemend.git.context import context_of

        context = context_of(here, files) if (here / ".git").exists() else None
        if context is None or context.is_partial:
            return None
        told = sorted(repr(one.told) for one in settings)
        digest = hashlib.sha256(repr((context.digest, told, program.state())).encode())
        known = Known(str(here), CHECKED, digest.hexdigest().encode())
        # of others it matters what they were before, which nothing short tells
        return cls(known, (file for file in files if os.fsencode(file) in context.committed))

    def _lasts(self, file: Path) -> bool:
        # a conflict is an example or not by which commits the clone has, and no context tells that
        try:
            return not may_be_in_conflict(read_file(file))
        except OSError:
            return False

    def verdicts(self) -> dict[str, int]:
        """Those in which nothing will be found."""
        paths = [os.fsencode(file) for file in self._states]
        self._known.expect(paths)
        return {os.fsdecode(path): CLEAN for path in paths if self._known.verdict(path)}


class InTree(_Found):
    """Documents in a tree that is known as a whole, for as long as git tells the same of it."""

    def __init__(
        self,
        shelf: Shelf,
        snapshot: Snapshot,
        past: Sequence[bytes],
        files: Iterable[Path],
        settings: Nested,
    ) -> None:
        super().__init__(files)
        self._shelf, self._snapshot, self._past = shelf, snapshot, past
        self._settings = settings
        self._rows: dict[bytes, Row | None] = {}

    @classmethod
    def of(cls, project: Project, left: Sequence[Path]) -> InTree | None:
        """None where there is nothing to keep, or what the command line says would be needed."""
        settings = project.settings
        if not left or not isinstance(settings, Nested) or settings.is_commanded:
            return None
        shelf = Shelf.here()
        snapshot = shelf.load() if shelf else None
        if shelf is None or snapshot is None or snapshot.is_stub:
            return None
        from mergemend.git.standing import standing

        past = standing(shelf.before)
        return None if past is None else cls(shelf, snapshot, past, left, settings)

    def _lasts(self, file: Path) -> bool:
        # the command line can select what the settings do not
        return not self._settings.values_of(file).select

    def _keep(self, file: Path, state: os.stat_result) -> None:  # noqa: ARG002
        path = os.fsencode(file)
        self._rows[path] = row_of(path)

    def save(self) -> None:
        """Keep it for the next run, if nothing has changed in this one."""
        places = self._places() if self._rows else []
        if not places:
            return
        before = self._snapshot
        verdicts = bytearray(before.verdicts)
        if list(before.past) != self._past:  # they were looked at again, if that could be
            verdicts = verdicts.replace(bytes([KEPT]), bytes([DOUBTFUL]))
        for place in places:
            verdicts[place] = KEPT
        if bytes(verdicts) != before.verdicts or list(before.past) != self._past:
            self._shelf.keep(before.with_past(bytes(verdicts), self._past))

    def _places(self) -> list[int]:
        """Where those files are in the snapshot that are in it as they were looked at.

        Of what HEAD does not have it matters what was there before, which nothing short tells.
        """
        from mergemend.git.context import committed_files

        try:
            if not self._snapshot.has_same():
                return []
            committed = committed_files(Path.cwd())
        except (GitError, OSError):
            return []
        row = self._snapshot.row
        return [
            place
            for place, path in enumerate(self._snapshot.files)
            if path in self._rows and path in committed and row(place) == self._rows[path]
        ]


class Learner:
    """Everything that keeps in which files nothing was found.

    ``known`` are those of an earlier run that need not be looked at.
    """

    def __init__(self, found: Iterable[_Found | None], known: Mapping[str, int]) -> None:
        self._found = [one for one in found if one]
        self.known = known

    @classmethod
    def of(cls, project: Project, paths: Sequence[bytes], left: Sequence[Path]) -> Learner:
        """Of all ``paths`` below this folder those ``left`` are not told of by the sieve."""
        in_tree = InTree.of(project, left)
        checked = Checked.of(project, left)
        known = checked.verdicts() if checked else {}
        if in_tree:
            for path in known:
                in_tree.learn(Path(path), FileReport(path, b"", b""))
        plain = Plain.of(project, paths, [file for file in left if file.as_posix() not in known])
        return cls((in_tree, checked, plain), known)

    def learn(self, file: Path, outcome: Outcome) -> None:
        """Keep that nothing was found in a file, if that is so and will be."""
        for one in self._found:
            one.learn(file, outcome)

    def save(self) -> None:
        """Keep it for the next run."""
        for one in self._found:
            one.save()


def _is_there(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False
