"""Marker lines and regions against what git and other tools take for them."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from differential import (
    CONFLICT_TEXTS,
    EDITS,
    MARKER_TEXTS,
    leftovers,
    merging,
    normalised,
    noted,
    preimages,
)
from generated import STYLES, as_bytes, document, edited, generate
from mergemend.conflicts.markers import find_markers, parse_marker
from mergemend.lines import split_lines
from scratch import Scratch

# Shrinking would ask git hundreds of times; the failing text is in the message.
UNSHRUNK = (Phase.explicit, Phase.generate)


@pytest.fixture(scope="module")
def asked() -> Iterator[Scratch]:
    """A repository in which git is asked, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        yield Scratch.init(Path(folder) / "repo")


@dataclass(frozen=True)
class Difference:
    """A difference by design: ``holds`` says of which lines (of which texts), ``example`` has one.

    ``git`` says who takes the line for a marker: git, or else mergemend.
    """

    why: str
    git: bool
    holds: Callable[[bytes, bytes], bool]
    example: bytes
    line: int = 0


def _whole(runs: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\A(?:\xef\xbb\xbf)?" + runs + rb"\Z", re.DOTALL)


BY_LINE = (
    Difference(
        "an editor put a byte-order mark before it",
        False,
        lambda line, _: line.startswith(b"\xef\xbb\xbf"),
        b"\xef\xbb\xbf<<<<<<< HEAD\n",
    ),
    Difference(
        "a carriage return that ends no line is white space to git, which writes none there",
        True,
        lambda line, _: _whole(rb"([<|=>])\1{5,}\r+[^\r\n].*").match(line) is not None,
        b"<<<<<<<\rHEAD\n",
    ),
    Difference(
        "git can be asked for shorter markers; they are text in too many documents",
        True,
        lambda line, _: _whole(rb"([<|=>])\1{5}(?:\s.*)?").match(line) is not None,
        b"<<<<<< HEAD\n",
    ),
)


def _has(pattern: bytes, text: bytes) -> bool:
    return re.search(rb"(?m)^(?:\xef\xbb\xbf)?" + pattern, text) is not None


def _is_underline(line: bytes, text: bytes) -> bool:
    run = re.match(rb"(?:\xef\xbb\xbf)?(\|+|=+)", line)
    size = len(run[1]) if run else 0
    return size > 0 and not _has(rb"([<>])\1{%d}(?:[ \t]|\r*(?:\n|\Z))" % (size - 1), text)


def _is_quoted(_: bytes, text: bytes) -> bool:
    return _has(rb">[ \t]*>", text) and not _has(rb"<{7,}(?:[ \t\r\n]|\Z)", text)


def _is_silent(_: bytes, text: bytes) -> bool:
    line = rb"^(?:\xef\xbb\xbf)?%b{%d}(?:[ \t](?:.|\n)*|\r*(?:\n(?:.|\n)*|\Z))"
    regions = (b"".join(line % (c, size) for c in (b"<", b"=", b">")) for size in (7, 8, 9))
    return not any(_has(region, text) for region in (rb"([<>])\1{6}[ \t]+\S", *regions))


# What stands beside a line tells that it is no marker; git asks no further than the line.
BY_COMPANY = (
    Difference(
        "nothing starts or ends with its length: a heading's underline, a table's border",
        True,
        _is_underline,
        b"Title\n=======\n<<<<<<<< HEAD\na\n========\nb\n>>>>>>>> c\n<<<<<<<< HEAD\n",
        1,
    ),
    Difference(
        "the document shows edits of coding tools, search and replace",
        True,
        lambda _, text: any(_has(rb"[<|=>]{6,}[ \t]+" + w, text) for pair in EDITS for w in pair),
        b"<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n",
        2,
    ),
    Difference(
        "nothing starts, and the document quotes what was quoted before",
        True,
        _is_quoted,
        b">>>>>>> a\n>> b\n",
    ),
    Difference(
        "nothing speaks of a conflict: neither a label, at git's own length, nor a whole region",
        True,
        _is_silent,
        b">>>>>>>\ntext\n",
    ),
)


def _reasons(
    table: tuple[Difference, ...], git: bool, line: bytes, text: bytes
) -> list[Difference]:
    return [d for d in table if d.git is git and d.holds(line, text)]


def _compare(text: bytes, git: Mapping[int, int]) -> None:
    lines = split_lines(text)
    kept = {marker.line: marker.length for marker in find_markers(lines)}
    for n, line in enumerate(lines):
        marker = parse_marker(line, n)
        theirs, ours = git.get(n), marker.length if marker else None
        expected = bool(_reasons(BY_LINE, theirs is not None, line, text))
        assert (ours != theirs) is expected or None is ours is theirs, (n, line, text)
        if n not in kept and ours is not None:
            assert _reasons(BY_COMPANY, True, line, text), (n, line, text)
        assert kept.get(n, ours) == ours


@settings(max_examples=20, phases=UNSHRUNK)
@given(st.lists(MARKER_TEXTS, min_size=30, max_size=60))
def test_marker_lines_are_those_of_git_diff_check(asked: Scratch, texts: list[bytes]) -> None:
    for text, git in zip(texts, leftovers(asked, texts), strict=True):
        _compare(text, git)


def test_conflicts_that_git_wrote_have_the_markers_that_git_diff_check_finds(
    asked: Scratch,
) -> None:
    texts = [generate(seed).text for seed in range(40)]
    found = leftovers(asked, texts)
    assert sum(map(bool, found)) > 30
    for text, git in zip(texts, found, strict=True):
        assert {m.line: m.length for m in find_markers(split_lines(text))} == git


def test_the_differences_are_there(asked: Scratch) -> None:
    table = (*BY_LINE, *BY_COMPANY)
    for difference, git in zip(table, leftovers(asked, [d.example for d in table]), strict=True):
        lines = split_lines(difference.example)
        line = lines[difference.line]
        alone = parse_marker(line) is not None
        kept = difference.line in {m.line for m in find_markers(lines)}
        assert (difference.line in git) is difference.git, difference.why
        assert (alone if difference in BY_LINE else kept) is not difference.git, difference.why
        assert difference.holds(line, difference.example), difference.why


def _versions(rng: random.Random, number: int) -> tuple[bytes, bytes, bytes]:
    """A base and two edits of it; some with CRLF, some without a line end at the end."""
    base = document(rng, rng.randint(6, 30))
    texts = (base, edited(rng, base, rng.randint(2, 5)), edited(rng, base, rng.randint(2, 5)))
    found = [as_bytes(text) for text in texts]
    if number % 5 == 0:
        found = [text.replace(b"\n", b"\r\n") for text in found]
    if number % 3 == 0:
        found = [text.rstrip(b"\r\n") for text in found]
    return found[0], found[1], found[2]


@pytest.mark.parametrize("style", STYLES)
def test_regions_that_git_wrote_are_those_of_git_rerere(tmp_path: Path, style: str) -> None:
    rng = random.Random(style)  # noqa: S311
    scratch = merging(tmp_path, style, [_versions(rng, number) for number in range(40)])
    found = preimages(scratch)
    assert len(found) > 25
    for path, preimage in found.items():
        assert normalised(scratch.read(path)) == preimage, path


@pytest.fixture(scope="module")
def unmerged() -> Iterator[Scratch]:
    """A repository in a merge with fifty unmerged files."""
    with tempfile.TemporaryDirectory() as folder:
        yield merging(Path(folder) / "repo", "merge", [(b"old\n", b"ours\n", b"theirs\n")] * 50)


# git rerere wants a blank behind the runs of starts and ends; mergemend takes what git diff --check
# takes, for labels get lost when markers are edited.
_NO_BLANK = re.compile(rb"(?m)^([<>])\1{6}(?=[\t\r\n])")


def _is_in_doubt(preimage: bytes) -> bool:
    """Whether git rerere left markers where they were, or regions in regions.

    It reads on where markers are left over, which mergemend tells, and tells no layers apart.
    """
    kinds = b"".join(re.findall(rb"(?m)^([<=>])\1{6}$", preimage))
    bare = re.sub(rb"(?m)^(?:<{7}|={7}|>{7})\n", b"", preimage)
    return re.fullmatch(rb"(?:<=>)*", kinds) is None or any(map(parse_marker, split_lines(bare)))


@settings(max_examples=10, phases=UNSHRUNK)
@given(texts=st.lists(CONFLICT_TEXTS, min_size=20, max_size=50))
@example([b"<<<<<<< HEAD\n||||||| b\n<<<<<<<\na\n=======\nb\n>>>>>>> HEAD\n"])
def test_regions_are_those_of_git_rerere(unmerged: Scratch, texts: list[bytes]) -> None:
    blank = [_NO_BLANK.sub(lambda run: run[0] + b" x", text) for text in texts]
    asis, blanked = noted(unmerged, texts), noted(unmerged, blank)
    for text, theirs, theirs_of_blank in zip(texts, asis, blanked, strict=True):
        ours = normalised(text)
        if ours is None:
            said = theirs_of_blank if _NO_BLANK.search(text) else theirs
            assert said is None or _is_in_doubt(said), text
        else:
            assert ours == theirs_of_blank, text
            assert ours == theirs or _NO_BLANK.search(text), text


def _prek(scratch: Scratch, *arguments: str) -> str:
    hook = {"id": "check-merge-conflict", "args": list(arguments)}
    config = {"repos": [{"repo": "builtin", "hooks": [hook]}]}
    file = scratch.write(".git/prek.yaml", json.dumps(config).encode())
    program = shutil.which("prek", path=_PROGRAMS)
    if program is None:
        pytest.skip("prek comes with the extra `bench`")
    return _run(scratch, program, "run", "--config", str(file), "--files")


def _pre_commit(scratch: Scratch, *arguments: str) -> str:
    program = shutil.which("check-merge-conflict", path=_PROGRAMS)
    assert program
    return _run(scratch, program, *arguments)


_PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _run(scratch: Scratch, *words: str) -> str:
    paths = sorted(path.name for path in scratch.top.glob("*.md"))
    environment = scratch.environment() | {"PREK_HOME": str(scratch.top / ".git" / "prek")}
    command = [*words, *paths]
    done = subprocess.run(
        command, cwd=scratch.top, env=environment, capture_output=True, check=False
    )
    return done.stdout.decode()


def _told(output: str) -> set[tuple[str, int]]:
    """The files and lines (from 0) that a hook calls conflict markers."""
    found = re.findall(r"(?m)^\s*(\S+\.md):(\d+): Merge conflict string", output)
    return {(path, int(line) - 1) for path, line in found}


def _ours(scratch: Scratch, kinds: str) -> set[tuple[str, int]]:
    return {
        (path.name, marker.line)
        for path in scratch.top.glob("*.md")
        for marker in find_markers(split_lines(path.read_bytes()))
        if marker.kind in kinds
    }


# The hook of pre-commit-hooks passes over the markers of bases.
HOOKS = {"prek": (_prek, "<|=>"), "pre-commit-hooks": (_pre_commit, "<=>")}


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("style", STYLES)
def test_markers_that_git_wrote_are_those_of_the_hooks(
    tmp_path: Path, style: str, hook: str
) -> None:
    """The hooks look only while a merge goes on, if they are not told to assume one."""
    run, kinds = HOOKS[hook]
    rng = random.Random(style)  # noqa: S311
    scratch = merging(tmp_path, style, [_versions(rng, number) for number in range(20)])
    ours = _ours(scratch, kinds)
    assert len(ours) > 40
    assert _told(run(scratch)) == ours
    scratch.commit_with_markers("commit", "-q", "--no-edit")
    assert _told(run(scratch)) == set()
    assert _told(run(scratch, "--assume-in-merge")) == ours


# Why, the text, the lines that prek tells, those that mergemend takes for markers.
PREK: dict[str, tuple[bytes, list[int], list[int]]] = {
    "a region": (b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", [0, 2, 4], [0, 2, 4]),
    "a half one": (b"a\n>>>>>>> c\n", [1], [1]),
    "an underline in no region": (b"Title\n=======\n", [], []),
    "in a line's middle": (b"a <<<<<<< HEAD\n <<<<<<< HEAD\n", [], []),
    "prek wants a label": (b"<<<<<<<\na\n=======\nb\n>>>>>>>\n", [], [0, 2, 4]),
    "prek knows one length": (b"<<<<<<<< H\na\n========\nb\n>>>>>>>> c\n", [], [0, 2, 4]),
    "prek thinks the region of a stack ended by its inner one": (
        b"<<<<<<< H\n<<<<<<< H\na\n=======\nb\n>>>>>>> c\n=======\nd\n>>>>>>> e\n",
        [0, 1, 3, 5, 8],
        [0, 1, 3, 5, 6, 8],
    ),
    "mergemend knows the edits of coding tools": (
        b"<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n",
        [0, 2, 4],
        [],
    ),
    "mergemend knows quotations": (b">>>>>>> a\n>> b\n", [0], []),
    "mergemend knows a byte-order mark": (b"\xef\xbb\xbf<<<<<<< HEAD\n", [], [0]),
}


def test_prek_differs_by_design(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path)
    scratch.commit("all", {f"{n}.md": text for n, (text, _, _) in enumerate(PREK.values())})
    told = _told(_prek(scratch, "--assume-in-merge"))
    ours = _ours(scratch, "<|=>")
    for number, (why, (_, theirs, expected)) in enumerate(PREK.items()):
        path = f"{number}.md"
        assert sorted(line for name, line in told if name == path) == theirs, why
        assert sorted(line for name, line in ours if name == path) == expected, why
