"""Every rule of what a marker line is, as a table of lines."""

from __future__ import annotations

import base64
import json
import time

import pytest

from conftest import SHARED
from mergemend.conflicts.markers import Kind, find_markers, parse_marker
from mergemend.lines import split_lines

START, BASE, SEPARATOR, END = Kind.START, Kind.BASE, Kind.SEPARATOR, Kind.END


@pytest.mark.parametrize(
    ("line", "kind", "length", "label"),
    [
        (b"<<<<<<< HEAD\n", START, 7, b"HEAD"),
        (b"<<<<<<<\n", START, 7, b""),
        (b"<<<<<<<\tHEAD\n", START, 7, b"HEAD"),
        (b"<<<<<<<< HEAD:a.md\n", START, 8, b"HEAD:a.md"),
        (b"\xef\xbb\xbf<<<<<<< HEAD\n", START, 7, b"HEAD"),
        (b"||||||| 1234567\n", BASE, 7, b"1234567"),
        (b"<<<<<<<\r\n", START, 7, b""),
        (b"<<<<<<< \n", START, 7, b""),
        (b"<<<<<<<", START, 7, b""),
        (b"|||||||\n", BASE, 7, b""),
        (b"|||||||\r\n", BASE, 7, b""),
        (b"||||||| 1234567 (a | b)\r\n", BASE, 7, b"1234567 (a | b)"),
        (b"||||||||| merged common ancestors\n", BASE, 9, b"merged common ancestors"),
        (b"=======\n", SEPARATOR, 7, b""),
        (b"=======\r\n", SEPARATOR, 7, b""),
        (b"=======", SEPARATOR, 7, b""),
        (b"======= \n", SEPARATOR, 7, b""),
        (b"===========\n", SEPARATOR, 11, b""),
        (b"=======\t\r\n", SEPARATOR, 7, b""),
        (b"=======\r\r\n", SEPARATOR, 7, b""),
        (b"<<<<<<< HEAD\r\r\n", START, 7, b"HEAD"),
        (b"\xef\xbb\xbf=======\n", SEPARATOR, 7, b""),
        (b">>>>>>>\n", END, 7, b""),
        (b">>>>>>>", END, 7, b""),
        (b">>>>>>>\tb\tc\n", END, 7, b"b\tc"),
        (b">>>>>>>>> b\r\n", END, 9, b"b"),
        (b">>>>>>> b\r\n", END, 7, b"b"),
        (b">>>>>>> b", END, 7, b"b"),
        (
            b">>>>>>> 1234567 (docs: >>>>>>> in a subject)\n",
            END,
            7,
            b"1234567 (docs: >>>>>>> in a subject)",
        ),
        (b">>>>>>> Stashed changes\n", END, 7, b"Stashed changes"),
        (b">>>>>>> caf\xe9\n", END, 7, b"caf\xe9"),
    ],
)
def test_a_marker(line: bytes, kind: Kind, length: int, label: bytes) -> None:
    marker = parse_marker(line)
    assert marker is not None
    assert (marker.kind, marker.length, marker.label) == (kind, length, label)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"<<<<<< HEAD\n",
        b"<<<<<<<HEAD\n",
        b" <<<<<<< HEAD\n",
        b"\t=======\n",
        b"=======x\n",
        b"|||||||x\n",
        b"=======\rx\n",
        b"<<<<<<<>>>>>>>\n",
        b"x <<<<<<< HEAD\n",
        b"a\x0c<<<<<<< HEAD\n",
        "a\x85<<<<<<< HEAD\n".encode(),
        "\u2028<<<<<<< HEAD\n".encode(),
        b">>> 1 + 1\n",
    ],
)
def test_no_marker(line: bytes) -> None:
    assert parse_marker(line) is None


@pytest.mark.parametrize("filler", [b" ", b"\t", b"\r", b" \r", b"x "])
@pytest.mark.parametrize("run", [b"<<<<<<<", b"======="])
def test_a_line_takes_time_by_its_length(run: bytes, filler: bytes) -> None:
    began = time.process_time()
    parse_marker(run + b" " + filler * 20_000 + b"x\n")
    parse_marker(run + filler * 20_000 + b"x\n")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text",
    [
        b"Heading\n=======\n\ntext\n",
        b"=======\nHeading\n=======\n",
        b"Heading\r\n=======\r\n",
        b"=" * 30 + b"\n" + b">" * 26 + b"\n" + b"|" * 20 + b"\n",
        b">>>>>>>\ndeep quotation\n",
        b"<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n",
        b"<<<<<<< ORIGINAL\nold\n=======\nnew\n>>>>>>> UPDATED\n",
        b"<<<<<<<<<<<<<<<< important\n",
        b"|||||||\n",
    ],
)
def test_nothing_speaks_of_a_conflict(text: bytes) -> None:
    assert find_markers(split_lines(text)) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (b"<<<<<<< HEAD\n", "<"),
        (b"a\n>>>>>>> 1234567 (docs: tidy)\n", ">"),
        (b"<<<<<<<\na\n=======\nb\n>>>>>>>\n", "<=>"),
        (b"<<<<<<<<< HEAD\na\n=========\nb\n>>>>>>>>> b\n", "<=>"),
        (b"<<<<<<< HEAD\nTitle\n=========\n=======\nText\n==========\n>>>>>>> b", "<=>"),
        (b"T\n=======\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b", "=<=>"),
        (b"<<<<<<< H\na\n||||||| b\no\n=======\nb\n>>>>>>> c\n", "<|=>"),
    ],
)
def test_markers_of_a_conflict(text: bytes, kinds: str) -> None:
    assert "".join(m.kind for m in find_markers(split_lines(text))) == kinds


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
@pytest.mark.parametrize(("group", "found"), [("markers", True), ("near_markers", False)])
def test_planted_files(group: str, found: bool) -> None:
    planted = json.loads((SHARED / "corpus" / "planted.json").read_text())
    for name, text in planted[group].items():
        assert bool(find_markers(split_lines(base64.b64decode(text)))) is found, name
