"""What a clean-up found where its plan changes nothing: branches, history, unread files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from mergemend.past import BranchFinding, Past, PastFinding
from mergemend.plan import Survey
from mergemend.report.html import element, joined
from mergemend.report.page import Cell, Row, Section, controls, note, table
from mergemend.report.past import incomplete_lines, past_summary
from mergemend.words import count

_MOST = 5_000  # rows


def beyond_parts(survey: Survey) -> Iterator[Section]:
    """The parts for what was looked for, also where nothing was found."""
    if survey.unread:
        rows = [Row([Cell(path, "place"), Cell(why)]) for path, why in survey.unread]
        columns = ("File", "Why")
        yield Section("not-read", "Not read", table(None, columns, rows, label="Not read"))
    if survey.branches is not None:
        yield Section("branches", "In branches", _branches(survey.branches))
    if survey.past is not None:
        yield Section("history", "In the history", _past(survey.past))


def _branches(found: Sequence[BranchFinding]) -> Markup:
    if not found:
        return _soft("The newest commits of all branches have no findings.")
    rows = [_branch_row(one) for one in found[:_MOST]]
    columns = ("Where", "Rule", "What", "Branches")
    return _filtered("branches-table", "In branches", columns, rows, len(found))


def _branch_row(one: BranchFinding) -> Row:
    finding = one.finding
    return Row(
        [
            Cell(f"{finding.path}:{finding.line}", "place"),
            Cell(finding.rule),
            Cell(finding.message),
            Cell(", ".join(one.branches)),
        ],
        finding.rule,
    )


def _past(past: Past) -> Markup:
    told = [past_summary(past), *incomplete_lines(past)]
    parts = [_soft(line) for line in told]
    if past.findings:
        rows = [_past_row(one) for one in past.findings[:_MOST]]
        columns = ("Where", "Rule", "What", "Came in with", "Author", "Date")
        parts.append(
            _filtered("history-table", "In the history", columns, rows, len(past.findings))
        )
    return joined(parts)


def _past_row(one: PastFinding) -> Row:
    finding, commit = one.finding, one.commit
    came = Cell("no commit that can be read")
    if commit is not None:
        doubt = ["or earlier, the clone ends here"] * one.may_be_older
        doubt += ["only in the reflog"] * one.reflog
        subject = note("; ".join([commit.subject, *doubt]))
        came = Cell(element("code", commit.sha[:10]) + subject)
    return Row(
        [
            Cell(f"{finding.path}:{finding.line}", "place"),
            Cell(finding.rule),
            Cell(finding.message),
            came,
            Cell(commit.author if commit else ""),
            Cell(f"{commit.authored:%Y-%m-%d}" if commit else "", "date"),
        ],
        finding.rule,
    )


def _filtered(
    name: str, label: str, columns: Sequence[str], rows: Sequence[Row], total: int
) -> Markup:
    """A table with a filter by words and rule, and a word on what it leaves out."""
    rules = sorted({row.groups for row in rows if row.groups})
    groups = [("", "all rules"), *((rule, rule) for rule in rules)]
    more = total - len(rows)
    rest = [_soft(f"{count(more, 'finding')} more are not listed here.")] if more > 0 else []
    shown = table(None, columns, rows, name=name, label=label)
    return joined([controls(name, groups), shown, *rest])


def _soft(words: str) -> Markup:
    return element("p", words, class_="soft")
