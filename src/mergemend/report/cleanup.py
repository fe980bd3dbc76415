"""The page of a clean-up: every decision with its options, and the plan to take away, edited.

It is whole without script, to be read; with it, answers can be changed and the plan downloaded.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from mergemend.decisions import Decision
from mergemend.model import Json
from mergemend.plan import Survey, digest
from mergemend.report.cleanup_beyond import beyond_parts
from mergemend.report.cleanup_decision import OPEN, ORDER, grade_of
from mergemend.report.cleanup_file import file_part
from mergemend.report.data import dump
from mergemend.report.html import element, joined, own_text
from mergemend.report.layers_picture import patterns
from mergemend.report.page import Cell, Row, Section, figures, page, table
from mergemend.words import count, things

_STATES = ("accepted", "left", "open")
KEYS = (
    ("j, →", "the next decision"),
    ("k, ←", "the one before"),
    ("1 to 9", "choose an option"),
    ("0, r", "leave it as it is"),
    ("a", "accept what is proposed"),
    ("u", "take back the last change"),
    ("d", "download the plan"),
    ("/", "filter by words"),
    ("?", "show this"),
)


def cleanup_page(
    survey: Survey, plan: Mapping[str, Json], plan_name: str = "mergemend-plan.json"
) -> str:
    """The page for a survey and its plan; the same input gives the same bytes.

    ``plan`` is what `mergemend.plan.plan_data` gives for the survey, ``plan_name`` the name of the
    file that the edited plan is downloaded as.
    """
    text = dump(plan) + "\n"
    decisions = [one for file in survey.files for one in file.decisions]
    sections = [_overview(survey, decisions)] if survey.files else []
    first = 0
    for number, file in enumerate(survey.files, 1):
        sections.append(file_part(number, first, file))
        first += len(file.decisions)
    lead = [*_lead(survey, decisions, plan_name)]
    if decisions:
        lead.append(_bar(survey, decisions, plan_name, digest(text.encode())))
    end = [patterns(), _help(), _data(text)] if decisions else [patterns()]
    return page(
        "cleanup", "Clean-up", lead, [*sections, *beyond_parts(survey)], own="cleanup", end=end
    )


def _lead(survey: Survey, decisions: list[Decision], plan_name: str) -> Iterator[Markup]:
    looked = f"{count(survey.checked, 'file')} looked at"
    at = f", at commit {survey.head[:10]}" if survey.head else ""
    nothing = "" if survey.files else ": nothing found"
    yield element("p", f"{looked}{at}{nothing}.", class_="soft")
    if decisions:
        command = element(
            "code", f"mergemend cleanup --apply {shlex.quote(plan_name)}", id="command"
        )
        yield element("p", "To do what the plan says, in the repository: ", command)
    if found := [*_figures(survey, decisions)]:
        yield figures(found)


def _figures(
    survey: Survey, decisions: list[Decision]
) -> Iterator[tuple[str, int, str, str | None]]:
    if survey.files:
        total, files = len(decisions), len(survey.files)
        opened = sum(not one.is_proposed for one in decisions)
        yield "overview", total, things(total, "decision"), None
        yield "overview", files, f"{things(files, 'file')} with findings", None
        yield "overview", opened, "without a proposal", "bad"
        numbers = Counter(map(grade_of, decisions))
        for grade in ORDER:
            if numbers[grade] and grade != OPEN:
                yield "overview", numbers[grade], grade, None
    if survey.unread:
        yield "not-read", len(survey.unread), "not read", "warn"
    if survey.branches:
        yield "branches", len(survey.branches), "in branches", "warn"
    if survey.past is not None and survey.past.findings:
        yield "history", len(survey.past.findings), "in the history", "warn"


def _overview(survey: Survey, decisions: list[Decision]) -> Section:
    """Where the decisions are, by file, and by rule and grade."""
    by_file = [
        Row(
            [
                Cell(element("a", file.path, href=f"#file-{number}")),
                Cell(len(file.decisions)),
                Cell(sum(not one.is_proposed for one in file.decisions)),
                Cell(len(file.left)),
            ]
        )
        for number, file in enumerate(survey.files, 1)
    ]
    kinds = Counter((one.finding.rule, grade_of(one)) for one in decisions)
    by_kind = [
        Row([Cell(rule), Cell(grade), Cell(number)])
        for (rule, grade), number in sorted(kinds.items())
    ]
    columns = ("File", "Decisions", "Without a proposal", "Nothing to decide")
    parts = [table(None, columns, by_file, name="files-table", label="Files")]
    if by_kind:
        columns_of_kinds = ("Rule", "How sure", "Decisions")
        parts.append(
            table(None, columns_of_kinds, by_kind, name="kinds-table", label="Rules and grades")
        )
        parts.append(_by_grade({grade for _, grade in kinds}))
    return Section("overview", "Overview", joined(parts))


def _by_grade(grades: set[str]) -> Markup:
    """All decisions of a grade at once."""
    buttons = [
        element(
            "button", f"{word} all: {grade}", type="button", data_do=f"{do}-grade", data_of=grade
        )
        for grade in sorted(grades - {OPEN}, key=ORDER.index)
        for do, word in (("accept", "Accept"), ("leave", "Leave"))
    ]
    return element("p", *buttons, class_="live") if buttons else Markup("")


def _bar(survey: Survey, decisions: list[Decision], plan_name: str, digest_of_plan: str) -> Markup:
    """What stays in sight: the count, the filters, and what is done with the plan."""
    rules = sorted({one.finding.rule for one in decisions})
    grades = sorted(set(map(grade_of, decisions)), key=ORDER.index)
    files = [(str(n), file.path) for n, file in enumerate(survey.files, 1) if file.decisions]
    filters = element(
        "form",
        element("label", "Words", element("input", type="search", name="words")),
        _select("File", "file", files),
        _select("Rule", "rule", [(rule, rule) for rule in rules]),
        _select("How sure", "grade", [(grade, grade) for grade in grades]),
        _select("State", "state", [(state, state) for state in _STATES]),
        element("output", class_="soft", id="shown"),
        class_="filters",
        role="search",
    )
    plan = element(
        "p",
        element("output", id="counted", aria_live="polite"),
        element("button", "Download the plan", type="button", data_do="download"),
        element("button", "Copy the command", type="button", data_do="copy"),
        element("button", "Take back", type="button", data_do="undo"),
        element("button", "Keys", type="button", data_do="help"),
        element("output", id="told", aria_live="polite"),
    )
    return element(
        "div",
        plan,
        filters,
        class_="bar live",
        role="region",
        aria_label="The plan",
        data_plan=plan_name,
        data_digest=digest_of_plan,
    )


def _select(label: str, name: str, choices: Iterable[tuple[str, str]]) -> Markup:
    options = [element("option", "all", value="")]
    options += [element("option", shown, value=value) for value, shown in choices]
    return element("label", label, element("select", *options, name=name, autocomplete="off"))


def _help() -> Markup:
    rows = [
        element("tr", element("th", key, scope="row"), element("td", what)) for key, what in KEYS
    ]
    switch = element("input", type="checkbox", id="keys-act", checked=True, autocomplete="off")
    return element(
        "dialog",
        element("h2", "Keys", id="help-heading"),
        element("table", element("tbody", *rows)),
        element("p", element("label", switch, " These keys act")),
        element("p", element("button", "Close", type="button", data_do="close")),
        id="help",
        aria_labelledby="help-heading",
    )


def _data(text: str) -> Markup:
    """The plan as it was written; what could end the block is escaped as JSON has it."""
    return own_text("script", text.replace("<", "\\u003c"), type="application/json", id="plan")
