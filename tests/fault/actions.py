"""What others do to the files while a run stands still: editors, users, git."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from fault.scene import DOCUMENTS, Scene


def documents(scene: Scene) -> Iterator[Path]:
    """The files of the work tree that are there, no links."""
    for name in DOCUMENTS:
        if (path := scene.repo / name).is_file():
            yield path


def edited(path: Path) -> bytes:
    """What an editor saves in a file's place."""
    return b"Edited: " + os.fsencode(path.name) + b"\n"


def save_in_place(scene: Scene) -> None:
    for path in documents(scene):
        with path.open("r+b") as file:
            file.write(edited(path))
            file.truncate()


def save_anew(scene: Scene) -> None:
    for path in documents(scene):
        path.write_bytes(edited(path))


def save_by_renaming(scene: Scene) -> None:
    for path in documents(scene):
        new = path.with_name(path.name + ".swp")
        new.write_bytes(edited(path))
        new.replace(path)


def add_a_line(scene: Scene) -> None:
    for path in documents(scene):
        with path.open("ab") as file:
            file.write(b"one line more\n")


def same_size_and_time(scene: Scene) -> None:
    """Change bytes such that neither the size nor the time of the file tells."""
    for path in documents(scene):
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(b"e", b"E"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def delete(scene: Scene) -> None:
    for path in documents(scene):
        path.unlink()


def put_folders(scene: Scene) -> None:
    for path in documents(scene):
        path.unlink()
        path.mkdir()
        (path / "inside").write_bytes(b"inside\n")


def move_out(scene: Scene) -> None:
    """Move every file out of the work tree, and leave links to them."""
    for number, path in enumerate(documents(scene)):
        away = scene.twin.with_name(f"moved {number}")
        path.rename(away)
        path.symlink_to(away)


def move_folder_out(scene: Scene) -> None:
    away = scene.twin.with_name("moved folder")
    (scene.repo / "a folder").rename(away)
    (scene.repo / "a folder").symlink_to(away)


def delete_folder(scene: Scene) -> None:
    shutil.rmtree(scene.repo / "a folder")


def check_out(scene: Scene) -> None:
    done = scene.git("checkout", "-q", "--force", "first")
    assert not done.returncode, done.stderr


def stash(scene: Scene) -> None:
    (scene.repo / "clean.md").write_bytes(b"# Clean\n\nnot committed\n")
    done = scene.git("stash", "push", "-q")
    assert not done.returncode, done.stderr


def commit(scene: Scene) -> None:
    done = scene.git("commit", "-q", "--all", "--allow-empty", "-m", "meanwhile")
    assert not done.returncode, done.stderr


def collect_garbage(scene: Scene) -> None:
    done = scene.git("gc", "--quiet", "--prune=now")
    assert not done.returncode, done.stderr


def pack_refs(scene: Scene) -> None:
    done = scene.git("pack-refs", "--all")
    assert not done.returncode, done.stderr


ACTIONS: dict[str, Callable[[Scene], None]] = {
    "an editor saves in place": save_in_place,
    "an editor truncates and writes": save_anew,
    "an editor saves by renaming": save_by_renaming,
    "a line is added": add_a_line,
    "bytes change, but neither size nor time": same_size_and_time,
    "the files are deleted": delete,
    "folders in the places of the files": put_folders,
    "the files are moved out of the work tree, behind links": move_out,
    "a folder is moved out of the work tree, behind a link": move_folder_out,
    "a folder is deleted": delete_folder,
    "git checkout --force": check_out,
    "git stash": stash,
    "git commit --all": commit,
    "git gc --prune=now": collect_garbage,
    "git pack-refs": pack_refs,
}
# what is tried with `undo`, too; it writes in the same way
OF_UNDO = (
    "an editor saves in place",
    "an editor saves by renaming",
    "the files are moved out of the work tree, behind links",
    "git checkout --force",
    "git gc --prune=now",
)
