"""Many repositories at once, real ones: what is found, what is kept, and what goes wrong."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from benchmarks.fleet.generate import build

import ferry
import mergemend.fleet.look
from conftest import Mend
from fleets import children, finished, from_outside, is_alive, started, until
from mergemend.fleet.run import together
from mergemend.fleet.runner import PREFIX, command, remove_left_over, run
from mergemend.fleet.state import State
from mergemend.fleet.task import Limits, Result, Task
from mergemend.fleet.worker import order, serve
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
    asked = (folder / "log").read_text()
    assert " clone " not in asked
    assert " read-tree " not in asked
    Scratch(folder / "fleet/clean").commit("more damage", {"z.md": GARBLED})
    second = rows_of(mend(folder, "fleet", "check", "fleet").stdout)
    assert [row["repo"] for row in second] == ["fleet/a b", "fleet/bare.git", "fleet/clean"]
    assert (folder / "log").read_text().count(" read-tree ") == 1


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
        (Limits(memory=80), "needs more than 80 MB of memory"),
        (Limits(memory=50), "needs more than 50 MB of memory"),
        (Limits(disk=1), "its clone is larger than 1 MB"),
    ],
)
def test_limits(tmp_path: Path, limits: Limits, said: str) -> None:
    big = ("Ã©tÃ© und mehr\n" * 200_000).encode()
    repository(tmp_path / "repo", {"big.md": big})
    task = Task("repo", str(tmp_path / "repo"), limits=limits)
    assert [run(task).error for _ in range(2)] == [said, said]


@pytest.mark.parametrize("is_one", [True, False])
def test_a_clone_that_is_too_large(tmp_path: Path, is_one: bool) -> None:
    """Be it by one file that git writes, or by many together."""
    noise = random.Random(1).randbytes(3_000_000)  # noqa: S311
    pieces = [noise] if is_one else [noise[n : n + 3000] for n in range(0, len(noise), 3000)]
    repository(tmp_path / "repo", {f"{n}.bin": piece for n, piece in enumerate(pieces)})
    task = Task("repo", f"file://{tmp_path}/repo", is_url=True, limits=Limits(disk=1))
    assert [run(task).error for _ in range(2)] == ["its clone is larger than 1 MB"] * 2


def test_head_can_name_nothing(tmp_path: Path) -> None:
    Scratch.init(tmp_path / "empty")
    assert run(Task("r", str(tmp_path / "empty"))) == Result(refs="empty")
    scratch = repository(tmp_path / "repo", {"x.md": GARBLED})
    scratch.git("symbolic-ref", "HEAD", "refs/heads/nope")
    assert "HEAD names a branch that is not there" in str(run(Task("r", str(scratch.top))).error)
    scratch.git("checkout", "-q", "--detach", "main")
    assert len(run(Task("r", str(scratch.top))).rows) == 1


def test_errors_do_not_name_the_folder_of_the_clone(tmp_path: Path) -> None:
    scratch = repository(tmp_path / "repo", {"mergemend.toml": b"exclude = 3\n", "x.md": GARBLED})
    results = [run(Task("r", str(scratch.top))) for _ in range(2)]
    assert results[0] == results[1]
    assert results[0].error
    assert PREFIX not in results[0].error


def test_a_clone_without_blobs_tells_what_a_whole_one_tells(tmp_path: Path) -> None:
    top = ferry.build(tmp_path / "repo").scratch
    task = Task("r", f"file://{top.top}", is_url=True)
    whole = run(task).rows
    assert any("as an earlier revision shows" in str(row.message) for row in whole)
    top.git("config", "uploadpack.allowFilter", "true")
    assert run(task).rows == whole
    assert {row.since_commit for row in run(replace(task, shallow=True)).rows} == {None}


def test_no_filter_of_the_user_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where git reads the user's settings, so that its helpers give credentials."""
    scratch = repository(
        tmp_path / "repo", {"x.md": GARBLED, ".gitattributes": b"* filter=lfs diff=lfs\n"}
    )
    settings = tmp_path / "gitconfig"
    trap = f"touch {tmp_path}/ran; cat"
    for name in ("filter.lfs.smudge", "filter.lfs.process", "diff.lfs.textconv"):
        scratch.git("config", "--file", str(settings), name, trap)
    scratch.git("config", "--file", str(settings), "filter.lfs.required", "true")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    result = run(Task("r", str(scratch.top), credentials=True))
    assert (result.error, len(result.rows)) == (None, 1)
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of another user")
def test_a_repository_of_another_user_is_looked_at_where_the_user_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = repository(tmp_path / "repo", {"x.md": GARBLED}).top
    for path in (top, top / ".git"):
        os.chown(path, 65534, 65534)
    assert "dubious ownership" in str(run(Task("r", str(top))).error)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[safe]\n\tdirectory = {top}\n\tdirectory = {top}/.git\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert len(run(Task("r", str(top))).rows) == 1


