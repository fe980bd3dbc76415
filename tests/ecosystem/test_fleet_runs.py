"""Many repositories at once, real ones: what is found, what is kept, and what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mergemend.fleet.look
from conftest import Mend
from mergemend.fleet.run import together
from mergemend.fleet.runner import PREFIX, remove_left_over, run
from mergemend.fleet.task import Limits, Task
from scratch import Scratch

GARBLED = "a\nÃ©tÃ©\n".encode()


def repository(top: Path, files: dict[str, bytes]) -> Scratch:
    scratch = Scratch.init(top)
    scratch.commit("clean", {"clean.md": b"clean\n"})
    scratch.commit("damage", files)
    return scratch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Repositories: one damaged, one clean, one bare, one empty; and what is none."""
    repository(tmp_path / "fleet/a b", {"docs/x y.md": GARBLED})
    repository(tmp_path / "fleet/clean", {"x.md": b"fine\n"})
    bare = tmp_path / "fleet/bare.git"
    Scratch.init(tmp_path / "fleet/empty")
    damaged = Scratch(tmp_path / "fleet/a b")
    damaged.git("clone", "-q", "--bare", ".", str(bare))
    (tmp_path / "fleet/none").mkdir()
    return tmp_path


def rows_of(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_folder_of_repositories(folder: Path, mend: Mend) -> None:
    result = mend(folder, "fleet", "check", "fleet")
    assert result.exit_code == 1, result.stderr
    assert "4 repositories looked at: 2 findings" in result.stderr
    found = rows_of(result.stdout)
    assert [(row["repo"], row["path"], row["line"]) for row in found] == [
        ("fleet/a b", "docs/x y.md", 2),
        ("fleet/bare.git", "docs/x y.md", 2),
    ]
    head = Scratch(folder / "fleet/a b").head()
    first = found[0]
    assert (first["rule"], first["grade"], first["proposal"]) == ("mojibake", "safe", "the fix")
    assert (first["commit"], first["since_commit"]) == (head, head)
    assert first["since_author"] == "Ada Example"
    assert not list(folder.glob("fleet/*/.git/mergemend"))


def test_again_nothing_is_done_but_for_what_moved(
    folder: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = mend(folder, "fleet", "check", "fleet").stdout
    monkeypatch.setenv("PATH", f"{_counting_git(folder)}:/usr/local/bin:/usr/bin:/bin")
    assert mend(folder, "fleet", "check", "fleet").stdout == first
    assert "clone" not in (folder / "log").read_text()
    Scratch(folder / "fleet/clean").commit("more damage", {"z.md": GARBLED})
    second = rows_of(mend(folder, "fleet", "check", "fleet").stdout)
    assert [row["repo"] for row in second] == ["fleet/a b", "fleet/bare.git", "fleet/clean"]
    assert (folder / "log").read_text().count(" clone ") == 1


def _counting_git(folder: Path) -> Path:
    """A git that writes down what it is asked for."""
    place = folder / "bin"
    place.mkdir()
    script = f'#!/bin/sh\necho " $* " >> "{folder}/log"\nexec /usr/bin/git "$@"\n'
    (place / "git").write_text(script)
    (place / "git").chmod(0o755)
    return place


@pytest.mark.parametrize("history", [False, True])
def test_parts_give_what_the_whole_gives(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch, history: bool
) -> None:
    top = tmp_path / "repo"
    scratch = repository(top, {f"{number:02}.md": GARBLED * number for number in range(9)})
    scratch.commit("mended", {"08.md": b"fine\n"})
    words = ["--history"] if history else []
    whole = mend(tmp_path, "fleet", "check", "repo", "--state", "one", *words).stdout
    assert len(rows_of(whole)) == 36 if history else 28
    limit = "MAX_TEXTS" if history else "MAX_FILES"
    monkeypatch.setattr(mergemend.fleet.look, limit, 3)
    monkeypatch.setattr("mergemend.git.sifting.RANGE", 2)
    task = Task("repo", str(top), history=history)
    asked = run(task)
    assert asked.parts >= 3
    numbered = [
        Task("repo", str(top), history=history, number=n, parts=asked.parts)
        for n in range(asked.parts)
    ]
    parts = [run(one) for one in numbered]
    assert all(part.looked for part in parts)
    found = together(parts)
    assert [row.data() for row in found.rows] == rows_of(whole)


def test_history_finds_what_is_gone(folder: Path, mend: Mend) -> None:
    scratch = Scratch(folder / "fleet/a b")
    damage = scratch.head()
    scratch.commit("mended", {"docs/x y.md": b"fine\n"})
    assert mend(folder, "fleet", "check", "fleet/a b").exit_code == 0
    [row] = rows_of(mend(folder, "fleet", "check", "fleet/a b", "--history").stdout)
    assert (row["commit"], row["since_author"], row["line"]) == (damage, "Ada Example", 2)


def test_a_plan_is_for_cleanup(folder: Path, mend: Mend) -> None:
    result = mend(folder, "fleet", "plan", "fleet")
    assert result.exit_code == 1
    assert [p.name for p in sorted((folder / "mergemend-plans").iterdir())] == [
        "fleet_a_b.json",
        "fleet_bare.git.json",
    ]
    plan = folder / "mergemend-plans/fleet_a_b.json"
    mend(folder / "fleet/a b", "cleanup", "--apply", str(plan))
    assert (folder / "fleet/a b/docs/x y.md").read_text("utf-8") == "a\nété\n"


def test_what_fails_is_a_row_and_stops_nothing(folder: Path, mend: Mend) -> None:
    broken = folder / "fleet/broken"
    repository(broken, {"x.md": GARBLED})
    for pack in (broken / ".git/objects").glob("??/*"):
        pack.chmod(0o644)
        pack.write_bytes(b"")
    result = mend(
        folder, "fleet", "check", "fleet", "file:///nowhere/at/all", "--allow", "file:///"
    )
    assert result.exit_code == 3
    assert "6 repositories looked at, 2 not or not whole: 2 findings" in result.stderr
    errors = {row["repo"]: row["error"] for row in rows_of(result.stdout) if row["error"]}
    assert set(errors) == {"fleet/broken", "file:///nowhere/at/all"}
    assert (
        "does not exist" in errors["file:///nowhere/at/all"]
        or "not" in errors["file:///nowhere/at/all"]
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(seconds=0.05), "took more than 0.05 s"),
        (Limits(memory=51), "memory"),
    ],
)
def test_limits(tmp_path: Path, limits: Limits, said: str) -> None:
    big = ("Ã©tÃ© und mehr\n" * 200_000).encode()
    repository(tmp_path / "repo", {"big.md": big})
    result = run(Task("repo", str(tmp_path / "repo"), limits=limits))
    assert result.error is not None
    assert said in result.error


