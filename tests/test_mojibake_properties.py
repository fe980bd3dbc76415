"""What holds for the repair of any garbled text whatever."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from subprocess import run
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mergemend.edits import apply
from mergemend.engine import MAX_LOOKS
from mergemend.model import Document, Finding, decode, encode
from mergemend.mojibake.check import check
from mergemend.mojibake.garble import CODECS, Kind, Step, Then, garble, garble_by, ungarble
from mergemend.mojibake.past import Past, skeleton
from mergemend.mojibake.suspects import may_be_garbled

CODEC = st.sampled_from(CODECS)
KIND = st.sampled_from(list(Kind))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))

SIGNS = [
    "✅",
    "❌",
    "⚠️",
    "⏱️",
    "🔴",
    "🎯",
    "📎",
    "📁",
    "⚡",
    "⏳",
    "—",
    "’",
    "é",
    "Á",
    "→",
    "привет",
]
WORDS = ["quay", "moss", "lamp", "12", "|", "-", "##", "(late)", "\u00a0", "\t", "?"]
LINE = st.lists(st.sampled_from(SIGNS + WORDS), max_size=8).map(" ".join)
DAMAGE = st.none() | st.builds(Step, CODEC, KIND)


@st.composite
def damaged_documents(draw: st.DrawFn) -> tuple[str, str]:
    """A document some lines of which are damaged, each in its own way, and the intact one."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    intact = draw(st.lists(LINE, max_size=8))
    damaged = []
    for line in intact:
        step = draw(DAMAGE)
        damaged.append(garble(line, step.codec, step.kind) if step else line)
    return end.join(damaged), end.join(intact)


def places(finding: Finding) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", finding.evidence["places"])


def stated_steps(place: Mapping[str, Any]) -> list[Step]:
    return [
        Step(step["codec"], Kind(step["kind"]), Then(step.get("then", Then.NOTHING)))
        for step in place["steps"]
    ]


def fixed(data: bytes, findings: Sequence[Finding]) -> bytes:
    return apply(data, [edit for finding in findings for edit in finding.edits])


def blanks(text: str) -> list[str]:
    return [character for character in text if character in " \t\r\n"]


def assert_lawful(data: bytes, earlier: Sequence[bytes]) -> None:
    findings = check(Document("d", data), lambda: earlier)
    lines = decode(data).split("\n")
    for finding in findings:
        assert bool(finding.edits) == (finding.rule == "mojibake")
        for place in places(finding):
            at = place["column"] - 1
            assert lines[finding.line - 1][at : at + len(place["before"])] == place["before"]
            if finding.edits:
                steps = stated_steps(place)
                assert garble_by(place["after"], steps) == place["before"]
                if steps[-1].then is not Then.SPACED:
                    assert blanks(place["after"]) == blanks(place["before"])
    assert settles(data, earlier)


def settles(data: bytes, earlier: Sequence[bytes]) -> bool:
    """Whether mending comes to an end; what an earlier text settles can tell more of the rest."""
    for _ in range(MAX_LOOKS):
        after = fixed(data, check(Document("d", data), lambda: earlier))
        if after == data:
            return True
        data = after
    return False


@given(damaged_documents())
@example(("âŒ quay\nÂ\u00a0 moss\n", "❌ quay\n\u00a0 moss\n"))
def test_repairs_prove_themselves_and_settle(case: tuple[str, str]) -> None:
    damaged, intact = case
    assert_lawful(encode(damaged), [])
    assert_lawful(encode(damaged), [encode(intact)])


@given(damaged_documents(), st.lists(damaged_documents(), max_size=3))
def test_any_past_will_do(case: tuple[str, str], others: list[tuple[str, str]]) -> None:
    assert_lawful(encode(case[0]), [encode(text) for other in others for text in other])


@given(st.binary(), st.lists(st.binary(), max_size=2))
def test_any_bytes_will_do(data: bytes, earlier: list[bytes]) -> None:
    assert_lawful(data, earlier)


@given(st.text(st.sampled_from("ÃÂâð©€œš™ŸÅÄРСі√╗ \u00a0\u009d�?aZ\n")), CODEC)
def test_any_suspicious_text_will_do(text: str, codec: str) -> None:
    assert_lawful(encode(text), [encode(ungarble(text, codec) or "")])


@given(TEXT, CODEC)
def test_ungarbling_undoes_garbling(text: str, codec: str) -> None:
    assert ungarble(garble(text, codec), codec) == text


@given(TEXT, CODEC)
def test_only_what_garbling_makes_is_ungarbled(text: str, codec: str) -> None:
    before = ungarble(text, codec)
    assert before is None or garble(before, codec) == text


@given(TEXT, CODEC, KIND)
def test_garbling_keeps_the_skeleton(text: str, codec: str, kind: Kind) -> None:
    assert skeleton(garble(text, codec, kind)) == skeleton(text)


@given(st.sampled_from(SIGNS), CODEC)
def test_the_cheap_test_lets_no_garbled_sign_pass(sign: str, codec: str) -> None:
    assert may_be_garbled(f"a {garble(sign, codec)} b") or codec == "windows-1251"


@given(LINE, DAMAGE.filter(bool))
def test_the_past_explains_whatever_was_done_to_its_lines(line: str, step: Step) -> None:
    damaged = garble(line, step.codec, step.kind)
    truths = Past(encode(f"other\n{line}\n")).explain(damaged, [step.codec])
    for truth, repairs in truths.items():
        assert truth == line
        assert all(repair.is_proven for repair in repairs)


def test_earlier_texts_are_read_only_as_far_as_needed() -> None:
    asked = []

    def earlier() -> Any:
        for text in ("nothing", "## 📎 PAPERS", "## 📁 PAPERS"):
            asked.append(text)
            yield text.encode()

    (finding,) = check(Document("d", "## ğŸ“ PAPERS".encode()), earlier)
    assert finding.evidence["source"] == "earlier revision"
    assert asked == ["nothing", "## 📎 PAPERS"]


def test_clean_text_does_without_ftfy() -> None:
    code = """
import sys
from mergemend.model import Document
from mergemend.mojibake.check import check
text = "café, naïve, ✅ ⚠️ 🔴 — “quoted”, Größe, 合并, │ └──\\n" * 9
assert check(Document("d", text.encode())) == ()
assert "ftfy" not in sys.modules
"""
    run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("size", [2_000])
def test_long_lines_take_no_longer_than_short_ones(size: int) -> None:
    """A line of thousands of garbled places: hours, were anything done for every two of them."""
    line = " ".join(islice(iter(lambda: "âœ… naÃ¯ve âŒ", ""), size))
    findings = check(Document("d", line.encode()), lambda: [b"quay", "❌".encode()])
    assert {finding.rule for finding in findings} == {"mojibake"}
