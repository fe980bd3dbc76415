"""The stored corpus holds to what any input must, and atheris finds nothing in a few seconds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import TARGETS

TESTS = Path(__file__).parent
STORED = sorted((TESTS / "fuzz" / "corpus").glob("*/*"))
SECONDS = 8  # what starting takes is part of it


@pytest.mark.parametrize("file", STORED, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_stored_inputs(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())


def test_each_target_has_stored_inputs() -> None:
    assert {file.parent.name for file in STORED} == set(TARGETS)


@given(st.sampled_from(sorted(TARGETS)), st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="no atheris: pip install '.[fuzz]'")
def test_atheris_finds_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "fuzz.run", "all", str(SECONDS)]
    paths = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    tried = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    assert tried is not None
    assert int(tried[1]) > 10
