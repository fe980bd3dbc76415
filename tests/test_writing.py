"""A file is written as a whole or not at all, and only over what was read."""

from __future__ import annotations

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Mend
from mergemend import journal
from mergemend.config import load_settings
from mergemend.files import (
    BusyError,
    ChangedError,
    NotAFileError,
    OutsideError,
    ReadOnlyError,
    VanishedError,
    exchange,
    read_file,
    refuse_outside,
    writing,
)
from mergemend.files.interrupts import holding_interrupts
from mergemend.files.lock import locked
from mergemend.files.writing import replace_bytes
from mergemend.model import FileReport
from mergemend.project import open_project
from scratch import Scratch

CONFLICT = b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\nz\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux's own")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a file.md"
    path.write_bytes(b"old")
    return path


def names(file: Path) -> list[str]:
    return sorted(p.name for p in file.parent.iterdir())


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o640, 0o4755, 0o222])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    if os.geteuid() and not mode & 0o400:
        pytest.skip("only root can read it")
    replace_bytes(file, b"old", b"new", "r")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert names(file) == ["a file.md"]


@LINUX
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.origin", b"x\0y")
    except OSError:
        pytest.skip("this file system has none")
    replace_bytes(file, b"old", b"new", "r")
    assert os.getxattr(file, "user.origin") == b"x\0y"


@LINUX
@pytest.mark.parametrize("had", [True, False])
def test_no_list_comes_from_the_folder(file: Path, had: bool) -> None:
    ours, of_folder = (_access_list(user) for user in (1, 65534))
    file.chmod(0o660)
    try:
        os.setxattr(file.parent, "system.posix_acl_default", of_folder)
        if had:
            os.setxattr(file, "system.posix_acl_access", ours)
    except OSError:
        pytest.skip("this file system has none")
    before = [(name, os.getxattr(file, name)) for name in os.listxattr(file)]
    replace_bytes(file, b"old", b"new", "r")
    assert [(name, os.getxattr(file, name)) for name in os.listxattr(file)] == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o660


