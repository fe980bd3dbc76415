"""Makes markdown-it-py's blocks quick: of its rules only those are called that can apply.

It tries up to eleven rules at each line, and most of them look at the first character and go. What
they look for is in CommonMark's and GitHub's specification. Of tables only the first and the last
token are made, because outlines have cells of their own. A test compares the other tokens with
those of the parser as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    Rule = Callable[[StateBlock, int, int, bool], bool]

# The first characters of what each rule reads; the others can begin with any.
_FIRST: Mapping[str, str] = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
_INDENT = 4  # from here on a line is code
_RULE_ENDS = "*-_ \t"


def quicken(parser: MarkdownIt) -> MarkdownIt:
    """Have a parser, with the rules that it has now, call only those that can apply."""
    from markdown_it.token import Token

    ruler = parser.block.ruler
    names = {rule.fn: rule.name for rule in ruler.__rules__}
    spare = Token("", "", 0)
    chains = {chain: ruler.getRules(chain) for chain in _CHAINS}
    quick = {
        chain: [_one_of([(names[rule], rule) for rule in rules], spare)]
        for chain, rules in chains.items()
        if rules
    }

    def rules_of(chain: str = "") -> list[Rule]:
        return quick.get(chain) or []

    ruler.getRules = rules_of  # type: ignore[method-assign, assignment]
    return parser


def _one_of(rules: Sequence[tuple[str, Rule]], spare: Token) -> Rule:
    """A rule that does what the first of some rules does that applies."""
    changed: dict[str, Callable[[Rule], Rule]] = {"table": partial(_bare, spare), "hr": _ended}
    rules = [(name, changed.get(name, _same)(rule)) for name, rule in rules]
    all_rules = tuple(rule for _, rule in rules)
    fits = {sign: _fitting(rules, sign) for sign in "".join(_FIRST.values())}
    others = _fitting(rules, "")
    table = next((rule for name, rule in rules if name == "table"), None)

    def one_of(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if state.sCount[line] - state.blkIndent >= _INDENT:
            return any(rule(state, line, end, silent) for rule in all_rules)
        source = state.src
        at = state.bMarks[line] + state.tShift[line]
        if (
            table
            and source.find("|", at, state.eMarks[line]) >= 0
            and table(state, line, end, silent)
        ):
            return True
        for rule in fits.get(source[at : at + 1], others):  # noqa: SIM110 (any takes longer)
            if rule(state, line, end, silent):
                return True
        return False

    return one_of


def _same(rule: Rule) -> Rule:
    return rule


def _ended(hr: Rule) -> Rule:
    """The rule for rules, asked only where a line ends in a character of one; items begin alike."""

    def ended(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        return state.src[state.eMarks[line] - 1] in _RULE_ENDS and hr(state, line, end, silent)

    return ended


def _bare(spare: Token, table: Rule) -> Rule:
    """The rule for tables, which then makes no tokens inside; ``spare`` stands for all of them."""

    def bare(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        push = state.push

        def push_ends(kind: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
            return push(kind, tag, nesting) if tag == "table" else spare

        state.push = push_ends  # type: ignore[method-assign, assignment]
        try:
            return table(state, line, end, silent)
        finally:
            del state.push  # what stays would be a cycle

    return bare


def _fitting(rules: Sequence[tuple[str, Rule]], sign: str) -> tuple[Rule, ...]:
    """The rules besides tables and code that can read what begins with a character."""
    return tuple(
        rule
        for name, rule in rules
        if name not in {"table", "code"} and (name not in _FIRST or (sign and sign in _FIRST[name]))
    )
