"""Damage that is shown on purpose stays, real damage is mended, whatever it stands in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import SHARED, Mend
from mergemend.edits import apply
from mergemend.model import Document, Finding, Severity
from mergemend.mojibake.check import check
from mergemend.mojibake.garble import garble
from scratch import Scratch


def find(text: str, path: str = "d.md", allow: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    return check(Document(path, text.encode()), allow=allow)


def mended(text: str, path: str = "d.md", allow: tuple[str, ...] = ()) -> str:
    edits = [edit for finding in find(text, path, allow) for edit in finding.edits]
    return apply(text.encode(), edits).decode()


QUOTED = {
    "in words": "Accents turn to mojibake (Ã© instead of é) in tide tables.\n",
    "a code span": "- Fixed: quay names were garbled, such as `â€”` and `Ã³`.\n",
    "an arrow": "# Encoding\n\nThe ferry's list had `MÃ¼nster` → `Münster` in it.\n",
    "a table": "| seen | meant |\n| --- | --- |\n| `âœ…` | ✅ |\n| `â€™` | ’ |\n| `Ã¼` | ü |\n",
    "a table of causes": "| in the log | cause |\n| --- | --- |\n| `Ã¼` | read as latin-1 |\n",
    "a fence": "# Encoding\n\n```\nKöln\n```\n\nRead as latin-1:\n\n```\nKÃ¶ln\n```\n",
    "a fence of pairs": "Replace the mojibake:\n\n```\nâ€™ → ’\nâ€” → —\nÃ— → ×\n```\n",
    "a string in a test": 'def test_mend():\n    assert mend("cafÃ© au lait") == "café au lait"\n',
    "bytes": "assert read(b'\\xc3\\xa9', 'ascii') == 'Ã©'\n",
    "a dictionary": 'PAIRS = {\n    "Ã¤": "ä",\n    "Ã¶": "ö",\n    "Ã¼": "ü",\n}\n',
    "stand-ins": 'text = text.replace("â€™", "\'").replace("â€“", "-").replace("â€œ", \'"\')\n',
    "a pattern": "m = re.match(r'.k(ö|Ã¶)p(e|en)?', text)\n",
    "a call and its answer": ">>> ftfy.fix_text('âœ” all aboard')\n'✔ all aboard'\n",
    "a changelog": "## 2.1\n\n- ✅ quays by name\n- Excel showed `Â£` (encoding issue)\n",
    "German": "Die Umlaute waren kaputt: `MÃ¼nster` statt `Münster`.\n",
    "Spanish": "El archivo salía con errores de codificación: `arnÃ©s`, `selecciÃ³n`.\n",
    "Russian": "Вместо «Политика» были кракозябры: `ÐŸÐ¾Ð»Ð¸Ñ‚Ð¸ÐºÐ°`.\n",
    "Chinese": "文件被当作 latin1 读取，得到乱码 `cafÃ©`，应为 `café`。\n",
    "lost bytes": "Garbled signs such as `âŒ` and `ğŸ“` are signs that lost bytes.\n",
    "a comment": "# cp1252 makes mojibake of the name: Ã© for é\nname = read()\n",
}

REAL = {
    "a document": ("## âœ… Ferry\n\nIt isnâ€™t late.\n", "## ✅ Ferry\n\nIt isn’t late.\n"),
    "a fence": ("# Tree\n\n```\nâ”œâ”€â”€ quay\n```\n", "# Tree\n\n```\n├── quay\n```\n"),
    "a code span": ("Quays are marked `âœ…` or left.\n", "Quays are marked `✅` or left.\n"),
    "one line of many": (
        "- ✅ oars\n- ✅ ropes\n- âœ… sails\n- ✅ lamps\n",
        "- ✅ oars\n- ✅ ropes\n- ✅ sails\n- ✅ lamps\n",
    ),
    "a pasted block": (
        "Der Plan für Münster – ab März.\n\n> Die FÃ¤hre fÃ¤hrt nicht.\n> Siehe MÃ¼nster.\n",
        "Der Plan für Münster – ab März.\n\n> Die Fähre fährt nicht.\n> Siehe Münster.\n",
    ),
    "signs in code": (
        'ICONS = {\n    "up": "âœ…",\n    "late": "âš¡",\n    "off": "ðŸ”´",\n}\n',
        'ICONS = {\n    "up": "✅",\n    "late": "⚡",\n    "off": "🔴",\n}\n',
    ),
    "a document that speaks of encodings": (
        "# Encodings â€” a guide\n\nThe ferryâ€™s list is UTF-8.\n\n- `cp1252` doesnâ€™t know ✅\n",
        "# Encodings — a guide\n\nThe ferry’s list is UTF-8.\n\n- `cp1252` doesn’t know ✅\n",
    ),
    "instead, but of something else": (
        "## ðŸš€ Signs\n\nThe quay showed âšª instead of âœ… after a merge â€” fixed.\n",
        "## 🚀 Signs\n\nThe quay showed ⚪ instead of ✅ after a merge — fixed.\n",
    ),
    "one side of a conflict": (
        '<<<<<<< HEAD\nname = "MÃ¼nster"\n=======\nname = "Münster"\n>>>>>>> main\n',
        '<<<<<<< HEAD\nname = "Münster"\n=======\nname = "Münster"\n>>>>>>> main\n',
    ),
    "a quotation beside damage": (
        "# Ferry â€” quays\n\nItâ€™s full.\n\nThe lampâ€™s out.\n\nOarâ„¢ says `âœ…`.\n",
        "# Ferry — quays\n\nIt’s full.\n\nThe lamp’s out.\n\nOar™ says `✅`.\n",
    ),
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_what_is_shown_on_purpose_stays_and_is_told(text: str) -> None:
    findings = find(text)
    assert mended(text) == text
    assert [f.rule for f in findings] == ["mojibake-quoted"]
    assert findings[0].severity is Severity.INFO
    json.dumps(findings[0].evidence)


@pytest.mark.parametrize(("damaged", "intact"), REAL.values(), ids=REAL)
def test_real_damage_is_mended(damaged: str, intact: str) -> None:
    assert mended(damaged) == intact


def test_a_finding_names_the_lines_and_the_signs() -> None:
    (finding,) = find("plain\n| `Ã©` | é |\n\n| `Ã¼` | ü |\n", "docs/encodings.md")
    assert (finding.line, finding.column) == (2, 4)
    assert "'Ã©' for 'é' (and in 1 more line)" in finding.message
    lines = finding.evidence["lines"]
    assert isinstance(lines, list)
    assert [line["line"] for line in lines] == [2, 4]
    assert all(sum(sign["weight"] for sign in line["signs"]) >= 4 for line in lines)


def test_quoted_and_real_damage_in_one_document() -> None:
    text = "# Lamps ⚡\n\nFixed mojibake: `Ã©` instead of `é`.\n" + "\n" * 20 + "Itâ€™s lit.\n"
    assert mended(text) == text.replace("â€™", "’")
    assert [f.rule for f in find(text)] == ["mojibake", "mojibake-quoted"]


def test_the_past_is_not_asked_for_what_is_shown() -> None:
    def asked() -> tuple[bytes, ...]:
        raise AssertionError("asked for earlier revisions")

    check(Document("d.md", QUOTED["lost bytes"].encode()), asked)


@pytest.mark.parametrize(
    ("text", "allow", "after"),
    [
        ("see âœ… there\n", ("âœ…",), "see âœ… there\n"),
        ("see âœ… and itâ€™s\n", ("âœ…",), "see âœ… and it’s\n"),
        ("cafÃ© Ã¼ber\n", ("Ã©",), "cafÃ© über\n"),
        ("## ğŸ“ PAPERS\n", ("ğŸ“",), "## ğŸ“ PAPERS\n"),
        ("a.b â€™ c\n", ("a.b", "."), "a.b ’ c\n"),
    ],
)
def test_allowed_texts_stay(text: str, allow: tuple[str, ...], after: str) -> None:
    assert mended(text, allow=allow) == after
    if text == after:
        assert find(text, allow=allow) == ()


WORDS = st.sampled_from(
    [
        "quay",
        "ferry",
        "it’s",
        "café",
        "über",
        "—",
        "→",
        "✅",
        "`✅`",
        '"é"',
        "'naïve'",
        "| ü |",
        "“so”",
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=12)


@given(TEXTS.map("\n".join), st.sampled_from(["d.md", "src/quay.py", "tests/test_quay.py"]))
def test_a_document_that_is_damaged_as_a_whole_is_not_quoted(text: str, path: str) -> None:
    damaged = garble(text, "windows-1252")
    assume(damaged != text)
    assert "mojibake-quoted" not in {f.rule for f in find(damaged, path)}


@given(
    st.lists(
        st.sampled_from([*QUOTED.values(), *(damaged for damaged, _ in REAL.values()), "\n" * 20]),
        max_size=5,
    ).map("".join)
)
def test_mending_converges_beside_quotations(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_really_damaged_documents_are_not_quoted() -> None:
    for case in map(json.loads, (SHARED / "corpus/mojibake/real.jsonl").read_text().splitlines()):
        found = find(case["garbled"], case["path"])
        assert "mojibake-quoted" not in {f.rule for f in found}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_status_documents_of_which_some_lines_are_damaged_are_not_quoted() -> None:
    for file in sorted((SHARED / "corpus/status/docs").iterdir()):
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        for number in range(0, len(lines), 7):
            lines[number] = garble(lines[number], "windows-1252")
        found = find("\n".join(lines), file.name.rpartition("__")[2])
        assert "mojibake-quoted" not in {f.rule for f in found}


def test_a_hook_passes_and_nothing_is_written(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    text = QUOTED["in words"].encode()
    scratch.commit("start", {"a.md": text, "b.md": "plain é\n".encode()})
    checked = mend(scratch.top, "check", "a.md", "b.md")
    assert checked.exit_code == 0
    assert "a.md:1:27: mojibake-quoted looks garbled, shown on purpose" in checked.stdout
    assert "nothing found" in checked.stderr
    assert mend(scratch.top, "fix", "--all").exit_code == 0
    assert scratch.read("a.md") == text
    quiet = mend(scratch.top, "check", "--ignore", "mojibake-quoted", "a.md")
    assert (quiet.exit_code, quiet.stdout) == (0, "")
    found = json.loads(mend(scratch.top, "check", "--output-format", "json", "a.md").stdout)
    assert [(f["rule"], f["severity"]) for f in found["findings"]] == [("mojibake-quoted", "info")]


def test_texts_allowed_by_path(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    text = "It isâ€™nt late, cafÃ© says.\n".encode()
    settings = "allow = ['Ã©']\n[[paths]]\nglobs = ['docs/']\nallow = ['â€™']\n".encode()
    scratch.commit("start", {"mergemend.toml": settings, "a.md": text, "docs/a.md": text})
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert scratch.read("a.md") == "It is’nt late, cafÃ© says.\n".encode()
    assert scratch.read("docs/a.md") == text
    assert mend(scratch.top, "check").exit_code == 0


def test_this_project_shows_damage_in_its_own_texts() -> None:
    top = Path(__file__).parents[1]
    for path in (top / "README.md", top / "CHANGELOG.md", *top.glob("docs/*.md")):
        rules = {f.rule for f in find(path.read_text("utf-8"), path.name)}
        assert rules <= {"mojibake-quoted"}
