"""Garbled text: what is mended, what is only found, and what is left alone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHARED
from mergemend.conflicts import Rule
from mergemend.edits import apply
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document, Finding, Safety
from mergemend.mojibake.check import check
from mergemend.mojibake.past import skeleton


def find(
    text: str | bytes, earlier: Callable[[], Iterable[bytes]] = tuple, skip: Iterable[int] = ()
) -> tuple[Finding, ...]:
    data = text.encode() if isinstance(text, str) else text
    return check(Document("d.md", data), earlier, frozenset(skip))


def mended(text: str, earlier: Callable[[], Iterable[bytes]] = tuple) -> str:
    edits = [edit for finding in find(text, earlier) for edit in finding.edits]
    return apply(text.encode(), edits).decode()


def garbled(text: str, codec: str, errors: str = "strict") -> str:
    return text.encode().decode(codec, errors)


INTACT = ["- ✅ piles driven\n", "Tide → 3 m\n", "Café à la carte\n", "It’s “quoted” – yes…\n"]


@pytest.mark.parametrize("intact", INTACT)
@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "latin-1"])
def test_what_lost_nothing_is_mended(intact: str, codec: str) -> None:
    try:
        damaged = garbled(intact, codec)
    except UnicodeDecodeError:
        pytest.skip("this code page lacks a byte of it")
    findings = find(damaged)
    assert [f.rule for f in findings] == ["mojibake"]
    assert findings[0].safety is Safety.SAFE
    assert mended(damaged) == intact


@pytest.mark.parametrize(
    ("damaged", "intact"),
    [
        ("ğŸ”´ URGENT\n", "🔴 URGENT\n"),
        ("ðŸ˜€ shipped ðŸš€\n", "😀 shipped 🚀\n"),
        ("âœ… done, ✅ too\n", "✅ done, ✅ too\n"),
        ("cafÃƒÂ© twice\n", "café twice\n"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€\n", "привет мир\n"),
        ("a\r\nâœ… b\r\nc", "a\r\n✅ b\r\nc"),
        ("    âœ…  two  blanks\t\n", "    ✅  two  blanks\t\n"),
        ("- âš¡ fast, Oarâ„¢, â”œâ”€ tide\n", "- ⚡ fast, Oar™, ├─ tide\n"),
        ("cafÃ© — déjÃ\u00a0 vu\n", "café — déjà vu\n"),
        ("éâ€™s and —â€”\n", "é’s and ——\n"),
        ("10\u00a0Â°C, Â\u00a0x\n", "10\u00a0°C, \u00a0x\n"),
        ("Ã¢Å¡Â\u00a0Ã¯Â¸Â\u008f ÃƒÂ©\n", "⚠️ é\n"),
        ("baÅŸla Ä±\n", "başla ı\n"),
        ("вњ… РїСЂРёРІРµС‚ вЂ”\n", "✅ привет —\n"),
        ("Est-il supprimÃ©Â\u00a0?\n", "Est-il supprimé\u00a0?\n"),
        ("Filtre er pГҐ for ГҐ endre\n", "Filtre er på for å endre\n"),
        ("VerktГёy, fГёre\n", "Verktøy, føre\n"),
        ("fГјr alle, spГјren, Гјber\n", "für alle, spüren, über\n"),
        ("ΓÇö Γ£à ≡ƒö┤ ├⌐\n", "— ✅ 🔴 é\n"),
        ("‚Äî ‚úÖ √©t√©\n", "— ✅ été\n"),
        ("ď»żâ€“ zaĹĽĂłĹ‚Ä‡\n", "\ufeff– zażółć\n"),
        ("ï»¿# Ferry\n", "\ufeff# Ferry\n"),
        ("Lá»—i\n", "Lỗi\n"),
        ("bбєҐt kб»і lГєc nГ\u00a0o\n", "bất kỳ lúc nào\n"),
        ("sets â„š,â„‚\n", "sets ℚ,ℂ\n"),
    ],
)
def test_table_of_repairs(damaged: str, intact: str) -> None:
    assert mended(damaged) == intact


LOSSY = [
    ("### âŒ FIRST ESTIMATE\n", "### ❌ FIRST ESTIMATE\n"),
    ("## ğŸ¯ SUCCESS\n", "## 🎯 SUCCESS\n"),
    ("## ğŸ“ PAPERS\n", "## 📎 PAPERS\n"),
    ("**âš\u00a0ï¸ UPDATE:** now\n", "**⚠️ UPDATE:** now\n"),
    ("- â±ï¸ 6 minutes\n", "- ⏱️ 6 minutes\n"),
    ("- â³ 6 more minutes\n", "- ⏳ 6 more minutes\n"),
    ("- tide â”€â”\n", "- tide ─┐\n"),
]


@pytest.mark.parametrize(("damaged", "intact"), LOSSY)
def test_what_lost_bytes_is_mended_where_the_odds_are_for_it(damaged: str, intact: str) -> None:
    """And else the truth is among the candidates."""
    assert garbled(intact, "cp1254", "ignore") == damaged
    (finding,) = find(damaged)
    if finding.rule == "mojibake":
        assert mended(damaged) == intact
        return
    assert mended(damaged) == damaged
    ((before, candidates),) = [
        (place["before"], [one["after"] for one in place["candidates"]])
        for place in cast("Any", finding.evidence["places"])
        if place["candidates"]
    ]
    assert any(damaged.replace(before, one) == intact for one in candidates)


@pytest.mark.parametrize(("damaged", "intact"), LOSSY)
def test_an_earlier_revision_has_the_line(damaged: str, intact: str) -> None:
    assert mended(damaged, lambda: [b"other\n", f"x\n{intact}".encode()]) == intact


@pytest.mark.parametrize(
    "line",
    ["## 📁 PAPERS AND MORE\n", "## 🔴 PAPERS\n", "## PAPERS\n", "## ğŸ“ PAPERS\n"],
)
def test_a_line_that_does_not_prove_itself_is_not_taken(line: str) -> None:
    assert mended("## ğŸ“ PAPERS\n", lambda: [line.encode()]) == "## ğŸ“ PAPERS\n"


def test_earlier_revisions_that_differ_settle_nothing_by_chance() -> None:
    """The first that proves itself is the likeliest; one text with both is no answer."""
    both = "## 📎 PAPERS\n## 📁 PAPERS\n".encode()
    assert mended("## ğŸ“ PAPERS\n", lambda: [both]) == "## ğŸ“ PAPERS\n"


def test_clean_text_never_asks_for_earlier_revisions() -> None:
    def asked() -> Iterable[bytes]:
        raise AssertionError("asked for earlier revisions of a clean file")

    for text in ("plain\n", "Déjà vu ✅\n", "âœ… done\n"):
        find(text, asked)


CLEAN = [
    "Déjà vu : le café « fermé » à Noël, œuvre\n",
    "SÃO PAULO, MAÇÃ, ÂNGULO, não, âmbito\n",
    "Ärger über Straße „Größe“\n",
    "Dağ, ağaç, İstanbul, ŞİŞLİ, ĞÜ\n",
    "Tiếng Việt được hỗ trợ Ân\n",
    "Zażółć gęślą jaźń\n",
    "Þórður á Ísafirði, ÆÐI\n",
    "Καλημέρα κόσμε, Ψωμί\n",
    "привет мир, ЁЖИК\n",
    "合并冲突の解決\n",
    "✅ done 🚀 ⚠️ 👩‍💻 “quoted” it’s\n",
    "5 °C ± 2 µm × 3 → €12 £12 © ™ … ½\n",
    "┌──┐ │x│ └──┘ ░▒▓\n",
    "┌┐┌┐┌┐ ╔╗ ╚╝ ╬╗ ┬░\n",
    "« É », «CAFÉ», „Spaß“, »Überfahrt«, »ß«, PÓŁNOC\n",
    "AMANHÃ\u00a0E DEPOIS, coborâ”…, plná\u00a0–\u00a0prázdná\n",
    "Рік, її, Сё, в\u00a0№\u00a05, «в…», међу\n",
    "Її, Её, WiFiЁ, GitHubЕё, Дiяльнiсть органiзацiї, Ді, її\n",
    "É o fim… È vero? Ça va™ — naïve®\n",
    "x² + √2 ≈ 3½ ± ∂f/∂x ≤ ∞, Ω β±α\n",
    "café\u0301, A\u030a, 👨‍👩‍👧‍👦 🏴‍☠️ 1️⃣\n",
    "שלום עולם, مرحبا بالعالم, สวัสดี, नमस्ते, 안녕\n",
    "\ufeffÄäÖöÅå\n",
    "clipboard_append('Ùñî')\nclipboard_get() == 'Ùñî'\nthe word Ùñî is none\n",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_a_line_is_mended_as_a_whole_or_not_at_all() -> None:
    damaged, intact = "| âœ… quay | ğŸ“ moss |\n", "| ✅ quay | 📎 moss |\n"
    assert [(f.rule, f.column) for f in find(damaged)] == [("mojibake-lossy", 14)]
    assert mended(damaged) == damaged
    assert [f.rule for f in find(damaged, lambda: [intact.encode()])] == ["mojibake"]
    assert mended(damaged, lambda: [intact.encode()]) == intact


def test_the_other_lines_tell_what_one_line_cannot() -> None:
    """Alone it can be a sign by accident; below lines that were garbled alike it is none."""
    alone = "quay Å„\n"
    below = "âœ… moss\n- lamp â€” Ã©tÃ©\n- dâ€™Ã©tÃ©\n"
    assert mended(alone) == alone
    assert mended(below + alone) == "✅ moss\n- lamp — été\n- d’été\nquay ń\n"


def test_lines_to_skip_and_lines_that_are_no_utf_8() -> None:
    assert find("âœ… a\nâœ… b\n", skip=[0])[0].line == 2
    assert find(b"caf\xe9 \xe2\x9c\x85\n") == ()


def test_a_finding_says_where_and_how() -> None:
    (finding,) = find("a\n- see âœ… done\n")
    assert (finding.line, finding.column) == (2, 7)
    assert "✅" in finding.message
    assert finding.evidence["codec"]
    json.dumps(finding.evidence)


PIECES = st.sampled_from(
    [
        "âœ…",
        "âŒ",
        "ğŸ“",
        "Ã©",
        "é",
        "✅",
        " ",
        "\u00a0",
        "a",
        "\n",
        "\r\n",
        "Ã",
        "â€™",
        "\x81",
        "ï¸",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join) | st.text())
def test_mending_converges(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    findings = check(Document("d.md", data))
    after = apply(data, [edit for finding in findings for edit in finding.edits])
    again = check(Document("d.md", after))
    assert not any(finding.edits for finding in again)


@given(st.binary())
def test_anything_goes(data: bytes) -> None:
    check(Document("d.md", data), lambda: [data])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
@pytest.mark.parametrize(("group", "found"), [("mojibake", True), ("near_mojibake", False)])
def test_planted_lines(group: str, found: bool) -> None:
    planted = json.loads((SHARED / "corpus" / "planted.json").read_text())
    for name, text in planted[group].items():
        assert bool(find(text)) is found, name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_the_seed_from_text_alone() -> None:
    """What lost nothing comes out right, what did is found, and no line comes out wrong."""
    seed = SHARED / "seed" / "BLOCKING_ISSUES_SUMMARY"
    damaged = seed.with_name(seed.name + ".garbled.md").read_text().split("\n")
    intact = seed.with_name(seed.name + ".conflicted.md").read_text().split("\n")
    after = mended("\n".join(damaged)).split("\n")
    left = [n for n, (a, b) in enumerate(zip(after, intact, strict=True), 1) if a != b]
    lossy = {f.line for f in find("\n".join(damaged)) if f.rule == "mojibake-lossy"}
    assert set(left) <= lossy
    assert all(after[n - 1] == damaged[n - 1] or n in lossy for n in left)
    assert len(left) == 2
    candidates = [
        [one["after"] for place in cast("Any", f.evidence["places"]) for one in place["candidates"]]
        for f in find("\n".join(damaged))
        if f.line in left
    ]
    assert all("📎 " in some for some in candidates)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_the_seed_with_its_past() -> None:
    """With the revision before the damage every line comes back byte for byte."""
    seed = SHARED / "seed" / "BLOCKING_ISSUES_SUMMARY"
    damaged = seed.with_name(seed.name + ".garbled.md").read_text()
    intact = seed.with_name(seed.name + ".conflicted.md").read_text()
    assert mended(damaged, lambda: [intact.encode()]) == intact


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_really_damaged_documents() -> None:
    """Where the true text has a line with the same skeleton, the repair is that line."""
    for case in map(json.loads, (SHARED / "corpus/mojibake/real.jsonl").read_text().splitlines()):
        truths: defaultdict[str, set[str]] = defaultdict(set)
        for line in case["truth"].split("\n"):
            truths[skeleton(line)].add(line)
        for line in mended(case["garbled"]).split("\n"):
            if not line.isascii():
                assert line in truths.get(skeleton(line), {line})
        assert find(case["truth"]) == ()


@pytest.mark.parametrize(
    ("damaged", "intact"),
    [
        ("## ?? PAPERS\n", "## 📎 PAPERS\n"),
        ("- it\x19s moss \x14 late\n", "- it’s moss — late\n"),
        ("GÇö =ƒö¦ quay\n", "— 🔴 quay\n"),
        ("β”β”€β”€β”\n", "┌──┐\n"),
    ],
)
def test_an_earlier_revision_tells_what_the_text_cannot(damaged: str, intact: str) -> None:
    past = lambda: [f"other\n{intact}".encode()]  # noqa: E731
    assert mended(damaged, past) == intact
    assert mended(damaged.replace("\n", " x\n"), past) != intact


def test_marks_that_nothing_explains_are_no_finding() -> None:
    text = "What?? Really ?? yes\n- a \x01 b\n"
    assert find(text, lambda: [b"other"]) == ()


@pytest.mark.parametrize(("least", "lines"), [(Safety.GUESS, [0, 1]), (Safety.SAFE, [1])])
def test_what_is_less_sure_than_the_user_wants_stays(least: Safety, lines: list[int]) -> None:
    text = "## ğŸ¯ GOALS\n- âœ… done\n"
    options = Options(Rule(min_grade=least))
    report = examine(Document("d.md", text.encode()), NoEvidence(), options)
    before, after = text.split("\n"), report.after.decode().split("\n")
    assert [n for n, line in enumerate(before) if line != after[n]] == lines


def test_ranges_of_numbers_have_the_short_dash() -> None:
    assert mended('- Ports 9223â€"9232 are â€¢ scanned\n') == "- Ports 9223–9232 are • scanned\n"


def test_best_fit_may_hide_what_a_selector_belongs_to() -> None:
    text = "GÇö GÇö GÇö done\nGÇó a GÇó b Γåô\n## n++n+Å Quick Setup\n"
    assert "／" not in mended(text)


def test_best_fit_needs_better_odds() -> None:
    """At 0.97 it was 💳 that had been written, not 💰."""
    damaged = "### **=ƒÆ¦ Payment & Credits**\n" + "a GÇö b =ƒöÆ\n" * 4
    first, *_ = find(damaged)
    assert (first.line, first.rule) == (1, "mojibake-lossy")


def test_a_likely_candidate_is_not_called_undecided() -> None:
    (finding,) = find("V_H\u00e2\u0160\u2022V_L\n")
    assert finding.rule == "mojibake-lossy"
    assert "nothing tells which" not in finding.message
    assert "by its own bytes, but another code page" in finding.message
