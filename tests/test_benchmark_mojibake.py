"""The benchmark of garbled text: its damages, its scores, its texts, and its counts."""

from __future__ import annotations

import random
import re
import subprocess
import tarfile
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks.mojibake import alarms, damage, prior, run, slices, texts
from benchmarks.mojibake.damage import Damage, text_of
from benchmarks.mojibake.fetch import FetchError, packages
from benchmarks.mojibake.harvest import Entry, index
from benchmarks.mojibake.score import Outcome, Tally, align, outcome
from benchmarks.mojibake.slices import Slice
from benchmarks.mojibake.tools import Mended, Tool, tool
from hypothesis import given
from hypothesis import strategies as st

from mergemend.mojibake import counts

DAMAGED = [
    (damage.lossless("cp1252"), "— é ✅", "â€” Ã© âœ…"),
    (damage.lossless("cp1252"), "”", "â€\x9d"),
    (damage.lossless("latin-1"), "’", "â\x80\x99"),
    (damage.lossless("cp437"), "—", "ΓÇö"),
    (damage.lossless("cp850"), "é", "├®"),
    (damage.lossless("mac-roman"), "é", "√©"),
    (damage.lossless("cp1251"), "é", "Г©"),
    (damage.lossless("cp1252", 2), "é", "ÃƒÂ©"),
    (damage.lossless("latin-1", 3), "é", "Ã\x83Â\x83Ã\x82Â©"),
    (damage.lossy("cp1252", "dropped"), "a ” b", "a â€ b"),
    (damage.lossy("cp1252", "question"), "”", "â€?"),
    (damage.lossy("cp1254", "replaced"), "📎", "ğŸ“\ufffd"),
    (damage.no_break_space("cp1252"), "à la", "Ã  la"),
    (damage.straightened("cp1252"), "™ — ’", 'â"¢ â€" â€™'),
    (damage.low_bytes(), "é → 📋", "é \x92 =Ë"),
    (damage.beyond(), "✅ 🎯", "✅ ??"),
    (damage.mix_up("cp1251", "cp1252"), "да", "äà"),
    (damage.mix_up("koi8-r", "cp1251"), "да", "ДБ"),
    (damage.mix_up("cp1252", "cp437"), "café", "cafΘ"),
    (damage.best_fit(), "— ✅", "GÇö G£à"),
    (damage.multi_byte("gbk", "windows"), "✅ Done", "鉁?Done"),
    (damage.multi_byte("gbk", "ignore"), "✅ Done", "鉁 Done"),
    (damage.multi_byte("cp932", "replace"), "✅", "笨\ufffd"),
    (damage.multi_byte("cp949", "windows"), "— b", "??b"),
]


@pytest.mark.parametrize(("how", "clean", "damaged"), DAMAGED)
def test_damage(how: Damage, clean: str, damaged: str) -> None:
    pieces = how(clean)
    assert text_of(pieces) == damaged
    assert "".join(before for before, _ in pieces) == clean


@pytest.mark.parametrize(
    ("how", "line"),
    [
        (damage.low_bytes(), "✊ would become a line feed: U+270A"),
        (damage.mix_up("cp1251", "cp1252"), "not in this code page: ✅"),
        (damage.lossless("cp437"), "plain"),
    ],
)
def test_lines_that_stay(how: Damage, line: str) -> None:
    assert text_of(how(line)) == line


@pytest.mark.parametrize("errors", ["ignore", "replace"])
@pytest.mark.parametrize("codec", damage.MULTI)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_pairs_are_read_as_python_reads_them(codec: str, errors: str, text: str) -> None:
    pieces = damage.multi_byte(codec, errors)(text)
    assert text_of(pieces) == text.encode().decode(codec, errors)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ("✅ a — b", Outcome.EXACT),
        ("âœ… a â€” b", Outcome.UNTOUCHED),
        ("✅ a â€” b", Outcome.PARTIAL),
        ("âœ… a — b", Outcome.PARTIAL),
        ("❌ a — b", Outcome.WRONG),
        ("✅ a — b ", Outcome.WRONG),
        ("✅ a â€ b", Outcome.WRONG),
    ],
)
def test_outcome_of_a_damaged_line(got: str, expected: Outcome) -> None:
    assert outcome(damage.lossless("cp1252")("✅ a — b"), got) is expected


def test_outcome_of_a_clean_line() -> None:
    assert outcome([("é", "é")], "é") is Outcome.KEPT
    assert outcome([("é", "é")], "e") is Outcome.SPOILT


def test_shares_are_of_damaged_lines() -> None:
    tally = Tally()
    tally.counts.update({Outcome.EXACT: 1, Outcome.WRONG: 3, Outcome.KEPT: 9, Outcome.SPOILT: 1})
    assert (tally.damaged, tally.share(Outcome.EXACT), tally.share(Outcome.WRONG)) == (4, 25, 75)
    assert Tally().share(Outcome.EXACT) == 0


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (["a", "X", "c"], ["a", "X", "c"]),
        (["a", "c"], ["a", None, "c"]),
        (["a", "b", "b2", "c"], ["a", "b", "c"]),
        (["a", "b1", "b2", "c"], ["a", None, "c"]),
    ],
)
def test_align(got: list[str], expected: list[str | None]) -> None:
    assert align(["a", "b", "c"], got) == expected


