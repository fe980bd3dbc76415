"""Edits that turn a rule off for a place, by a comment in the style of the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from mergemend.directives import off_parts
from mergemend.edits import apply
from mergemend.model import Document, Edit, Finding, Span, encode

_HTML = "<!-- ", " -->"
_STYLES = {
    _HTML: "md markdown mdx html htm xhtml xml svg vue",
    (".. ", ""): "rst",
    ("# ", ""): (
        "py pyi sh bash zsh fish rb pl pm r jl toml yaml yml conf cfg cmake mk nix tcl txt ps1 tf"
    ),
    ("// ", ""): (
        "c h cc cpp cxx hpp cs java js jsx mjs ts tsx go rs swift kt scala dart php proto adoc"
        " asciidoc"
    ),
    ("% ", ""): "tex sty cls bib",
}
_BY_SUFFIX = {suffix: style for style, names in _STYLES.items() for suffix in names.split()}
_BY_NAME = {"Makefile": ("# ", ""), "Dockerfile": ("# ", "")}


def turned_off(document: Document, finding: Finding, last: int) -> tuple[Edit, ...]:
    """The edits that turn the rule of a finding off from its line to ``last`` (from 0).

    A comment behind the line, if `mergemend.directives` takes one there, else one above and one
    below. Empty where the file has no comments that it knows.
    """
    path = PurePath(document.path)
    style = _BY_SUFFIX.get(path.suffix.lower().removeprefix(".")) or _BY_NAME.get(path.name)
    if style is None or not document.lines:
        return ()
    first = finding.line - 1
    tries = (_behind(document, finding, style), _around(document, finding, last, style))
    for edits, moved in zip(tries, (0, 1), strict=True):
        after = Document(document.path, _lines_with(document, (first, last + 1), edits))
        if off_parts(after).hold(finding.rule, moved, moved + last - first):
            return edits
    return ()


def _lines_with(document: Document, lines: tuple[int, int], edits: Iterable[Edit]) -> bytes:
    """What some lines become by edits: a comment counts from its line on."""
    span = document.span_of_lines(*lines)
    moved = (Edit(Span(e.span.start - span.start, e.span.end - span.start), e.new) for e in edits)
    return apply(document.data[span.start : span.end], moved)


def _behind(document: Document, finding: Finding, style: tuple[str, str]) -> tuple[Edit, ...]:
    if style[0] == ".. ":
        return ()  # reStructuredText has no comment behind a line
    span = document.span_of_lines(finding.line - 1, finding.line)
    line = document.lines[finding.line - 1].rstrip(b"\r\n")
    end = span.start + len(line)
    return (Edit(Span(end, end), encode(f" {style[0]}mergemend: ignore {finding.rule}{style[1]}")),)


def _around(
    document: Document, finding: Finding, last: int, style: tuple[str, str]
) -> tuple[Edit, ...]:
    above = document.span_of_lines(finding.line - 1, finding.line).start
    below = document.span_of_lines(last, last + 1).end
    end = b"\r\n" if b"\r\n" in document.data else b"\n"
    off, on = (
        encode(f"{style[0]}mergemend: {turn} {finding.rule}{style[1]}") + end
        for turn in ("off", "on")
    )
    open_end = b"" if document.data[:below].endswith(b"\n") else end
    return Edit(Span(above, above), off), Edit(Span(below, below), open_end + on)
