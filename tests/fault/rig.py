"""Runs mergemend with a fault at one call, and says what was called and how it ended."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
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
    in_temporary: bool = False  # calls count in the folder for temporary files, not in the scene

    def environment(self, scene: Scene) -> dict[str, str]:
        below = scene.temporary if self.in_temporary else scene.top
        said = {"FAULT_HOW": self.how, "FAULT_AT": str(self.at), "FAULT_ERRNO": str(self.error)}
        said["FAULT_BELOW"] = str(below.resolve())
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
            "FAULT_LOG": str(self.folder / "calls"),
        }
        return scene.environment | ours | fault.environment(scene)

    def hit(self) -> int:
        """The process in which the fault came; 0 if it has not."""
        return int(_STATE.unpack((self.folder / "state").read_bytes())[1])

    def calls(self) -> tuple[Call, ...]:
        lines = os.fsdecode((self.folder / "calls").read_bytes()).splitlines()
        words = (line.split(" ", 2) for line in lines)
        return tuple(Call(int(pid), name, path.lstrip("/")) for pid, name, path in words)

    def start(
        self,
        scene: Scene,
        *arguments: str,
        fault: Fault = NONE,
        limit: float = LIMIT,
        powerless: bool = False,
    ) -> Running:
        """Start a command in the scene's repository; the next can start when it has ended.

        ``powerless``: without what root may do beyond others.
        """
        request: dict[str, Any] = {
            "arguments": arguments,
            "folder": str(scene.repo),
            "environment": self.environment(scene, fault),
            "out": str(self.folder / "out"),
            "err": str(self.folder / "err"),
            "limit": limit,
            "powerless": powerless,
        }
        print(json.dumps(request), file=self._pipe(self._zygote.stdin), flush=True)
        return Running(self)

    def ended(self, seconds: float) -> bool:
        """Whether the command ends within so many seconds."""
        return bool(select.select([self._pipe(self._zygote.stdout)], [], [], seconds)[0])

    def answer(self) -> Run:
        """How the command ended, which is waited for; what it printed is read then."""
        code = json.loads(self._pipe(self._zygote.stdout).readline())
        said, told = (os.fsdecode((self.folder / name).read_bytes()) for name in ("out", "err"))
        ended = None if code == "time" else int(code)
        return Run(ended, said, told, self.calls(), bool(self.hit()))

    def run(
        self, scene: Scene, *arguments: str, fault: Fault = NONE, powerless: bool = False
    ) -> Run:
        """Run a command in the scene's repository."""
        return self.start(scene, *arguments, fault=fault, powerless=powerless).result()


@dataclass(frozen=True)
class Running:
    """A command that was started."""

    rig: Rig

    def is_stopped(self) -> bool:
        """Wait for its stop; False if it ends without one."""
        while not self.rig.ended(0.002):
            if (pid := self.rig.hit()) and _state(pid) == "T":
                return True
        return False

    def go_on(self) -> None:
        """Let all of its processes go on."""
        os.killpg(os.getpgid(self.rig.hit()), signal.SIGCONT)

    def result(self) -> Run:
        """How it ended."""
        return self.rig.answer()


def _state(pid: int) -> str:
    """The state of a process, as /proc has it: behind the name in brackets."""
    return Path(f"/proc/{pid}/stat").read_text("latin-1").rpartition(") ")[2][0]
