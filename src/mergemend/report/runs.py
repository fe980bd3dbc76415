"""What runs have changed, as lines for people and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mergemend.lines import split_lines
from mergemend.model import Json, decode
from mergemend.report.terminal import printable
from mergemend.run import Run, Written
from mergemend.words import count

_WHOLE = "replaced as a whole"


def entry_line(run: Run, undone_by: str | None = None) -> str:
    """A run in a line of the list."""
    when = run.started.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    said = f"{run.name}  {when}  {printable(run.command)}, {count(len(run.files), 'file')}"
    if run.undoes:
        said = f"{said}, undid {printable(run.undoes)}"
    return f"{said}, undone by {undone_by}" if undone_by else said


def run_lines(run: Run, undone_by: str | None = None) -> Iterator[str]:
    """What a run has changed in each file, and why."""
    yield entry_line(run, undone_by)
    for file in run.files:
        path = printable(file.path)
        if not file.changes:
            yield f"{path}: {_WHOLE}"
        for change in file.changes:
            grade = f" ({printable(change.safety)})" if change.safety else ""
            rule, message = printable(change.rule), printable(change.message)
            yield f"{path}:{change.line}: {rule} {message}{grade}"


def discarded_lines(run: Run, before: Sequence[bytes]) -> Iterator[str]:
    """The text that a run has discarded, place by place.

    ``before`` is what of each file was lost where it was replaced as a whole.
    """
    for file, whole in zip(run.files, before, strict=True):
        for title, text in _discarded(file, whole):
            if text:
                yield f"{printable(file.path)}{title}"
                for line in split_lines(text):
                    yield f"    {printable(decode(line.rstrip(_ENDS)))}"


_ENDS = b"\r\n"


def _discarded(file: Written, whole: bytes) -> Iterator[tuple[str, bytes]]:
    if not file.changes:
        yield f": {_WHOLE}", whole
    for change in file.changes:
        yield f":{change.line}: {printable(change.message)}", change.discarded


def runs_data(runs: Iterable[tuple[Run, str | None]]) -> Json:
    """Runs and their changes; texts have lone surrogates for bytes that are no UTF-8."""
    return {"version": 1, "runs": [_run_data(run, undone_by) for run, undone_by in runs]}


def _run_data(run: Run, undone_by: str | None) -> Json:
    return {
        "run": run.name,
        "started": run.started.isoformat(timespec="seconds"),
        "command": run.command,
        "undoes": run.undoes,
        "undone_by": undone_by,
        "files": [
            {
                "path": file.path,
                "before": file.before,
                "after": file.after,
                "changes": [
                    {
                        "line": change.line,
                        "rule": change.rule,
                        "message": change.message,
                        "safety": change.safety,
                        "discarded": decode(change.discarded),
                    }
                    for change in file.changes
                ],
            }
            for file in run.files
        ],
    }
