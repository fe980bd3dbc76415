"""A decision on the page of a clean-up: what is found, why, how sure, and all options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from mergemend.decisions import Decision, Option
from mergemend.model import Safety
from mergemend.report.html import element, joined, text
from mergemend.report.options import option_lines, place_line, sides_of, visible
from mergemend.report.page import note, tag
from mergemend.report.terminal import printable, printable_lines
from mergemend.report.worddiff import Piece, compare
from mergemend.words import count

GRADES = {Safety.SAFE: "good", Safety.LIKELY: None, Safety.GUESS: "warn"}
OPEN = "no proposal"
ORDER = (*map(str, Safety), "not graded", OPEN)
"""What `grade_of` says, the surest first."""

PRE = Markup("\n")
"""What `pre` begins with: a browser leaves the first line end out."""

_MOST = 300  # lines of an option
_SCROLLS = 24  # lines from which on a text scrolls, so that it can be reached by Tab
_KEYS = 9


def grade_of(decision: Decision) -> str:
    """How sure the proposal is, in a word."""
    if not decision.is_proposed:
        return OPEN
    grade = decision.options[0].grade
    return "not graded" if grade is None else str(grade)


def decision_part(number: int, decision: Decision) -> Markup:
    """A decision with its answers; ``number`` is its place in the plan, from 0."""
    finding, name = decision.finding, f"d{number}"
    line = f"Line {decision.first + 1:,}"
    if decision.column is not None:
        line += f", column {decision.column:,}"
    state = "accepted" if decision.is_proposed else "open"
    heading = element(
        "h3",
        line,
        " ",
        tag(finding.rule, None),
        " ",
        _grade_tag(decision),
        " ",
        element("span", state, class_="tag state"),
    )
    cards = [*_cards(name, decision)]
    return element(
        "article",
        heading,
        element("p", finding.message),
        _why(decision),
        element("div", *cards, class_="options", role="radiogroup", aria_label=line),
        id=name,
        class_="decision",
        tabindex=-1,
        aria_label=f"{finding.path}, {line}",
        data_rule=finding.rule,
        data_grade=grade_of(decision),
        data_state=state,
        data_proposed=decision.is_proposed,
    )


def _grade_tag(decision: Decision) -> Markup:
    word = grade_of(decision)
    if word == OPEN:
        return tag(word, "bad")
    grade = decision.options[0].grade
    return tag(word, GRADES[grade] if grade else None)


def _why(decision: Decision) -> Markup:
    """What the proposal rests on, and what it gives up."""
    evidence = decision.finding.evidence
    reasons = _said(evidence.get("reasons"))
    items = [
        *(f"Because {reason}." for reason in reasons if reason not in decision.finding.message),
        *(f"Discards {gone}." for gone in _said(evidence.get("discarded"))),
    ]
    better = evidence.get("best")
    if isinstance(better, dict):
        items.append(f"The likeliest answer is another: {better['name']}, {better['saw']}.")
    if decision.place is not None:
        items.append("Another text is taken if garbling it gives what stands there.")
    if not items:
        return Markup("")
    return element("ul", *(element("li", item) for item in items), class_="why")


def _said(values: object) -> Iterator[str]:
    for value in values if isinstance(values, list) else ():
        yield str(value).rstrip(".")


def _cards(name: str, decision: Decision) -> Iterator[Markup]:
    """An answer each: the options, another text for a garbled place, and leaving it."""
    taken = 1 if decision.is_proposed else 0
    texts = list(_texts(decision))
    for number, (option, shown) in enumerate(zip(decision.options, texts, strict=False), 1):
        label = visible(option.text) if decision.place is not None else option.name
        yield _card(name, number, label, _tags(decision, option), shown, is_taken=number == taken)
    if decision.place is not None:
        yield _other(name)
    left = texts[-1]
    yield _card(name, 0, "leave as it is", Markup(""), left, is_taken=taken == 0)


def _card(
    name: str, value: int, label: str, more: Markup, shown: Markup, *, is_taken: bool
) -> Markup:
    key = element("kbd", value) if value <= _KEYS else None
    choice = _radio(name, str(value), is_taken=is_taken)
    return element(
        "div", element("label", choice, key, element("bdi", label)), more, shown, class_="option"
    )


def _radio(name: str, value: str, *, is_taken: bool = False) -> Markup:
    """Not filled in again by the browser, which would take it for one of another plan."""
    return element(
        "input", type="radio", name=name, value=value, checked=is_taken, autocomplete="off"
    )


def _other(name: str) -> Markup:
    """A text of the reader's own; only script makes it an answer."""
    words = element(
        "input",
        type="text",
        autocomplete="off",
        spellcheck="false",
        data_other=True,
        aria_label="Another text",
    )
    label = element("label", _radio(name, "other"), "another text")
    return element("div", label, words, class_="option other")


