"""What is kept of status documents changes no answer, and comes from nowhere else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import records
from conftest import Mend
from mergemend import known, program, record_cache, record_codec
from mergemend.model import Edit, Finding, Safety, Severity, Span
from mergemend.statusdocs.board import StatusDocument
from mergemend.statusdocs.entry import Entry
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.record import Place, Record, Verdict
from mergemend.statusdocs.values.states import State
from scratch import Scratch

JSON = (("extract",), ("board", "--output-format", "json"))


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return records.repository(tmp_path / "a repo")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return records.parsed(monkeypatch)


@pytest.mark.parametrize("command", JSON, ids=" ".join)
def test_the_cache_changes_no_byte(
    scratch: Scratch, mend: Mend, command: tuple[str, ...], parsed: list[str]
) -> None:
    command += (".", "docs/linked-status.md", "docs/inner-status.md")  # folders have no links
    without = records.told(mend(scratch.top, *command, "--no-cache"))
    assert len(parsed) > 28
    assert without[0] == 3
    assert "linked-status.md: is a symbolic link" in without[2]
    assert "large-status.md: status rules not checked" in without[2]
    cold = records.told(mend(scratch.top, *command))
    parsed.clear()
    written = _cache(scratch).stat().st_mtime_ns
    warm = records.told(mend(scratch.top, *command))
    assert cold == warm == without
    assert _cache(scratch).stat().st_mtime_ns == written
    # one has no UTF-8; what is not committed, and hangs on more than its date, is read each time
    again = {"docs/latin-status.md", "docs/new-status.md", "docs/inner-status.md"}
    assert set(parsed) <= again
    assert "docs/latin-status.md" in parsed


def test_a_kind_that_is_wrong_is_told(scratch: Scratch, mend: Mend) -> None:
    records.both(mend, scratch.top, JSON)
    scratch.write(".mergemend/kinds/own.yaml", b"kind: own\nno-such-key: 1\n")
    for without, with_cache in records.both(mend, scratch.top, JSON):
        assert with_cache == without
        assert with_cache[0] == 2


def test_kinds_below_are_those_of_the_files_there(scratch: Scratch, mend: Mend) -> None:
    told = records.both(mend, scratch.top, JSON)
    kind = b"kind: own\npaths: ['*-status*']\n"
    scratch.write("docs/mergemend.toml", b"")
    for fields in (b"", b"fields: {boss: {type: text, names: [Owner]}}\n"):
        scratch.write("docs/.mergemend/kinds/own.yaml", kind + fields)
        before, told = told, records.both(mend, scratch.top, JSON)
        assert all(without == with_cache for without, with_cache in told)
        assert told[0] != before[0]  # what `extract` says


def test_a_commit_leaves_what_is_known_by_its_date(
    scratch: Scratch, mend: Mend, parsed: list[str]
) -> None:
    mend(scratch.top, "extract")
    scratch.commit("another thing", {"notes.txt": b"something\n"})
    parsed.clear()
    result = mend(scratch.top, "extract")
    assert set(parsed) <= {"docs/latin-status.md", "docs/new-status.md", "docs/inner-status.md"}
    assert records.told(result) == records.told(mend(scratch.top, "extract", "--no-cache"))


def test_a_cache_that_comes_with_a_copy_fits_nothing(
    scratch: Scratch, mend: Mend, parsed: list[str], tmp_path: Path
) -> None:
    mend(scratch.top, "extract")
    subprocess.run(["cp", "-a", scratch.top, tmp_path / "copy"], check=True)
    parsed.clear()
    mend(tmp_path / "copy", "extract")
    assert len(parsed) > 28


def _cache(scratch: Scratch) -> Path:
    return scratch.top / ".git/mergemend/records"


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda _: b"",
    lambda data: data[:-3],
    lambda data: b"mergemend 0.0.1" + data[15:],
    lambda _: os.urandom(200),
    lambda data: data.replace(b"\0", b"\0\0"),
    lambda data: data.replace(b"Ada", b"Eve"),
    lambda data: data.replace(b"[", b"{"),
    lambda data: b"\0".join(reversed(data.split(b"\0")[1:-1])),
    lambda data: data.split(b"\0")[0] + b"\0a\0" + b"[" * 100_000 + b"\0end",
)


def test_a_damaged_cache_is_none(scratch: Scratch, mend: Mend, parsed: list[str]) -> None:
    without = records.told(mend(scratch.top, "extract"))
    for number, damage in enumerate(DAMAGES):
        whole = _cache(scratch).read_bytes()
        _cache(scratch).write_bytes(damage(whole))
        parsed.clear()
        assert records.told(mend(scratch.top, "extract")) == without, number
        assert len(parsed) > 20, number


def test_entries_in_each_others_place_fit_nothing(
    scratch: Scratch, mend: Mend, parsed: list[str]
) -> None:
    without = records.told(mend(scratch.top, "extract"))
    head, *fields, end = _cache(scratch).read_bytes().split(b"\0")
    values = [*fields[3::2], fields[1]]
    swapped = [part for pair in zip(fields[::2], values, strict=True) for part in pair]
    _cache(scratch).write_bytes(b"\0".join([head, *swapped, end]))
    parsed.clear()
    assert records.told(mend(scratch.top, "extract")) == without
    assert len(parsed) > 28


def test_another_program_knows_nothing(
    scratch: Scratch, mend: Mend, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mend(scratch.top, "extract")
    monkeypatch.setattr(program, "state", lambda: "markdown-it-py of tomorrow")
    parsed.clear()
    mend(scratch.top, "extract")
    assert len(parsed) > 28


def test_it_is_bounded(
    scratch: Scratch, mend: Mend, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_cache, "MAX_BYTES", 30_000)
    for command in (*JSON, *JSON):
        mend(scratch.top, *command)
        assert 10_000 < _cache(scratch).stat().st_size < 31_000
    parsed.clear()
    mend(scratch.top, *JSON[-1])
    assert 0 < len(parsed) < 28  # the newest are still there


def test_with_few_documents_or_without_a_cache_none_is_made(scratch: Scratch, mend: Mend) -> None:
    for command in JSON:
        mend(scratch.top, *command, "--no-cache")
        mend(scratch.top, *command, "docs/deep")
    assert not _cache(scratch).parent.exists()
    mend(scratch.top, *JSON[0])
    assert _cache(scratch).exists()


@pytest.mark.parametrize("where", ["a file", "a link", "a folder of that name", "no git"])
def test_where_nothing_can_be_kept_all_goes_on(
    scratch: Scratch, mend: Mend, where: str, tmp_path: Path
) -> None:
    without = [records.told(mend(scratch.top, *command, "--no-cache")) for command in JSON]
    ours = _cache(scratch).parent
    if where == "a file":
        ours.write_bytes(b"x")
    elif where == "a link":
        (tmp_path / "elsewhere").mkdir()
        ours.symlink_to(tmp_path / "elsewhere")
    elif where == "no git":
        shutil.rmtree(scratch.top / ".git")
        without = [records.told(mend(scratch.top, *command, "--no-cache")) for command in JSON]
    else:
        _cache(scratch).mkdir(parents=True)
    for _ in range(2):
        assert [records.told(mend(scratch.top, *command)) for command in JSON] == without
    if where == "a link":
        assert not [*(tmp_path / "elsewhere").iterdir()]
    if where == "a folder of that name":
        assert [path.name for path in ours.iterdir()] == [known.RECORDS]


_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)
_NUMBER = st.integers(0, 10_000)
_AT = st.builds(Text, _NUMBER, _NUMBER, _TEXT)
_OPEN = st.booleans()
_STATE = st.none() | st.sampled_from(State)
_DAY = st.none() | st.dates()
_WORDS = st.lists(_TEXT, max_size=2).map(tuple)
_DATA = st.dictionaries(_TEXT, _JSON, max_size=3)
_PLACES = st.dictionaries(_TEXT, st.builds(Place, *[_NUMBER] * 4), max_size=2)
_VERDICTS = st.lists(st.builds(Verdict, _TEXT, _AT, _TEXT, _TEXT), max_size=2).map(tuple)
_RECORDS = st.builds(Record, _TEXT, _TEXT, _DATA, _PLACES, _VERDICTS)
_ENTRY = st.builds(
    Entry,
    *(_AT, _TEXT, st.none() | st.tuples(_TEXT, _OPEN), _WORDS, _STATE, _TEXT, _WORDS, _DAY),
    *(_TEXT, _TEXT, _TEXT, _TEXT, _OPEN, _NUMBER, _NUMBER),
)
_EDIT = st.builds(Edit, st.builds(Span, _NUMBER, _NUMBER), st.binary(max_size=5))
_FINDING = st.builds(
    Finding,
    *(_TEXT, _NUMBER, _NUMBER, _TEXT, st.sampled_from(Severity), _TEXT),
    *(st.lists(_EDIT, max_size=2).map(tuple), st.none() | st.sampled_from(Safety), _DATA),
)
_DOCUMENT = st.builds(
    StatusDocument,
    *(_TEXT, _TEXT, _TEXT, _DAY, _STATE, _TEXT),
    *(st.lists(_ENTRY, max_size=2).map(tuple), st.lists(_FINDING, max_size=2).map(tuple)),
)


@given(_RECORDS | _DOCUMENT)
def test_what_is_written_is_read_as_it_was(value: Record | StatusDocument) -> None:
    text = record_codec.written(value)
    assert text.isascii()
    assert b"\0" not in text
    assert record_codec.read(type(value), text) == value


@given(
    st.sampled_from((Record, StatusDocument)), _JSON.map(json.dumps).map(str.encode) | st.binary()
)
def test_nothing_else_is_read(sort: type[Record], text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        record_codec.read(sort, text)


@given(_RECORDS | _DOCUMENT, st.data())
def test_of_another_shape_nothing_is_read(
    value: Record | StatusDocument, data: st.DataObject
) -> None:
    parts = json.loads(record_codec.written(value))
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = data.draw(st.sampled_from([7, 1.5, {"": 1}, [[1]], "no state or day", True]))
    try:
        found = record_codec.read(type(value), json.dumps(parts).encode())
    except ValueError:
        return
    assert json.loads(record_codec.written(found)) == parts


def test_what_json_cannot_hold_is_not_written() -> None:
    with pytest.raises(ValueError, match="complex"):
        record_codec.written(Record("a", "b", {"c": 1j}, {}))  # type: ignore[dict-item]
