"""Files that are no plain UTF-8: what is found, what is mended, and that nothing is lost."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.conflicts import Rule, Strategy
from mergemend.edits import apply
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document, FileReport, Finding, Safety, Severity
from mergemend.mojibake.broken import Flaw, flaw, join_pairs, split_pairs
from mergemend.mojibake.encoding import Circumstances, check_encoding
from mergemend.mojibake.pages import PAGES
from mergemend.mojibake.wide import find_pieces, find_wide
from mergemend.rules import namer
from scratch import Scratch
from test_mojibake import CLEAN

MARK = codecs.BOM_UTF8
UTF8 = "Déjà vu ✅ — the quay is built and the tide is in\n".encode()


def find(data: bytes, *named: str, declared: str | None = None) -> tuple[Finding, ...]:
    given = Circumstances(named=namer(named), declared=lambda: declared)
    return check_encoding(Document("d.md", data), given)


def fixed(data: bytes, *named: str) -> bytes:
    return apply(data, [edit for finding in find(data, *named) for edit in finding.edits])


def only(data: bytes, *named: str) -> Finding:
    (finding,) = find(data, *named)
    return finding


@pytest.mark.parametrize("text", [*CLEAN, "plain\n", "", "\n", "a\r\nb", "in\ufeffside\n"])
def test_clean_utf_8_has_no_findings(text: str) -> None:
    findings = find(text.encode())
    assert [f.severity for f in findings] == [Severity.INFO] * text.startswith("\ufeff")


def test_clean_text_does_without_the_tables_of_code_pages() -> None:
    code = """
import sys
from mergemend.model import Document
from mergemend.mojibake.encoding import check_encoding
assert check_encoding(Document("d", "café ✅\\n".encode())) == ()
assert "mergemend.mojibake.pages" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# Byte-order marks.


@pytest.mark.parametrize(
    ("data", "places", "after", "after_by_name"),
    [
        (MARK + b"a\n", [(1, 1, "info")], MARK + b"a\n", b"a\n"),
        (b"a\n" + MARK + b"b\n", [(2, 1, "warning")], b"a\nb\n", b"a\nb\n"),
        (MARK * 2 + b"a\n", [(1, 1, "info"), (1, 2, "warning")], MARK + b"a\n", b"a\n"),
        (b"a\r\n" + MARK * 2 + b"\r\n", [(2, 1, "warning")], b"a\r\n\r\n", b"a\r\n\r\n"),
        (b"a" + MARK + b"b\n", [], b"a" + MARK + b"b\n", b"a" + MARK + b"b\n"),
        (MARK, [(1, 1, "info")], MARK, b""),
    ],
)
def test_byte_order_marks(
    data: bytes, places: list[tuple[int, int, str]], after: bytes, after_by_name: bytes
) -> None:
    findings = find(data)
    assert [(f.line, f.column, f.severity) for f in findings] == places
    assert {f.rule for f in findings} <= {"byte-order-mark"}
    assert fixed(data) == after
    assert fixed(data, "byte-order-mark") == after_by_name


# Lines in another encoding.


@pytest.mark.parametrize(
    ("line", "codec", "page"),
    [
        ("It’s a naïve café – yes", "cp1252", "WINDOWS-1252"),
        ("a caf\u00e9 at 10 \u00b0C", "latin-1", "WINDOWS-1252"),
        ("привет, мир", "cp1251", "WINDOWS-1251"),
        ("привет, как твои дела", "koi8-r", "KOI8-R"),
        ("Страница не найдена", "cp866", "CP866"),
        ("Zażółć gęślą jaźń, proszę", "cp1250", "WINDOWS-1250"),
        ("Zażółć gęślą jaźń, proszę", "iso8859-2", "ISO-8859-2"),
        ("Καλημέρα κόσμε", "cp1253", "WINDOWS-1253"),
        ("İstanbul’da güneş ışığı", "cp1254", "WINDOWS-1254"),
        ("Déjà vu à la carte, très bien", "mac-roman", "MACINTOSH"),
        ("┌───────────┐ │ the quay │ └─┘", "cp437", "CP437"),
        ("中文文档的内容，请选择", "gb18030", "GB18030"),
        ("日本語のテキスト", "cp932", "CP932"),
        ("日本語のテキストです", "euc-jp", "EUC-JP"),
        ("한국어로 된 문서는 여기에 있습니다", "cp949", "CP949"),
        ("這是中文檔案的內容，請選擇", "big5", "BIG5"),
    ],
)
def test_a_line_in_a_code_page(line: str, codec: str, page: str) -> None:
    data = UTF8 + line.encode(codec) + b"\r\n" + UTF8
    finding = only(data)
    assert (finding.rule, finding.line, finding.safety) == ("mixed-encoding", 2, Safety.LIKELY)
    assert finding.evidence["code_page"] == page
    assert fixed(data) == UTF8 + line.encode() + b"\r\n" + UTF8
    json.dumps(finding.evidence)


