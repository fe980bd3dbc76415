"""What is too large is not looked into, and says so; what is not is looked into in time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Mend
from mergemend import limits
from mergemend.conflicts import markers_of
from mergemend.conflicts.resolve.align import overlap
from mergemend.conflicts.stack import parse
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.kinds import Kinds
from mergemend.model import Document, FileReport
from mergemend.rules import LIMIT, chooser

MOST_SECONDS = 30  # one to five on a machine that does nothing else
STATUS = b"# Report\n\n**Status:** open\n**Owner:** Ada\n\n"
REGION = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n"
ODD = b"\xe9 \xe8 b\n"
LONG_BASE = b"<<<<<<< HEAD\na\n||||||| b\n" + b"c\n" * 99 + b"=======\nb\n>>>>>>> t\n"
GARBLED = "It’s here — “there”.\n".encode().decode("cp1252", "ignore").encode()


def look(data: bytes, path: str = "STATUS.md", **given: object) -> FileReport:
    options = Options(kind=Kinds(Path()).of, **given)  # type: ignore[arg-type]
    return examine(Document(path, data), NoEvidence(), options)


def stretches(number: int) -> bytes:
    """Garbled text in which no two stretches are alike."""
    words = (chr(0x4E00 + n % 20_000) + chr(0x4E00 + n * 7 // 11 % 20_000) for n in range(number))
    return "\n".join(word.encode().decode("latin-1") for word in words).encode() + b"\n"


TOO_LARGE: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.txt", lambda: REGION * 40_000, "lines like conflict markers"),
    ("a.txt", lambda: b"<!-- mergemend: off -->\n" * 20_000, "comments for mergemend"),
    ("STATUS.md", lambda: STATUS + b"Nothing else.\n" * 150_000, "bytes"),
    ("STATUS.md", lambda: STATUS + b"|a|b|\n|-|-|\n" + b"|1|2|\n" * 40_000, "cells of tables"),
    ("STATUS.md", lambda: STATUS + b"- a: 3 h\n- b: 4 h\n- Total: 9 h\n" * 2_000, "lines to be"),
    ("STATUS.md", lambda: STATUS + b"[a](" * 20_000, "bytes in a line"),
    ("a.txt", lambda: GARBLED.strip() * 20_000, "characters in a line that may be garbled"),
    ("a.txt", lambda: GARBLED * 120_000, "characters of lines that may be garbled"),
    ("a.txt", lambda: stretches(60_000), "characters of different garbled places"),
    ("a.txt", lambda: "Привет, мир\n".encode() * 800_000, "bytes of lines beyond ASCII"),
    (
        "a.txt",
        lambda: "é\n".encode() * 30_000 + b"\xe9 \xe8 b\n" * 25_000,
        "lines that are no UTF-8",
    ),
    ("a.txt", lambda: ODD.strip() * 70_000 + b"\na\xc3\xa9\n" * 99, "bytes in a line that is no"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "make", "what"), TOO_LARGE, ids=lambda x: str(x)[:20])
def test_what_is_too_large_is_told_in_time(path: str, make: Callable[[], bytes], what: str) -> None:
    start = time.process_time()
    report = look(make(), path)
    assert time.process_time() - start < MOST_SECONDS
    assert not report.changed
    (found,) = (f for f in report.findings if f.rule == LIMIT)
    assert f": {found.evidence['size']:,} {what}" in found.message
    assert f"the limit is {found.evidence['limit']:,}" in found.message
    assert found.counts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.txt", REGION * 1_000),
        ("a.txt", b"".join(REGION.replace(b"topic", b"t%d" % n) for n in range(500))),
        ("a.txt", b"<<<<<<< HEAD\na\n" * 5_000 + b"=======\nb\n>>>>>>> c\n" * 5_000),
        ("a.txt", b"<<<<<<< HEAD\n" * 50_000),
        ("a.txt", b"<<<<<<< HEAD\n" + b"a\n=======\n" * 30_000 + b">>>>>>> b\n"),
        (
            "a.txt",
            (b"<<<<<<< HEAD\na\n||||||| b\n" + b"c\n" * 99 + b"=======\nb\n>>>>>>> t\n") * 500,
        ),
        ("a.txt", "Ã".encode() * 100_000),
        ("a.txt", b"\xef\xbb\xbf" * 100_000),
        ("a.txt", b"\xef\xbb\xbfa\n" * 5_000),
        ("a.txt", b"\xe2\x80" * 100_000),
        ("a.txt", "测试中文文本，".encode() * 30_000 + b"\xe6"),
        ("a.txt", ODD.strip() * 20_000 + "\nnaïve café\n".encode() * 99),
        ("a.txt", bytes(n * n // 7 % 255 + 1 for n in range(200_000))),
        ("STATUS.md", STATUS + b"".join(b"[a%d]: b%d\n" % (n, n) for n in range(20_000))),
        ("STATUS.md", b"".join(b"## Part %d (%d)\n\n- a\n" % (n, n % 7) for n in range(10_000))),
        ("STATUS.md", STATUS + b">" * 49_000),
        ("STATUS.md", STATUS + b"".join(b"  " * n + b"- a\n" for n in range(500))),
        ("STATUS.md", STATUS + b"[" * 49_000),
        ("STATUS.md", STATUS + b"![[]()" * 8_000),
        ("STATUS.md", STATUS + b"## a (3) " + b" " * 49_000 + b"z\n"),
        ("STATUS.md", STATUS + b"## a " + "✅ ".encode() * 12_000 + b"z\n"),
        ("STATUS.md", STATUS + b"## " + "“".encode() * 16_000 + b"z\n"),
        ("STATUS.md", STATUS + b"**Due:** " + b"[" * 49_000 + b"z\n"),
        ("STATUS.md", STATUS + b"[a](" + b"<!--" * 12_000 + b")\n"),
        ("STATUS.md", STATUS + b"- Monday, 2026-01-06 <!-- mergemend: ignore -->\n" * 5_000),
        ("STATUS.md", b"---\na: " + b"[" * 49_000 + b"\n---\n" + STATUS),
    ],
    ids=range(26),
)
def test_what_is_odd_is_looked_into_in_time(path: str, data: bytes) -> None:
    start = time.process_time()
    assert look(data, path).before == data
    assert time.process_time() - start < MOST_SECONDS


def test_an_ignored_limit_is_not_told_and_a_selection_does_not_hide_one() -> None:
    large = STATUS + b"Nothing else.\n" * 150_000
    assert not look(large, wanted=chooser((), (LIMIT,))).findings
    (found,) = look(large, wanted=chooser(("weekday-date",), ())).findings
    assert found.rule == LIMIT


def test_a_file_that_is_too_large_is_not_read(mend: Mend, tmp_path: Path) -> None:
    file = tmp_path / "large.md"
    for start, outcome in ((b"a" * 9_000, "findings"), (b"a\0", "skipped")):
        with file.open("wb") as large:
            large.write(start)
            large.truncate(limits.MAX_FILE + 1)
        result = mend(tmp_path, "check", "--output-format", "json", file.name)
        assert len(json.loads(result.stdout)[outcome]) == 1
        result = mend(tmp_path, "fix", file.name)
        assert ("anything in it not checked" in result.output) is (outcome == "findings")
        assert file.stat().st_size == limits.MAX_FILE + 1


def test_board_and_extract_name_what_is_too_large(mend: Mend, tmp_path: Path) -> None:
    file = tmp_path / "STATUS.md"
    file.write_bytes(STATUS + b"Nothing else.\n" * 150_000)
    for command in ("extract", "board"):
        result = mend(tmp_path, command, file.name)
        assert result.exit_code == 3
        assert "status rules not checked: 2,100,043 bytes" in result.stderr


def test_many_markers_of_an_ordinary_conflict_are_read() -> None:
    document = Document("a.txt", REGION * 10_000)
    parsed = parse(document.lines, markers_of(document))
    assert parsed.limit is None
    assert len(parsed.clusters) == 10_000


@pytest.mark.parametrize(
    ("one", "other", "size"),
    [("abc", "xab", 2), ("abc", "xyz", 0), ("aab", "aaa", 2), ("", "a", 0), ("aa", "aa", 2)],
)
def test_overlap(one: str, other: str, size: int) -> None:
    assert overlap(one, other) == size
