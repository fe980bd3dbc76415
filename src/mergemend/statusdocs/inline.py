"""What stands in a line of Markdown text: code spans, links, emphasis, fields.

markdown-it-py tells the blocks of a document; where in its line something stands it does not tell.
So lines are read here, and a test compares what is found with what markdown-it-py finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mergemend.late import late

_CODE = late(r"(?<!`)(`+)(?!`)(?P<code>.+?)(?<!`)\1(?!`)")
_TARGET = (
    r"\]\(\s*+(?:<(?P<angled>[^<>\n]*)>|(?P<target>(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*))"
    r"(?:\s++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*+\)"
)
_LINK = late(r"(?P<image>!?)(?<!\\)\[(?P<text>(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\])*)" + _TARGET)
_LINK_BEGUN = late(r"(?<!\\)\[[^\[\]]*$")
_LINK_ENDED = late(r"(?P<text>[^\[\]]*)" + _TARGET)
_HTML_LINK = late(
    r"<(?P<tag>a|img)\b(?:\s[^<>]*?)?\s(?:href|src)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')",
    re.IGNORECASE,
)
_COMMENT = late(r"<!--.*?(?:-->|$)")
_DEFINITION = late(
    r"[\s>]*\[(?P<text>(?:\\.|[^\[\]\\])+)\]:\s*(?:<(?P<angled>[^<>]*)>|(?P<target>\S+))"
)
_MARKS = late(r"\\(?P<escaped>[!-/:-@\[-`{-~])|\*+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
_FIELD = late(
    r"(?P<mark>\*\*|__)(?P<key>[^*_:|`\n](?:(?!(?P=mark))[^:|\n]){0,79}?)\s*"
    r"(?::\s*(?P=mark)|(?P=mark)\s*:)(?!:)"
)
_WORD = late(r"\w")
_BAR = late(r"\s+[|·•]\s*$")
_PLAIN_FIELD = late(r"(?P<key>[A-Z][A-Za-z][A-Za-z/&' -]{0,38}?)\s*:(?=\s|$)(?!:)")


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of one line: ``line`` and ``column`` count from 0, columns in characters."""

    line: int
    column: int
    text: str

    @property
    def end(self) -> int:
        """The column behind the last character."""
        return self.column + len(self.text)

    def part(self, start: int, end: int) -> Text:
        """What stands from ``start`` up to, not including, ``end``, both counted in this text."""
        return Text(self.line, self.column + start, self.text[start:end])

    def stripped(self) -> Text:
        """The same without white space around it."""
        lead = len(self.text) - len(self.text.lstrip())
        return Text(self.line, self.column + lead, self.text.strip())

    @property
    def plain(self) -> str:
        """What a reader sees of it."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image; ``target`` is where it goes, as it is written."""

    text: Text
    target: Text
    image: bool


@dataclass(frozen=True, slots=True)
class Field:
    """``**Key:** value`` or ``**Key**: value``; ``bold`` is False for a plain ``Key: value``."""

    key: Text
    value: Text
    bold: bool = True

    @property
    def name(self) -> str:
        """The key as a reader sees it, without signs around it and in lower case."""
        return name_of(self.key.text)


@lru_cache(maxsize=4096)
def name_of(key: str) -> str:
    """A key or heading in lower case, without emphasis, emoji and punctuation around it."""
    return re.sub(r"^[\W_]+|(?<![\W_])[\W_]+$", "", plain(key)).lower()


