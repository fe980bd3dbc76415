"""Every command where Python has no more than on Windows: what is missing there is taken away.

The rest of Windows, its paths and how it shares files, can't be had so.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from mergemend.files import runs
from mergemend.files.runs import FolderRuns
from mergemend.git.runs import leads_out
from scratch import Scratch, forked

BIN = Path(sys.executable).parent

# Python runs this first. `msvcrt.locking` is stood in for by a lock of another sort than ours.
_BARE = """
import os, select, signal, sys, types

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "termios", "resource", "pwd", "grp"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

lockf = os.lockf
msvcrt = types.ModuleType("msvcrt")
msvcrt.LK_NBLCK = 2
sys.modules["msvcrt"] = msvcrt
msvcrt.locking = lambda file, mode, size: lockf(file, os.F_TLOCK, size)
for place, names in {
    os: "fork forkpty posix_spawn posix_spawnp memfd_create sched_getaffinity lockf set_blocking"
    " O_NOFOLLOW O_DIRECTORY O_NONBLOCK O_NOCTTY O_CLOEXEC O_PATH fchmod fchown chown lchown"
    " geteuid getuid getgid pread pwrite readv listxattr getxattr setxattr removexattr"
    " POSIX_SPAWN_DUP2",
    select: "poll epoll",
    signal: "pthread_sigmask sigpending sigwait SIGURG",
}.items():
    for name in names.split():
        delattr(place, name)
for support in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
    support.clear()
