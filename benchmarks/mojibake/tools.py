"""The tools that are scored: mergemend and its peers, or any callable or command."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

import ftfy

from benchmarks.conflicts.peers import PYTHON
from mergemend.config import Settings
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document, FileReport, Finding
from mergemend.project import open_project

_PLSFIX = Path(__file__).with_name("peer_plsfix.py")


@dataclass(frozen=True)
class Mended:
    """What a tool made of a document, and what it said of lines, counted from 0."""

    data: bytes
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tool:
    """``text`` sees the bytes of a document, ``files`` files in a repository, if it can."""

    name: str
    text: Callable[[bytes, str], Mended]
    files: Callable[[Sequence[Path]], list[Mended]] | None = None


def tool(spec: str) -> Tool:
    """The tool called ``spec``: a built-in name, ``module:function``, or a command.

    A function takes bytes and a path and returns bytes; a command changes the file ``{path}``.
    Raises `ValueError` for anything else.
    """
    if spec in BUILT_IN:
        return BUILT_IN[spec]
    if "{path}" in spec:
        return _command(spec)
    module, _, name = spec.partition(":")
    if not name:
        known = ", ".join(BUILT_IN)
        raise ValueError(f"{spec}: no tool; say {known}, module:function, or a command on {{path}}")
    function = getattr(importlib.import_module(module), name)
    return Tool(spec, lambda data, path: Mended(function(data, path)))


def _mergemend(data: bytes, path: str) -> Mended:
    return _mended(examine(Document(path, data), NoEvidence(), Options()))


def _mergemend_files(paths: Sequence[Path]) -> list[Mended]:
    with open_project(Settings(Path())) as project:
        reports = [project.look(path) for path in paths]
    return [
        _mended(report) if isinstance(report, FileReport) else Mended(path.read_bytes())
        for path, report in zip(paths, reports, strict=True)
    ]


def _mended(report: FileReport) -> Mended:
    return Mended(report.after, _notes(report.findings))


def _notes(findings: Iterable[Finding]) -> dict[int, str]:
    return {f.line - 1: f"{f.rule}{' +' if f.edits else ''}: {f.message}" for f in findings}


def _command(spec: str, name: str = "") -> Tool:
    def files(paths: Sequence[Path]) -> list[Mended]:
        return [Mended(_run(spec, path)) for path in paths]

    def text(data: bytes, path: str) -> Mended:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, Path(path).name)
            file.write_bytes(data)
            return Mended(_run(spec, file))

    return Tool(name or spec, text, files)


def _run(spec: str, path: Path) -> bytes:
    command = [word.format(path=path) for word in shlex.split(spec)]
    subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    return path.read_bytes()


def _by_line(change: Callable[[str], str]) -> Callable[[bytes, str], Mended]:
    """As ftfy's own command does it: one line after the other."""

    def text(data: bytes, _path: str) -> Mended:
        lines = data.decode("utf-8", "replace").split("\n")
        changed = [line if line.isascii() else change(line) for line in lines]
        return Mended("\n".join(changed).encode("utf-8", "surrogatepass"))

    return text


def _ftfy_text(line: str) -> str:
    return ftfy.fix_text(line, uncurl_quotes=False)


@cache
def _plsfix() -> tuple[IO[bytes], IO[bytes]]:
    process = subprocess.Popen(
        [str(PYTHON), str(_PLSFIX)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if not process.stdin or not process.stdout:
        raise OSError("no pipes")
    return process.stdin, process.stdout


def _plsfix_line(line: str) -> str:
    to, back = _plsfix()
    to.write(line.encode().hex().encode() + b"\n")
    to.flush()
    return bytes.fromhex(back.readline().decode()).decode()


def has_plsfix() -> bool:
    """Whether plsfix is installed among the peers."""
    command = [str(PYTHON), "-c", "import plsfix"]
    return (
        PYTHON.exists() and not subprocess.run(command, capture_output=True, check=False).returncode
    )


BUILT_IN = {
    "mergemend": Tool("mergemend", _mergemend, _mergemend_files),
    "mergemend-cli": _command("mergemend fix --quiet {path}", "mergemend-cli"),
    "ftfy": Tool("ftfy", _by_line(ftfy.fix_encoding)),
    "ftfy-text": Tool("ftfy-text", _by_line(_ftfy_text)),
    "plsfix": Tool("plsfix", _by_line(_plsfix_line)),
}
