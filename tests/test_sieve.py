"""The sieve, and what is known of clean files: never a file too many, whatever happened to it."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mergemend import known, sieve
from mergemend.clean import tells_nothing
from mergemend.sieve import BINARY, CLEAN, DOUBTFUL, NO_FILE, Sieve
from scratch import Scratch

BIN = Path(sys.executable).parent
BAD = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"
OLD = 1_767_225_600  # 2026-01-01

FILES = {
    "a.py": (b"x = 1\n", CLEAN),
    "empty": (b"", CLEAN),
    "a b/c.md": ("It’s naïve — « été »\n".encode(), CLEAN),
    "wörter.txt": (b"words\n", CLEAN),
    "bad.md": (BAD, DOUBTFUL),
    "garbled.md": ("ğŸ”´\n".encode(), DOUBTFUL),
    "latin1.txt": (b"caf\xe9\n", DOUBTFUL),
    "STATUS.md": (b"**Status:** open\n**Owner:** me\n", DOUBTFUL),
    "image.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40, BINARY),
    "large.bin": (b"\1\0\0\2" * 50_000, BINARY),
    "utf16.txt": ("Text, and more of it\n".encode("utf-16-le"), DOUBTFUL),
    "late.txt": (b"x" * 9000 + b"\0", DOUBTFUL),
    "pointer.bin": (b"version https://git-lfs.github.com/spec/v1\n", DOUBTFUL),
    ".x.tmp": (b"x\n", DOUBTFUL),
}
OTHERS = {
    "gone.md": NO_FILE,
    "folder": NO_FILE,
    "pipe": NO_FILE,
    "link.py": NO_FILE,
    "linked/c.md": DOUBTFUL,
    "./a.py": DOUBTFUL,
    "folder/../a.py": DOUBTFUL,
    "a.py/b": NO_FILE,
    "folder.tmp": NO_FILE,
    "linked/folder": NO_FILE,
    "no/such/folder.md": NO_FILE,
    "linked/no/folder.md": NO_FILE,
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of all sorts, a while old."""
    top = tmp_path / "r"
    scratch = Scratch.init(top)
    for name, (data, _) in FILES.items():
        scratch.write(name, data)
    for folder in ("folder", "folder.tmp", "a b/folder"):
        (top / folder).mkdir()
    os.mkfifo(top / "pipe")
    (top / "link.py").symlink_to("a.py")
    (top / "linked").symlink_to("a b")
    monkeypatch.chdir(top)
    return top


@pytest.fixture
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was changed before now counts as changed long ago."""
    monkeypatch.setattr(known, "_MOMENT", 0)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("many", [1, 1_000])
def test_verdicts(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "_MANY", many)
    wanted = {name: verdict for name, (_, verdict) in FILES.items()} | OTHERS
    found = Sieve(cpus=3).sift([os.fsencode(name) for name in wanted])
    assert dict(zip(wanted, map(chr, found), strict=True)) == {n: chr(v) for n, v in wanted.items()}


@pytest.mark.usefixtures("tree")
def test_what_a_killed_process_was_to_look_at_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sieve, "_MANY", 1)
    here = os.getpid()

    def dies(path: str, data: bytes) -> bool:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return tells_nothing(path, data)

    monkeypatch.setattr(sieve, "tells_nothing", dies)
    found = Sieve(cpus=2).sift([b"a.py", b"bad.md", b"a.py", b"a.py"])
    assert found == bytes([CLEAN, DOUBTFUL, CLEAN, CLEAN])


def _sift(top: Path, *names: str) -> bytes:
    with Sieve(str(top)) as found:
        return found.sift([os.fsencode(name) for name in names])


def _read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are looked into from now on."""
    seen: list[str] = []
    real = tells_nothing

    def look(path: str, data: bytes) -> bool:
        seen.append(path)
        return real(path, data)

    monkeypatch.setattr(sieve, "tells_nothing", look)
    return seen


