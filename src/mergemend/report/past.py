"""What was found in the history, as lines for people and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mergemend.model import Json
from mergemend.report.data import told_data
from mergemend.report.terminal import printable, shorten
from mergemend.report.text import finding_line
from mergemend.words import count

if TYPE_CHECKING:
    from mergemend.evidence import Commit
    from mergemend.past import Past, PastFinding

VERSION = 1
_SHOWN = 3  # names of objects, for people
_LISTED = 100  # and as data
_SUBJECT = 50  # characters


def past_line(found: PastFinding) -> tuple[str, str, str, str, str]:
    """A finding as place, rule, message, the colour of the rule, and where it came from.

    The place is one that `git show` takes, and the line.
    """
    place, rule, message, colour = finding_line(found.finding)
    commit = found.commit
    if commit is None:
        return place, rule, message, colour, f"(in no commit that can be read; {found.blob[:10]})"
    when = f"{commit.authored:%Y-%m-%d}, {printable(commit.author)}: "
    origin = when + shorten(printable(commit.subject), _SUBJECT)
    if found.may_be_older:
        origin += "; or earlier, the clone ends here"
    if found.reflog:
        origin += "; only in the reflog"
    return f"{commit.sha[:10]}:{place}", rule, message, colour, f"({origin})"


def past_summary(past: Past) -> str:
    """What was looked at and found, in a sentence."""
    counted = [one for one in past.findings if one.finding.counts]
    found = "nothing found"
    if counted:
        texts = len({one.blob for one in counted})
        found = f"{count(len(counted), 'finding')} in {count(texts, 'text')}"
    return f"{count(past.texts, 'text')} of the history checked: {found}"


def incomplete_lines(past: Past) -> Iterator[str]:
    """What was not looked at, and why."""
    for complaint in past.complaints:
        said = printable("; ".join(complaint.splitlines()))
        yield f"mergemend: git could not go through all of the history: {said}"
    if past.unread:
        yield f"{count(len(past.unread), 'text')} can't be read: {_names(past.unread)}"
    if past.missing:
        why = "a partial clone lacks them" if past.partial else "`git fsck` tells more"
        yield f"{count(len(past.missing), 'object')} not here ({why}): {_names(past.missing)}"
    if past.shallow:
        yield "the clone is shallow: what was before its oldest commits was not looked at"
    if past.lost:
        yield f"{count(len(past.lost), 'text')} with findings in no commit: {_names(past.lost)}"


def _names(names: Sequence[str]) -> str:
    more = f", and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def past_data(past: Past) -> Json:
    """All findings, each with the text and the commit it is in, and what was not looked at."""
    return {
        "version": VERSION,
        "texts": past.texts,
        "findings": [_finding(one) for one in past.findings],
        "unread": _some(past.unread),
        "missing": _some(past.missing),
        "lost": _some(past.lost),
        "partial": past.partial,
        "shallow": past.shallow,
        "complaints": list(past.complaints),
    }


def _some(names: Sequence[str]) -> Json:
    return {"count": len(names), "names": list(names[:_LISTED])}


def _finding(found: PastFinding) -> Json:
    return told_data(found.finding) | {
        "blob": found.blob,
        "commit": None if found.commit is None else _commit(found.commit),
        "may_be_older": found.may_be_older,
        "reflog": found.reflog,
    }


def _commit(commit: Commit) -> Json:
    return {
        "sha": commit.sha,
        "author": commit.author,
        "date": commit.authored.isoformat(),
        "subject": commit.subject,
    }