def test_only_the_bytes_that_are_no_utf_8_are_read_anew() -> None:
    data = UTF8 + b"na\xefve \xe2\x80\x94 caf\xe9 \xe2\x9c\x85\n"
    assert fixed(data) == UTF8 + "naïve — café ✅\n".encode()
    assert only(data).evidence["extent"] == "the bytes that are no UTF-8"


def test_what_can_be_two_things_is_left_and_both_are_named() -> None:
    data = UTF8 + b"\x99s half\n"
    finding = only(data)
    assert finding.edits == ()
    assert "'™s' (WINDOWS-1252) or 'ôs' (MACINTOSH)" in finding.message
    assert "'ôs' (MACINTOSH)" in finding.evidence["candidates"]  # type: ignore[operator]


def test_the_other_lines_tell_the_code_page() -> None:
    data = UTF8 + "Oar™ it is\n".encode("cp1252")
    assert fixed(data) == data
    more = data + "It’s “quoted” – and the naïve café…\n".encode("cp1252")
    assert fixed(more).endswith("Oar™ it is\nIt’s “quoted” – and the naïve café…\n".encode())


def test_a_piece_of_utf_16_among_utf_8() -> None:
    piece = "the quay\r\nthe café\r\n"
    data = UTF8 + piece.encode("utf-16-le") + UTF8
    assert only(data).rule == "mixed-encoding"
    assert (only(data).line, only(data).column) == (2, 1)
    assert fixed(data) == UTF8 + piece.encode() + UTF8
    assert fixed(b"a\n" + piece.encode("utf-16-le")) == b"a\n" + piece.encode()


# Whole files in a code page.


@pytest.mark.parametrize(
    ("text", "codec", "page"),
    [
        ("plain\na café\n", "latin-1", "WINDOWS-1252"),
        ("привет, мир\r\nещё строка\r\n", "koi8-r", "KOI8-R"),
        ("中文文档的内容，请选择\n联通\n显示名称\n", "gb18030", "GB18030"),
    ],
)
def test_a_file_in_a_code_page_changes_only_if_the_rule_is_named(
    text: str, codec: str, page: str
) -> None:
    data = text.encode(codec)
    finding = only(data)
    assert (finding.rule, finding.severity) == ("invalid-utf-8", Severity.WARNING)
    assert f"iconv -f {page} -t UTF-8" in finding.message
    assert fixed(data) == data
    assert fixed(data, "invalid-utf-8") == text.encode()


def test_a_rare_byte_counts_wherever_it_stands() -> None:
    """Two code pages for Greek differ in one letter, which is only on a line far below."""
    text = "καλημέρα κόσμε\n" * 97 + "Άλλη Άννα, Άγιος, Άνω, Άρης, Άκρη\n" + "είναι εδώ\n" * 96
    for codec in ("iso8859-7", "cp1253"):
        data = text.encode(codec)
        assert fixed(data, "invalid-utf-8") in (data, text.encode())


