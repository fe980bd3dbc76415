"""Runs mergemend with a fault at one call, and says what was called and how it ended."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from fault.scene import Scene

FOLDER = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("mergemend")
LIMIT = 60.0  # seconds that a run may take: nothing waits for ever
_STATE = struct.Struct("=QQ")


@dataclass(frozen=True)
class Fault:
    """What goes wrong (see shim.c), at which call that writes."""

    how: str
    at: int
    error: int = 0
    group: bool = False

    def environment(self) -> dict[str, str]:
        said = {"FAULT_HOW": self.how, "FAULT_AT": str(self.at), "FAULT_ERRNO": str(self.error)}
        return said | ({"FAULT_GROUP": "1"} if self.group else {})


NONE = Fault("", 0)


@dataclass(frozen=True)
class Call:
    """A call that writes: the process, the name, and the path from the scene's folder."""

    pid: int
    name: str
    path: str


@dataclass(frozen=True)
class Run:
    """How a run ended: a code, minus a signal, or None where it took too long."""

    code: int | None
    out: str
    err: str
    calls: tuple[Call, ...]
    hit: bool


def compile_shim(folder: Path) -> Path | None:
    """The shim as a library; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = folder / "shim.so"
    options = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run(
        [compiler, *options, "-o", library, FOLDER / "shim.c", "-ldl"], check=True, timeout=60
    )
    return library


class Rig:
    """A shim, the process that forks the runs, and a folder for what they say.

    ``scene`` is looked through once, to warm up, and stays as it is.
    """

    def __init__(self, library: Path, folder: Path, scene: Scene) -> None:
        self.library = library
        self.folder = folder
        path = os.pathsep.join(str(p) for p in sys.path if p)
        self._zygote = subprocess.Popen(
            [sys.executable, FOLDER / "zygote.py", scene.repo],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=scene.environment | {"LD_PRELOAD": str(library), "PYTHONPATH": path},
        )

    def close(self) -> None:
        self._pipe(self._zygote.stdin).close()
        self._zygote.wait(LIMIT)

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def environment(self, scene: Scene, fault: Fault) -> dict[str, str]:
        """The environment of a run with the shim in it; counts begin anew."""
        (self.folder / "state").write_bytes(_STATE.pack(0, 0))
        (self.folder / "calls").write_bytes(b"")
        ours = {
            "LD_PRELOAD": str(self.library),
            "FAULT_STATE": str(self.folder / "state"),
            "FAULT_BELOW": str(scene.top.resolve()),
            "FAULT_LOG": str(self.folder / "calls"),
        }
        return scene.environment | ours | fault.environment()

    def hit(self) -> int:
        """The process in which the fault came; 0 if it has not."""
        return int(_STATE.unpack((self.folder / "state").read_bytes())[1])

    def calls(self) -> tuple[Call, ...]:
        lines = os.fsdecode((self.folder / "calls").read_bytes()).splitlines()
        words = (line.split(" ", 2) for line in lines)
        return tuple(Call(int(pid), name, path.lstrip("/")) for pid, name, path in words)

    def run(self, scene: Scene, *arguments: str, fault: Fault = NONE, limit: float = LIMIT) -> Run:
        """Run a command in the scene's repository; what it prints is read when it has ended."""
        out, err = self.folder / "out", self.folder / "err"
        request: dict[str, Any] = {
            "arguments": arguments,
            "folder": str(scene.repo),
            "environment": self.environment(scene, fault),
            "out": str(out),
            "err": str(err),
            "limit": limit,
        }
        print(json.dumps(request), file=self._pipe(self._zygote.stdin), flush=True)
        code = json.loads(self._pipe(self._zygote.stdout).readline())
        said, told = (os.fsdecode(file.read_bytes()) for file in (out, err))
        ended = None if code == "time" else int(code)
        return Run(ended, said, told, self.calls(), bool(self.hit()))
