"""What is kept of status documents is never out of date, whatever happens to the repository."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest

import records
from conftest import Mend
from mergemend.model import Document, Finding
from mergemend.statusdocs import board, markdown
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Outline
from scratch import Scratch

BIN = Path(sys.executable).parent
JSON = (("extract",), ("board", "--output-format", "json"))


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return records.repository(tmp_path / "a repo")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return records.parsed(monkeypatch)


@pytest.mark.parametrize("command", records.COMMANDS, ids=" ".join)
def test_no_format_tells_whether_it_was_kept(
    scratch: Scratch, mend: Mend, command: tuple[str, ...]
) -> None:
    (once, cold), (again, warm) = records.both(mend, scratch.top, [command, command])
    assert once == cold == again == warm
    assert once[0] == 3


def _rewrite(scratch: Scratch) -> None:
    path = scratch.top / "docs/sized-status.md"
    before = path.stat()
    path.write_bytes(records.SIZED.replace(b"Ada", b"Bob"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _lose_the_target(scratch: Scratch) -> None:
    scratch.git("rm", "-q", "--cached", "docs/plan.md")


def _rename_the_goal(scratch: Scratch) -> None:
    scratch.write("docs/plan.md", b"# Plan\n\n## Aims\n")
    scratch.git("add", "docs/plan.md")


def _contradict(scratch: Scratch) -> None:
    scratch.write(
        "docs/s4-status.md", records.DATED.format(n=3, d=4).replace("Bob", "Eve").encode()
    )
    scratch.git("add", "docs/s4-status.md")


def _commit_years_later(scratch: Scratch) -> None:
    scratch.commit("years later", {"docs/s2-status.md": _dated(2) + b"\n"}, minutes=600_000)


def _dated(n: int) -> bytes:
    return records.DATED.format(n=n, d=n % 9 + 1).encode()


def _replace_a_commit(scratch: Scratch) -> None:
    first = scratch.git("rev-parse", "HEAD~1")
    text = scratch.git("cat-file", "commit", first).replace(" 17672", " 15672")
    (scratch.top.parent / "commit").write_text(text + "\n")
    new = scratch.git("hash-object", "-t", "commit", "-w", str(scratch.top.parent / "commit"))
    scratch.git("replace", first, new)


def _own_kind(scratch: Scratch) -> None:
    scratch.write(".mergemend/kinds/own.yaml", records.KIND.encode())


def _ignore(scratch: Scratch) -> None:
    scratch.write("mergemend.toml", b'ignore = ["table-total", "broken-link"]\n')


def _ignore_by_path(scratch: Scratch) -> None:
    text = b'[[paths]]\nglobs = ["docs/s1*"]\nignore = ["table-total", "broken-link"]\n'
    scratch.write("mergemend.toml", text)


def _less_sure(scratch: Scratch) -> None:
    scratch.write("mergemend.toml", b'min-grade = "safe"\n')


def _name_a_kind(scratch: Scratch) -> None:
    scratch.write("kind.yaml", records.KIND.encode())
    text = b'[[kinds]]\nkind = "kind.yaml"\nglobs = ["docs/s1*"]\n'
    scratch.write("mergemend.toml", text)


def _name_a_shipped_kind(scratch: Scratch) -> None:
    scratch.write("mergemend.toml", b'[[kinds]]\nkind = "blockers"\nglobs = ["docs/s1*"]\n')


def _leave_a_conflict(scratch: Scratch) -> None:
    scratch.write("docs/s5-status.md", records.CONFLICT.encode())


def _lead_out(scratch: Scratch) -> None:
    shutil.move(scratch.top / "archive", scratch.top.parent / "archive")
    (scratch.top / "archive").symlink_to(scratch.top.parent / "archive")


def _remove(scratch: Scratch) -> None:
    (scratch.top / "docs/s6-status.md").unlink()


def _move(scratch: Scratch) -> None:
    scratch.git("mv", "docs/s7-status.md", "archive/s7-status.md")


def _become_a_pipe(scratch: Scratch) -> None:
    (scratch.top / "docs/s8-status.md").unlink()
    os.mkfifo(scratch.top / "docs/s8-status.md")


CHANGES: list[Callable[[Scratch], None]] = [
    *(_rewrite, _lose_the_target, _rename_the_goal, _contradict, _commit_years_later),
    *(_replace_a_commit, _own_kind, _ignore, _ignore_by_path, _less_sure, _name_a_kind),
    _name_a_shipped_kind,
    *(_leave_a_conflict, _lead_out, _remove, _move, _become_a_pipe),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_read_again(
    scratch: Scratch, mend: Mend, change: Callable[[Scratch], None]
) -> None:
    before = [with_cache for _, with_cache in records.both(mend, scratch.top, JSON)]
    change(scratch)
    once, twice = (records.both(mend, scratch.top, JSON) for _ in range(2))
    for without, with_cache in (*once, *twice):
        assert with_cache == without
        assert without[0] in (1, 3)
    assert [with_cache for _, with_cache in once] != before
    # and back, where there are older entries
    scratch.git("replace", "-d", *scratch.git("replace", "-l").split(), check=False)
    scratch.git("stash", "-q", "--all", check=False)
    for without, with_cache in records.both(mend, scratch.top, JSON):
        assert with_cache == without


def test_a_kind_that_changes_is_another(scratch: Scratch, mend: Mend) -> None:
    _own_kind(scratch)
    before = records.both(mend, scratch.top, JSON)
    kind = records.KIND.replace("Owner", "Status")
    scratch.write(".mergemend/kinds/own.yaml", kind.encode())
    after = records.both(mend, scratch.top, JSON)
    assert all(one == other and one[0] == 3 for one, other in (*before, *after))
    assert before != after


def test_a_schema_that_changes_is_another(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = records.KIND + "schema: own.json\n"
    scratch.write(".mergemend/kinds/own.yaml", kind.encode())
    told = []
    for least in (1, 100):
        schema = b'{"properties": {"owner": {"minLength": %d}}}' % least
        scratch.write(".mergemend/kinds/own.json", schema)
        told.append(records.both(mend, scratch.top, JSON))
    assert all(one == other and one[0] == 3 for both in told for one, other in both)
    assert told[0] != told[1]
    monkeypatch.setitem(sys.modules, "jsonschema", None)  # as if it had been uninstalled
    ((without, with_cache),) = records.both(mend, scratch.top, JSON[1:])
    assert with_cache == without
    assert without[0] == 2


def test_folders_are_told_apart(scratch: Scratch, mend: Mend, parsed: list[str]) -> None:
    """`docs` in two folders; and what lies in an archive is known by how it is named."""
    for number in range(24):
        scratch.write(f"sub/docs/s{number}-status.md", _dated(number).replace(b"Ada", b"Eve"))
        scratch.write(f"archive/n{number}-status.md", _dated(number))
    scratch.commit("more")
    for folder in ("", "sub", "archive", "sub", ""):
        for without, with_cache in records.both(mend, scratch.top / folder, JSON):
            assert with_cache == without
    parsed.clear()
    for folder in ("sub", "archive"):
        mend(scratch.top / folder, "board")
    assert not parsed


def test_a_linked_worktree_has_its_own(scratch: Scratch, mend: Mend, parsed: list[str]) -> None:
    scratch.git("worktree", "add", "-q", "--detach", "../linked tree", "HEAD~1")
    linked = scratch.top.parent / "linked tree"
    for folder in (scratch.top, linked, scratch.top, linked):
        for without, with_cache in records.both(mend, folder, JSON):
            assert with_cache == without
    assert [*(scratch.top / ".git/worktrees").glob("*/mergemend/records")]
    parsed.clear()
    mend(linked, "board")
    assert parsed == ["docs/latin-status.md"]


def test_what_git_said_while_it_changed_is_not_kept(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, plan = scratch.top / ".git/index", scratch.top / "docs/plan.md"
    before, text = index.read_bytes(), plan.read_bytes()
    real = markdown.read_outline
    done: list[str] = []

    def read(document: Document) -> Outline:
        if not done:  # before the first question
            done.append(document.path)
            _rename_the_goal(scratch)
        return real(document)

    monkeypatch.setattr(markdown, "read_outline", read)
    assert "broken-anchor" in mend(scratch.top, *JSON[1]).stdout
    index.write_bytes(before)
    plan.write_bytes(text)
    ((without, with_cache),) = records.both(mend, scratch.top, JSON[1:])
    assert with_cache == without
    assert "broken-anchor" not in without[1]


def test_what_git_said_before_it_changed_is_not_kept(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {path: path.read_bytes() for path in scratch.top.rglob("*.md") if path.is_file()}
    for path in kept:
        path.write_text(records.ALONE)
    mend(scratch.top, *JSON[1])
    for path, text in kept.items():
        path.write_bytes(text)
    real = board.read_document
    done: list[str] = []

    def read(look: Look, findings: Iterable[Finding]) -> board.StatusDocument:
        found = tuple(findings)
        if not done and any(finding.rule == "broken-link" for finding in found):
            done.append(look.path)  # the index was asked for
            _rename_the_goal(scratch)
        return real(look, found)

    monkeypatch.setattr(board, "read_document", read)
    assert "broken-anchor" not in mend(scratch.top, *JSON[1]).stdout
    assert done
    ((without, with_cache),) = records.both(mend, scratch.top, JSON[1:])
    assert with_cache == without
    assert "broken-anchor" in without[1]


def test_runs_at_once_leave_a_cache_that_is_whole(scratch: Scratch, mend: Mend) -> None:
    without = [mend(scratch.top, *words, "--no-cache").stdout for words in JSON]
    runs = [
        subprocess.Popen(
            [BIN / "mergemend", *JSON[number % 2]],
            cwd=scratch.top,
            env=scratch.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for number in range(6)
    ]
    assert [run.communicate()[0] for run in runs] == without * 3
    assert [path.name for path in (scratch.top / ".git/mergemend").iterdir()] == ["records"]
    assert (scratch.top / ".git/mergemend/records").read_bytes().endswith(b"\0end")


GIT = (
    ("commit", "-q", "--allow-empty", "-am", "more"),
    ("reset", "-q", "--hard", "HEAD~1"),
    ("reset", "-q", "--soft", "HEAD~1"),
    ("checkout", "-q", "--", "docs"),
    ("stash", "-q", "-u"),
    ("config", "diff.renames", "false"),
)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_it_is_as_without(scratch: Scratch, mend: Mend, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (which changes are made is no secret)
    changes = [change for change in CHANGES if change not in {_lead_out, _become_a_pipe}]
    for _ in range(6):
        if draw.random() < 0.5:
            scratch.git(*draw.choice(GIT), check=False)
        else:
            with suppress(AssertionError, OSError):  # what it needs can be gone by now
                draw.choice(changes)(scratch)
        for without, with_cache in records.both(mend, scratch.top, JSON):
            assert with_cache == without
            assert without[0] in (1, 3)