@pytest.mark.parametrize(
    "data",
    [
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n<p>café</p>\n".encode("latin-1"),
        "# -*- coding: latin-1 -*-\n# café\n".encode("latin-1"),
        '<meta charset="windows-1251">\nпривет\n'.encode("cp1251"),
        "\\usepackage[latin1]{inputenc}\ncafé\n".encode("latin-1"),
        '"Content-Type: text/plain; charset=KOI8-R\\n"\nпривет\n'.encode("koi8-r"),
    ],
)
def test_a_file_that_declares_its_encoding_is_right(data: bytes) -> None:
    assert find(data) == ()


def test_a_declaration_that_does_not_hold_counts_for_nothing() -> None:
    assert find("# coding: utf-8\n# café\n".encode("latin-1"))
    assert find("# coding: no-such-thing\n# café\n".encode("latin-1"))
    assert find("# coding: ascii\n# café\n".encode("latin-1"))
    assert find(b"a caf\xe9\n", declared="ISO-8859-1") == ()


# Broken UTF-8.


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xe2\x9c", Flaw.CUT),
        (b"\xf0\x9f\x94", Flaw.CUT),
        (b"\xc3", Flaw.CUT),
        (b"\x9c\x85", Flaw.REST),
        (b"\xc0\xaf", Flaw.OVERLONG),
        (b"\xc0\x80", Flaw.OVERLONG),
        (b"\xe0\x80\xaf", Flaw.OVERLONG),
        (b"\xed\xa0\xbd", Flaw.SURROGATE),
        (b"\xed\xa0\xbd\xed\xb4\xb4", Flaw.PAIR),
        (b"\xf4\x90\x80\x80", Flaw.BEYOND),
        (b"\xfe\xff", Flaw.UNKNOWN),
    ],
)
def test_kinds_of_broken_sequences(raw: bytes, kind: Flaw) -> None:
    assert flaw(raw) is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"a sign \xe2\x9c", Flaw.CUT),
        (b"a sign \xf0\x9f\x94...", Flaw.CUT),
        (b"caf\xc3", Flaw.CUT),
        (b"a/\xc0\xaf/b", Flaw.OVERLONG),
        (b"half \xed\xa0\xbd x", Flaw.SURROGATE),
    ],
)
def test_broken_lines_are_named_and_left(line: bytes, kind: Flaw) -> None:
    finding = only(UTF8 + line + b"\n")
    assert (finding.rule, finding.edits) == ("invalid-utf-8", ())
    assert kind in finding.message


def test_surrogate_pairs_are_joined() -> None:
    data = UTF8 + b"red \xed\xa0\xbd\xed\xb4\xb4 x\r\n"
    assert only(data).safety is Safety.SAFE
    assert fixed(data) == UTF8 + "red 🔴 x\r\n".encode()


@given(st.text(st.characters(min_codepoint=0x10000), min_size=1))
def test_joining_pairs_undoes_splitting_them(text: str) -> None:
    assert join_pairs(split_pairs(text)) == text


# UTF-16 and UTF-32.

WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("codec", WIDE)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("text", ["a café ✅ 🔴\r\nline two", "Привет, это текст о море\nда\n"])
def test_wide_files_change_only_if_the_rule_is_named(codec: str, mark: str, text: str) -> None:
    data = (mark + text).encode(codec)
    finding = only(data)
    assert (finding.rule, finding.severity) == ("utf-16", Severity.WARNING)
    assert fixed(data) == data
    assert fixed(data, "utf-16") == text.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10",
        b"\0" * 64,
        bytes(range(256)) * 4,
        b"\1\0\2\0\3\0\4\0\5\0\6\0",
        b"\xff\xfe\0\xd8\1\0",
        b"GIF89a\x01\x02\xff\xfe\x80",
    ],
)
def test_binary_files_are_no_text(data: bytes) -> None:
    assert find_wide(data) is None
    assert find_pieces(data) == ()
    assert find(data) == ()


# Laws.

