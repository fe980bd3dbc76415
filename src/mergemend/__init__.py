"""Repairs committed merge conflicts and garbled text in documents kept in git.

>>> import mergemend
>>> for outcome in mergemend.check("docs"):  # doctest: +SKIP
...     print(outcome.path)
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from pathlib import Path

    from mergemend.config import AnySettings
    from mergemend.model import Choices
    from mergemend.project import Outcome, Unread

__all__ = ["__version__", "check", "fix"]
__version__ = "0.1.0"


def check(*paths: str | Path, settings: AnySettings | None = None) -> list[Outcome]:
    """Examine files, and the files below folders; nothing is written.

    Returns for each file a `mergemend.model.FileReport`, or why there is none. Without ``settings``
    each file goes by the nearest config file above it. Raises `mergemend.config.ConfigError`,
    `mergemend.model.KindError`, `mergemend.git.runner.GitError`, and `ValueError` for an empty
    path.
    """
    from mergemend.config import Nested
    from mergemend.project import open_project

    with open_project(settings or Nested()) as project:
        return [project.look(file) for file in project.all_files(_named(paths))]


def fix(
    *paths: str | Path, settings: AnySettings | None = None, choices: Choices | None = None
) -> tuple[list[Outcome], list[Unread]]:
    """Examine like `check`, keep the old bytes of what changes, and write it.

    ``choices`` are texts for garbled places of the only path, by line and column (both from 1; the
    column can be None where only one place of the line is open). Returns the outcomes, and the
    files that could not be written. Raises what `check` raises, `mergemend.model.UnrecordedError`
    if the old bytes can't be kept, `ValueError` if choices come without exactly one path, and
    `mergemend.model.ChoiceError` for one that can't be made: then nothing was written.
    """
    if choices and len(paths) != 1:
        raise ValueError("choices are for exactly one file")
    from mergemend.config import Nested
    from mergemend.model import FileReport
    from mergemend.project import open_project

    with open_project(settings or Nested()) as project:
        outcomes = [
            project.look(file, choices=choices) for file in project.all_files(_named(paths))
        ]
        _, failed = project.write(o for o in outcomes if isinstance(o, FileReport))
        return outcomes, failed


def _named(paths: tuple[str | Path, ...]) -> list[Path]:
    if "" in paths:
        raise ValueError("an empty name is no file; '.' is this folder")
    from pathlib import Path

    return [Path(path) for path in paths]
