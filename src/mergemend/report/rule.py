"""The documentation of a rule: as plain text, as a page in Markdown, and as data."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from mergemend.model import Json
from mergemend.ruledocs import NEVER_ALONE, Example, RuleDoc, Text
from mergemend.rules import RULES

WIDTH = 80  # columns of a terminal that has not been widened
_INDENT = "    "
_ITEM = re.compile(r"\n(?=- )")
_NAME = re.compile(r"(?<!\[)`([a-z0-9-]+)`")
_NONE = "There is no fix: "
_FENCES = {".md": "markdown", ".yaml": "yaml", ".toml": "toml", ".json": "json"}


def rule_text(doc: RuleDoc) -> str:
    """A rule as text of at most `WIDTH` columns, but for long lines of its examples."""
    parts = [
        f"{doc.rule}\n{_filled(doc.brief, _INDENT)}",
        _titled("What it finds", doc.what),
        _titled("Why that is bad", doc.why),
        *(_example_text(doc.rule, example) for example in doc.examples),
        _titled("Fix", _fix(doc)),
        _titled("Severity", _severity(doc)),
        _titled("Settings", "\n".join(f"- ``{name}``: {said}" for name, said in settings(doc))),
    ]
    return "\n\n".join(parts) + "\n"


def list_text() -> str:
    """All rules with a line for each, folded to `WIDTH` columns."""
    indent = max(map(len, RULES)) + 2
    return "".join(
        textwrap.fill(
            brief, WIDTH, initial_indent=f"{rule:{indent}}", subsequent_indent=" " * indent
        )
        + "\n"
        for rule, brief in RULES.items()
    )


def rule_page(doc: RuleDoc, *, alone: bool = False) -> str:
    """A rule as a page in Markdown; other rules are linked as pages beside it, unless ``alone``."""
    page = None if alone else doc.rule
    parts = [
        f"# {doc.rule}",
        _linked(doc.what, page),
        "## Why that is bad",
        _linked(doc.why, page),
        "## Example",
        *(_example_page(doc.rule, example) for example in doc.examples),
        "## Fix",
        _linked(_fix(doc), page),
        "## Severity",
        _severity(doc),
        "## Settings",
        "\n".join(f"- `{name}`: {_linked(said, page)}" for name, said in settings(doc)),
    ]
    return "\n\n".join(parts) + "\n"


def list_page() -> str:
    """All rules as a table in Markdown, with links to their pages."""
    rows = (f"| [`{rule}`]({rule}.md) | {brief} |" for rule, brief in RULES.items())
    return "\n".join(["| rule | finds |", "| --- | --- |", *rows]) + "\n"


def rule_data(doc: RuleDoc) -> Mapping[str, Json]:
    """A rule as data; texts are Markdown, files as the documentation shows them."""
    return {
        "rule": doc.rule,
        "brief": doc.brief,
        "what": _linked(doc.what),
        "why": _linked(doc.why),
        "severities": [str(severity) for severity in doc.severities],
        "fix": {"grades": [str(grade) for grade in doc.grades], "about": _linked(doc.fix)},
        "settings": {name: _linked(said) for name, said in settings(doc)},
        "examples": [_example_data(example) for example in doc.examples],
    }


def settings(doc: RuleDoc) -> Iterator[tuple[str, str]]:
    """The settings that matter to a rule, and what each does to it."""
    yield from doc.settings
    off = f"``{doc.rule}`` in it turns the rule off, for all files or by path"
    comment = f"<!-- mergemend: off {doc.rule} -->"
    yield "ignore", f"{off}; in a document ``{comment}`` does, from there on."


def _fix(doc: RuleDoc) -> str:
    if not doc.grades:
        return _NONE + doc.fix
    return f"{doc.fix[0].upper()}{doc.fix[1:]} (How sure it is: {_either(doc.grades)}.)"


def _severity(doc: RuleDoc) -> str:
    told = "Errors and warnings make a run fail" if doc.severities != ("info",) else ""
    info = "what is info is only told" if "info" in doc.severities else ""
    why = ", ".join(filter(None, (told, info)))
    return f"{_either(doc.severities).capitalize()}. {why[0].upper()}{why[1:]}."


def _either(names: Iterable[str]) -> str:
    *most, last = map(str, names)
    return f"{', '.join(most)} or {last}" if most else last


def _files(rule: str, example: Example) -> Iterator[tuple[str, Text]]:
    """The files of an example, each with a line that leads to it."""
    day = example.committed
    when = f", committed on {day:%B} {day.day}, {day.year}" if day else ""
    yield f"`{example.file.path}`{when}{_note(example.file)}", example.file
    if example.earlier:
        yield f"The commit before has in it{_note(example.earlier)}", example.earlier
    for text in example.around:
        yield f"Around it, `{text.path}`{_note(text)}", text
    if example.fixed:
        selected = "" if rule in NEVER_ALONE else f" --select {rule}"
        yield f"`mergemend fix{selected}` makes of it{_note(example.fixed)}", example.fixed


def _note(text: Text) -> str:
    return f" ({text.note})" if text.note else ""


def _example_text(rule: str, example: Example) -> str:
    parts = []
    for told, text in _files(rule, example):
        shown = textwrap.indent(text.shown.rstrip("\n"), _INDENT * 2)
        parts.append(f"{_filled(f'{told}:', _INDENT)}\n\n{shown}")
    return "Example\n" + "\n\n".join(parts)


def _example_page(rule: str, example: Example) -> str:
    parts = []
    for told, text in _files(rule, example):
        longest = max(map(len, re.findall("`+", text.shown)), default=0)
        fence = "`" * max(3, longest + 1)
        kind = _FENCES.get(PurePath(text.path).suffix, "text")
        parts.append(f"{told}:\n\n{fence}{kind}\n{text.shown}{fence}")
    return "\n\n".join(parts)


def _example_data(example: Example) -> Mapping[str, Json]:
    def file(text: Text) -> Mapping[str, Json]:
        return {"path": text.path, "text": text.shown, "note": text.note}

    return {
        "file": file(example.file),
        "earlier": file(example.earlier) if example.earlier else None,
        "fixed": file(example.fixed) if example.fixed else None,
        "around": [file(text) for text in example.around],
        "committed": example.committed.isoformat() if example.committed else None,
    }


def _titled(title: str, text: str) -> str:
    """A part of the text under its title; paragraphs and items of lists are folded."""
    filled = []
    for paragraph in text.replace("``", "`").split("\n\n"):
        items = _ITEM.split(paragraph)
        filled.append("\n".join(_filled(item, _INDENT) for item in items))
    return f"{title}\n" + "\n\n".join(filled)


def _filled(text: str, indent: str) -> str:
    after = indent + "  " * text.startswith("- ")
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _linked(text: str, page: str | None = None) -> str:
    """Markdown of a docstring; on the ``page`` of a rule the other rules are links."""
    text = text.replace("``", "`")
    if page is None:
        return text

    def link(found: re.Match[str]) -> str:
        rule = found[1]
        return f"[`{rule}`]({rule}.md)" if rule in RULES and rule != page else found[0]

    return _NAME.sub(link, text)
