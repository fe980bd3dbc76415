"""Writes what files become, and tells what was changed, left and kept."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mergemend.cli.common import echo, tell_kept
from mergemend.model import FileReport
from mergemend.project import Project, Unread
from mergemend.report.text import fix_lines, left_lines
from mergemend.words import count


def write_reports(
    project: Project, reports: Sequence[FileReport], command: str, *, quiet: bool
) -> list[Unread]:
    """Write what changed; the run is recorded under ``command``. Those that could not be written.

    Raises what `mergemend.project.Project.write` raises.
    """
    kept, failed = project.write(reports, command)
    broken = {file.path for file in failed}
    for report in reports:
        if report.path not in broken:
            for line in (*fix_lines(report), *left_lines(report)):
                echo(line)
    if not quiet:
        written = sum(r.changed and r.path not in broken for r in reports)
        click.echo(f"{count(written, 'file')} fixed" if written else "nothing fixed", err=True)
        tell_kept(kept)
    return failed