for name in ("fcntl", "termios", "resource", "pwd", "grp"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
os.environ["BARE"] = "yes"
"""


@dataclass(frozen=True)
class Bare:
    """Runs commands where much is missing."""

    folder: Path

    def run(
        self, scratch: Scratch, *words: str, code: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; it must end with this code, and never in a fault."""
        done = subprocess.run(
            [str(BIN / "mergemend"), *words],
            cwd=scratch.top,
            env=scratch.environment() | {"PYTHONPATH": str(self.folder)} | variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    # these two are made for the system as it is when they are loaded, and work on
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text("import subprocess, threading" + _BARE)
    return Bare(tmp_path / "site")


def test_much_is_missing(bare: Bare) -> None:
    script = "import os; print(os.environ['BARE'], hasattr(os, 'fork'), hasattr(os, 'O_DIRECTORY'))"
    environment = os.environ | {"PYTHONPATH": str(bare.folder)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["yes", "False", "False"]


def test_check_fix_log_and_undo(bare: Bare, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "a repo", theirs="le cafÃ© fermÃ©\n".encode())
    scratch.git("merge", "feature", check=False)
    before = scratch.read("notes.md")
    scratch.write("sub folder/clean it’s.md", "It’s fine.\n".encode())
    assert "notes.md:1:1: conflict" in bare.run(scratch, "check", code=1).stdout
    assert "1 file checked" in bare.run(scratch, "check", "sub folder/clean it’s.md").stderr
    assert "notes.md" in bare.run(scratch, "fix", "--all", "--diff", code=1).stdout
    assert scratch.read("notes.md") == before
    bare.run(scratch, "fix", "notes.md", code=1)
    assert scratch.read("notes.md") == "le café fermé\n".encode()
    assert "fix, 1 file" in bare.run(scratch, "log").stdout
    bare.run(scratch, "undo")
    assert scratch.read("notes.md") == before
    left = {path.name for path in scratch.top.iterdir()}
    assert left == {".git", "notes.md", "sub folder"}


def test_into_the_history(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for number in range(30):
        scratch.commit("step", {f"f{n}.md": f"it’s {number} {n}\n".encode() for n in range(20)})
    assert "600 texts" in bare.run(scratch, "check", "--history").stderr
    scratch.commit("garbled", {"a.md": "le cafÃ© fermÃ©\n".encode()})
    scratch.commit("gone", {"a.md": b"\n"})
    found = bare.run(scratch, "check", "--history", code=1)
    assert "a.md:1:7: mojibake" in found.stdout
    bare.run(scratch, "fix", "--from-history", code=0)


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "notes.md"),
        ("extract", "STATUS.md"),
        ("board",),
        ("board", "--output", "board.html"),
        ("kinds", "list"),
        ("new", "blockers", "new.md"),
        ("commit-msg", "clean.txt"),
        ("check", "--output-format", "sarif"),
        ("check", "--write-baseline", "baseline.json"),
        ("check", "--changed", "main"),
        ("--version",),
        ("--help",),
    ],
)
def test_the_other_commands(bare: Bare, tmp_path: Path, words: tuple[str, ...]) -> None:
    scratch = forked(tmp_path / "r")
    scratch.write("STATUS.md", b"# Status\n\n**Status:** open\n**Due:** 2026-02-03\n")
    scratch.write("clean.txt", b"clean\n")
    bare.run(scratch, *words)


@pytest.mark.parametrize("command", ["check", "extract", "board"])
def test_what_elsewhere_is_kept_for_the_next_run(bare: Bare, tmp_path: Path, command: str) -> None:
    scratch = Scratch.init(tmp_path / "r")
    text = b"# Status\n\n**Status:** open\n**Due:** 2026-02-03\n"
    scratch.commit("start", {f"docs {n}/STATUS.md": text for n in range(60)})
    first, second = (bare.run(scratch, command).stdout for _ in range(2))
    assert first == second
    assert not (scratch.top / ".git" / "mergemend").exists()


def test_merging_while_git_merges(bare: Bare, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r", ours=b"v1.3\n", theirs=b"v1.4\n", base=b"v1.2\n")
    bare.run(scratch, "install", "--merge-driver")
    for name in ("base", "ours", "theirs"):
        scratch.write(name, b"one line\n" if name != "ours" else b"another line\n")
    bare.run(scratch, "merge-driver", "base", "ours", "theirs", "7", "notes.md")
    assert scratch.read("ours") == b"another line\n"
    bare.run(scratch, "uninstall")


def test_clean_up(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("garbled", {"a.md": "le cafÃ© fermÃ©\n".encode()})
    bare.run(scratch, "cleanup", "--history", code=1)
    bare.run(scratch, "cleanup", "--apply", "mergemend-plan.json", code=1)
    assert scratch.read("a.md") == "le café fermé\n".encode()


def test_what_can_not_be_limited_is_not_begun(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    done = bare.run(scratch, "fleet", "check", ".", code=2)
    assert "this system can't limit what a repository uses" in done.stderr


def test_outside_of_git(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    garbled = "le cafÃ© fermÃ©\n".encode()
    scratch.write("a.md", garbled)
    bare.run(scratch, "fix", "a.md", code=1)
    assert scratch.read("a.md") == "le café fermé\n".encode()
    bare.run(scratch, "undo")
    assert scratch.read("a.md") == garbled


@pytest.mark.parametrize(
    ("words", "shown"),
    [(("check", "a.md"), "'🔴'"), (("check", "--output-format", "json", "a.md"), '"🔴"')],
)
def test_programs_read_utf_8_whatever_the_system_writes_in(
    bare: Bare, tmp_path: Path, words: tuple[str, ...], shown: str
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("a.md", "ğŸ”´ blocked\n".encode())
    assert shown in bare.run(scratch, *words, code=1, PYTHONIOENCODING="cp1252").stdout


def test_a_terminal_shows_an_escape_for_what_it_has_not(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("a.md", "ğŸ”´ blocked\n".encode())
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [str(BIN / "mergemend"), "check", "a.md"],
        cwd=scratch.top,
        env=scratch.environment() | {"PYTHONIOENCODING": "cp1252", "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        _, complaints = process.communicate()
    said = os.read(ours, 1 << 16)
    os.close(ours)
    assert process.returncode == 1, complaints
    assert rb"is '\U0001f534' read as" in said


def test_what_may_not_be_written_is_left(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    garbled = "le cafÃ© fermÃ©\n".encode()
    scratch.write("a.md", garbled).chmod(0o444)
    assert "is read-only" in bare.run(scratch, "fix", "a.md", code=3).stderr
    assert scratch.read("a.md") == garbled
    assert "No such file" in bare.run(scratch, "fix", "b.md", code=3).stderr


def test_a_second_run_waits_for_the_first(bare: Bare, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("a.md", "le cafÃ© fermÃ©\n".encode())
    (scratch.top / ".git" / "mergemend").mkdir()
    script = (
        "import os, sys; file = os.open('.git/mergemend/lock', os.O_RDWR | os.O_CREAT);"
        "os.lseek(file, 1 << 20, 0); os.lockf(file, os.F_LOCK, 1);"
        "os.write(1, b'!'); sys.stdin.read()"
    )
    words, pipe = [sys.executable, "-c", script], subprocess.PIPE
    with subprocess.Popen(words, cwd=scratch.top, stdin=pipe, stdout=pipe) as holder:
        assert holder.stdout is not None
        assert holder.stdout.read(1) == b"!"
        patience = {"PYTHONPATH": str(_impatient(bare))}
        done = bare.run(scratch, "fix", "a.md", code=3, **patience)
        holder.communicate()
    assert "another run of mergemend is writing" in done.stderr
    bare.run(scratch, "fix", "a.md", code=1)


def _impatient(bare: Bare) -> Path:
    """The same, but nobody waits for ten seconds."""
    folder = bare.folder.with_name("impatient")
    folder.mkdir()
    text = (bare.folder / "sitecustomize.py").read_text()
    wait = "\nimport mergemend.files.lock\nmergemend.files.lock.PATIENCE = 0.1\n"
    (folder / "sitecustomize.py").write_text(text + wait)
    return folder


@pytest.mark.parametrize(
    ("path", "below"),
    [("/home/ada/a.md", "home/ada/a.md"), ("/a:b/c", "a:b/c")],
)
def test_records_lie_below_their_folder(tmp_path: Path, path: str, below: str) -> None:
    assert runs._below(path) == below
    assert FolderRuns(tmp_path).file(path) == Path(path)


@pytest.mark.parametrize(
    ("path", "below"),
    [("C:/docs/a.md", "C/docs/a.md"), ("//server/share/a.md", "server/share/a.md")],
)
def test_also_those_of_windows(monkeypatch: pytest.MonkeyPatch, path: str, below: str) -> None:
    monkeypatch.setattr(runs, "PurePath", PureWindowsPath)
    assert runs._below(path).replace("\\", "/") == below


@pytest.mark.parametrize(
    "path",
    [
        *(
            "C:/x.md",
            "C:x.md",
            "/x.md",
            "//server/share/x.md",
            r"\x.md",
            r"a\..\..\x.md",
            "../x.md",
        ),
        *(r"a\.git\config", ".GIT/config", ".git./config", ".git /config", "git~1/config"),
        ".git::$INDEX_ALLOCATION/config",
    ],
)
def test_no_record_leads_out_of_the_work_tree(path: str) -> None:
    assert leads_out(PureWindowsPath(path))


@pytest.mark.parametrize("path", ["a.md", "docs/a.md", ".github/a.md", "a.git/b.md", "..a/b.md"])
@pytest.mark.parametrize("kind", [PureWindowsPath, PurePosixPath])
def test_records_of_files_in_it_do_not(kind: type[PurePath], path: str) -> None:
    assert not leads_out(kind(path))