def _access_list(user: int) -> bytes:
    """As the kernel has it (linux/posix_acl_xattr.h): one more user may read and write."""
    nobody = 2**32 - 1
    entries = [(1, 6, nobody), (2, 6, user), (4, 6, nobody), (16, 6, nobody), (32, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@LINUX
@pytest.mark.parametrize("call", ["listxattr", "getxattr", "setxattr", "removexattr", "fchown"])
@pytest.mark.parametrize(
    ("number", "written"),
    [
        (errno.EPERM, True),
        (errno.EACCES, True),
        (errno.EOPNOTSUPP, True),
        (errno.EIO, False),
        (errno.ENOSPC, False),
        (errno.EDQUOT, False),
    ],
)
def test_what_can_not_be_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, written: bool
) -> None:
    if call == "removexattr":  # as in a folder with a list for new files
        old = file.stat()
        monkeypatch.setattr(
            os, "listxattr", lambda f: [] if os.path.samestat(os.fstat(f), old) else ["user.x"]
        )
    elif call != "fchown":
        monkeypatch.setattr(os, "listxattr", lambda _: ["user.x"])
        monkeypatch.setattr(os, "getxattr", lambda *_: b"")
    else:
        if os.geteuid():
            pytest.skip("only root can give files away")
        os.chown(file, 65534, 65533)
        file.chmod(0o664)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    if written:
        replace_bytes(file, b"old", b"new", "r")
        if call == "fchown":  # what the group could, a new one can't, unless everybody can
            assert stat.S_IMODE(file.stat().st_mode) == 0o644
    else:
        with pytest.raises(OSError, match=r"can't be kept: .*; nothing was written") as error:
            replace_bytes(file, b"old", b"new", "r")
        assert error.value.errno == number
    assert file.read_bytes() == (b"new" if written else b"old")
    assert names(file) == ["a file.md"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 65534, 65533)
    replace_bytes(file, b"old", b"new", "r")
    assert (file.stat().st_uid, file.stat().st_gid) == (65534, 65533)


def test_another_name_keeps_the_old_bytes(file: Path) -> None:
    other = file.with_name("other.md")
    other.hardlink_to(file)
    replace_bytes(file, b"old", b"new", "r")
    assert (file.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.with_name("link.md")
    link.symlink_to(file.name)
    replace_bytes(link, b"old", b"new", "r")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_what_is_there_already_is_fine(file: Path) -> None:
    inode = file.stat().st_ino
    replace_bytes(file, b"older", b"old", "r")
    assert file.stat().st_ino == inode


def _instead(path: Path, make: Callable[[Path], None]) -> None:
    path.unlink()
    make(path)


REFUSED: dict[str, tuple[Callable[[Path], object], type[OSError]]] = {
    "changed": (lambda f: f.write_bytes(b"odd"), ChangedError),
    "longer": (lambda f: f.write_bytes(b"old and more"), ChangedError),
    "gone": (lambda f: f.unlink(), VanishedError),
    "read-only": (lambda f: f.chmod(0o444), ReadOnlyError),
    "a pipe": (lambda f: _instead(f, os.mkfifo), NotAFileError),
    "a folder": (lambda f: _instead(f, Path.mkdir), NotAFileError),
}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(file: Path) -> None:
    file.parent.chmod(0o555)
    with pytest.raises(PermissionError, match="lies in a folder that this user may not write in"):
        replace_bytes(file, b"old", b"new", "r")
    file.parent.chmod(0o755)
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(file: Path, what: str) -> None:
    change, error = REFUSED[what]
    change(file)
    with pytest.raises(error):
        replace_bytes(file, b"old", b"new", "r")
    assert names(file) == ([] if what == "gone" else ["a file.md"])


SAVES: dict[str, Callable[[Path], object]] = {
    "in place": lambda f: f.write_bytes(b"saved"),
    "by rename": lambda f: (f.with_name("n").write_bytes(b"saved"), f.with_name("n").replace(f)),
}


@LINUX
@pytest.mark.parametrize("how", SAVES)
@pytest.mark.parametrize("moment", ["before the swap", "after the swap"])
def test_an_editor_that_saves_at_the_last_moment_wins(
    file: Path, monkeypatch: pytest.MonkeyPatch, how: str, moment: str
) -> None:
    swap = exchange.exchange
    done: list[bool] = []

    def late(folder: int, one: str, other: str) -> bool:
        if not done and moment == "before the swap":
            SAVES[how](file)
        found = swap(folder, one, other)
        if not done and moment == "after the swap":
            SAVES[how](file)
        done.append(found)
        return found

    monkeypatch.setattr(writing, "exchange", late)
    if moment == "before the swap":
        with pytest.raises(ChangedError):
            replace_bytes(file, b"old", b"new", "r")
    else:
        replace_bytes(file, b"old", b"new", "r")
    assert file.read_bytes() == b"saved"
    assert names(file) == ["a file.md"]


@LINUX
@pytest.mark.parametrize("saves", range(1, 9))
def test_an_editor_that_saves_at_every_swap_wins(
    file: Path, monkeypatch: pytest.MonkeyPatch, saves: int
) -> None:
    swap = exchange.exchange
    done: list[bytes] = []

    def late(folder: int, one: str, other: str) -> bool:
        if len(done) < saves:
            done.append(b"saved %d" % len(done))
            file.with_name("saving").write_bytes(done[-1])
            file.with_name("saving").replace(file)
        return swap(folder, one, other)

    monkeypatch.setattr(writing, "exchange", late)
    with pytest.raises(ChangedError):
        replace_bytes(file, b"old", b"new", "r")
    assert file.read_bytes() == done[-1]
    assert len(done) == saves
    assert names(file) == ["a file.md"]


@LINUX
def test_a_file_that_is_open_to_write_is_left(file: Path) -> None:
    with file.open("r+b") as editor:
        with pytest.raises(ChangedError, match="being written by another program"):
            replace_bytes(file, b"old", b"new", "r")
        editor.write(b"the editor's")
    assert file.read_bytes() == b"the editor's"
    replace_bytes(file, b"the editor's", b"new", "r")
    assert file.read_bytes() == b"new"


def test_where_files_can_not_be_swapped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "exchange", lambda *_: False)
    replace_bytes(file, b"old", b"new", "r")
    assert (file.read_bytes(), names(file)) == (b"new", ["a file.md"])


@LINUX
def test_no_save_is_lost_in_a_race(file: Path) -> None:
    """An editor saves by rename as fast as it can; whatever a run replaced was what it had read."""
    stop = threading.Event()
    saved = [b"old"]

    def edit() -> None:
        while not stop.is_set():
            saved.append(b"saved %d" % len(saved))
            file.with_name("saving").write_bytes(saved[-1])
            file.with_name("saving").replace(file)

    editor = threading.Thread(target=edit)
    editor.start()
    won = 0
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        before = file.read_bytes()
        try:
            replace_bytes(file, before, b"fixed " + before, "r")
            won += 1
        except (ChangedError, VanishedError):
            continue
    stop.set()
    editor.join()
    assert names(file) == ["a file.md"]
    assert file.read_bytes().replace(b"fixed ", b"") == saved[-1]


@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_only_files_are_read(tmp_path: Path, mend: Mend, what: str) -> None:
    path = tmp_path / "odd.md"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path = Path("/dev/zero")
    with pytest.raises((NotAFileError, IsADirectoryError)):
        read_file(tmp_path if what == "folder" else path)
    if what != "folder":
        result = mend(tmp_path, "check", str(path))
        assert (result.exit_code, "no regular file" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    "words", [["check"], ["fix"], ["explain"], ["extract"], ["board"], ["kinds", "infer"]]
)
def test_no_command_waits_for_a_pipe(tmp_path: Path, words: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    command = [sys.executable, "-m", "mergemend", *words, "pipe.md"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, "no regular file" in done.stderr) == (3, True)


def test_links_out_of_the_work_tree(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(CONFLICT)
    (scratch.top / "file.md").symlink_to("../outside/a.md")
    (scratch.top / "folder").symlink_to(outside)
    scratch.write("real/b.md", CONFLICT)
    (scratch.top / "inside.md").symlink_to("real/b.md")
    for path in ("file.md", "folder/a.md", "real/../folder/a.md", str(scratch.top / "file.md")):
        result = mend(scratch.top, "fix", path, "--strategy", "ours")
        assert (result.exit_code, "out of the work tree" in result.stderr) == (3, True), path
    assert (outside / "a.md").read_bytes() == CONFLICT
    assert mend(scratch.top, "fix", "inside.md", "--strategy", "ours").exit_code == 1
    assert scratch.read("real/b.md") == b"a\nours\nz\n"
    # what the user names from elsewhere is no link of the work tree's
    refuse_outside(outside / "a.md", lambda _: scratch.top)
    with pytest.raises(OutsideError):
        refuse_outside(scratch.top / "folder" / "a.md", lambda _: scratch.top)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "below" / "lock"
    who = str(os.getpid())
    with locked(lock), pytest.raises(BusyError, match=who), locked(lock, patience=0.1):
        pass
    with locked(lock, patience=0.1):
        pass


@pytest.mark.parametrize(("git", "folder", "lock"), [(0o755, 0o755, 0o644), (0o775, 0o775, 0o664)])
def test_who_shares_a_repository_shares_its_lock(
    tmp_path: Path, mend: Mend, git: int, folder: int, lock: int
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": CONFLICT})
    (scratch.top / ".git").chmod(git)
    mask = os.umask(0o022)
    try:
        assert mend(scratch.top, "fix", "a.md", "--strategy", "ours").exit_code == 1
    finally:
        os.umask(mask)
    made = scratch.top / ".git/mergemend"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (made, made / "lock")]
    assert modes == [folder, lock]


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = (
        "import os,sys; from pathlib import Path; from mergemend.files.lock import locked\n"
        "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(lock)], check=False)
    with locked(lock, patience=0.1):
        pass


def test_what_a_killed_run_left_is_cleared_up(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": CONFLICT, "b.md": CONFLICT, "c.md": CONFLICT})
    mend(scratch.top, "fix", "a.md", "b.md", "c.md", "--strategy", "ours")
    run = mend(scratch.top, "log").stdout.split()[0]
    scratch.write(".git/mergemend/unfinished", run.encode())
    scratch.write(f".a.md.{run}.tmp", CONFLICT)  # killed after the swap
    scratch.write(f".b.md.{run}.tmp", b"somebody saved this")  # in the moment of the swap
    scratch.write("c.md", CONFLICT)
    scratch.write(f".c.md.{run}.tmp", b"a\nou")  # killed while it wrote
    result = mend(scratch.top, "fix", "--all", "--strategy", "ours")
    left = [p.name for p in scratch.top.iterdir() if p.name.endswith(".tmp")]
    assert left == [f".b.md.{run}.tmp"]
    assert left[0] in result.stderr
    assert result.exit_code == 3
    assert mend(scratch.top, "check").exit_code == 0


@pytest.mark.parametrize("words", [("fix", "--all"), ("fix", "a.md")])
def test_what_a_killed_run_left_outside_of_git_is_cleared_up_by_a_run_that_writes_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_bytes(CONFLICT)
    state = tmp_path / "state"

    def mergemend(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "mergemend", *words],
            cwd=folder,
            env=os.environ | {"XDG_STATE_HOME": str(state)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout

    mergemend("fix", "a.md", "--strategy", "ours")
    run = mergemend("log").split()[0]
    (state / "mergemend/unfinished").write_text(run)
    (folder / f".a.md.{run}.tmp").write_bytes(CONFLICT)  # killed after the swap
    mergemend(*words)
    assert [path.name for path in folder.iterdir()] == ["a.md"]
    assert not (state / "mergemend/unfinished").exists()


MOMENTS = ("before it is recorded", "when it is recorded")


@pytest.mark.parametrize("what", ["the file", "its folder"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_what_moves_out_behind_a_link_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, what: str
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("docs/a.md", CONFLICT)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(scratch.top)

    def move() -> None:
        path = scratch.top / ("docs/a.md" if what == "the file" else "docs")
        path.rename(tmp_path / "out" / path.name)
        path.symlink_to(tmp_path / "out" / path.name)

    begin = journal._begin

    def moved(store: journal.Runs, name: str) -> None:
        begin(store, name)
        move()

    with open_project(load_settings(Path())) as project:
        report = FileReport("docs/a.md", CONFLICT, b"mended\n")
        if moment == MOMENTS[0]:
            move()
        else:
            monkeypatch.setattr(journal, "_begin", moved)
        kept, failed = project.write([report])
    assert (kept, [file.path for file in failed]) == ([], ["docs/a.md"])
    assert "symbolic link" in failed[0].why
    assert (scratch.top / "docs/a.md").read_bytes() == CONFLICT


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as in a program of its own."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_waits_for_the_file() -> None:
    with holding_interrupts() as is_interrupted:
        assert not is_interrupted()
        signal.raise_signal(signal.SIGINT)
        assert is_interrupted()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_is_new_is_on_the_disk_before_it_has_the_name(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync
    seen: list[tuple[bool, bytes]] = []

    def watched(handle: int) -> None:
        sync(handle)
        seen.append((stat.S_ISDIR(os.fstat(handle).st_mode), file.read_bytes()))

    monkeypatch.setattr(os, "fsync", watched)
    replace_bytes(file, b"old", b"new", "r")
    assert seen == [(False, b"old"), (True, b"new")]
