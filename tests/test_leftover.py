"""Half removed conflicts, in real repositories: what was kept, what is missing, what is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Mend
from mergemend.config import Settings
from mergemend.conflicts import Strategy
from mergemend.conflicts.leftover import Source, whole_regions
from mergemend.lines import split_lines
from mergemend.model import FileReport, Finding, Safety
from mergemend.project import open_project
from scratch import Scratch, forked

FRAME = "# Paint\n\nabove\n{}below\n\nthe end\n"
OURS, THEIRS = "red\ncrimson\n", "blue\nnavy\n"
START, MIDDLE, END = "<<<<<<< HEAD\n", "=======\n", ">>>>>>> feature\n"


def framed(text: str) -> bytes:
    return FRAME.format(text).encode()


@pytest.fixture(params=["merge", "diff3"])
def conflicted(request: pytest.FixtureRequest, tmp_path: Path) -> Scratch:
    """A merge was committed with its markers; theirs is newer."""
    texts = framed(OURS), framed(THEIRS), framed("grey\n")
    repository = forked(tmp_path / "repo", *texts)
    repository.git("config", "merge.conflictStyle", request.param)
    repository.merge("feature")
    return repository


def look(repository: Scratch, strategy: Strategy = Strategy.NEWEST) -> FileReport:
    with open_project(Settings(repository.top, strategy)) as project:
        report = project.look(repository.top / "notes.md")
        assert isinstance(report, FileReport)
        return report


def changed(repository: Scratch, data: bytes, *, commit: bool = True) -> FileReport:
    repository.write("notes.md", data)
    if commit:
        repository.commit("tidy up")
    return look(repository)


def fixes(report: FileReport) -> list[Finding]:
    return [finding for finding in report.findings if finding.edits]


RESOLVED = {
    "ours, its start left": (START + OURS, OURS, "ours was"),
    "ours, its end left": (OURS + END, OURS, "ours was"),
    "ours, its separator left": (OURS + MIDDLE, None, ""),
    "ours between two": (START + OURS + MIDDLE, OURS, "ours was"),
    "ours, all markers left": (START + OURS + MIDDLE + END, OURS, "ours was"),
    "theirs, its start left": (START + THEIRS, THEIRS, "theirs was"),
    "theirs, its end left": (THEIRS + END, THEIRS, "theirs was"),
    "theirs between two": (MIDDLE + THEIRS + END, THEIRS, "theirs was"),
    "theirs, all markers left": (START + MIDDLE + THEIRS + END, THEIRS, "theirs was"),
    "both": (OURS + THEIRS + END, OURS + THEIRS, "both sides were"),
    "both, the start left": (START + OURS + THEIRS, OURS + THEIRS, "both sides were"),
    "both, turned round": (THEIRS + OURS + END, THEIRS + OURS, "both sides, theirs first, were"),
    "ours and a line": (OURS + "blue\n" + END, OURS + "blue\n", "ours and more was"),
    "theirs and a line": (START + "red\n" + THEIRS, "red\n" + THEIRS, "theirs and more was"),
    "edited by hand": ("purple\n" + END, None, ""),
    "half of a side": ("red\n" + END, None, ""),
    "half of each": (START + "red\n" + MIDDLE + "navy\n", None, ""),
    "both and a line by hand": (OURS + THEIRS + "purple\n" + END, None, ""),
}


@pytest.mark.parametrize(("left", "text", "kept"), RESOLVED.values(), ids=RESOLVED)
@pytest.mark.parametrize("commit", [True, False])
def test_what_somebody_resolved(
    conflicted: Scratch, left: str, text: str | None, kept: str, commit: bool
) -> None:
    merge = conflicted.head()
    report = changed(conflicted, framed(left), commit=commit)
    if text is None:
        assert not report.changed
        return
    assert report.after == framed(text)
    assert report.left == ()
    assert {finding.safety for finding in fixes(report)} == {Safety.LIKELY}
    for finding in fixes(report):
        assert finding.evidence["commit"] == merge
        assert finding.evidence["kept"] == kept
        assert f"{merge[:7]} (Merge branch 'feature')" in finding.message


@pytest.mark.parametrize(
    "left",
    [
        OURS + MIDDLE + THEIRS + END,
        START + OURS + THEIRS + END,
        START + OURS + MIDDLE + THEIRS,
    ],
)
@pytest.mark.parametrize("commit", [True, False])
def test_a_missing_marker_is_put_back_and_the_conflict_decided(
    tmp_path: Path, left: str, commit: bool
) -> None:
    texts = framed(OURS), framed(THEIRS), framed("grey\n")
    repository = forked(tmp_path / "repo", *texts)
    repository.merge("feature")
    report = changed(repository, framed(left), commit=commit)
    assert report.after == framed(THEIRS)
    assert report.left == ()
    assert look(repository, Strategy.OURS).after == framed(OURS)
    assert fixes(report)[0].line == 4
    assert fixes(report)[0].evidence["put_back_before_lines"]


def test_a_missing_base_marker_is_put_back(tmp_path: Path) -> None:
    texts = framed(OURS), framed(THEIRS), framed("grey\n")
    repository = forked(tmp_path / "repo", *texts)
    repository.git("config", "merge.conflictStyle", "diff3")
    repository.merge("feature")
    lines = repository.read("notes.md").splitlines(keepends=True)
    report = changed(repository, b"".join(n for n in lines if not n.startswith(b"|||||||")))
    assert report.after == framed(THEIRS)


def test_what_is_unknown_is_told(conflicted: Scratch) -> None:
    merge = conflicted.head()
    report = changed(conflicted, framed("purple\n" + END))
    [finding] = report.findings
    assert not report.changed
    assert finding.rule == "conflict-orphan-marker"
    assert f"was whole in {merge[:7]}" in finding.message
    assert "crimson" in str(finding.evidence["stood"])


def test_explain_tells_what_would_be_put_back(conflicted: Scratch, mend: Mend) -> None:
    lines = conflicted.read("notes.md").splitlines(keepends=True)
    conflicted.write("notes.md", b"".join(n for n in lines if not n.startswith(b"<<<<<<<")))
    shown = mend(conflicted.top, "explain", "notes.md").stdout
    assert "put back before line 4" in shown


def test_one_of_two_regions_was_resolved(tmp_path: Path) -> None:
    far = "".join(f"line {n}\n" for n in range(9))
    texts = [
        framed(top) + far.encode() + last
        for top, last in ((OURS, b"x\n"), (THEIRS, b"y\n"), ("", b"o\n"))
    ]
    repository = forked(tmp_path / "repo", *texts)
    repository.merge("feature")
    whole = repository.read("notes.md").decode()
    assert whole.count(START) == 2
    rest = whole[whole.index("below") :]
    report = changed(repository, f"# Paint\n\nabove\n{OURS}{END}{rest}".encode())
    assert report.after == framed(OURS) + far.encode() + b"y\n"
    assert report.left == ()


def test_while_one_marker_is_unknown_nothing_is_changed(tmp_path: Path) -> None:
    repository = forked(tmp_path / "repo", framed(OURS), framed(THEIRS), framed("grey\n"))
    repository.merge("feature")
    report = changed(repository, framed(OURS + END) + b"more\n>>>>>>> 1a2b3c4 (elsewhere)\n")
    assert not report.changed
    assert len(report.findings) == 2


@pytest.mark.parametrize("left", [START + OURS, OURS + END])
def test_a_merge_was_committed_half_resolved(tmp_path: Path, left: str) -> None:
    """No version holds the region whole: the merge is made anew."""
    repository = forked(tmp_path / "repo", framed(OURS), framed(THEIRS), framed("grey\n"))
    repository.git("merge", "-q", "feature", check=False)
    repository.write("notes.md", framed(left))
    merge = repository.commit("merged")
    report = look(repository)
    assert report.after == framed(OURS)
    assert f"{merge[:7]} (merged), merged anew" in report.findings[0].message


@pytest.mark.parametrize(
    "operation",
    [
        ("merge", "feature"),
        ("cherry-pick", "feature"),
        ("rebase", "feature"),
    ],
)
def test_an_operation_in_progress(tmp_path: Path, operation: tuple[str, ...]) -> None:
    repository = forked(tmp_path / "repo", framed(OURS), framed(THEIRS), framed("grey\n"))
    repository.git(*operation, check=False)
    text = repository.read("notes.md").decode()
    end = next(line for line in text.splitlines(keepends=True) if line.startswith(">>>>>>>"))
    for stage in ("in the work tree", "added"):
        repository.write("notes.md", framed(OURS + end))
        if stage == "added":
            repository.git("add", "notes.md")
        report = look(repository)
        assert report.after == framed(OURS)
        assert "the operation in progress" in report.findings[0].message


def test_a_renamed_file(conflicted: Scratch) -> None:
    conflicted.git("mv", "notes.md", "paint.md")
    conflicted.commit("rename")
    conflicted.git("mv", "paint.md", "notes.md")
    conflicted.commit("rename back")
    assert changed(conflicted, framed(OURS + END)).after == framed(OURS)


def test_lines_elsewhere_were_edited(conflicted: Scratch) -> None:
    text = framed(OURS + END).replace(b"# Paint", b"# All about paint") + b"PS\n"
    assert changed(conflicted, text).after == text.replace(END.encode(), b"")


def test_the_place_itself_was_edited(conflicted: Scratch) -> None:
    """The lines around the region are others: what belongs to it is not known."""
    report = changed(conflicted, framed(OURS + END).replace(b"above", b"over"))
    assert not report.changed


@pytest.mark.parametrize("text", [framed(END), framed(START), framed(MIDDLE + END)])
def test_a_marker_that_was_never_part_of_a_region(tmp_path: Path, text: bytes) -> None:
    repository = Scratch.init(tmp_path / "repo")
    repository.commit("start", {"notes.md": framed("")})
    sha = repository.commit("typed in", {"notes.md": text})
    report = look(repository)
    assert not report.changed
    assert f"{sha[:7]} (typed in) brought it in" in report.findings[0].message


def test_a_side_that_is_empty_by_rights(tmp_path: Path) -> None:
    """Git wrote it so: one side deleted the lines, and that side is newer."""
    repository = forked(tmp_path / "repo", framed(OURS), framed(""), framed("grey\n"))
    repository.merge("feature")
    assert MIDDLE + END in repository.read("notes.md").decode()
    assert look(repository).after == framed("")


def test_the_first_and_the_last_line(tmp_path: Path) -> None:
    repository = forked(tmp_path / "repo", b"red\n", b"blue\n")
    repository.merge("feature")
    assert changed(repository, b"red\n>>>>>>> feature").after == b"red\n"
    assert changed(repository, b"\xef\xbb\xbf<<<<<<< HEAD\nred\n").after == b"\xef\xbb\xbfred\n"


def test_whole_regions() -> None:
    text = b"""<<<<<<< a
<<<<<<< b
1
=======
2
>>>>>>> c
=======
>>>>>>> d
<<<<<<< e
||||||| f
=======
>>>>>>>> g
<<<<<<< h
3
||||||| i
4
=======
5
>>>>>>> j
"""
    regions = whole_regions(Source(split_lines(text), None))
    assert [(r.ours, r.theirs) for r in regions] == [((b"1\n",), (b"2\n",)), ((b"3\n",), (b"5\n",))]
