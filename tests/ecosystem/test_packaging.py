"""The wheel and the sdist: what they hold, and that they work where they are installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import mergemend
from scratch import Scratch

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = PROJECT / "src"
NAME = f"mergemend-{mergemend.__version__}"
GARBLED = "le cafÃ© fermÃ©\n".encode()


def call(*words: str | Path, folder: Path, code: int = 0) -> str:
    """What a program prints; it must end with this code."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, words)], cwd=folder, env=environment, capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == code, said
    return said


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--outdir", folder, PROJECT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return built / f"{NAME}-py3-none-any.whl"


def tracked() -> set[str]:
    """The files of the package that git has, by their paths in `src`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "mergemend"],
        cwd=SOURCES,
        capture_output=True,
        check=True,
    )
    names = map(os.fsdecode, listed.stdout.split(b"\0")[:-1])
    return {name for name in names if (SOURCES / name).exists()}


def test_there_is_one_of_each(built: Path, wheel: Path) -> None:
    assert {path.name for path in built.iterdir()} == {wheel.name, f"{NAME}.tar.gz"}


def test_an_index_would_take_them(built: Path) -> None:
    files = sorted(built.iterdir())
    said = call(sys.executable, "-m", "twine", "check", "--strict", *files, folder=built)
    assert said.count("PASSED") == len(files)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = message_from_bytes(archive.read(f"{NAME}.dist-info/METADATA"))
        entries = archive.read(f"{NAME}.dist-info/entry_points.txt").decode()
    about = {f"{NAME}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    about |= {f"{NAME}.dist-info/entry_points.txt", f"{NAME}.dist-info/licenses/LICENSE"}
    assert names == tracked() | about
    assert {"mergemend/py.typed", "mergemend/schemas/kind.schema.json"} <= names
    assert metadata["Version"] == mergemend.__version__
    assert metadata["License-Expression"] == "MIT"
    assert "mergemend = mergemend.light:main" in entries


def test_the_sdist_holds_what_a_wheel_is_built_of(built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    beside = {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"}
    assert names == {f"src/{name}" for name in tracked()} | beside


def test_the_sdist_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """`build` makes the wheel of the sdist; made of the checkout it is the same, byte for byte."""
    call(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, PROJECT, folder=tmp_path)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_works_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", tmp_path / "own", folder=tmp_path)
    own = tmp_path / "own" / ("Scripts" if os.name == "nt" else "bin")
    call(own / "python", "-m", "pip", "install", "--quiet", wheel, folder=tmp_path)
    call(own / "python", "-m", "pip", "check", folder=tmp_path)
    scratch = Scratch.init(tmp_path / "a repo")
    top = scratch.top
    program = own / "mergemend"
    assert call(program, "--version", folder=top).split() == ["mergemend", mergemend.__version__]
    scratch.write("a.md", GARBLED)
    found = call(own / "python", "-m", "mergemend", "check", folder=top, code=1)
    assert "a.md:1:7: mojibake" in found
    call(program, "fix", "a.md", folder=top, code=1)
    assert scratch.read("a.md") == "le café fermé\n".encode()
    assert "1 file checked: nothing found" in call(program, "check", folder=top)
    # what lies beside the modules has come along
    assert "blockers" in call(program, "kinds", "list", folder=top)
    call(program, "new", "blockers", "BLOCKERS.md", folder=top)
    call(program, "board", "--output", "board.html", folder=top)
    assert b"<style" in scratch.read("board.html")
    assert "Usage: mergemend" in call(own / "python", "-m", "mergemend", folder=top, code=2)
