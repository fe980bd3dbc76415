"""A file on the page of a clean-up: its conflicts, its decisions, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mergemend.decisions import Decision
from mergemend.model import Document, FileReport, decode
from mergemend.plan import Reviewed
from mergemend.report.cleanup_decision import PRE, decision_part
from mergemend.report.html import element, joined
from mergemend.report.layers_picture import layers_picture
from mergemend.report.page import Section, tag
from mergemend.report.rendered import before_and_after
from mergemend.report.revisions_line import revisions_line
from mergemend.report.terminal import printable_lines
from mergemend.report.text import diff
from mergemend.words import count

_MOST_LINKS = 400  # to decisions of a file
_MOST_DIFF = 1_500  # lines
_MOST_LEFT = 500  # findings


def file_part(number: int, first: int, file: Reviewed) -> Section:
    """The part of the file with this ``number``, whose decisions are counted from ``first``."""
    parts = [
        _summary(first, file),
        *_conflicts(number, file),
        *_decisions(first, file),
        *_left(file),
        *_becomes(file.report),
    ]
    return Section(f"file-{number}", file.path, joined(parts, "\n"), "file")


def _summary(first: int, file: Reviewed) -> Markup:
    """How much is to be decided, all of it at once, and where."""
    at_once = [n for n, one in enumerate(file.decisions) if not _is_later(one, file)]
    later = [n for n, one in enumerate(file.decisions) if _is_later(one, file)]
    buttons = [
        element("button", "Accept all of this file", type="button", data_do="accept-file"),
        element("button", "Leave all of this file", type="button", data_do="leave-file"),
    ]
    return element(
        "div",
        element("p", count(len(file.decisions), "decision"), class_="soft"),
        _jump("In lines ", first, file, at_once),
        _jump("In the text that these leave, lines ", first, file, later),
        element("p", *buttons, class_="live") if file.decisions else None,
        class_="summary",
    )


def _decisions(first: int, file: Reviewed) -> Iterator[Markup]:
    """All decisions in their order, and where their lines begin to count in another text."""
    told = False
    for number, decision in enumerate(file.decisions, first):
        if not told and _is_later(decision, file):
            told = True
            said = "The lines from here on count in the text that the decisions above leave."
            yield element("p", said, class_="soft")
        yield decision_part(number, decision)


def _is_later(decision: Decision, file: Reviewed) -> bool:
    """Whether its lines count in the text that earlier decisions leave."""
    return decision.document.data != file.report.before


def _jump(what: str, first: int, file: Reviewed, numbers: Sequence[int]) -> Markup | None:
    """Links to decisions."""
    if not numbers:
        return None
    lines = [(number, file.decisions[number].first + 1) for number in numbers[:_MOST_LINKS]]
    links = [
        element("a", line, href=f"#d{first + number}", aria_label=f"line {line}")
        for number, line in lines
    ]
    more = f" and {len(numbers) - len(links):,} more" if len(numbers) > len(links) else ""
    return element("p", what, joined(links, ", "), more, class_="soft")


def _conflicts(number: int, file: Reviewed) -> Iterator[Markup]:
    """How conflicts lie over each other, and the revisions they hold."""
    if file.explained is None:
        return
    explained: Mapping[str, Any] = file.explained
    document = Document(file.path, file.report.before)
    pictures = [
        layers_picture(stack, document, f"stack-{number}-{n}")
        for n, stack in enumerate(explained["stacks"])
    ]
    line = revisions_line(explained)
    parts = []
    if pictures:
        parts.append(element("div", element("h3", "Layers, the latest first"), *pictures))
    if line:
        parts.append(element("div", element("h3", "Revisions, by date"), line))
    if parts:
        yield element("div", *parts, class_="facts")


def _left(file: Reviewed) -> Iterator[Markup]:
    """What there is nothing to decide about, and what was not checked."""
    items = [
        element("li", f"Line {f.line:,} ", tag(f.rule, None), " ", f.message)
        for f in file.left[:_MOST_LEFT]
    ]
    more = len(file.left) - len(items)
    items += [element("li", f"{more:,} more")] if more > 0 else []
    items += [element("li", why) for why in file.report.not_run]
    if items:
        yield element("h3", "Nothing to decide")
        yield element("ul", *items)


def _becomes(report: FileReport) -> Iterator[Markup]:
    """The file before and after, as a reader of Markdown sees it and as a diff."""
    if not report.changed:
        return
    rendered = before_and_after(report)
    if rendered is not None:
        yield _details("Before and after as Markdown, with all that is proposed", rendered)
    yield _details("The difference, with all that is proposed", _diff(report))


def _details(summary: str, *content: Markup) -> Markup:
    return element("details", element("summary", summary), *content)


def _diff(report: FileReport) -> Markup:
    lines = printable_lines(decode(diff(report)).replace("\r\n", "\n")).split("\n")
    shown = joined(map(_diff_line, lines[2:_MOST_DIFF]), "\n")
    more = len(lines) - _MOST_DIFF
    rest = f"{count(more, 'line')} more: `mergemend cleanup --apply PLAN --diff` shows all."
    return joined(
        [
            element(
                "pre", PRE, shown, class_="diff long", tabindex=0, role="region", aria_label="Diff"
            ),
            element("p", rest, class_="soft") if more > 0 else Markup(""),
        ]
    )


def _diff_line(line: str) -> Markup:
    names = {"+": "ins", "-": "del", "@": "b"}
    name = names.get(line[:1])
    return element(name, Markup.escape(line)) if name else Markup.escape(line)
