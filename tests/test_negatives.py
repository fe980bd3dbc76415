"""What looks like a conflict and is none is not reported; what is one is, wherever it stands."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SHARED
from mergemend.config import Settings
from mergemend.conflicts import Rule, Strategy
from mergemend.conflicts.blocks import find_blocks
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document, FileReport
from mergemend.project import open_project
from scratch import Scratch, forked


def look(text: str, path: str = "d.md", strategy: Strategy = Strategy.NEWEST) -> FileReport:
    data = text.encode("utf-8", "surrogateescape")
    options = Options(Rule(strategy), lambda rule: rule.startswith("conflict"))
    return examine(Document(path, data), NoEvidence(), options)


REGION = "<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> {}\n"
FENCED = "```\n" + REGION + "```\n"
TEXT = "Some text.\n\n"

SILENT = {
    "a fence that holds nothing else": ("d.md", TEXT + FENCED.format("feature-branch")),
    "tildes": ("d.md", TEXT + "~~~text\n" + REGION.format("main") + "~~~\n"),
    "a fence in a list": ("d.md", "- so:\n\n  ```\n" + REGION.format("main") + "  ```\n"),
    "a fence in a fence": ("d.md", "````md\n```\n" + REGION.format("main") + "```\n````\n"),
    "the file's name above": (
        "d.md",
        TEXT + "```\nsrc/paint.py\n" + REGION.format("updated") + "```\n",
    ),
    "a command above": ("d.md", TEXT + "```\n$ cat paint.txt\n" + REGION.format("b") + "```\n"),
    "two in a fence": (
        "d.md",
        TEXT + "```\n" + REGION.format("b") + "\n" + REGION.format("c") + "```\n",
    ),
    "a text that teaches": (
        "d.md",
        "# Conflicts\n\nGit writes this:\n\n```\nroses\n" + REGION.format("main") + "are\n```\n",
    ),
    "a text that teaches, with a commit": (
        "d.md",
        "After `git rebase` you see\n\n```\nroses\n"
        + REGION.format("1a2b3c4 (Paint)")
        + "are\n```\n",
    ),
    "marker lines one by one": (
        "d.md",
        "Ours begins with\n```\n<<<<<<< HEAD\n```\nand theirs ends with\n```\n>>>>>>> main\n```\n",
    ),
    "another tool's labels": (
        "d.md",
        TEXT + "```\n<<<<<<< ours: function `paint`\na\n=======\nb\n>>>>>>> theirs: `paint`\n```\n",
    ),
    "jj": (
        "d.md",
        "```text\n<<<<<<< conflict 1 of 1\n%%%%%%% diff from: qpvuntsm\n-a\n+b\n"
        "+++++++ zsuskuln\nc\n>>>>>>> conflict 1 of 1 ends\n```\n",
    ),
    "preformatted text": ("d.md", "<pre>\n" + REGION.format("main") + "</pre>\n"),
    "asciidoc": ("d.adoc", "Text.\n\n----\n" + REGION.format("main") + "----\n"),
    "asciidoc in a text file": (
        "d.txt",
        "option::\n\tText.\n\n------------\nHere are lines\n<<<<<<< yours:a.txt\na\n=======\nb\n"
        ">>>>>>> theirs:a.txt\n------------\n",
    ),
    "indented": (
        "d.rst",
        "Like this::\n\n    " + REGION.format("b").replace("\n", "\n    ") + "\n",
    ),
    "heading": ("d.md", "Heading\n=======\n\ntext\n"),
    "overlined heading": ("d.rst", "=======\nHeading\n=======\n\ntext\n"),
    "many headings": ("d.rst", "Heading\n=======\n\ntext\n\n" * 30),
    "search and replace": (
        "d.md",
        TEXT + "a.py\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n",
    ),
    "longer": ("d.md", TEXT + "<<<<<<<<< SEARCH\nold\n=========\nnew\n>>>>>>>>> REPLACE\n"),
    "shorter": ("d.md", TEXT + "<<<<<< SEARCH\nold\n=======\nnew\n>>>>>> REPLACE\n"),
    "dashes": ("d.md", TEXT + "------- SEARCH\nold\n=======\nnew\n+++++++ REPLACE\n"),
    "lines": (
        "d.md",
        TEXT + "<<<<<<< SEARCH\n:start_line:3\n-------\nold\n=======\nnew\n>>>>>>> REPLACE\n",
    ),
    "a file behind": ("d.md", TEXT + "<<<<<<< SEARCH a.py\nold\n=======\nnew\n>>>>>>> REPLACE\n"),
    "small letters": ("d.md", TEXT + "<<<<<<< search\nold\n=======\nnew\n>>>>>>> replace\n"),
    "original": ("d.md", TEXT + "<<<<<<< ORIGINAL\nold\n=======\nnew\n>>>>>>> UPDATED\n"),
    "old and new": ("d.md", TEXT + "<<<<<<< OLD\nold\n=======\nnew\n>>>>>>> NEW\n"),
    "unheard-of": ("d.md", TEXT + "<<<<<<< REMOVE\nold\n=======\nnew\n>>>>>>> INSERT\n"),
    "mixed up": ("d.md", TEXT + "<<<<<<< REPLACE\nold\n=======\nnew\n>>>>>>> SEARCH\n"),
    "half of one": ("d.md", TEXT + "<<<<<<< SEARCH\nold\n=======\nnew\n"),
    "strays among edit blocks": (
        "d.md",
        TEXT + "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n" + REGION.format("updated"),
    ),
    "a patch": ("d.patch", "@@ -1 +1,5 @@\n+<<<<<<< HEAD\n a\n+=======\n+b\n+>>>>>>> main\n"),
    "a combined diff": (
        "d.diff",
        "diff --cc a\n@@@ -1,1 -1,1 +1,5 @@@\n++<<<<<<< HEAD\n +a\n++=======\n+ b\n++>>>>>>> b\n",
    ),
    "a normal diff": ("d.diff", "1c1,3\n< a\n---\n> <<<<<<< HEAD\n> a\n> >>>>>>> b\n"),
    "mail": (
        "d.txt",
        "> one\n>> two\n>>>>>> six\n>>>>>>> On Monday Ada wrote:\n>>>>>>>> eight\n>> two\n",
    ),
    "doctest": ("d.txt", ">>> 1 + 1\n2\n>>> x <<= 2\n"),
    "heredoc": ("d.sh", "cat <<<<<<<\nx = 1 <<<<<<< 2\n"),
}

FOUND = {
    "plain": ("d.md", TEXT + REGION.format("feature-branch")),
    "plain, in a text about conflicts": (
        "d.md",
        "# Conflicts\n\n" + FENCED.format("b") + "\n" + REGION.format("main"),
    ),
    "a stash": ("d.md", "<<<<<<< Updated upstream\na\n=======\nb\n>>>>>>> Stashed changes\n"),
    "branches in small letters": ("d.md", "<<<<<<< dev\na\n=======\nb\n>>>>>>> update/search\n"),
    "a branch in capitals": ("d.md", REGION.format("UAT")),
    "sides in capitals": ("d.md", "<<<<<<< OURS\na\n=======\nb\n>>>>>>> THEIRS\n"),
    "bazaar": ("d.md", "<<<<<<< TREE\na\n=======\nb\n>>>>>>> MERGE-SOURCE\n"),
    "subversion": ("d.md", "<<<<<<< .mine\na\n=======\nb\n>>>>>>> .r12\n"),
    "beside edit blocks": (
        "d.md",
        "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n" + REGION.format("main"),
    ),
    "round an edit block": (
        "d.md",
        "<<<<<<< HEAD\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n=======\nc\n>>>>>>> main\n",
    ),
    "in a fence, with a commit": (
        "d.md",
        TEXT + "```\nroses\n" + REGION.format("1a2b3c4 (Paint)") + "are\n```\n",
    ),
    "in a fence, with the labels of one outside": (
        "d.md",
        "How to solve conflicts.\n" + REGION.format("main") + "\n```\nroses\n"
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\nare\n```\n",
    ),
    "a fence that one side opens": (
        "d.md",
        "<<<<<<< HEAD\n```\nred\n=======\nblue\n>>>>>>> main\n```\n\n" + FENCED.format("other"),
    ),
    "a fence that one side closes": (
        "d.md",
        "```\n<<<<<<< HEAD\nred\n```\n=======\nblue\n>>>>>>> main\n```\n",
    ),
    "a fence that nothing closes": ("d.md", "```\n" + REGION.format("main")),
    "a fence round one half": ("d.md", "<<<<<<< HEAD\na\n=======\n```\nb\n>>>>>>> main\n```\n"),
    "dashes in Markdown": ("d.md", "\n----\n" + REGION.format("main") + "----\n"),
    "between headings": (
        "d.txt",
        "One\n----\n" + REGION.format("main") + "\nTwo\n----\n",
    ),
    "a fence in reStructuredText": ("d.rst", "```\n" + REGION.format("main") + "```\n"),
    "an end below a quotation": ("d.md", "> quoted\n>> deep\n>>>>>>> 1a2b3c4 (docs: tidy)\n"),
    "an end by itself": ("d.md", "> quoted\n>>>>>>> main\n"),
}


@pytest.mark.parametrize("strategy", [Strategy.NEWEST, Strategy.OURS])
@pytest.mark.parametrize(("path", "text"), SILENT.values(), ids=SILENT)
def test_no_conflict(path: str, text: str, strategy: Strategy) -> None:
    report = look(text, path, strategy)
    assert report.findings == ()
    assert not report.changed


@pytest.mark.parametrize(("path", "text"), FOUND.values(), ids=FOUND)
def test_a_conflict(path: str, text: str) -> None:
    assert look(text, path).findings


def test_what_may_be_an_example_is_never_changed() -> None:
    """Not even where its sides are equal, or one of them was asked for."""
    text = TEXT + "```\nroses\n<<<<<<< HEAD\na\n=======\n{}\n>>>>>>> 1a2b3c4 (Paint)\nare\n```\n"
    for side in ("a", "b"):
        report = look(text.format(side), strategy=Strategy.THEIRS)
        assert "left alone" in report.findings[0].message
        assert not report.changed


def test_an_example_beside_a_conflict_stays() -> None:
    text = "About conflicts.\n\n" + FENCED.format("feature") + "\n" + REGION.format("main")
    report = look(text, strategy=Strategy.OURS)
    assert report.after.decode() == "About conflicts.\n\n" + FENCED.format("feature") + "\nred\n"
    assert report.left == ()


BLOCKS = [
    ("d.md", "a\n```\nb\n```\nc\n", [(1, 3)]),
    ("d.md", "````\n```\n````\n", [(0, 2)]),
    ("d.md", "```\n~~~\n```\n~~~\n~~~\n", [(0, 2), (3, 4)]),
    ("d.md", "```a`b\n```\nx\n```\n", [(1, 3)]),
    ("d.md", "```\nx\n", []),
    ("d.md", "```\r\nx\r\n```\r\n", [(0, 2)]),
    ("d.md", "<pre>x</pre>\n<pre>\nx\n</pre>\n", [(1, 3)]),
    ("d.adoc", "\n----\nx\n----\n", [(1, 3)]),
    ("d.adoc", "Title\n-----\nx\n-----\n", []),
    ("d.adoc", "[source]\n....\nx\n....\n", [(1, 3)]),
    ("d.md", "\n----\nx\n----\n", []),
    ("d.txt", "\n----\nx\n----\n", []),
    ("d.rst", "```\nx\n```\n", []),
]


@pytest.mark.parametrize(("path", "text", "blocks"), BLOCKS)
def test_code_blocks(path: str, text: str, blocks: list[tuple[int, int]]) -> None:
    found = find_blocks(Document(path, text.encode()))
    assert [(block.first, block.last) for block in found] == blocks


PIECES = [
    "```\n",
    "~~~\n",
    "text\n",
    "red\n",
    "<!-- mergemend: off -->\n",
    "<!-- mergemend: on -->\n",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> 1a2b3c4 (Paint)\n",
    ">>>>>>> main\n",
    "<<<<<<< SEARCH\n",
    ">>>>>>> REPLACE\n",
    REGION.format("main"),
    REGION.format("1a2b3c4 (Paint)"),
    FENCED.format("main"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(Strategy))
@settings(max_examples=100)
def test_fixing_converges(text: str, strategy: Strategy) -> None:
    report = look(text, "d.md", strategy)
    again = look(report.after.decode(), "d.md", strategy)
    assert not again.changed
    assert again.findings == report.left


# With a history to ask

INSIDE = b"# Paint\n\n```\nroses\n%b\nare\n```\n"
ALONE = b"# Paint\n\n```\n%b\n```\n"


def findings(repository: Scratch) -> FileReport:
    with open_project(Settings(repository.top)) as project:
        report = project.look(repository.top / "notes.md")
        assert isinstance(report, FileReport)
        return report


@pytest.fixture
def repository(tmp_path: Path) -> Scratch:
    return Scratch.init(tmp_path / "repo")


@pytest.mark.parametrize("frame", [INSIDE, ALONE])
@pytest.mark.parametrize("committed", [True, False])
def test_a_merge_brought_it_into_a_code_block(
    tmp_path: Path, frame: bytes, committed: bool
) -> None:
    """The newest side is taken, though the text speaks of conflicts."""
    words = b"On conflicts.\n" + frame
    repository = forked(
        tmp_path / "repo", *(words.replace(b"%b", word) for word in (b"red", b"blue", b"old"))
    )
    if committed:
        repository.merge("feature")
    else:
        repository.git("merge", "-q", "feature", check=False)
    assert b"<<<<<<< HEAD\nred" in repository.read("notes.md")
    report = findings(repository)
    assert report.after == words.replace(b"%b", b"blue")


@pytest.mark.parametrize("frame", [INSIDE, ALONE])
@pytest.mark.parametrize("operation", ["rebase", "cherry-pick"])
def test_an_operation_in_progress_brought_it_into_a_code_block(
    tmp_path: Path, frame: bytes, operation: str
) -> None:
    repository = forked(
        tmp_path / "repo", *(frame.replace(b"%b", word) for word in (b"red", b"blue", b"old"))
    )
    repository.git(operation, "feature", check=False)
    assert b"<<<<<<<" in repository.read("notes.md")
    assert findings(repository).changed


def test_a_rebase_brought_it_into_a_code_block(tmp_path: Path) -> None:
    repository = forked(
        tmp_path / "repo", *(INSIDE.replace(b"%b", word) for word in (b"red", b"blue", b"old"))
    )
    repository.rebase("main", "main", "feature")
    assert b"(theirs)" in repository.read("notes.md")
    assert findings(repository).findings


def test_a_squashed_merge_brought_it_into_a_code_block(tmp_path: Path) -> None:
    """Nothing names the other side, but ours stood in that place before."""
    repository = forked(
        tmp_path / "repo", *(INSIDE.replace(b"%b", word) for word in (b"red", b"blue", b"old"))
    )
    repository.git("merge", "-q", "--squash", "feature", check=False)
    repository.commit("squashed")
    report = findings(repository)
    assert report.findings
    assert not report.changed


@pytest.mark.parametrize("frame", [INSIDE, ALONE])
def test_an_example_that_somebody_wrote(repository: Scratch, frame: bytes) -> None:
    """Its labels are git's, but no merge brought it in."""
    region = REGION.format("1a2b3c4 (Paint it)").rstrip("\n").encode()
    repository.commit("start", {"notes.md": b"# Paint\n"})
    repository.commit("write an example", {"notes.md": frame.replace(b"%b", region)})
    assert findings(repository).findings == ()


