"""Documents of an editor: which file they are for, and what bytes they stand for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mergemend.directives import off_parts
from mergemend.edits import apply
from mergemend.model import Document, Finding, Severity
from mergemend.server.buffers import Buffer, as_on_disk, is_served, name_of, path_of
from mergemend.server.comments import turned_off

posix = pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")


@posix
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b.md", "/a/b.md"),
        ("file:///a%20b/caf%C3%A9.md", "/a b/café.md"),
        ("file:///a;b/c;d.md", "/a;b/c;d.md"),
        ("file:///a%23b%3Fc%25.md", "/a#b?c%.md"),
        ("file:///bytes%FF.md", "/bytes\udcff.md"),
        ("file://localhost/a.md", "/a.md"),
        ("file:///C%3A/a.md", "/C:/a.md"),
        ("file://", None),
        ("file:///", None),
        ("untitled:Untitled-1", None),
        ("git:/a/b.md?x", None),
    ],
)
def test_the_path_in_a_uri(uri: str, path: str | None) -> None:
    assert path_of(uri) == (None if path is None else Path(path))


@posix
@pytest.mark.parametrize("name", ["a b.md", "naïve 🚨.md", "#;?%41.md", "a+b&c=d.md"])
def test_a_path_comes_back_from_its_uri(name: str) -> None:
    assert path_of(Path(f"/folder/{name}").as_uri()) == Path(f"/folder/{name}")


def test_what_is_served() -> None:
    assert is_served("file:///a.md")
    assert is_served("untitled:Untitled-1")
    assert not is_served("git:/a.md?ref")
    assert not is_served("vscode-notebook-cell:/a.ipynb#1")


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("untitled:Untitled-1", "markdown", "Untitled-1.md"),
        ("untitled:Untitled-1", "plaintext", "Untitled-1"),
        ("untitled:notes.txt", "markdown", "notes.txt"),
        ("untitled:a/b", "markdown", "b.md"),
        ("file://", "markdown", "untitled.md"),
    ],
)
def test_a_name_for_what_is_in_no_file(uri: str, language: str, name: str) -> None:
    assert name_of(Buffer(uri, 1, "", language, Path())) == name


def test_half_a_character_is_what_a_file_would_hold() -> None:
    assert Buffer("file:///a", 1, "a\ud83d🚨", "", Path()).data == "a\ufffd🚨".encode()


@pytest.mark.parametrize(
    ("text", "disk", "as_file"),
    [
        (b"a\nb\n", b"a\r\nc\r\n", b"a\r\nb\r\n"),
        (b"a\nb\n", b"a\nc\r\n", b"a\nb\n"),
        (b"a\nb\n", b"a\nc\n", b"a\nb\n"),
        (b"a\r\nb\n", b"a\r\nc\r\n", b"a\r\nb\n"),
        (b"a\n", b"", b"a\n"),
        (b"", b"a\r\n", b""),
    ],
)
def test_line_ends_are_those_of_the_file(text: bytes, disk: bytes, as_file: bytes) -> None:
    assert as_on_disk(text, disk) == as_file


def _off(path: str, text: str, rule: str, line: int, last: int | None = None) -> str | None:
    document = Document(path, text.encode())
    finding = Finding(path, line, 1, rule, Severity.ERROR, "")
    edits = turned_off(document, finding, line - 1 if last is None else last - 1)
    if not edits:
        return None
    after = apply(document.data, edits).decode()
    assert off_parts(Document(path, after.encode()))
    return after


@pytest.mark.parametrize(
    ("path", "text", "rule", "after"),
    [
        ("a.md", "x\n", "mojibake", "x <!-- mergemend: ignore mojibake -->\n"),
        ("a.md", "x", "mojibake", "x <!-- mergemend: ignore mojibake -->"),
        ("a.md", "x\r\n", "mojibake", "x <!-- mergemend: ignore mojibake -->\r\n"),
        ("a.py", "x\n", "mojibake-lossy", "x # mergemend: ignore mojibake-lossy\n"),
        ("a.rs", "x\n", "mojibake", "x // mergemend: ignore mojibake\n"),
        ("a.tex", "x\n", "mojibake", "x % mergemend: ignore mojibake\n"),
        ("Makefile", "x\n", "mojibake", "x # mergemend: ignore mojibake\n"),
        (
            "a.rst",
            "x\n",
            "mojibake",
            ".. mergemend: off mojibake\nx\n.. mergemend: on mojibake\n",
        ),
        ("a.md", "x\n", "utf-16", "x <!-- mergemend: ignore utf-16 -->\n"),
        ("a.json", "{}\n", "mojibake", None),
        ("a.unknown", "x\n", "mojibake", None),
    ],
)
def test_a_rule_is_turned_off_for_a_line(
    path: str, text: str, rule: str, after: str | None
) -> None:
    assert _off(path, text, rule, 1) == after


def test_a_rule_is_turned_off_around_a_conflict() -> None:
    text = "a\r\n<<<<<<< A\r\nx\r\n=======\r\ny\r\n>>>>>>> B"
    assert _off("a.md", text, "conflict", 2, 6) == (
        "a\r\n<!-- mergemend: off conflict -->\r\n"
        "<<<<<<< A\r\nx\r\n=======\r\ny\r\n>>>>>>> B\r\n"
        "<!-- mergemend: on conflict -->\r\n"
    )
