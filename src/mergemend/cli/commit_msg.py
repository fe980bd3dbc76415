"""`mergemend commit-msg`: look at the message of a commit before git takes it."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from mergemend.cli.check import tell_report
from mergemend.cli.common import FILE_PATH, ended, found_settings, keep_settings
from mergemend.project import Skipped, Unread, open_project
from mergemend.report.terminal import printable


@click.command("commit-msg", short_help="Find markers and garbled text in a commit message.")
@click.argument("file", type=FILE_PATH)
def commit_msg(file: Path) -> int:
    """Find conflict markers and garbled text in the commit message in FILE.

    It is git's hook commit-msg: git names the FILE, and makes no commit if there is a finding.
    Lines of comment and what stands below the scissors line are no message. Nothing is changed.

    Exit code 0: nothing found, 1: findings, 2: wrong usage or settings, 3: the file could not be
    read, 4: a fault of mergemend.
    """
    settings = found_settings()
    with open_project(settings.at(Path())) as project:
        outcome = project.look_at_message(file)
    keep_settings(settings)
    if isinstance(outcome, Unread):
        return ended([outcome], counts=False)
    if isinstance(outcome, Skipped):
        click.echo(f"{printable(outcome.path)}: not checked: {outcome.why}", err=True)
        return ended([], counts=False)
    tell_report(outcome)
    counts = any(finding.counts for finding in outcome.findings)
    if counts:
        # a hook is run in the top of the work tree, its user may be below
        where = shlex.quote(printable(str(file.absolute())))
        again = f"`git commit -e -F {where}` opens it again, --no-verify takes it as it is"
        click.echo(f"the message is kept: {again}", err=True)
    return ended([], counts=counts)