@pytest.mark.parametrize("frame", [INSIDE, ALONE])
def test_a_conflict_that_somebody_edited(tmp_path: Path, frame: bytes) -> None:
    """The commit that wrote the text as it is now is no merge, but one brought the region in."""
    repository = forked(
        tmp_path / "repo", *(frame.replace(b"%b", word) for word in (b"red", b"blue", b"old"))
    )
    repository.merge("feature")
    edited = repository.read("notes.md").replace(b"red", b"crimson")
    repository.commit("a better red", {"notes.md": edited})
    assert findings(repository).after == frame.replace(b"%b", b"blue")


def test_an_example_that_a_merge_met(tmp_path: Path) -> None:
    """A merge of the same name conflicts elsewhere in the file: the example stays as it is."""
    example = FENCED.format("feature").encode()
    repository = forked(
        tmp_path / "repo", *(example + b"\n" * 9 + word for word in (b"a\n", b"b\n", b"o\n"))
    )
    repository.merge("feature")
    report = findings(repository)
    assert report.after == example + b"\n" * 9 + b"b\n"
    assert report.left == ()


def test_an_example_that_quotes_a_commit_is_not_changed(repository: Scratch) -> None:
    sha = repository.commit("Paint it", {"notes.md": b"# Paint\n"})
    region = REGION.format(f"{sha[:7]} (Paint it)").rstrip("\n").encode()
    repository.commit("write an example", {"notes.md": INSIDE.replace(b"%b", region)})
    report = findings(repository)
    assert "left alone" in report.findings[0].message
    assert not report.changed


