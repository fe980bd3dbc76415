"""Files in which the whole program found nothing: they need no second look.

The sieve leaves every status document to the whole program, which parses it. Nothing will be found
again if the document has not changed, nor anything else that its findings can hang on
(`mergemend.git.context`). For a text whose bytes say all it is enough that it has not changed
(`mergemend.plain`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from mergemend import program
from mergemend.clean import hangs_on_bytes
from mergemend.config import AnySettings, distinct
from mergemend.files import read_file
from mergemend.known import CHECKED, Known
from mergemend.model import FileReport
from mergemend.places import is_markdown
from mergemend.plain import known_plain
from mergemend.project import Outcome, Project
from mergemend.rules import GROUPS, RULES
from mergemend.sieve import CLEAN

_OF_TEXTS = frozenset(RULES) - frozenset(GROUPS["status"])

LEAST_FILES = 20
"""With fewer files asking for their context takes longer than looking at them."""


class _Found:
    """Files in which nothing was found, in the state that they had before they were looked at."""

    def __init__(self, known: Known, files: Iterable[Path]) -> None:
        self._known = known
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
                self._known.learn(os.fsencode(file), after, CLEAN)

    def _lasts(self, file: Path) -> bool:  # noqa: ARG002
        """Whether nothing will be found in a clean file for as long as it is known."""
        return True

    def save(self) -> None:
        """Keep it for the next run."""
        self._known.save()


class Plain(_Found):
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


class Checked(_Found):
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

        context = context_of(here) if (here / ".git").exists() else None
        if context is None:
            return None
        told = sorted(repr(one.told) for one in settings)
        digest = hashlib.sha256(repr((context.digest, told, program.state())).encode())
        known = Known(str(here), CHECKED, digest.hexdigest().encode())
        # of others it matters what they were before, which nothing short tells
        return cls(known, (file for file in files if os.fsencode(file) in context.committed))

    def verdicts(self) -> dict[str, int]:
        """Those in which nothing will be found."""
        paths = [os.fsencode(file) for file in self._states]
        self._known.expect(paths)
        return {os.fsdecode(path): CLEAN for path in paths if self._known.verdict(path)}


def _is_there(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False
