"""Sorted rows in a file: found in any order, gathered by any process, and little in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend import rows
from mergemend.rows import END, Gathered, Rows, merged, only, row_of

KEYS = st.binary(min_size=1, max_size=20).map(lambda key: key.replace(b"\0", b"0"))
VALUES = st.binary(min_size=1, max_size=20).map(lambda value: value.replace(b"\0", b"0"))
TABLES = st.dictionaries(KEYS, VALUES, max_size=60)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows fill what is read at once."""
    monkeypatch.setattr(rows, "_SIZE", 120)
    monkeypatch.setattr(rows, "_LOOK", 120)
    monkeypatch.setattr(rows, "_NEAR", 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


def _appended(folder: Path) -> FileIO:
    path = folder / "rows"
    path.unlink(missing_ok=True)
    return FileIO(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+")


def _kept(folder: Path, table: dict[bytes, bytes], around: bytes) -> Rows:
    body = b"".join(row_of(*row) + END for row in sorted(table.items()))
    file = _appended(folder)
    file.write(around + body + around)
    return Rows(file, len(around), len(around) + len(body))


@given(TABLES, st.lists(KEYS), st.randoms(use_true_random=False), st.sampled_from([b"", b"a\0b"]))
def test_what_is_there_is_found_in_any_order(
    folder: Path, table: dict[bytes, bytes], others: list[bytes], random: object, around: bytes
) -> None:
    asked = [*table, *table, *others]
    random.shuffle(asked)  # type: ignore[attr-defined]
    for keys in (asked, sorted(asked)):
        kept = _kept(folder, table, around)
        assert [kept.get(key) for key in keys] == [table.get(key, b"") for key in keys]
        assert [*kept] == sorted(table.items())
        kept.close()


@given(st.lists(st.lists(st.tuples(KEYS, VALUES), max_size=20), max_size=5))
def test_what_is_gathered_is_sorted(folder: Path, parts: list[list[tuple[bytes, bytes]]]) -> None:
    file = _appended(folder)
    for part in parts:  # each as by a process of its own
        gathered = Gathered(file)
        for row in part:
            gathered.add(*row)
        gathered.flush()
    found = [*Gathered(file).sorted()]
    assert sorted(found) == sorted(row for part in parts for row in part)
    assert [key for key, _ in found] == sorted(key for key, _ in found)
    file.close()


def test_what_is_gathered_comes_from_processes(folder: Path) -> None:
    file = _appended(folder)
    gathered = Gathered(file)
    if not (pid := os.fork()):
        gathered.add(b"b", b"2")
        gathered.flush()
        os._exit(0)
    os.waitpid(pid, 0)
    gathered.add(b"a", b"1")
    assert [*gathered.sorted()] == [(b"a", b"1"), (b"b", b"2")]
    gathered.close()


def test_much_is_written_before_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_TOGETHER", 3)
    file = _appended(folder)
    gathered = Gathered(file)
    for number in range(7):
        gathered.add(b"%d" % number, b"x")
    assert file.tell() == 6 * len(row_of(b"0", b"x") + END)
    gathered.close()


def _rows(table: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    return iter(sorted(table.items()))


@given(TABLES, TABLES)
def test_of_one_key_the_first_counts(first: dict[bytes, bytes], second: dict[bytes, bytes]) -> None:
    assert [*merged(_rows(first), _rows(second))] == sorted((second | first).items())


@given(TABLES, st.lists(KEYS))
def test_only_what_is_wanted(table: dict[bytes, bytes], others: Sequence[bytes]) -> None:
    wanted = sorted([*others, *list(table)[::2]])
    expected = sorted((key, table[key]) for key in {*wanted} & {*table})
    assert [*only(_rows(table), iter(wanted))] == expected
