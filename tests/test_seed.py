"""The document that started the project, where it is at hand."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from conftest import SHARED, Mend
from mergemend.conflicts import Rule
from mergemend.conflicts.check import examine
from mergemend.conflicts.lookup import find_revision
from mergemend.evidence import NoEvidence
from mergemend.model import Document
from scratch import Scratch

SEED = SHARED / "seed"
NAME = "BLOCKING_ISSUES_SUMMARY"
PATH = f"{NAME}.md"
FIRST = "feat: Add comprehensive blocking issues assessment for First Profitable Trade milestone"
SECOND = "feat: Add comprehensive technical debt reality check - 4 critical blockers (not 2)"

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the real document is not here")


def state(name: str) -> bytes:
    return (SEED / f"{NAME}.{name}.md").read_bytes()


@dataclass
class Seed:
    scratch: Scratch
    labels: dict[bytes, bytes]

    def relabelled(self, data: bytes) -> bytes:
        for old, new in self.labels.items():
            data = data.replace(b">>>>>>> " + old, b">>>>>>> " + new)
        return data


def at(scratch: Scratch, date: str) -> None:
    when = datetime.fromisoformat(date)
    scratch.now, scratch.zone = int(when.timestamp()) - 60, when.strftime("%z")


def parts() -> tuple[bytes, bytes]:
    """The file one layer down, and the older revision: neither is stored, both are in the stack."""
    document = Document(PATH, state("conflicted"))
    report = examine(document, NoEvidence(), Rule())
    stack = report.stacks[0].stack
    outer = [r for r in stack.regions if r.layer == stack.layers[0]]
    dropped = {n for r in outer for n in (r.start, *range(r.separator, r.end + 1))}
    down = b"".join(line for n, line in enumerate(document.lines) if n not in dropped)
    return down, find_revision(document, report, "5ef88d0")[0]


@pytest.fixture
def seed(tmp_path: Path) -> Seed:
    scratch = Scratch.init(tmp_path / "seed repo")
    root = scratch.commit("start", {"README": b"x\n"})
    down, older = parts()
    at(scratch, "2026-01-10T13:48:16+00:00")
    scratch.commit(SECOND, {PATH: state("repaired")})
    scratch.git("checkout", "-q", "-b", "side", root)
    scratch.commit("other", {"other": b"1\n"})
    scratch.git("checkout", "-q", "main")
    at(scratch, "2026-01-10T21:47:30-05:00")
    scratch.merge("side", "Merge side")
    scratch.git("checkout", "-q", "-b", "work", root)
    at(scratch, "2026-01-10T02:26:52+00:00")
    first = scratch.commit(FIRST, {PATH: older})
    at(scratch, "2026-01-10T13:48:16+00:00")
    second = scratch.commit(SECOND, {PATH: state("repaired")})
    scratch.git("checkout", "-q", "main")
    seed = Seed(scratch, {b"5ef88d0": first[:7].encode(), b"dd8733b": second[:7].encode()})
    conflicted = seed.relabelled(state("conflicted"))
    rewrite(scratch, "2026-01-10T21:57:08-05:00", FIRST, first, seed.relabelled(down))
    rewrite(scratch, "2026-01-10T21:57:39-05:00", SECOND, second, conflicted)
    return seed


def rewrite(scratch: Scratch, date: str, subject: str, original: str, data: bytes) -> None:
    """Commit ``data`` as a rebase would: subject and author date of the original, a date anew."""
    at(scratch, date)
    scratch.now += 60
    scratch.write(PATH, data)
    scratch.git("add", PATH)
    authored = scratch.git("show", "-s", "--format=%aI", original)
    scratch.git("commit", "-q", "-m", subject, f"--date={authored}")


def test_the_parse_is_unique_and_costs_nothing() -> None:
    parsed = examine(Document(PATH, state("conflicted")), NoEvidence(), Rule()).parse
    assert (len(parsed.markers), parsed.depth, parsed.cost, parsed.outcomes) == (75, 2, 0, 1)
    assert parsed.exact


def test_fix_gives_the_newest_revision_byte_for_byte(seed: Seed, mend: Mend) -> None:
    assert mend(seed.scratch.top, "fix", PATH).exit_code == 1
    assert seed.scratch.read(PATH) == state("repaired")


def test_what_is_left_is_what_the_document_says_wrongly(seed: Seed, mend: Mend) -> None:
    mend(seed.scratch.top, "fix", PATH)
    shown = mend(seed.scratch.top, "check", "--output-format", "json").stdout
    found = [f for f in json.loads(shown)["findings"] if f["severity"] != "info"]
    assert [(f["line"], f["rule"], f["severity"]) for f in found] == [
        *((line, "week-range", "warning") for line in (123, 124, 125, 126, 151)),
        (190, "due-outside-section", "warning"),
        (225, "money-product", "error"),
    ]


def test_the_same_in_a_fresh_clone(seed: Seed, tmp_path: Path, mend: Mend) -> None:
    seed.scratch.git("branch", "-q", "-D", "work")
    clone = tmp_path / "clone"
    command = ["git", "clone", "-q", f"file://{seed.scratch.top}", str(clone)]
    subprocess.run(command, check=True, env=seed.scratch.environment())
    for sha in seed.labels.values():
        gone = subprocess.run(["git", "cat-file", "-e", sha.decode()], cwd=clone, check=False)
        assert gone.returncode
    assert mend(clone, "fix", PATH).exit_code == 1
    assert (clone / PATH).read_bytes() == state("repaired")


@pytest.mark.parametrize("committed", [True, False])
def test_the_garbled_file_with_the_intact_revision_in_history(
    seed: Seed, mend: Mend, committed: bool
) -> None:
    garbled = seed.relabelled(state("garbled"))
    if committed:
        seed.scratch.commit("docs: as the editor saved it", {PATH: garbled})
    else:
        seed.scratch.write(PATH, garbled)
    assert mend(seed.scratch.top, "fix", PATH).exit_code == 1
    assert seed.scratch.read(PATH) == state("repaired")


def test_the_garbled_stack_alone_in_one_commit(mend: Mend, seed: Seed) -> None:
    """The layers' own commits never held the file as it is: only its garbled form came in."""
    scratch = seed.scratch
    scratch.git("reset", "-q", "--hard", "HEAD~2")
    scratch.commit("docs: everything at once", {PATH: seed.relabelled(state("garbled"))})
    assert mend(scratch.top, "fix", PATH).exit_code == 1
    assert scratch.read(PATH) == state("repaired")


def test_without_git(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "alone").mkdir()
    file = tmp_path / "alone" / PATH
    file.write_bytes(state("conflicted"))
    explained = mend(file.parent, "explain", PATH, "--output-format", "json")
    (stack,) = json.loads(explained.stdout)["stacks"]
    assert [(r["lines"], r["equal_to"]) for r in stack["revisions"]] == [
        (254, [3]),
        (145, []),
        (254, [1]),
    ]
    assert mend(file.parent, "fix", PATH).exit_code == 1
    assert file.read_bytes() == state("conflicted")
    for strategy in ("ours", "theirs"):
        file.write_bytes(state("conflicted"))
        assert mend(file.parent, "fix", PATH, "--strategy", strategy).exit_code == 1
        assert file.read_bytes() == state("repaired")
