"""Markdown as a reader sees it, before and after: it can neither run nor load nor lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mergemend.lines import split_lines
from mergemend.model import FileReport, decode
from mergemend.places import is_markdown
from mergemend.report.html import element, joined
from mergemend.report.terminal import printable_lines
from mergemend.words import count

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WHOLE = 400  # lines: a longer document is shown around its changes only
_AROUND = 8  # lines
_MOST_PARTS, _MOST_LINES = 24, 200
_LONGEST = 50_000  # characters of a part: what is longer takes long to read


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of both texts: its lines, and which of them changed, counted from its first."""

    line: int
    before: Sequence[bytes]
    after: Sequence[bytes]
    gone: frozenset[int]
    new: frozenset[int]


def before_and_after(report: FileReport) -> Markup | None:
    """A Markdown file as it is and as it would be, side by side; None for others and no change."""
    if not (is_markdown(report.path) and report.changed):
        return None
    parts = list(_parts(split_lines(report.before), split_lines(report.after)))
    shown = [_shown(part) for part in parts[:_MOST_PARTS]]
    more = len(parts) - len(shown)
    if more:
        shown.append(element("p", f"{count(more, 'more place')}: see the diff.", class_="soft"))
    return joined(shown)


def _parts(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Part]:
    is_whole = len(before) <= _WHOLE
    around = max(len(before), len(after)) if is_whole else _AROUND
    skipped = max(0, _common(before, after) - around)
    before, after = before[skipped:], after[skipped:]
    # what is frequent in a long text is left out of the comparison, or it takes too long
    matcher = SequenceMatcher(None, before, after, autojunk=not is_whole)
    for group in matcher.get_grouped_opcodes(around):
        first, start = group[0][1], group[0][3]
        changes = [code for code in group if code[0] != "equal"]
        gone = frozenset(n - first for _, i, j, _, _ in changes for n in range(i, j))
        new = frozenset(n - start for _, _, _, i, j in changes for n in range(i, j))
        lines = before[first : group[-1][2]], after[start : group[-1][4]]
        yield _Part(skipped + first, *lines, gone, new)


def _common(before: Sequence[bytes], after: Sequence[bytes]) -> int:
    """How many lines both have at their start."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(before), len(after)))


def _shown(part: _Part) -> Markup:
    where = f"from line {part.line + 1}"
    sides = [
        element(
            "div",
            element("p", name, class_="side-name"),
            element(
                "div",
                _text(lines, changed),
                class_="scroll rendered",
                tabindex=0,
                role="region",
                aria_label=f"{name}, {where}",
            ),
        )
        for name, lines, changed in (
            ("Before", part.before, part.gone),
            ("After", part.after, part.new),
        )
    ]
    return element("div", *sides, class_="pair")


def _text(lines: Sequence[bytes], changed: frozenset[int]) -> Markup:
    shown = lines if len(lines) <= _WHOLE else lines[:_MOST_LINES]
    source = decode(b"".join(shown)).removeprefix("\ufeff")
    if len(source) > _LONGEST:
        return element("p", "too long to be shown: see the diff", class_="soft")
    cut = [element("p", f"{count(len(lines) - len(shown), 'line')} more", class_="soft")]
    return render(source, changed) + joined(cut if len(shown) < len(lines) else [])


def render(source: str, changed: frozenset[int] = frozenset()) -> Markup:
    """Markdown as HTML in which nothing can be followed, loaded or run.

    HTML in it is shown as text, links and pictures are words, headings no headings of the page.
    Blocks with ``changed`` lines, from 0, get a class.
    """
    parser = _parser()
    tokens = parser.parse(source)
    _mark(tokens, changed)
    for token in tokens:
        _tame(token)
    html: str = parser.renderer.render(tokens, parser.options, {})
    return Markup(printable_lines(html))  # noqa: S704  # nosec B704


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _picture)
    return parser


def _picture(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    alternative = escape(tokens[index].content)
    return f'<span class="picture">picture: {alternative}</span>'


def _tame(token: Token) -> None:
    """No link, no heading, and no style, which the page's policy would stop."""
    if token.type.startswith("heading_"):
        if token.nesting > 0:
            token.attrJoin("class", f"level-{token.tag[1:]}")
        token.tag = "div"
    align = str(token.attrs.pop("style", ""))
    if align.endswith(("right", "center")):
        token.attrJoin("class", align.rpartition(":")[2].strip())
    for inner in token.children or ():
        if inner.type.startswith("link_"):
            leads_to = str(inner.attrs.get("href", ""))
            inner.attrs = {"class": "link", "title": leads_to} if inner.nesting > 0 else {}
            inner.tag = "span"


def _mark(tokens: Sequence[Token], changed: frozenset[int]) -> None:
    """Give blocks with changed lines a class, the innermost that stands by itself."""
    items: list[Token] = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(token)
        elif token.type == "list_item_close":
            items.pop()
        if token.type in _BLOCKS and token.map and not changed.isdisjoint(range(*token.map)):
            shown = items[-1] if token.hidden and items else token
            if "changed" not in str(shown.attrs.get("class", "")):
                shown.attrJoin("class", "changed")


_BLOCKS = frozenset({"paragraph_open", "heading_open", "fence", "code_block", "tr_open"})
