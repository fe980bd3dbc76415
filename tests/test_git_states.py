"""`check` and `fix` on repositories in every state: the right answer or a clear error.

Whatever the state, git's own files are byte for byte what they were.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

import ferry
from conftest import Mend
from repositories import (
    GARBLED,
    GARBLED_NOTES,
    NOTES,
    OPERATION,
    STACK,
    STATES,
    State,
    base,
    snapshot,
)
from scratch import Scratch


def ended_well(result: Result) -> None:
    assert 0 <= result.exit_code <= 3, result.output
    assert "Traceback" not in result.output
    assert "fault of mergemend" not in result.output


@pytest.mark.parametrize("name", STATES)
def test_a_state(name: str, tmp_path: Path, mend: Mend) -> None:
    made = STATES[name](tmp_path)
    folder = made.folder
    documents = [n for n in (STACK, GARBLED, OPERATION) if (folder / n).is_file()]
    old = {n: (folder / n).read_bytes() for n in documents}
    before = snapshot(*made.kept)

    checked = mend(folder, "check", *documents)
    ended_well(checked)
    assert checked.exit_code == 1
    assert "conflict" in checked.stdout
    assert snapshot(*made.kept) == before

    fixed = mend(folder, "fix", *documents)
    ended_well(fixed)
    after = snapshot(*made.kept)
    assert {k: v for k, v in after.items() if before.get(k) != v} == {}
    assert after.keys() == before.keys()
    wanted = {STACK: made.newest, GARBLED: made.notes, OPERATION: made.plan}
    for document in documents:
        now = (folder / document).read_bytes()
        if (want := wanted[document]) is None:
            assert now.count(b"<<<<<<<") == old[document].count(b"<<<<<<<"), fixed.output
        else:
            assert now == want, fixed.output