@pytest.mark.usefixtures("_settled")
@pytest.mark.parametrize("is_nameless", [True, False])
def test_a_known_file_is_not_read_again(
    tree: Path, is_nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_nameless:  # as on file systems where each file has a name
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    names = ["a.py", "a b/c.md", "image.png", "bad.md"]
    time.sleep(0.02)
    first = _sift(tree, *names)
    seen = _read(monkeypatch)
    assert _sift(tree, *names) == first
    assert seen == ["bad.md"]
    assert not [*(tree / ".git").glob("mergemend.*")]


@pytest.mark.usefixtures("_settled")
def test_in_processes_as_much_is_known(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "_MANY", 1)
    names = [name for name, (_, verdict) in FILES.items() if verdict in {CLEAN, BINARY}]
    time.sleep(0.02)
    with Sieve(str(tree), cpus=3) as found:
        found.sift([os.fsencode(name) for name in names])
    seen = _read(monkeypatch)
    _sift(tree, *names)
    assert not seen


@pytest.mark.usefixtures("_settled")
def test_what_only_another_process_learned_is_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieve, "_MANY", 1)
    time.sleep(0.02)
    with Sieve(str(tree), cpus=2) as found:
        found.sift([b"bad.md", b"a.py"])
    assert found.has_learned
    seen = _read(monkeypatch)
    _sift(tree, "a.py")
    assert not seen


@pytest.mark.usefixtures("_settled")
def test_what_is_gone_is_forgotten(tree: Path) -> None:
    time.sleep(0.02)
    _sift(tree, "a.py", "empty")
    cache = tree / ".git/mergemend/clean"
    assert b"\0a.py\0" in cache.read_bytes()
    _sift(tree, "empty", "image.png")
    assert b"\0a.py\0" not in cache.read_bytes()
    assert {b"empty", b"image.png"} <= {*cache.read_bytes().split(b"\0")}


@pytest.mark.usefixtures("_settled")
def test_a_change_is_seen_that_hides_itself(tree: Path) -> None:
    (tree / "a.py").write_bytes(b"x" * len(BAD))
    os.utime("a.py", (OLD, OLD))
    time.sleep(0.02)
    assert _sift(tree, "a.py") == bytes([CLEAN])
    (tree / "a.py").write_bytes(BAD)
    os.utime("a.py", (OLD, OLD))
    assert _sift(tree, "a.py") == bytes([DOUBTFUL])


@pytest.mark.usefixtures("_settled")
def test_another_file_in_its_place_is_seen(tree: Path) -> None:
    time.sleep(0.02)
    _sift(tree, "a.py")
    Path("bad.md").replace("a.py")
    assert _sift(tree, "a.py") == bytes([DOUBTFUL])


def test_what_was_changed_a_moment_ago_is_not_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sift(tree, "a.py")
    seen = _read(monkeypatch)
    _sift(tree, "a.py")
    assert seen == ["a.py"]


@pytest.mark.usefixtures("_settled")
def test_a_cache_that_comes_with_a_copy_fits_nothing(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.02)
    _sift(tree, "a.py")
    subprocess.run(["cp", "-a", tree, tmp_path / "copy"], check=True)  # all times but one are kept
    monkeypatch.chdir(tmp_path / "copy")
    seen = _read(monkeypatch)
    _sift(tmp_path / "copy", "a.py")
    assert seen == ["a.py"]


@pytest.mark.usefixtures("_settled")
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-3],
        lambda data: data[: data.index(b"a.py") + 5] + b"\0end",
        lambda data: b"mergemend 0.0.1" + data[15:],
        lambda _: os.urandom(200),
        lambda data: data.replace(b"\0", b"\0\0"),
    ],
    ids=["empty", "cut", "a part gone", "another version", "random", "doubled"],
)
def test_a_damaged_cache_is_none(
    tree: Path, damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.02)
    _sift(tree, "a.py", "empty")
    cache = tree / ".git/mergemend/clean"
    cache.write_bytes(damage(cache.read_bytes()))
    seen = _read(monkeypatch)
    assert _sift(tree, "a.py", "bad.md") == bytes([CLEAN, DOUBTFUL])
    assert "a.py" in seen


@pytest.mark.usefixtures("_settled")
@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_cache_is_none(tree: Path, make: Callable[[Path], None]) -> None:
    (tree / ".git/mergemend").mkdir()
    make(tree / ".git/mergemend/clean")
    time.sleep(0.02)
    assert _sift(tree, "a.py", "bad.md") == bytes([CLEAN, DOUBTFUL])


@pytest.mark.usefixtures("_settled")
def test_nothing_is_written_through_a_link(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tree / ".git/mergemend").symlink_to(tmp_path / "elsewhere")
    time.sleep(0.02)
    assert _sift(tree, "a.py") == bytes([CLEAN])
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_where_git_keeps_nothing_there_is_no_cache(tree: Path) -> None:
    shutil.rmtree(tree / ".git")
    assert _sift(tree, "a.py") == bytes([CLEAN])
    assert not (tree / ".git").exists()