@pytest.fixture(autouse=True)
def _forget_folders() -> Iterator[None]:
    yield
    slices.pools.cache_clear()


CLEAN = "# 🎯 Goals\n\n- ✅ café — done\n- plain\n- ❌ “no”\n- ✅ yes\n"


def harvested(folder: Path, **documents: str) -> Path:
    lines = []
    for name, text in documents.items():
        (folder / name).write_bytes(text.encode())
        split, kind = name.split("_")[:2]
        lines.append(f"{split}\t{kind}\ten\tpackage {name}\t{name}\n")
    (folder / "index.tsv").write_text("".join(lines))
    return folder


def scored(folder: Path, how: Damage, mend: Tool, **options: bool) -> Tally:
    one = Slice("one", (how,), ("status",), **options)
    [result] = run.run_cell(run.Plan(folder, 1, 1), run.Cell(one, "status", 0), [mend])
    return result.tally


def test_a_cell(tmp_path: Path) -> None:
    folder = harvested(tmp_path, test_status=CLEAN, train_status=CLEAN)
    truth = Tool("truth", lambda *_: Mended(CLEAN.encode()))
    nothing = Tool("nothing", lambda data, _: Mended(data))
    how = damage.lossy("cp1252", "dropped")
    assert scored(folder, how, truth).counts == {Outcome.EXACT: 4}
    assert scored(folder, how, nothing).counts == {Outcome.UNTOUCHED: 4}


def test_lossy_cells_count_what_lost_something(tmp_path: Path) -> None:
    folder = harvested(tmp_path, test_status=CLEAN.replace("“no”", "”") * 3)
    nothing = Tool("nothing", lambda data, _: Mended(data))
    tally = scored(folder, damage.lossy("cp1252", "dropped"), nothing, lossy=True)
    assert tally.counts == {Outcome.UNTOUCHED: 3}  # only ❌ and ” have a byte that is undefined


def test_history_is_a_repository_with_the_clean_text(tmp_path: Path) -> None:
    folder = harvested(tmp_path, test_status=CLEAN)
    seen = []

    def files(paths: object) -> list[Mended]:
        [path] = paths if isinstance(paths, list) else []
        log = subprocess.run(
            ["git", "show", f"HEAD~1:{path.name}"], cwd=path.parent, capture_output=True, check=True
        )
        seen.append(log.stdout.decode())
        return [Mended(path.read_bytes())]

    mend = Tool("git", lambda data, _: Mended(data), files)
    tally = scored(folder, damage.lossless("cp1252"), mend, history=True)
    assert tally.counts[Outcome.UNTOUCHED] == 4
    assert "🎯" in seen[0]


def test_edits_change_a_tenth_of_the_lines() -> None:
    text = "\n".join(f"This is line {number} of them" for number in range(1000))
    draw = random.Random(1)  # noqa: S311
    changed = slices.edited(text, draw).split("\n")
    kept = set(text.split("\n")) & set(changed)
    assert 880 <= len(kept) <= 980


def test_cases_are_the_same_each_time(tmp_path: Path) -> None:
    folder = harvested(tmp_path, test_status_a=CLEAN, test_status_b=CLEAN * 2)
    one = Slice("one", (damage.lossless("cp1252"),), ("status",), mixed=True)
    drawn = [slices.cases(folder, one, "status", one.damages[0], 7, 2) for _ in range(2)]
    assert [case.data for case in drawn[0]] == [case.data for case in drawn[1]]


def test_clean_text_and_quoted_damage(tmp_path: Path) -> None:
    sample = "ftfy turns `â€™` into ’\nand that is all\n"
    harvested(tmp_path, test_readme=CLEAN, test_code=CLEAN, quoted_readme=sample)
    quiet = {one.kind: one for one in alarms.clean(tmp_path, ["mergemend"], 1)}
    assert (quiet["text"].lines, quiet["text"].changed, quiet["code"].findings) == (7, 0, 0)
    found = {one.kind: one for one in alarms.quoted(tmp_path, ["ftfy"], 1, 1)}
    assert (found["quoted, found"].lines, found["quoted, found"].changed) == (1, 1)
    assert found["quoted, made"].lines >= 1


@pytest.mark.parametrize("spec", ["nobody", "nobody at all"])
def test_unknown_tools_are_refused(spec: str) -> None:
    with pytest.raises(ValueError, match="no tool"):
        tool(spec)


def test_a_command_and_a_function_are_tools() -> None:
    assert tool("sed -i s/a/b/ {path}").text(b"a\n", "x/y.md").data == b"b\n"
    assert tool(f"{__name__}:shout").text(b"a\n", "y.md").data == b"A\n"


def shout(data: bytes, _path: str) -> bytes:
    return data.upper()


CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#: a.py:1
msgid "one"
msgstr "un\\n"
"deux"

#, fuzzy
#| msgid "old"
msgid "two"
msgstr "faux"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d jour"
msgstr[1] "%d \\"jours\\""

