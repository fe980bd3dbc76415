"""Keeps the bytes of files before they are written: as git objects, or in a folder without git."""

from __future__ import annotations

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mergemend.git.runner import run_git

REFS = "refs/mergemend/backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a run keeps the old bytes, and the command that gets a file's back."""

    place: str
    how: str


def keep(top: Path | None, files: Mapping[Path, bytes]) -> Kept:
    """Keep ``files`` (absolute path to bytes) of one work tree, or of none, and say where.

    Raises `mergemend.git.runner.GitError` or `OSError` if they can't be kept.
    """
    run = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    return _in_folder(run, files) if top is None else _as_objects(run, top, files)


def _as_objects(run: str, top: Path, files: Mapping[Path, bytes]) -> Kept:
    ref = f"{REFS}/{run}"
    stream = [f"commit {ref}\n".encode(), _committer(), _data(b"files before mergemend fix\n")]
    for path, content in files.items():
        name = os.fsencode(path.relative_to(top))
        stream += [b"M 100644 inline " + _quote(name) + b"\n", _data(content)]
    run_git(["fast-import", "--quiet", "--done"], top, b"".join(stream) + b"done\n")
    some = min(files)
    where = "" if Path.cwd().is_relative_to(top) else f"-C {shlex.quote(str(top))} "
    blob = shlex.quote(f"{ref}:{some.relative_to(top).as_posix()}")
    return Kept(ref, f"git {where}cat-file blob {blob} > {_from_here(some)}")


def _committer() -> bytes:
    return f"committer mergemend <mergemend> {int(datetime.now(UTC).timestamp())} +0000\n".encode()


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _quote(name: bytes) -> bytes:
    """A path as fast-import reads it: quoted as a C string, so that any byte may stand in it."""
    return b'"' + b"".join(b"\\%03o" % b if b in b'"\\\n' else bytes([b]) for b in name) + b'"'


def _in_folder(run: str, files: Mapping[Path, bytes]) -> Kept:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(state, "mergemend", "backup", run)
    for path, content in files.items():
        copy = folder / path.relative_to(path.anchor)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    some = min(files)
    kept = shlex.quote(str(folder / some.relative_to(some.anchor)))
    return Kept(str(folder), f"cp {kept} {_from_here(some)}")


def _from_here(path: Path) -> str:
    return shlex.quote(os.path.relpath(path))