@lru_cache(maxsize=4096)
def masked(text: str) -> str:
    """The text with what stands in code spans blanked out, everything else where it was."""
    if "`" not in text:
        return text
    return _CODE.sub(lambda match: "`" + " " * (len(match[0]) - 2) + "`", text)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text as a reader sees it: without emphasis, code marks, escapes and link targets."""
    if text.isalnum():
        return text
    parts: list[str] = []
    last = 0
    for match in _CODE.finditer(text):
        parts += [_plain_prose(text[last : match.start()]), match["code"].strip()]
        last = match.end()
    parts.append(_plain_prose(text[last:]))
    return "".join(parts).strip()


def _plain_prose(text: str) -> str:
    if "](" in text:
        text = _LINK.sub(lambda match: match["text"], text)
    return _MARKS.sub(lambda match: match["escaped"] or "", text)


def _without_comments(text: str) -> str:
    """The text with code and comments blanked out."""
    hidden = masked(text)
    return _COMMENT.sub(lambda m: " " * len(m[0]), hidden) if "<!--" in hidden else hidden


def links_in(text: Text) -> list[Link]:
    """The inline links and images of a line, also those inside of other links, in their order."""
    if "](" not in text.text:
        return []
    found: list[Link] = []
    for match in _LINK.finditer(_without_comments(text.text)):
        group = "target" if match["angled"] is None else "angled"
        inner = text.part(*match.span("text"))
        if "](" in inner.text:
            found += links_in(inner)
        found.append(Link(inner, text.part(*match.span(group)), bool(match["image"])))
    return found


def wrapped_link(before: Text, text: Text) -> Link | None:
    """The link whose text begins in the line ``before`` and goes on in this one; no image is."""
    if text.line != before.line + 1 or "](" not in text.text or "[" not in before.text:
        return None
    match = _LINK_ENDED.match(_without_comments(text.text))
    if match is None or not _LINK_BEGUN.search(_without_comments(before.text)):
        return None
    group = "target" if match["angled"] is None else "angled"
    return Link(text.part(*match.span("text")), text.part(*match.span(group)), image=False)


def html_links_in(text: Text) -> list[Link]:
    """The links and images of a line that are written as HTML, without a text."""
    if "<" not in text.text:
        return []
    found: list[Link] = []
    for match in _HTML_LINK.finditer(_without_comments(text.text)):
        group = "single" if match["double"] is None else "double"
        target = text.part(*match.span(group))
        found.append(
            Link(text.part(match.end(), match.end()), target, match["tag"].lower() == "img")
        )
    return found


def definition_in(text: Text) -> Link | None:
    """The target that a line gives to a label: ``[label]: target``. Footnotes give none."""
    match = _DEFINITION.match(text.text)
    if match is None or match["text"].startswith("^"):
        return None
    group = "target" if match["angled"] is None else "angled"
    return Link(text.part(*match.span("text")), text.part(*match.span(group)), image=False)


def fields_in(text: Text) -> list[Field]:
    """The fields of a line: it begins with one, others follow behind a bar or a dot.

    A field in the middle of a sentence is none.
    """
    if ":" not in text.text:
        return []
    if "**" not in text.text and "__" not in text.text:
        return _plain_field(text)
    hidden = masked(text.text)
    starts = list(_field_starts(hidden))
    if not starts:
        return _plain_field(text)
    if _WORD.search(hidden, 0, starts[0].start()):
        return []
    ends = [match.start() for match in starts[1:]] + [len(hidden)]
    found = []
    for match, end in zip(starts, ends, strict=True):
        bar = _BAR.search(hidden, match.end(), end) if end < len(hidden) else None
        value = text.part(match.end(), bar.start() if bar else end).stripped()
        found.append(Field(text.part(*match.span("key")).stripped(), value))
    return found


def _field_starts(hidden: str) -> Iterator[re.Match[str]]:
    """Where fields can begin: at the first word, or behind a bar."""
    word = _WORD.search(hidden)
    before = 0
    for match in _FIELD.finditer(hidden):
        first = word is None or match.start() <= word.start()
        if first or _BAR.search(hidden, before, match.start()):
            yield match
        before = match.end()


def _plain_field(text: Text) -> list[Field]:
    match = _PLAIN_FIELD.match(text.text)
    if match is None:
        return []
    value = text.part(match.end(), len(text.text)).stripped()
    return [Field(text.part(*match.span("key")), value, bold=False)]