PARTS = st.sampled_from(
    [
        UTF8,
        MARK,
        b"caf\xe9 ",
        b"\x93quoted\x94\n",
        "привет".encode("cp1251"),
        "日本語".encode("cp932"),
        b"\xed\xa0\xbd\xed\xb4\xb4",
        b"\xe2\x9c",
        b"\n",
        b"\r\n",
        b"\0",
        "a word\n".encode("utf-16-le"),
        "âœ…".encode(),
        b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> x\n",
    ]
)
TEXTS = st.lists(PARTS, max_size=8).map(b"".join) | st.binary(max_size=60)
NAMES = st.sets(st.sampled_from(["byte-order-mark", "invalid-utf-8", "mixed-encoding", "utf-16"]))


def old_bytes(finding: Finding) -> list[bytes]:
    """What the evidence says that the new texts are in the old encoding."""
    page = finding.evidence.get("code_page") or finding.evidence.get("encoding")
    news = [edit.new.decode() for edit in finding.edits]
    if finding.rule == "byte-order-mark":
        return [bytes.fromhex(str(finding.evidence["bytes"]))]
    if page:
        mark = bytes.fromhex(str(finding.evidence.get("mark", "")))
        return [mark + new.encode(PYTHON.get(str(page), str(page))) for new in news]
    return [split_pairs(new) for new in news]


PYTHON = {"MACINTOSH": "mac-roman", "MAC-CYRILLIC": "mac-cyrillic"}


@given(TEXTS, NAMES)
@example(b"\xff\xfea\0", {"utf-16"})
def test_every_fix_is_lossless(data: bytes, named: set[str]) -> None:
    for finding in find(data, *named):
        if finding.rule == "mixed-encoding" and b"\0" in data:
            continue  # a piece of UTF-16 may begin with a mark of its own
        olds = [data[edit.span.start : edit.span.end] for edit in finding.edits]
        assert olds == (old_bytes(finding) if finding.edits else [])


@given(TEXTS, NAMES)
def test_fixing_ends_and_findings_point_into_the_file(data: bytes, named: set[str]) -> None:
    options = Options(Rule(Strategy.OURS), named=namer(named))
    report = examine(Document("d.md", data), NoEvidence(), options)
    assert not any(finding.edits for finding in report.left)
    again = examine(Document("d.md", report.after), NoEvidence(), options)
    assert not again.changed
    lines = len(Document("d.md", data).lines)
    assert all(1 <= f.line <= lines and f.column >= 1 for f in report.findings)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_valid_utf_8_is_never_changed(text: str) -> None:
    data = text.encode()
    assert all(f.rule == "byte-order-mark" for f in find(data))
    assert fixed(data) == (data if not data.startswith(MARK * 2) else MARK + data.lstrip(MARK))


@given(st.text(min_size=1), st.sampled_from([p for p in PAGES if p != "cp1258"]))
def test_whatever_is_read_gives_its_bytes_again(text: str, page: str) -> None:
    data = text.encode(page, "ignore")
    after = fixed(data, "invalid-utf-8", "mixed-encoding")
    assert after.count(b"\n") == data.count(b"\n")


# In company: conflicts, directives, settings, the command line.


def look(data: bytes, *named: str) -> FileReport:
    options = Options(Rule(Strategy.OURS), named=namer(named))
    return examine(Document("d.md", data), NoEvidence(), options)


def test_conflicts_come_first_and_a_line_is_mended_in_two_steps() -> None:
    conflict = b"<<<<<<< HEAD\ncaf\xe9 in here\n=======\nother\n>>>>>>> b\n"
    report = look(UTF8 + conflict)
    assert report.after == UTF8 + "café in here\n".encode()
    rules = [[f.rule for f in stage] for stage in report.stages]
    assert rules == [["conflict"], ["mixed-encoding"]]


def test_nothing_is_re_encoded_beside_a_conflict_that_is_left() -> None:
    data = UTF8 + b"caf\xe9 in here\n<<<<<<< HEAD\nours\n"
    report = look(data)
    assert not report.changed
    assert "mixed-encoding" in {f.rule for f in report.findings}


def test_a_line_that_is_mixed_and_garbled() -> None:
    report = look(UTF8 + b"caf\xe9 and " + "âœ… done\n".encode())
    assert report.after == UTF8 + "café and ✅ done\n".encode()


