"""`mergemend check --history`: what was wrong in any text that git has of any commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mergemend.cli.common import Exit, echo
from mergemend.config import AnySettings
from mergemend.history import look_into_past
from mergemend.past import Past
from mergemend.report.data import dump
from mergemend.report.past import incomplete_lines, past_data, past_line, past_summary


def check_history(
    settings: AnySettings, paths: Sequence[Path], output_format: str, *, quiet: bool
) -> Exit:
    """Print what is found; how the command ends. Raises `mergemend.git.runner.GitError`."""
    past = look_into_past(settings, paths, shown=not quiet)
    if output_format == "json":
        click.echo(dump(past_data(past)))
        return _ended(past)
    for found in past.findings:
        place, rule, message, colour, origin = past_line(found)
        echo(f"{place} {click.style(rule, fg=colour)} {message} {origin}")
    for line in incomplete_lines(past):
        click.echo(line, err=True)
    if not quiet:
        click.echo(past_summary(past), err=True)
    return _ended(past)


def _ended(past: Past) -> Exit:
    if not past.is_whole:
        return Exit.UNREAD
    counts = past.lost or any(one.finding.counts for one in past.findings)
    return Exit.FINDINGS if counts else Exit.CLEAN