#~ msgid "gone"
#~ msgstr "parti"

msgid "nothing"
msgstr ""
"""


def test_messages_of_a_catalogue() -> None:
    assert texts.messages(CATALOGUE) == ["un", "deux", "%d jour", '%d "jours"']


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "An English text — with signs ✅ and more ✅, in a café " + "or not " * 20,
            "en",
        ),
        ("これは日本語の文書です。", "ja"),
        ("这是一个中文文档。", "zh"),
        ("Это русский текст.", "ru"),
        ("Dies ist für Übungen schöner Größe.", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert texts.language_of(text) == language


def test_texts_of_an_archive(tmp_path: Path) -> None:
    body = "A line of a manual that says nothing much.\n" * 10
    files = {
        "package/README.md": body,
        "package/docs/STATUS.md": "- ✅ one\n- ✅ two\n- 🔴 three\n" + body,
        "package/README.ru.md": "Это русский текст.\n" * 20,
        "package/bad.md": "It is garbled already: â€™ and cafÃ©.\n" + body,
        "package/lib/a.js": "let a = 1;\n" * 30,
        "package/lib/a.min.js": "let a = 1;\n" * 30,
        "package/locale/fr/LC_MESSAGES/django.po": CATALOGUE,
    }
    archive = tmp_path / "a.tgz"
    with tarfile.open(archive, "w:gz") as package:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            package.addfile(member, BytesIO(text.encode()))
    assert [(one.kind, one.language, one.path) for one in texts.texts(archive)] == [
        ("code", "js", "lib/a.js"),
        ("prose", "fr", "locale/fr/LC_MESSAGES.txt"),
        ("readme", "en", "README.md"),
        ("status", "en", "docs/STATUS.md"),
        ("translation", "ru", "README.ru.md"),
    ]


def test_the_list_of_packages() -> None:
    listed = packages()
    assert len({(one.registry, one.name) for one in listed}) == len(listed)
    assert {one.split for one in listed} == {"train", "test", "quoted"}
    assert all(one.version[0].isdigit() for one in listed)


def test_a_bad_list_names_the_line(tmp_path: Path) -> None:
    bad = tmp_path / "list.tsv"
    bad.write_text("registry\tname\tversion\tsplit\ncargo\ta\t1\ttrain\n")
    with pytest.raises(FetchError, match=r"list\.tsv:2: wants"):
        packages(bad)


def test_no_harvest_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="run python -m benchmarks"):
        index(tmp_path)


def test_counts_of_a_document() -> None:
    found = prior.count("## 🎯 Goals\n\n| ✅ | all ✅ done ✅ |\n⚠️ Beware ─┐\n")
    assert found.characters["✅"] == 3
    assert found.places == {
        ("heading", "first", "🎯"): 1,
        ("row", "first", "✅"): 1,
        ("row", "inside", "✅"): 1,
        ("row", "last", "✅"): 1,
        ("plain", "first", "⚠"): 1,
        ("plain", "inside", "─"): 1,
        ("plain", "last", "┐"): 1,
    }
    assert found.after["🎯", "goals"] == found.after["⚠", "beware"] == 1
    assert found.before["✅", "all"] == found.before["✅", "done"] == 1
    assert found.variations == {"⚠": 1}
    assert found.pairs == {"─┐": 1}


def test_only_the_split_train_is_counted_and_nobody_counts_too_much(tmp_path: Path) -> None:
    folder = harvested(
        tmp_path,
        train_status="✅\n" * 50,
        test_status="❌\n",
        train_prose="ж\n",
        train_code="ß\n",
    )
    found = prior.tables(folder, [*index(folder), Entry("test", "prose", "de", "p", "test_status")])
    assert found.english.characters == {"✅": 20}
    assert found.prose == {"ж": 1}
    assert (found.documents, found.packages, found.english_total) == (1, 1, 100)


def test_the_module_says_the_counts() -> None:
    awkward = {"✅": 3, "\u200b": 2, '"': 1, "\\": 1, "\u0301": 1, "\xa0": 4}
    found = prior.Tables()
    found.english.characters.update(awkward)
    names: dict[str, str] = {}
    exec(prior.module(found), names)  # noqa: S102
    assert {key: int(n) for key, n in re.findall("([^0-9])([0-9]+)", names["ENGLISH"])} == awkward


@pytest.mark.parametrize("name", ["ENGLISH", "PROSE", "VARIATIONS", "PAIRS"])
def test_tables_can_be_taken_apart(name: str) -> None:
    width = 2 if name == "PAIRS" else 1
    table: str = getattr(counts, name)
    parts = re.findall(f"([^0-9]{{{width}}})([0-9]+)", table)
    assert "".join(map("".join, parts)) == table
    assert len({key for key, _ in parts}) == len(parts) > 20


def test_tables_of_words_can_be_taken_apart() -> None:
    for table in (counts.NEXT_WORDS, counts.LAST_WORDS):
        for line in table.split("\n"):
            symbol, *words = line.split(" ")
            assert unicodedata.category(symbol)[0] in "SP"
            assert all(re.fullmatch("[a-z]+[0-9]+", word) for word in words)
