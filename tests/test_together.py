"""What is passed over when texts are looked at together has no finding, whatever its path is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import SHARED
from mergemend.clean import MAX_COMMENTED
from mergemend.engine import Options
from mergemend.evidence import NoEvidence
from mergemend.model import Document, FileReport
from mergemend.project import look_at_text
from mergemend.together import TOGETHER, Together

PATHS = ("a.py", "a.md", "a.rst")
_WORDS = st.sampled_from(
    [
        *(
            "plain",
            "naïve",
            "“so”",
            "– a",
            "Größe für Österreich",
            "привет",
            "測試",
            "✅",
            "⚠️",
            "é",
            "Ã©",
        ),
        *(
            "what?",
            "??",
            "\x02",
            "\x7f",
            "\0",
            "<<<<<<<",
            "<<<<<<< HEAD",
            ">>>>>>> x",
            "<a>",
            "=======\n",
        ),
        *("\ufeff", "mergemend: ignore", "\n", "\n", "\r\n", "\x1b", "ï¿½", "\ufffd"),
    ]
)
_TEXTS = st.lists(_WORDS, max_size=6).map(" ".join).map(str.encode)
_BYTES = st.lists(
    st.sampled_from([b"\xe2", b"\x80\x99", b"\xc3\xa9", b" ", b"\n", b"a"]), max_size=7
)


def passed(texts: Sequence[bytes]) -> list[bytes]:
    """The texts that are passed over."""
    sieve = Together()
    for number, text in enumerate(texts):
        sieve.look(b"%d" % number, text)
    sieve.finish()
    kept = {int(name) for name in sieve.suspects}
    assert len(kept) == len(sieve.suspects)
    return [text for number, text in enumerate(texts) if number not in kept]


def has_nothing(path: str, text: bytes) -> bool:
    report = look_at_text(Document(path, text), NoEvidence(), Options())
    return not isinstance(report, FileReport) or not (report.findings or report.not_run)


@given(st.lists(_TEXTS | _BYTES.map(b"".join) | st.binary(max_size=40), max_size=8))
@example([b"a \xe2 b \x80\x99 c"])
@example([b"\xc3 and \xa9", "é".encode()])
@example([b"\x7f", "привет".encode(), b"\x7f\n\x7f", b"<<<<<<< HEAD\n"])
def test_what_is_passed_over_has_no_finding(texts: list[bytes]) -> None:
    for text in passed(texts):
        assert all(has_nothing(path, text) for path in PATHS), text


def test_what_is_plain_is_passed_over() -> None:
    plain = [
        *(b"", b"x = 1 << 3 >> 2\n", b"<a href='b'>what?</a> <b>why?</b>\n", b"title\n=======\n"),
        *("It’s a “test” – naïve\n".encode(), "µm\n".encode(), "✅ done\n".encode()),
        *(
            b"\x89PNG\r\n\x1a\n\0\0\0" + bytes(range(256)) * 3,
            b"\x7fELF\2\1\1" + bytes(9) + bytes(range(64)) * 4,
        ),
    ]
    assert passed(plain) == plain


def test_what_is_not_plain_is_found_among_many() -> None:
    line = b"a line of thirty characters...\n"
    plain = [line * 50 + b"%d\n" % number for number in range(2 * TOGETHER // len(line) // 50)]
    bad = [b"<<<<<<< HEAD\n", b">>>>>>> x\n", "Ã©\n".encode(), b"caf\xe9\n", b"is it??\n"]
    large = [
        line * (MAX_COMMENTED // len(line) + 1),
        line * (MAX_COMMENTED // len(line) + 1) + bad[0],
    ]
    texts = [*plain, *bad, *large, *plain]
    places = range(0, len(plain), 97)
    for place, text in zip(places, bad, strict=False):
        texts.insert(place, line * 20 + text)
    assert passed(texts) == [*plain, large[0], *plain]


def test_comments_for_us_are_counted() -> None:
    """More of them than are read are a finding, also where each text is small."""
    many = b"# mergemend: off\n" * 10_001
    assert passed([b"x\n", many, b"# mergemend: off\n"]) == [b"x\n", b"# mergemend: off\n"]
    assert not has_nothing("a.py", many)


@pytest.mark.parametrize("folder", [Path(__file__).parents[1], SHARED])
@pytest.mark.slow
def test_real_files_that_are_passed_over_have_no_finding(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the folder is not here")
    texts = [
        path.read_bytes()
        for path in sorted(folder.glob("**/*.*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.stat().st_size < 200_000
    ]
    clean = passed(texts)
    assert len(clean) > 20
    assert all(has_nothing("a.md", text) for text in clean)