class _Locked(BaseHTTPRequestHandler):
    """A server that wants a password, and keeps those that it gets."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if given := self.headers.get("Authorization"):
            self.seen.append(given)
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="r"')
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("credentials", [False, True])
def test_no_password_is_sent_unless_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, credentials: bool
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    helper = tmp_path / "gitconfig"
    helper.write_text('[credential]\n\thelper = "!echo username=bo; echo password=open"\n')
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(helper))
    _Locked.seen.clear()
    with HTTPServer(("127.0.0.1", 0), _Locked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/team/x"
        result = run(Task("r", url, is_url=True, credentials=credentials))
        server.shutdown()
    assert result.error
    assert "secret" not in result.error
    assert bool(_Locked.seen) == credentials


MANY = 150


def many(folder: Path) -> Path:
    """Repositories for some seconds of work."""
    return build(folder / "many", MANY).folder


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals
) -> None:
    clones = tmp_path / "clones"
    clones.mkdir()
    monkeypatch.setenv("TMPDIR", str(clones))
    many(tmp_path)
    with started(tmp_path, "many", "--processes", "2", "--state", "state") as client:
        until(lambda: finished(tmp_path / "state"), client)
        runners = children(client.pid)
        assert runners
        os.killpg(client.pid, sign)
        assert client.stderr
        said = client.stderr.read().decode()
        code = client.wait()
    assert code == (130 if sign == signal.SIGINT else -sign), said
    assert "Traceback" not in said
    until(lambda: not any(map(is_alive, runners)))
    until(lambda: not list(clones.iterdir()))


def test_a_runner_that_is_killed_takes_its_work_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clones = tmp_path / "clones"
    clones.mkdir()
    monkeypatch.setenv("TMPDIR", str(clones))
    folder = many(tmp_path)
    task = Task("large", str(folder / "repo-0000"), number=0, parts=2)
    with subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as runner:
        assert runner.stdin
        runner.stdin.write(json.dumps(task.data()).encode() + b"\n")
        runner.stdin.flush()
        until(lambda: any(clones.glob("*/clone")), runner)
        works = children(runner.pid)
        assert works
        runner.kill()
        until(lambda: not any(map(is_alive, works)))
    assert list(clones.iterdir())
    remove_left_over(clones)
    assert not list(clones.iterdir())


def test_two_runs_share_a_state(tmp_path: Path) -> None:
    many(tmp_path)
    words = ["--processes", "1", "--state", "state", "-o"]
    with (
        started(tmp_path, "many", *words, "a.jsonl") as one,
        started(tmp_path, "many", *words, "b.jsonl") as other,
    ):
        assert (one.wait(), other.wait()) == (3, 3)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    runs = State(tmp_path / "state").runs()
    assert [run["repos"] for run in runs] == [MANY, MANY]


_CLUSTER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
        protocol="tcp",
    ) as dask:
        print(dask.scheduler_address, flush=True)
        time.sleep(600)
"""


def test_a_scheduler_that_dies_ends_the_run(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask comes with the extra `fleet`")
    many(tmp_path)
    script = tmp_path / "cluster.py"
    script.write_text(_CLUSTER)
    asked = [sys.executable, str(script)]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, start_new_session=True) as dask:
        assert dask.stdout
        address = dask.stdout.readline().decode().strip()
        words = ["--state", "state", "--scheduler", address]
        with started(tmp_path, "many", *words) as client:
            until(lambda: finished(tmp_path / "state"), client)
            dask.kill()
            assert client.stderr
            said = client.stderr.read().decode()
            assert client.wait() == 3
    assert "the scheduler is gone; run it again" in said


def test_an_edited_plan_is_kept(folder: Path, mend: Mend) -> None:
    mend(folder, "fleet", "plan", "fleet/a b")
    plan = folder / "mergemend-plans/fleet_a_b.json"
    written = plan.read_text()
    edited = written.replace('"answer": 1', '"answer": 0')
    assert edited != written
    plan.write_text(edited)
    result = mend(folder, "fleet", "plan", "fleet/a b")
    assert "old bytes kept" in result.stderr
    assert plan.read_text() == written
    mend(folder, "undo")
    assert plan.read_text() == edited


def test_a_terminal_is_told_how_far_it_is(tmp_path: Path) -> None:
    many(tmp_path)
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        from_outside("many"), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    said = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 1 << 16):
            said += piece
    os.close(ours)
    assert run.wait() == 3
    assert f"{MANY}/{MANY}".encode() in said
    assert re.search(rb"\d a second", said)


def test_more_processes_than_repositories(folder: Path, mend: Mend) -> None:
    one = mend(folder, "fleet", "check", "fleet", "--processes", "1", "--state", "one")
    more = mend(folder, "fleet", "check", "fleet", "--processes", "9", "--state", "more")
    assert one.stdout == more.stdout


def test_a_worker_of_another_version_does_nothing(tmp_path: Path) -> None:
    told = serve(order(Task("r", str(tmp_path))) | {"version": "0.0.1"})
    assert "the client has 0.0.1: install the same on all" in told["error"]


def test_a_page_of_a_fleet(folder: Path, mend: Mend) -> None:
    for _ in range(2):
        result = mend(folder, "fleet", "check", "fleet", "--report", "page.html")
        assert result.exit_code == 1, result.stderr
    page = (folder / "page.html").read_text("utf-8")
    assert 'href="fleet/a%20b/docs/x%20y.md#L2"' in page
    assert "<polyline" in page


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
