"""The rules by name: what each of them finds."""

from __future__ import annotations

from mergemend.words import did_you_mean

TYPE_CHECKING = False  # the light way in needs the names
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LIMIT = "too-large"
UNUSED = "unused-ignore"

_TEXTS = {
    "conflict": "a merge conflict was left in the file",
    "conflict-ambiguous": "the markers of a stack of conflicts can be read in more than one way",
    "conflict-orphan-marker": "a conflict marker without its counterpart",
    "conflict-unreadable": "conflict markers that do not fit together",
    "mojibake": "text garbled by a wrong encoding, and what it was is proven",
    "mojibake-lossy": "garbled text that has lost characters",
    "mojibake-quoted": "garbled text that is shown on purpose; it is only told",
}
_ENCODINGS = {
    "byte-order-mark": "a byte-order mark, at the start of the file or where files were joined",
    "invalid-utf-8": "a file in another encoding, or bytes that are broken UTF-8",
    "mixed-encoding": "lines in another encoding than the rest of the file",
    "utf-16": "a file in UTF-16 or UTF-32, which git takes for binary",
}
_STATUS = {
    "broken-anchor": "a link to a heading that is not there",
    "broken-link": "a relative link to a file that git does not track",
    "complete-with-open-items": "what is said to be complete has open boxes",
    "date-order": "dates in an order that cannot be",
    "due-outside-section": "a due date outside of the span that its section is headed with",
    "duplicate-key": "a field twice in one group, with different values",
    "emoji-presentation": "an emoji without the variation selector it has elsewhere",
    "heading-count": "a count in a heading that is not the number of what is listed below",
    "hour-sum": "a stated total of hours that its parts do not add up to",
    "money-product": "a sum of money that is not its hours times its rate",
    "numbering": "a number that does not follow the one before; it is only told",
    "percent-gap": "a gap that is not what lies between a percentage and its target",
    "ratio-percent": "a share and its percentage that do not agree",
    "stale-stamp": "a stamp well before the last commit of its document; it is only told",
    "status-emoji": "an emoji that says something else than the word behind it",
    "status-rollup": "a table and a section give the same thing contradicting states",
    "table-total": "a total in a table that is not what its column adds up to",
    "ticket-conflict": "a ticket with another status, owner, due date or effort elsewhere",
    "ticket-conflict-across": "a ticket with another owner or date in a document around",
    "week-range": "a work week that runs from Monday to Friday only in another year",
    "weekday-date": "a weekday that is not that of its date",
    "wrong-year": "a date with last year's number",
    "kind-count": "a heading that says another number of things than its section has",
    "kind-missing": "a field, section, table or list that the document's kind requires is missing",
    "kind-order": "sections in another order than the document's kind has them",
    "kind-reference": "a value that is there twice, or that refers to nothing",
    "kind-schema": "data that does not fit the JSON Schema that the document's kind names",
    "kind-value": "a value that is not of the type that the document's kind gives it",
}

RULES = {
    **_TEXTS,
    **_ENCODINGS,
    **_STATUS,
    UNUSED: "a comment that turns off rules which find nothing there; it is only told",
    LIMIT: "a file, or something in it, is too large to be looked into",
}

GROUPS = {"encoding": tuple(_ENCODINGS), "status": tuple(_STATUS)}
"""Names for rules that have no part of their names in common."""

NAMES = (*RULES, *GROUPS)
"""All that can stand where a rule is named."""


class UnknownRuleError(ValueError):
    """A name that is no rule's and no group's."""

    def __init__(self, name: str) -> None:
        hint = did_you_mean(name, NAMES)
        super().__init__(
            f"there is no rule {name!r}{hint}; the rules are {', '.join(RULES)};"
            f" groups of them are {', '.join(GROUPS)}"
        )


def chooser(select: Collection[str], ignore: Collection[str]) -> Callable[[str], bool]:
    """Whether a rule is wanted: selected (nothing selected: all are) and not ignored.

    A name stands for its rule and for those whose names go on from it, ``mojibake`` for
    ``mojibake-lossy`` too, or for a group. What is too large to be looked into counts for every
    selection. Raises `UnknownRuleError`.
    """
    for name in (*select, *ignore):
        if name not in NAMES:
            raise UnknownRuleError(name)

    def wanted(rule: str) -> bool:
        selected = not select or rule == LIMIT or _among(rule, select)
        return selected and not _among(rule, ignore)

    return wanted


def namer(select: Collection[str]) -> Callable[[str], bool]:
    """Whether a rule was selected by its own name, not as one of a group; nothing names none."""
    return lambda rule: any(goes_by(rule, name) for name in select if name in RULES)


def _among(rule: str, names: Collection[str]) -> bool:
    return any(stands_for(name, rule) for name in names)


def stands_for(name: str, rule: str) -> bool:
    """Whether a name, of a rule or a group, stands for a rule."""
    return goes_by(rule, name) or rule in GROUPS.get(name, ())


def goes_by(rule: str, name: str) -> bool:
    """Whether ``name`` stands for ``rule``: it is the rule's name, or the name goes on from it."""
    return rule == name or rule.startswith(f"{name}-")
