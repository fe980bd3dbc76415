"""The merge driver: what is decided of a merge, and that all else is git's own, byte for byte."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from benchmarks.conflicts.driver import driven
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.conflicts.markers import Names, unused_length
from mergemend.conflicts.merge import Merge, Settled, settle
from mergemend.git.again import merge_as_git
from mergemend.model import Safety
from scratch import Scratch

NAMES = Names(b"1234567", b"HEAD", b"feature")
FAR = b"far\nenough\napart\nfor git\n"


def merged(
    base: bytes,
    ours: bytes,
    theirs: bytes,
    least: Safety = Safety.SAFE,
    *,
    style: str = "merge",
    length: int = 7,
) -> Settled:
    size = unused_length(base, ours, theirs)
    text, _ = merge_as_git((ours, base, theirs), size, {"merge.conflictStyle": style})
    merge = Merge("a.md", base, ours, theirs, text, size, NAMES, length)
    return settle(merge, least)


def conflict(ours: bytes, theirs: bytes) -> bytes:
    return b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> feature\n"


SAFE, LIKELY = Safety.SAFE, Safety.LIKELY


@pytest.mark.parametrize(
    ("least", "base", "ours", "theirs", "expected"),
    [
        pytest.param(
            SAFE,
            b"Version 1.0\n",
            b"Version 1.1\n",
            b"Version 1.2\n",
            b"Version 1.2\n",
            id="versions",
        ),
        pytest.param(SAFE, b"a b\n", b"c  d\n", b"c d\n", b"c  d\n", id="white space"),
        pytest.param(
            SAFE,
            b"Version 1.0",
            b"Version 1.1",
            b"Version 1.2",
            b"Version 1.2",
            id="no end of line",
        ),
        pytest.param(
            SAFE,
            b"Version 1.0",
            b"Version 1.1",
            b"Version 1.2\n",
            b"Version 1.2\n",
            id="one end of line",
        ),
        pytest.param(
            SAFE,
            b"Version 1.0\r\n",
            b"Version 1.1\r\n",
            b"Version 1.2\r\n",
            b"Version 1.2\r\n",
            id="CRLF",
        ),
        pytest.param(
            SAFE,
            b"Version 1.0\r\n",
            b"Version 1.1",
            b"Version 1.2",
            b"Version 1.2",
            id="CRLF without an end",
        ),
        pytest.param(SAFE, b"a\n", b"b\n", b"c\n", conflict(b"b\n", b"c\n"), id="prose"),
        pytest.param(
            SAFE,
            b"# A\n\n- x\n",
            b"# A\n\n- y\n- x\n",
            b"# A\n\n- z\n- x\n",
            b"# A\n\n" + conflict(b"- y\n", b"- z\n") + b"- x\n",
            id="entries are not safe",
        ),
        pytest.param(
            LIKELY,
            b"# A\n\n- x\n",
            b"# A\n\n- y\n- x\n",
            b"# A\n\n- z\n- x\n",
            b"# A\n\n- y\n- z\n- x\n",
            id="entries are likely",
        ),
        pytest.param(
            SAFE,
            b"Version 1.0\n" + FAR + b"a\n",
            b"Version 1.1\n" + FAR + b"b\n",
            b"Version 1.2\n" + FAR + b"c\n",
            b"Version 1.2\n" + FAR + conflict(b"b\n", b"c\n"),
            id="one of two",
        ),
        pytest.param(
            SAFE,
            b"Version 1.0 \xe9\n",
            b"Version 1.1 \xe9\n",
            b"Version 1.2 \xe9\n",
            conflict(b"Version 1.1 \xe9\n", b"Version 1.2 \xe9\n"),
            id="no UTF-8",
        ),
        pytest.param(
            SAFE,
            b"<!-- mergemend: off -->\nVersion 1.0\n",
            b"<!-- mergemend: off -->\nVersion 1.1\n",
            b"<!-- mergemend: off -->\nVersion 1.2\n",
            b"<!-- mergemend: off -->\n" + conflict(b"Version 1.1\n", b"Version 1.2\n"),
            id="turned off",
        ),
        pytest.param(
            SAFE,
            b"<<<<<<< x\nVersion 1.0\n=======\nb\n>>>>>>> y\n",
            b"<<<<<<< x2\nVersion 1.1\n=======\nb\n>>>>>>> y\n",
            b"<<<<<<< x3\nVersion 1.2\n=======\nb\n>>>>>>> y\n",
            conflict(b"<<<<<<< x2\nVersion 1.1\n", b"<<<<<<< x3\nVersion 1.2\n")
            + b"=======\nb\n>>>>>>> y\n",
            id="markers in it",
        ),
    ],
)
def test_what_is_decided(
    least: Safety, base: bytes, ours: bytes, theirs: bytes, expected: bytes
) -> None:
    assert merged(base, ours, theirs, least).text == expected


@pytest.mark.parametrize("style", ["diff3", "zdiff3"])
def test_markers_have_their_style_length_and_labels(style: str) -> None:
    text = merged(b"a\n", b"b\n", b"c\n", style=style, length=9).text
    assert text == (b"<<<<<<<<< HEAD\nb\n||||||||| 1234567\na\n=========\nc\n>>>>>>>>> feature\n")


def test_a_decision_tells_its_line_and_whose_it_is() -> None:
    base, ours, theirs = (
        b"x\n" * 3 + v + FAR + v for v in (b"Version 1.0\n", b"Version 1.3\n", b"Version 1.2\n")
    )
    done = merged(base, ours, theirs)
    assert [(one.line, one.name, one.answer.resolver) for one in done.decided] == [
        (4, "HEAD", "versions"),
        (9, "HEAD", "versions"),
    ]
    assert done.left == 0


def test_the_benchmark_tells_right_from_wrong_and_left() -> None:
    base, ours, theirs = (
        b"Version 1.%d\n" % n + FAR + b"Version 2.%d\n" % n + FAR + word + b"\n"
        for n, word in enumerate((b"a", b"b", b"c"))
    )
    size = unused_length(base)
    text, _ = merge_as_git((ours, base, theirs), size, {})
    by_git = re.sub(rb"(?m)^([<=>])\1{7}( mergemend-\w+)?", rb"\1\1\1\1\1\1\1 x", text)
    conflict = by_git.replace(b"======= x", b"=======")
    starts = [n for n, line in enumerate(conflict.split(b"\n")) if line.startswith(b"<")]
    row = {
        "path": "a.md",
        "group": "g",
        "style": "merge",
        "conflict": conflict.decode(),
        "base": base.decode(),
        "ours": ours.decode(),
        "theirs": theirs.decode(),
        "truth": theirs.replace(b"2.2", b"2.1").decode(),
        "chunks": [
            {"at": [start, start + 4], "to": [to, to + 1]}
            for start, to in zip(starts, (0, 5, 10), strict=True)
        ],
    }
    done = driven(row, Safety.SAFE)
    assert [str(outcome) for outcome in done.outcomes] == ["right", "wrong", "declined"]
    assert (done.is_clean, done.is_of_git) == (False, None)


# a piece is text that git merged, or a conflict of two sides
_TEXT = st.lists(
    st.sampled_from([b"a\n", b"Version 1.0\n", b"\r\n", b"  b\n", b"======\n"]), max_size=3
)
_PIECES = st.lists(st.one_of(_TEXT, st.tuples(_TEXT, _TEXT)), max_size=6)


@given(_PIECES, st.integers(7, 12), st.sampled_from(list(Safety)))
def test_only_decided_regions_differ_from_what_git_made(
    pieces: list[list[bytes] | tuple[list[bytes], list[bytes]]], length: int, least: Safety
) -> None:
    def written(size: int, mark: bytes) -> list[bytes]:
        return [
            b"".join(
                (
                    *(b"<" * size + mark + b"HEAD\n", *piece[0], b"=" * size + b"\n"),
                    *(*piece[1], b">" * size + mark + b"feature\n"),
                )
            )
            if isinstance(piece, tuple)
            else b"".join(piece)
            for piece in pieces
        ]

    ours, theirs = (
        b"".join(b"".join(p[n] if isinstance(p, tuple) else p) for p in pieces) for n in (0, 1)
    )
    size = unused_length(ours, theirs)
    by_us = b"".join(written(size, b" any-"))
    merge = Merge("a.md", b"", ours, theirs, by_us, size, NAMES, length)
    done = settle(merge, least)
    by_git = b"".join(written(length, b" "))
    conflicts = sum(isinstance(piece, tuple) for piece in pieces)
    assert len(done.decided) + done.left == conflicts
    if not done.decided:
        assert done.text == by_git
    assert done.text.count(b"> feature\n") == done.left
    pattern = b"".join(
        b"(?:%s|.*?)" % re.escape(text) if isinstance(piece, tuple) else re.escape(text)
        for piece, text in zip(pieces, written(length, b" "), strict=True)
    )
    assert re.fullmatch(pattern, done.text, re.DOTALL)


@given(st.lists(st.binary(max_size=12)))
def test_no_line_begins_with_a_marker_of_an_unused_length(texts: list[bytes]) -> None:
    size = unused_length(*texts)
    assert size > 7
    lines = [line for text in texts for line in text.split(b"\n")]
    assert not any(line.startswith(bytes([mark]) * size) for line in lines for mark in b"<|=>")


def _files(folder: Path, base: bytes, ours: bytes, theirs: bytes) -> list[str]:
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_bytes(text)
    return ["base", "ours", "theirs"]


def test_the_command_writes_ours_and_says_what_it_did(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    files = _files(
        scratch.top, *(f"Version {n}.0\n{FAR.decode()}{n}\n".encode() for n in (1, 2, 3))
    )
    labels = ("base", "HEAD", "a \x1b[31mbranch")
    result = mend(scratch.top, "merge-driver", "--", *files, "8", "-odd name.md", *labels)
    assert result.exit_code == 100
    expected = (
        b"Version 3.0\n" + FAR + b"<<<<<<<< HEAD\n2\n========\n3\n>>>>>>>> a \x1b[31mbranch\n"
    )
    assert scratch.read("ours") == expected
    told = result.stderr.splitlines()
    assert told[0].startswith(
        "mergemend: -odd name.md:1: take a \\x1b[31mbranch, only versions or dates differ: "
    )
    assert "1 conflict decided, 1 left; the sides: `git show " in told[1]


def test_a_binary_file_keeps_ours_as_with_git(tmp_path: Path, mend: Mend) -> None:
    files = _files(tmp_path, b"a\0", b"b\0", b"c\0")
    result = mend(tmp_path, "merge-driver", *files, "7", "x.md", "base", "HEAD", "f")
    assert (result.exit_code, (tmp_path / "ours").read_bytes()) == (100, b"b\0")
    assert result.stderr == "mergemend: cannot merge binary files: x.md\n"


def test_a_file_that_is_gone_is_named_and_nothing_written(tmp_path: Path, mend: Mend) -> None:
    files = _files(tmp_path, b"a", b"b", b"c")
    (tmp_path / "theirs").unlink()
    result = mend(tmp_path, "merge-driver", *files, "7", "x.md")
    assert (result.exit_code, (tmp_path / "ours").read_bytes()) == (3, b"b")
    assert result.stderr == "x.md: not merged: No such file or directory\n"


def test_it_merges_outside_of_a_repository(tmp_path: Path, mend: Mend) -> None:
    files = _files(tmp_path, b"Version 1.0\n", b"Version 1.1\n", b"Version 1.2\n")
    result = mend(tmp_path, "merge-driver", *files, "7", "x.md", "%S", "%X", "%Y")
    assert (result.exit_code, (tmp_path / "ours").read_bytes()) == (0, b"Version 1.2\n")
    assert "x.md:1: take theirs, only versions" in result.stderr
    shown = [word.strip("`") for word in result.stderr.split() if len(word.strip("`")) == 12]
    named = subprocess.run(
        ["git", "hash-object", "theirs"], cwd=tmp_path, capture_output=True, check=True
    )
    assert named.stdout.decode()[:12] in shown