def _tags(decision: Decision, option: Option) -> Markup:
    """Who wrote an option and when, and how sure it is."""
    is_first = option is decision.options[0] and decision.is_proposed
    side = sides_of(decision).get(option.name)
    marks = [tag("proposed", "good")] * is_first
    if side is not None and side.is_newest:
        marks.append(tag("newest", "good"))
    if option.grade is not None:
        marks.append(tag(option.grade, GRADES[option.grade]))
    notes = [side.said] if side else []
    notes += [option.odds] if option.odds else []
    notes += [option.why] if option.why and not is_first and decision.place is None else []
    return joined([*marks, *map(note, notes)], " ")


def _texts(decision: Decision) -> Iterator[Markup]:
    """What the lines become with each option, and last what they are."""
    if decision.place is not None:
        for number in range(len(decision.options)):
            yield _line(option_lines(decision, number))
        yield _line([place_line(decision)])
        return
    *texts, lines = _alike([*(option.text for option in decision.options), decision.lines])
    if decision.finding.rule.startswith("conflict"):
        first, *rest = texts
        pairs = [compare(first, other) for other in rest]
        yield _block(pairs[0][0] if pairs else [Piece(first, own=False)], decision.options[0].name)
        for option, (_, pieces) in zip(decision.options[1:], pairs, strict=True):
            yield _block(pieces, option.name)
        shown = _block([Piece(lines, own=False)], "the lines as they are")
        yield element("details", element("summary", "The lines as they are"), shown)
        return
    after, before = compare(texts[0], lines)
    yield _block(after, "after")
    yield _block(before, "before", gone=True)


def _alike(texts: Sequence[str]) -> list[str]:
    """Texts without their carriage returns, unless it is these in which they differ."""
    plain = [text.replace("\r\n", "\n") for text in texts]
    returns = sum(len(text) - len(other) for text, other in zip(texts, plain, strict=True))
    return plain if returns == sum(text.count("\n") for text in texts) else list(texts)


def _line(lines: Iterable[Sequence[tuple[str, bool]]]) -> Markup:
    shown = [element("mark", part) if own else text(part) for line in lines for part, own in line]
    return element("pre", PRE, *shown)


def _block(pieces: Sequence[Piece], name: str, *, gone: bool = False) -> Markup:
    """Lines in which the words that the other text lacks are marked."""
    cut, more = _cut(pieces)
    own = "del" if gone else "mark"
    shown = [element(own, _shown(p.text)) if p.own else _shown(p.text) for p in cut]
    if not shown:
        return element("p", "nothing: the lines go", class_="soft")
    if more:
        shown.append(element("span", f"{count(more, 'line')} more", class_="note"))
    long = sum(p.text.count("\n") for p in cut) > _SCROLLS
    return element(
        "pre",
        PRE,
        *shown,
        class_="long" if long else None,
        tabindex=0 if long else None,
        role="region" if long else None,
        aria_label=printable(name) if long else None,
    )


def _shown(words: str) -> Markup:
    """Text of several lines: `mergemend.report.html.text` would show line ends and tabs."""
    return Markup.escape(printable_lines(words))


def _cut(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """The pieces of the first lines, and how many lines there are more."""
    kept: list[Piece] = []
    room = _MOST
    for position, piece in enumerate(pieces):
        lines = piece.text.count("\n")
        if lines > room:
            head = "".join(f"{line}\n" for line in piece.text.split("\n")[:room])
            rest = piece.text[len(head) :] + "".join(p.text for p in pieces[position + 1 :])
            return [*kept, Piece(head, piece.own)], max(1, rest.count("\n"))
        room -= lines
        kept.append(piece)
    return kept, 0
