"""Documents in which the whole program found nothing: they need no second look.

The sieve leaves every status document to the whole program, which parses it. Nothing will be found
again if the document has not changed, nor anything else that its findings can hang on
(`mergemend.git.context`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path

from mergemend import program
from mergemend.config import distinct
from mergemend.known import CHECKED, Known
from mergemend.model import FileReport
from mergemend.project import Outcome, Project
from mergemend.sieve import CLEAN

LEAST_FILES = 20
"""With fewer files asking for their context takes longer than looking at them."""


class Checked:
    """Documents in which the whole program found nothing, for as long as their context holds."""

    def __init__(self, files: Sequence[Path], known: Known, committed: Collection[bytes]) -> None:
        self._known = known
        # of others it matters what they were before, which nothing short tells
        self._states = {
            file: file.lstat()
            for file in files
            if os.fsencode(file) in committed and _is_there(file)
        }

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
        return cls(files, known, context.committed)

    def verdicts(self) -> dict[str, int]:
        """Those in which nothing will be found."""
        paths = [os.fsencode(file) for file in self._states]
        self._known.expect(paths)
        return {os.fsdecode(path): CLEAN for path in paths if self._known.verdict(path)}

    def learn(self, file: Path, outcome: Outcome) -> None:
        """Keep that nothing was found in a file, if that is so and it has not changed meanwhile."""
        state = self._states.get(file)
        if state is None or not isinstance(outcome, FileReport):
            return
        if not outcome.findings and not outcome.not_run and _is_there(file):
            after = file.lstat()
            if (state.st_ctime_ns, state.st_ino) == (after.st_ctime_ns, after.st_ino):
                self._known.learn(os.fsencode(file), after, CLEAN)

    def save(self) -> None:
        """Keep it for the next run."""
        self._known.save()


def _is_there(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False