def _check(top: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [BIN / "mergemend", "check", *arguments],
        cwd=top,
        env=Scratch(top).environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_tree_by_the_command_line(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.py": b"x\n", "b.md": b"y\n", "c.png": b"\x89PNG\0\0\1\2" * 9})
    os.utime(scratch.top / "a.py", (OLD, OLD))
    scratch.write("new.txt", b"z\n")
    told = 0, "", "3 files checked, 1 file skipped: nothing found\n"
    assert _check(scratch.top) == _check(scratch.top, ".") == _check(scratch.top) == told
    assert _check(scratch.top, "--no-cache") == told
    scratch.write("bad.txt", BAD)
    code, out, err = _check(scratch.top)
    assert (code, out.startswith("bad.txt:1:1: ")) == (1, True), out
    assert err.startswith("4 files checked, 1 file skipped: 1 ")
    (scratch.top / "b.md").unlink()
    assert _check(scratch.top, "--no-cache")[0] == 1


def test_a_file_in_a_conflict_counts_once(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.py": b"x\n", "b.py": b"y\n"})
    scratch.git("checkout", "-q", "-b", "topic")
    scratch.commit("one", {"a.py": b"one\n"})
    scratch.git("checkout", "-q", "main")
    scratch.commit("two", {"a.py": b"two\n"})
    scratch.git("merge", "-q", "topic", check=False)
    scratch.write("a.py", b"both\n")
    assert scratch.git("ls-files", "a.py").count("a.py") == 3
    for words in ((), ("--no-cache",)):
        assert _check(scratch.top, *words) == (0, "", "2 files checked: nothing found\n")


def test_without_a_cache_none_is_made(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.py": b"x\n"})
    time.sleep(2.1)  # until it counts as settled
    assert _check(scratch.top, "--no-cache")[0] == 0
    assert not (scratch.top / ".git/mergemend").exists()
    assert _check(scratch.top)[0] == 0
    assert (scratch.top / ".git/mergemend/clean").exists()


def test_runs_at_once_leave_a_cache_that_is_whole(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {f"f{number}.py": b"x\n" * number for number in range(300)})
    time.sleep(2.1)
    words = [str(BIN / "mergemend"), "check"]
    runs = [
        subprocess.Popen(words, cwd=scratch.top, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    assert {run.communicate()[1] for run in runs} == {"300 files checked: nothing found\n"}
    kept = {path.name for path in (scratch.top / ".git/mergemend").iterdir()}
    assert {"clean"} <= kept <= {"clean", "tree"}
    assert (scratch.top / ".git/mergemend/clean").read_bytes().endswith(b"\0end")
    assert _check(scratch.top) == (0, "", "300 files checked: nothing found\n")


# in the way of what is learned, and of what is kept, which begins with a longer line
@pytest.mark.parametrize("room", [10, 120])
def test_a_full_disk_leaves_nothing_behind(
    tree: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_MOMENT", 0)
    (tree / ".git/mergemend").mkdir()
    time.sleep(0.02)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        assert _sift(tree, "a.py") == bytes([CLEAN])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, kept)
    assert not [*(tree / ".git/mergemend").iterdir()]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of settings that are looked for."""
    names: list[str] = []
    real = sieve._is_there

    def is_there(path: bytes) -> bool:
        names.append(os.fsdecode(path))
        return real(path)

    monkeypatch.setattr(sieve, "_is_there", is_there)
    return names


def _settings(folder: str) -> bool:
    return not (Path(folder) / "mergemend.toml").exists()


@pytest.mark.usefixtures("_settled")
def test_folders_without_settings_are_known(tree: Path, asked: list[str]) -> None:
    names = [b"deep/er/a.py", b"deep/b.py", b"c.py"]
    for name in names:
        path = tree / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x\n")

    def sift() -> bytes:
        asked.clear()
        time.sleep(0.02)
        with Sieve(str(tree), sets_nothing=_settings) as one:
            return one.sift(names)

    assert set(sift()) == {sieve.CLEAN}
    assert {name.rpartition("/")[0] for name in asked} >= {"deep", "deep/er"}
    assert set(sift()) == {sieve.CLEAN}
    assert asked == []
    (tree / "deep/er/pyproject.toml").write_text("[project]\n")
    for _ in range(2):
        assert set(sift()) == {sieve.CLEAN}
        assert "deep/er/pyproject.toml" in asked  # what it says can change
    (tree / "deep/mergemend.toml").symlink_to("/dev/null")
    assert set(sift()) == {sieve.SET}
    (tree / "deep/mergemend.toml").unlink()
    assert set(sift()) == {sieve.CLEAN}