def test_a_clone_that_is_too_large(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 1000 + b"".join(n.to_bytes(4, "big") for n in range(900_000))
    repository(tmp_path / "repo", {"noise.bin": noise})
    url = f"file://{tmp_path}/repo"
    result = run(Task("repo", url, is_url=True, limits=Limits(disk=1)))
    assert result.error is not None
    assert result.rows == ()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    repository(tmp_path / "repo", {"x.md": GARBLED})
    assert len(run(Task("repo", str(tmp_path / "repo"))).rows) == 1
    assert list((tmp_path / "tmp").iterdir()) == []
    (tmp_path / "tmp" / f"{PREFIX}999999999-x").mkdir()
    (tmp_path / "tmp" / "other").mkdir()
    remove_left_over(tmp_path / "tmp")
    assert [p.name for p in (tmp_path / "tmp").iterdir()] == ["other"]


def test_settings_and_hooks_of_a_repository_run_nothing(tmp_path: Path, mend: Mend) -> None:
    scratch = repository(
        tmp_path / "repo", {"x.md": GARBLED, ".gitattributes": b"* filter=evil diff=evil\n"}
    )
    trap = f"touch {tmp_path}/ran; cat"
    for name in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "core.fsmonitor",
        "core.sshCommand",
        "uploadpack.packObjectsHook",
    ):
        scratch.git("config", name, trap)
    for hook in ("post-checkout", "post-upload-pack", "reference-transaction", "pre-auto-gc"):
        path = tmp_path / "repo/.git/hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        path.chmod(0o755)
    result = mend(
        tmp_path, "fleet", "check", "repo", f"file://{tmp_path}/repo", "--allow", "file://"
    )
    assert len(rows_of(result.stdout)) == 2
    assert not (tmp_path / "ran").exists()


def test_parquet_has_the_same_rows(folder: Path, mend: Mend) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow comes with the extra `fleet`")
    lines = rows_of(mend(folder, "fleet", "check", "fleet").stdout)
    mend(folder, "fleet", "check", "fleet", "-o", "rows.parquet")
    assert parquet.read_table(folder / "rows.parquet").to_pylist() == lines