@pytest.mark.parametrize(
    ("off", "data"),
    [
        ("mixed-encoding", UTF8 + b"caf\xe9 in here\n"),
        ("byte-order-mark", b"a\n" + MARK + b"b\n"),
        ("invalid-utf-8", b"caf\xe9 in here\n"),
    ],
)
def test_directives(off: str, data: bytes) -> None:
    report = look(f"<!-- mergemend: off {off} -->\n".encode() + data, off)
    assert report.findings == ()


def test_a_directive_in_utf_16() -> None:
    data = "<!-- mergemend: off utf-16 -->\na text\n".encode("utf-16")
    assert look(data, "utf-16").findings == ()


@pytest.fixture
def odd(tmp_path: Path) -> Scratch:
    """A repository with one file of each sort."""
    scratch = Scratch.init(tmp_path / "r")
    files = {
        "latin.md": b"a caf\xe9 in here\n",
        "mixed.md": UTF8 + b"a caf\xe9 in here\n",
        "wide.md": "a café\r\nin here\r\n".encode("utf-16"),
        "marked.md": MARK + b"a\n",
        "picture.bin": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    }
    scratch.commit("start", files)
    return scratch


def rules(mend: Mend, scratch: Scratch, *arguments: str) -> dict[str, str]:
    data = json.loads(mend(scratch.top, "check", "--output-format", "json", *arguments).stdout)
    return {f["path"]: f["rule"] for f in data["findings"]}


def test_check_and_fix(odd: Scratch, mend: Mend) -> None:
    assert rules(mend, odd) == {
        "latin.md": "invalid-utf-8",
        "mixed.md": "mixed-encoding",
        "wide.md": "utf-16",
        "marked.md": "byte-order-mark",
    }
    assert mend(odd.top, "check", "marked.md").exit_code == 0
    assert mend(odd.top, "fix", "--all").exit_code == 1
    assert odd.git("status", "--porcelain") == " M mixed.md"
    assert odd.read("mixed.md") == UTF8 + "a café in here\n".encode()
    for rule in ("invalid-utf-8", "utf-16", "byte-order-mark"):
        assert mend(odd.top, "fix", "--all", "--select", rule).exit_code == 1
    assert odd.read("latin.md") == "a café in here\n".encode()
    assert odd.read("wide.md") == "a café\r\nin here\r\n".encode()
    assert odd.read("marked.md") == b"a\n"
    refs = odd.git("for-each-ref", "--format=%(refname)", "refs/mergemend").split()
    assert len(refs) == 4
    assert rules(mend, odd) == {}


def test_settings_and_attributes(odd: Scratch, mend: Mend) -> None:
    odd.write("mergemend.toml", b'ignore = ["byte-order-mark"]\n')
    odd.write(
        ".gitattributes",
        b"wide.md working-tree-encoding=UTF-16LE-BOM\nlatin.md working-tree-encoding=LATIN1\n",
    )
    assert rules(mend, odd) == {"mixed.md": "mixed-encoding"}
    data = json.loads(mend(odd.top, "check", "--output-format", "json").stdout)
    assert {s["path"]: s["message"] for s in data["skipped"]} == {
        "wide.md": "UTF-16LE text",
        "picture.bin": "binary file",
    }
    assert mend(odd.top, "fix", "--select", "no-such-rule", "--all").exit_code == 2


def test_a_mark_before_a_line_in_a_code_page_is_none_of_the_line() -> None:
    text = "Käse schön für Öl.\n".encode() * 9
    data = text + b"\xef\xbb\xbf" + "Grüße für Jürgen.\n".encode("latin-1")
    found = check_encoding(Document("a.txt", data))
    after = apply(data, [edit for finding in found for edit in finding.edits])
    assert after == text + "Grüße für Jürgen.\n".encode()
    assert [(f.rule, f.line, f.column) for f in found] == [
        ("byte-order-mark", 10, 1),
        ("mixed-encoding", 10, 4),
    ]
