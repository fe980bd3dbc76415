"""A repository with every sort of file that a write can go wrong with, and what became of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scratch import ENVIRONMENT, Scratch

ODD_NAME = os.fsdecode(b"na\xefve plan.md")
LINKED = "linked.md"
MARKED = "marked.md"  # carries an extended attribute
POINTER = "pointer.md"  # a symbolic link to POINTED
POINTED = "a folder/pointed.md"
TOOL = "tools/build.sh"  # may be executed
STACK = "stack.md"
GARBLED = "garbled.md"
# each is written in three states, and merged so that its conflict is committed with its markers
SHAPES = {
    STACK: "# Stack\n\nOpen: {}\n\nEnd.\n",
    LINKED: "# Linked\n\nOpen: {}\n",
    MARKED: "# Marked\n\nOpen: {}\n",
    POINTED: "# Pointed at\n\nOpen: {}\n",
    TOOL: "#!/bin/sh\necho start\nmake {}\n",
    "a folder/lines with returns.md": "# Returns\r\n\r\nOpen: {}\r\n",
    "no end.md": "# No end\n\nOpen: {}\n\nwithout a line end",
}
CLEAN = "clean.md"
BOM = "marked bytes.md"
DOCUMENTS = (*SHAPES, GARBLED, ODD_NAME, BOM, CLEAN)
OUTSIDE = "outside.md"
NOTE = "user.mergemend.test"


@dataclass(frozen=True)
class Entry:
    """What a name in a folder stands for."""

    data: bytes
    mode: int
    owner: int
    attribute: bytes | None

    def __str__(self) -> str:
        return f"{self.data[:60]!r} {self.mode:o} {self.owner} {self.attribute!r}"


Tree = dict[str, Entry]


@dataclass(frozen=True)
class Scene:
    """A folder with the repository, a twin of one file, a file that a link leads out to, a home."""

    top: Path

    @property
    def repo(self) -> Path:
        return self.top / "repo"

    @property
    def twin(self) -> Path:
        return self.top / "elsewhere" / "twin.md"

    @property
    def temporary(self) -> Path:
        """Where temporary files go that are none of the work tree's."""
        return self.top.with_name(f"{self.top.name}.tmp")

    @cached_property
    def environment(self) -> dict[str, str]:
        """What a run in the scene has for its environment."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "FAULT_"))}
        ours = {
            "HOME": str(self.top / "home"),
            "XDG_STATE_HOME": str(self.top / "home" / "state"),
            "TMPDIR": str(self.temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return inherited | ENVIRONMENT | ours

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments],
            cwd=self.repo,
            env=self.environment,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            check=False,
        )

    def tree(self) -> Tree:
        """Every file of the work tree and of the folder beside it; `.git` is left out."""
        found = {}
        for top in (self.repo, self.twin.parent):
            for folder, names, files in os.walk(top):
                if ".git" in names:
                    names.remove(".git")
                for name in files:
                    path = Path(folder, name)
                    found[path.relative_to(self.top).as_posix()] = entry(path)
        return found

    def settled(self) -> dict[str, bytes]:
        """What no run may change: HEAD, the index, the settings, and all refs but our own."""
        if not (self.repo / ".git").is_dir():
            return {}
        names = ("HEAD", "index", "config")
        kept = {name: (self.repo / ".git" / name).read_bytes() for name in names}
        refs = self.git("for-each-ref", "--format=%(objectname) %(refname)").stdout.splitlines()
        own = [line for line in refs if " refs/mergemend/" not in line]
        return kept | {"refs": "\n".join(own).encode()}

    def sound(self) -> str:
        """What git finds wrong with the repository; empty if nothing."""
        if not (self.repo / ".git").is_dir():
            return ""
        done = self.git("fsck", "--connectivity-only", "--no-dangling", "--no-progress")
        return done.stdout + done.stderr if done.returncode else ""


def entry(path: Path) -> Entry:
    """What a name stands for; of a symbolic link, where it leads."""
    status = path.lstat()
    if path.is_symlink():
        return Entry(os.fsencode(path.readlink()), status.st_mode, status.st_uid, None)
    try:
        attribute = os.getxattr(path, NOTE)
    except OSError:
        attribute = None
    return Entry(path.read_bytes(), status.st_mode, status.st_uid, attribute)


def _texts(words: str) -> dict[str, bytes]:
    return {name: shape.format(words).encode() for name, shape in SHAPES.items()}


def build(top: Path) -> Scene:
    """Make a scene in the folder ``top``."""
    scene = Scene(top)
    scratch = Scratch.init(scene.repo)
    garbled = "# Notes\n\nCafé Zürich – naïve, déjà vu\n".encode().decode("cp1252").encode()
    odd = {
        GARBLED: garbled,
        ODD_NAME: garbled,
        BOM: b"\xef\xbb\xbf" + garbled,
        CLEAN: b"# Clean\n",
    }
    scratch.commit("start", _texts("nothing") | odd)
    scratch.git("checkout", "-q", "-b", "first")
    scratch.commit("first", _texts("the first point"), minutes=30)
    scratch.git("checkout", "-q", "-b", "second", "main")
    scratch.commit("second", {STACK: SHAPES[STACK].format("two points").encode()}, minutes=60)
    scratch.git("checkout", "-q", "main")
    (scene.repo / TOOL).chmod(0o755)
    scratch.commit("ours", _texts("the last point"), minutes=90)
    scratch.merge("first")
    scratch.merge("second")
    (scene.repo / POINTER).symlink_to(POINTED)
    (scene.repo / "way out.md").symlink_to(Path("..", "elsewhere", OUTSIDE))
    scratch.commit("links")
    # the only copy: nothing of this is in any commit
    (scene.repo / GARBLED).write_bytes(garbled + garbled.replace(b"Notes", b"More"))
    scene.twin.parent.mkdir()
    (scene.twin.parent / OUTSIDE).write_bytes(garbled)
    (top / "home").mkdir()
    scene.temporary.mkdir()
    for number in range(256):  # whether git makes one of them would hang on the hash of a date
        (scene.repo / ".git" / "objects" / f"{number:02x}").mkdir(exist_ok=True)
    (scene.repo / "a folder" / "lines with returns.md").chmod(0o600)
    os.link(scene.repo / LINKED, scene.twin)
    with suppress(OSError):  # a file system without attributes has none to lose
        os.setxattr(scene.repo / MARKED, NOTE, b"kept?")
    return scene


def remove(scene: Scene) -> None:
    """Delete a scene."""
    shutil.rmtree(scene.top)
    shutil.rmtree(scene.temporary)


def without_git(scene: Scene) -> None:
    """Make the repository a folder like any other."""
    shutil.rmtree(scene.repo / ".git")


def copy(scene: Scene, to: Path) -> Scene:
    """A scene like this one, in another place."""
    shutil.copytree(scene.top, to, symlinks=True)
    other = Scene(to)
    other.temporary.mkdir(exist_ok=True)
    if (scene.repo / LINKED).samefile(scene.twin):
        other.twin.unlink()
        os.link(other.repo / LINKED, other.twin)
    return other
