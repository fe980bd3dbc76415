"""What is kept of checked documents changes no answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mergemend import known
from mergemend.config import Nested
from mergemend.git.context import context_of
from mergemend.model import FileReport
from mergemend.project import Outcome, Project, open_project
from mergemend.workers import look_at
from scratch import Scratch

DOCUMENT = (
    "# Status {number}\n\n**Status:** in progress\n**Date:** 2025-12-2{day}\n**Owner:** Ada\n\n"
    "Week of Monday, December 22. See [the plan](plan.md#goals) for TICKET-{number}.\n\n"
    "| Task | Effort |\n|---|---|\n| one | 2 h |\n| two | 3 h |\n| **Total** | 5 h |\n"
)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """A repository with 24 status documents, some files a while old, and one that is new."""
    monkeypatch.setattr(known, "_MOMENT", 0)
    scratch = Scratch.init(tmp_path / "r")
    texts = {
        f"docs/s{number}-status.md": DOCUMENT.format(number=number, day=number % 9).encode()
        for number in range(24)
    }
    scratch.commit("start", texts | {"docs/plan.md": b"# Plan\n\n## Goals\n"})
    scratch.write("docs/new-status.md", DOCUMENT.format(number=99, day=1).encode())
    monkeypatch.chdir(scratch.top)
    time.sleep(0.02)
    return scratch


def _look(*, cache: bool) -> list[Outcome]:
    with open_project(Nested()) as project:
        files = sorted(project.files([Path()]))
        return list(look_at(project, files, cache=cache))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the whole program looks at."""
    seen: list[str] = []
    real = Project.look

    def look(self: Project, path: Path) -> Outcome:
        seen.append(path.as_posix())
        return real(self, path)

    monkeypatch.setattr(Project, "look", look)
    return seen


@pytest.mark.usefixtures("scratch")
def test_a_document_without_findings_is_not_parsed_again(looked_at: list[str]) -> None:
    first = _look(cache=True)
    assert len(looked_at) >= 25
    assert not [o for o in first if not isinstance(o, FileReport) or o.findings]
    looked_at.clear()
    assert _look(cache=True) == first
    assert looked_at == ["docs/new-status.md"]  # HEAD does not have it


def _contradict(scratch: Scratch) -> None:
    path = scratch.top / "docs/s3-status.md"
    path.write_bytes(path.read_bytes().replace(b"5 h", b"6 h"))


def _lose_the_target(scratch: Scratch) -> None:
    scratch.git("rm", "-q", "--cached", "docs/plan.md")


def _rename_the_goal(scratch: Scratch) -> None:
    scratch.write("docs/plan.md", b"# Plan\n\n## Aims\n")
    scratch.git("add", "-A")


def _set(scratch: Scratch) -> None:
    scratch.write("mergemend.toml", b'ignore = ["table-total"]\n')
    _contradict(scratch)


def _set_below(scratch: Scratch) -> None:
    scratch.write("docs/mergemend.toml", b'ignore = ["table-total"]\n')
    _contradict(scratch)


def _own_kind(scratch: Scratch) -> None:
    scratch.write(
        ".mergemend/kinds/own.yaml",
        b"kind: own\npaths: ['*s3-status*']\n"
        b"sections:\n  risks:\n    heading: [Risks]\n    required: true\n",
    )


def _say_another_thing(scratch: Scratch) -> None:
    scratch.write("docs/s4-status.md", b"# S\n\n**Date:** 2025-12-25\n\n- [x] TICKET-3 done\n")
    scratch.commit("more")


@pytest.mark.parametrize(
    "change",
    [
        _contradict,
        _lose_the_target,
        _rename_the_goal,
        _set,
        _set_below,
        _own_kind,
        _say_another_thing,
    ],
)
def test_with_the_cache_as_much_is_found(
    scratch: Scratch, change: Callable[[Scratch], None]
) -> None:
    before = _look(cache=True)
    change(scratch)
    time.sleep(0.02)
    told = _look(cache=False)
    assert _look(cache=True) == told
    assert _look(cache=True) == told
    assert told != before or change is _say_another_thing


def _replace(scratch: Scratch) -> None:
    text = scratch.git("cat-file", "commit", "HEAD") + "\n\nreplaced\n"
    scratch.write("../commit", text.encode())
    new = scratch.git("hash-object", "-t", "commit", "-w", "../commit")
    scratch.git("replace", "HEAD", new)


def _configure(scratch: Scratch) -> None:
    scratch.git("config", "diff.renameLimit", "1")


def _fetch(scratch: Scratch) -> None:
    packs = scratch.top / ".git/objects/pack"
    (packs / "pack-1.promisor").touch()


def _be_shallow(scratch: Scratch) -> None:
    (scratch.top / ".git/shallow").write_text(f"{scratch.head()}\n")


@pytest.mark.parametrize("change", [_replace, _configure, _fetch, _be_shallow, _rename_the_goal])
def test_what_tells_other_renames_or_texts_is_another_context(
    scratch: Scratch, change: Callable[[Scratch], None]
) -> None:
    before = context_of(scratch.top)
    assert before == context_of(scratch.top)
    change(scratch)
    after = context_of(scratch.top)
    assert before
    assert after
    assert before.digest != after.digest


def test_a_config_file_that_is_gone_below_is_noticed(scratch: Scratch) -> None:
    _set_below(scratch)
    scratch.commit("more")
    time.sleep(0.02)
    assert not [o for o in _look(cache=True) if isinstance(o, FileReport) and o.findings]
    (scratch.top / "docs/mergemend.toml").unlink()
    rules = [f.rule for o in _look(cache=True) if isinstance(o, FileReport) for f in o.findings]
    assert rules == ["table-total"]


EXAMPLE = b"# Plan %d\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> 0123456 (b)\n```\n"


def test_examples_of_conflicts_are_looked_at_again(scratch: Scratch, looked_at: list[str]) -> None:
    """Whether a label names a commit that a fetch has brought is not in the context."""
    files = {f"docs/plan{number}.md": EXAMPLE % number for number in range(24)}
    scratch.commit("more", files)
    time.sleep(0.02)
    for _ in range(2):
        looked_at.clear()
        _look(cache=True)
    assert {*looked_at} == {*files}


@pytest.mark.parametrize(
    "setting", ["extensions.partialClone", "remote.o.promisor", "remote.o.partialCloneFilter"]
)
def test_in_a_partial_clone_nothing_is_known(
    scratch: Scratch, looked_at: list[str], setting: str
) -> None:
    scratch.git("config", setting, "o")
    for _ in range(2):
        looked_at.clear()
        _look(cache=True)
    assert len(looked_at) >= 25


def test_attributes_that_are_edited_count(scratch: Scratch) -> None:
    latin = "name = 'café'\n".encode("latin-1")
    scratch.write(".gitattributes", b"*.py working-tree-encoding=latin-1\n")
    scratch.commit("more", {f"docs/a{number}.py": latin for number in range(24)})
    time.sleep(0.02)
    for _ in range(2):
        assert not [o for o in _look(cache=True) if isinstance(o, FileReport) and o.findings]
    scratch.write(".gitattributes", b"*.py text\n")
    rules = [f.rule for o in _look(cache=True) if isinstance(o, FileReport) for f in o.findings]
    assert rules == ["invalid-utf-8"] * 24