def test_a_new_file_with_markers_is_reported(repository: Scratch) -> None:
    repository.commit("start", {"other.md": b"x\n"})
    repository.write("notes.md", REGION.format("main").encode())
    repository.git("add", "notes.md")
    assert findings(repository).findings


# The real cases


def cases(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "corpus" / "conflicts" / f"{name}.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


real = pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")


@real
@pytest.mark.parametrize("strategy", [Strategy.NEWEST, Strategy.THEIRS])
def test_real_files_that_are_no_conflicts(strategy: Strategy) -> None:
    reports = {c["id"]: (c, look(c["conflict"], c["path"], strategy)) for c in cases("negative")}
    assert reports
    flagged = [i for i, (c, r) in reports.items() if c["expect"] == "no_flag" and r.findings]
    assert (flagged, [i for i, (_, r) in reports.items() if r.changed]) == ([], [])


@real
@pytest.mark.parametrize(
    "name", ["committed", "replay", pytest.param("stacks", marks=pytest.mark.slow)]
)
def test_real_conflicts_are_found_from_the_text_alone(name: str) -> None:
    missed = [c["id"] for c in cases(name) if not look(c["conflict"], c["path"]).findings]
    assert missed == []


@real
@pytest.mark.parametrize(("group", "found"), [("markers", True), ("near_markers", False)])
def test_planted_files(group: str, found: bool) -> None:
    planted = json.loads((SHARED / "corpus" / "planted.json").read_text())
    for name, text in planted[group].items():
        text = base64.b64decode(text).decode("utf-8", "surrogateescape")
        assert bool(look(text).findings) is found, name
