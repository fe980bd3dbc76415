"""Repairs committed merge conflicts and garbled text in documents kept in git.

>>> import mergemend
>>> for outcome in mergemend.check("docs"):  # doctest: +SKIP
...     print(outcome.path)

`mergemend.api.Session` does the same one file at a time, for as many calls as needed.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from pathlib import Path

    from mergemend.api import Extracted
    from mergemend.config import AnySettings
    from mergemend.model import Choices, Json
    from mergemend.project import Outcome, Unread

__all__ = ["__version__", "check", "explain", "extract", "fix"]
__version__ = "0.1.0"


def check(*paths: str | Path, settings: AnySettings | None = None) -> list[Outcome]:
    """Examine files, and the files below folders; nothing is written.

    Returns for each file a `mergemend.model.FileReport`, or why there is none. Without ``settings``
    each file goes by the nearest config file above it. Raises `mergemend.config.ConfigError`,
    `mergemend.model.KindError`, `mergemend.git.runner.GitError`, and `ValueError` for an empty
    path.
    """
    from mergemend.api import Session

    with Session(settings) as session:
        return list(session.check(paths))


def fix(
    *paths: str | Path, settings: AnySettings | None = None, choices: Choices | None = None
) -> tuple[list[Outcome], list[Unread]]:
    """Examine like `check`, keep the old bytes of what changes, and write it.

    ``choices`` are texts for garbled places of the only path, by line and column (both from 1; the
    column can be None where only one place of the line is open). Returns what was found in files
    that are not clean, and the files that could not be written. Raises what `check` raises,
    `mergemend.model.UnrecordedError` if the old bytes can't be kept, `ValueError` if choices come
    without exactly one file, and `mergemend.model.ChoiceError` for one that can't be made: then
    nothing was written.
    """
    from mergemend.api import Session
    from mergemend.model import FileReport

    with Session(settings) as session:
        outcomes = list(session.preview(paths, choices=choices))
        _, failed = session.write(o for o in outcomes if isinstance(o, FileReport))
        return outcomes, failed


def explain(path: str | Path, *, settings: AnySettings | None = None) -> dict[str, Json]:
    """Tell how the conflicts of a file lie over each other, and how its lines were garbled.

    Returns what `mergemend explain --output-format json` prints. Raises what `check` raises, and
    `OSError` where the file can't be read.
    """
    from mergemend.api import Session

    with Session(settings) as session:
        return session.explain(path).data()


def extract(*paths: str | Path, settings: AnySettings | None = None) -> list[Extracted]:
    """Read what the status documents among files, and files below folders, say.

    Returns for each a `mergemend.statusdocs.record.Record`, or why it was not read; files that are
    no status documents are left out. Raises what `check` raises.
    """
    from mergemend.api import Session

    with Session(settings) as session:
        return [found for found in session.extract(paths) if found is not None]
