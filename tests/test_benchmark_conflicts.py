"""The benchmark's own parts: stacks, their right answers, and how a command's work is judged."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from benchmarks.conflicts import corpus, planted, report
from benchmarks.conflicts.build import (
    build_committed,
    build_negative,
    build_replay,
    build_stack,
    encode,
    relabel,
    replay,
)
from benchmarks.conflicts.generate import KINDS, OPERATIONS, PATH, Case, make
from benchmarks.conflicts.layers import OURS, THEIRS, Layer, Merger, take
from benchmarks.conflicts.objects import Meta, Objects
from benchmarks.conflicts.peers import holds, requirements, rerere
from benchmarks.conflicts.regions import Outcome, Region, fold, judge, lines_of, placed, regions_of
from benchmarks.conflicts.run import command_for, git, run
from benchmarks.conflicts.score import Commands, score_planted, score_stacks, tally
from benchmarks.conflicts.story import Kind, Story, newest, picks
from benchmarks.conflicts.tables import table

from conftest import SHARED, Mend
from mergemend.conflicts.markers import Kind as Marked
from mergemend.conflicts.markers import find_markers
from mergemend.lines import split_lines

CORPUS = SHARED / "corpus/conflicts"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the real cases are not here")


def starts(data: bytes) -> int:
    return sum(m.kind is Marked.START for m in find_markers(split_lines(data)))


def cases(kind: Kind, seed: int, folder: Path) -> tuple[Case, Case]:
    here, clone = make(kind, seed, folder)
    return here, clone


# Generated stacks


def test_every_operation_style_and_depth_is_made() -> None:
    assert len(KINDS) == len(set(KINDS)) == 5 * 3 * 6


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stack_is_made_by_real_operations(operation: str, tmp_path: Path) -> None:
    kind = Kind(operation, "diff3", 2)
    here, clone = cases(kind, 3, tmp_path / "one")
    assert not here.clone
    assert clone.clone
    assert starts(here.conflict) >= 2
    assert not any(starts(truth) for truth in here.truths)
    for case in (here, clone):
        assert (case.top / PATH).read_bytes() == case.conflict
        assert git(case.top, "status", "--porcelain") == ""
    again, _ = cases(kind, 3, tmp_path / "two")
    assert (again.conflict, again.truths) == (here.conflict, here.truths)
    assert git(again.top, "rev-parse", "HEAD") == git(here.top, "rev-parse", "HEAD")


def test_a_fresh_clone_has_lost_the_commits_that_were_rebased(tmp_path: Path) -> None:
    here, clone = cases(Kind("rebase", "merge", 2), 1, tmp_path)
    (label,) = {
        m.label.split()[0].decode()
        for m in find_markers(split_lines(here.conflict))
        if m.kind is Marked.END and b"round 2" in m.label
    }
    assert git(here.top, "cat-file", "-t", label) == "commit"
    assert git(clone.top, "cat-file", "-t", label, check=False) == ""


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_fix_makes_no_generated_stack_wrong(operation: str, tmp_path: Path, mend: Mend) -> None:
    right = 0
    for depth in (1, 2, 3):
        for case in make(Kind(operation, "merge", depth), 11, tmp_path / str(depth)):
            mend(case.top, "fix", PATH)
            held = (case.top / PATH).read_bytes()
            assert held in (*case.truths, case.conflict), case.kind
            right += held in case.truths
    assert right >= 2


# What is right


def story(dates: tuple[int, ...], *, chain: bool) -> Story:
    layers = tuple(Layer(b"", b"") for _ in dates[1:])
    return Story(b"", b"", layers, dates, chain)


@pytest.mark.parametrize(
    ("dates", "chain", "expected"),
    [
        ((0, 1, 2), True, [2]),
        ((3, 1, 2), True, [0]),
        ((0, 3, 1), False, [1]),
        ((0, 3, 1), True, [1, 2]),  # the later commit has the earlier date
    ],
)
def test_newest(dates: tuple[int, ...], chain: bool, expected: list[int]) -> None:
    assert newest(story(dates, chain=chain)) == expected


def test_picks_lead_to_the_newest_of_what_is_left() -> None:
    told = story((2, 1, 4, 3), chain=False)
    assert picks(told, 2) == [OURS, THEIRS, OURS]
    assert picks(told, 3) == [OURS, THEIRS, THEIRS]


REGION = b"x\n<<<<<<<<<< HEAD\na\n||||||||||\nz\n==========\nb\n>>>>>>>>>> t\ny\n"


@pytest.mark.parametrize(
    ("text", "side", "expected"),
    [
        (REGION, OURS, b"x\na\ny\n"),
        (REGION, THEIRS, b"x\nb\ny\n"),
        (b"<<<<<<< HEAD\n" + REGION, OURS, b"<<<<<<< HEAD\nx\na\ny\n"),
        (REGION.replace(b"<<<<<<<<<< HEAD\n", b""), OURS, None),
        (REGION.replace(b">>>>>>>>>> t\n", b""), OURS, None),
    ],
)
def test_take(text: bytes, side: str, expected: bytes | None) -> None:
    assert take(text, 10, side) == expected


def test_layers_are_told_apart_where_they_interleave(tmp_path: Path) -> None:
    merger = Merger(tmp_path / "r", "merge")
    start, one, two, own = (f"{a}\n1\n2\n3\n4\n{b}\n".encode() for a, b in ("sz", "bd", "ce", "ax"))
    layers = [Layer(start, one), Layer(one, two)]
    shadow = merger.stack(own, layers)
    assert shadow is not None
    assert shadow.plain.count(b"<<<<<<<\n") == 4
    assert shadow.take([OURS, OURS]) == own
    assert shadow.take([THEIRS, OURS]) == one
    assert shadow.take([OURS, THEIRS]) == two
    assert merger.resolved(own, layers, [OURS, THEIRS]) == two
    assert merger.stack(start, layers[:1]) is None  # nothing conflicts


# Real cases: rows like the corpus has, written here

WHO = {"author": "Ada <x>", "sha": "a" * 40, "subject": "one"}
DATES = {"author_date": "2026-01-02T03:04:05+02:00", "committer_date": "2026-01-02T03:05:05+02:00"}
OTHER = {"author_date": "2026-01-03T00:00:00+00:00", "committer_date": "2026-01-03T00:00:00+00:00"}


def commit(sha: str, subject: str = "one", **more: Any) -> dict[str, Any]:
    return WHO | DATES | {"sha": sha * 40, "subject": subject} | more


BASE = "h\n1\n2\nt\n"
SIDES = {"ours": "h\nsame\no\nt\n", "theirs": "h\nsame\nb\nt\n"}
PLAIN = "h\nsame\n<<<<<<< HEAD\no\n=======\nb\n>>>>>>> topic\nt\n"
WITH_BASE = (
    "h\n<<<<<<< HEAD\nsame\no\n||||||| 1234567\n1\n2\n=======\nsame\nb\n>>>>>>> ddddddd (two)\nt\n"
)


def replay_row(style: str, conflict: str) -> dict[str, Any]:
    return {
        "id": "r-1",
        "group": "g",
        "path": "docs/a b.md",
        "style": style,
        "base": BASE,
        **SIDES,
        "conflict": conflict,
        "truth": "h\nsame\nnew b\nt\n",
        "ours_commit": commit("c"),
        "ours_last_touch": commit("a"),
        "theirs_commit": commit("d", "two") | OTHER,
        "theirs_last_touch": commit("d", "two") | OTHER,
        "chunks": [{"at": [2, 6], "to": [2, 3], "human": "novel"}],
    }


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(("style", "conflict"), [("merge", PLAIN), ("diff3", WITH_BASE)])
def test_a_real_merge_is_built_again(
    tmp_path: Path, style: str, conflict: str, committed: bool
) -> None:
    row = replay_row(style, conflict)
    built = replay(row, tmp_path / "r", committed=committed)
    top = tmp_path / "r"
    assert corpus.same_but_labels(built.by_git, encode(conflict))
    assert built.file.read_bytes() == built.data
    assert git(top, "fsck", "--strict", "--no-dangling") == ""
    tip = "HEAD^1" if committed else "HEAD"
    assert git(top, "log", "--format=%an|%aI|%cI", tip).split("\n")[1] == (
        "Ada x|2026-01-02T03:04:05+02:00|2026-01-02T03:05:05+02:00"
    )
    other = "HEAD^2" if committed else "MERGE_HEAD"
    assert git(top, "log", "-1", "--format=%s", other, "--", row["path"]) == "two"
    if style == "diff3":
        assert git(top, "rev-parse", other)[:7] in built.data.decode()


def test_a_stack_is_built_with_its_history(tmp_path: Path) -> None:
    history = [
        commit("c", "kept", parents=["b" * 40, "f" * 40], text="2\n>>>>>>> bbbbbbb (two)\n"),
        commit("b", "two", parents=["a" * 40], text="2\n"),
        commit("a", parents=[], text="1\n"),
    ]
    row = {
        "path": "a.md",
        "history": history,
        "introduced_by": commit("c", "kept"),
        "conflict": "2\n>>>>>>> bbbbbbb (two)\n>>>>>>> eeeeeee (gone)\n",
    }
    file = build_stack(row, tmp_path / "r")
    assert git(tmp_path / "r", "log", "--format=%s").split() == ["kept", "two", "one"]
    two = git(tmp_path / "r", "rev-parse", "HEAD^")[:7]
    assert file.read_text() == f"2\n>>>>>>> {two} (two)\n>>>>>>> eeeeeee (gone)\n"


def test_other_rows_are_built(tmp_path: Path) -> None:
    row = replay_row("merge", PLAIN)
    row |= {"parents": [commit("a"), commit("b")], "introduced_by": commit("c", "kept") | OTHER}
    file = build_committed(row, tmp_path / "c")
    assert file.read_bytes() == encode(PLAIN)
    assert len(git(tmp_path / "c", "log", "-1", "--format=%P").split()) == 2
    assert build_replay(row, tmp_path / "r", committed=False).read_bytes() == encode(PLAIN)
    assert build_negative(row, tmp_path / "n").read_bytes() == encode(PLAIN)


def test_relabel_changes_markers_only() -> None:
    text = "abcdef0 is it\n>>>>>>> abcdef0 (fix abcdef0)\n||||||| 1111111\n"
    names = {"abcdef0" + "1" * 33: "9" * 40}
    assert relabel(text, names) == text.replace("> abcdef0", "> 9999999")


def test_objects_are_those_of_git(tmp_path: Path) -> None:
    store = Objects.init(tmp_path)
    when = datetime(2026, 1, 2, tzinfo=UTC)
    files = {"a.md": b"1\n", "a/b.md": b"2\n", "a/c/d.md": b"", "a-b": b"\xff"}
    sha = store.commit(Meta("é", "É", when, when), files)
    assert git(tmp_path, "fsck", "--strict", "--no-dangling") == ""
    assert set(git(tmp_path, "ls-tree", "-r", "--name-only", sha).split()) == set(files)
    file = tmp_path / ".git/objects" / sha[:2] / sha[2:]
    assert zlib.decompress(file.read_bytes()).startswith(b"commit ")


# How the work of a command is judged

PLACES = [Region(1, 3, b"new\n", None), Region(4, 6, b"other\n", None)]
BEFORE = b"a\nR1\nR2\nm\nS1\nS2\nz\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (b"a\nnew\nm\nother\nz\n", [b"new\n", b"other\n"]),
        (b"a\nm\nz\n", [b"", b""]),
        (b"a\nR1\nm\nm\nS2\nz\n", [b"R1\n", b"m\nS2\n"]),
        (b"a\nR1\nR2\nm\nz\n", [b"R1\nR2\n", b""]),
        (b"a\nnew\nother\nz\n", None),  # m is gone
        (b"b\nR1\nm\nS1\nz\n", None),
    ],
)
def test_what_stands_in_the_place_of_a_region(after: bytes, expected: list[bytes] | None) -> None:
    assert placed(BEFORE, PLACES, after) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (b"a\n new \nm\nother\nz\n", ["right", "right"]),
        (b"a\nR1\nR2\nm\nS1\nz\n", ["declined", "wrong"]),
        (b"", ["wrong", "wrong"]),
    ],
)
def test_verdicts(after: bytes, expected: list[str]) -> None:
    assert [v.outcome for v in judge(BEFORE, PLACES, after)] == expected


@pytest.mark.parametrize(
    ("style", "conflict", "expected"),
    [
        ("merge", PLAIN, Region(2, 7, b"new b\n", "novel")),
        ("diff3", WITH_BASE, Region(1, 11, b"same\nnew b\n", "novel")),
    ],
)
def test_a_region_with_its_base_stands_for_more_lines(
    style: str, conflict: str, expected: Region
) -> None:
    assert regions_of(replay_row(style, conflict)) == [expected]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("true", Outcome.DECLINED),
        ("false", Outcome.DECLINED),
        ("sh -c 'exit 3' {path}", Outcome.ERROR),
        ("no-such-command", Outcome.ERROR),
        ("sh -c 'echo x > {path}'", Outcome.WRONG),
        ("sh -c 'echo good > {path}'", Outcome.RIGHT),
    ],
)
def test_a_whole_file_is_judged(tmp_path: Path, command: str, expected: Outcome) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"before\n")
    done = run(command_for(command, "a.md"), tmp_path, tmp_path / "state")
    assert corpus.whole_file(done, file, b"before\n", [b"good\n"]) is expected


INNER = b"<<<<<<<\nb\n=======\nc\n>>>>>>>\n"
NESTED = b"x\n<<<<<<<\na\n" + INNER + b"=======\n>>>>>>>\n<<<<<<<\nd\n=======\n>>>>>>>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"x\na\nb\nd\n", True),
        (b"x\na\nc\n", True),
        (b"x\nd\n", True),
        (b"x\na\nd\n", False),
        (b"x\na\nb\nd\ny\n", False),
    ],
)
def test_what_a_parse_holds(text: bytes, expected: bool) -> None:
    assert holds(NESTED, text) is expected


def test_git_rerere_is_asked(tmp_path: Path) -> None:
    row = {"path": "a.md", "conflict": PLAIN}
    build_negative(row, tmp_path / "r")
    parsed = rerere(tmp_path / "r", "a.md", tmp_path)
    assert parsed is not None
    assert holds(parsed, b"h\nsame\nb\nt\n")
    build_negative({"path": "a.md", "conflict": PLAIN + "<<<<<<< HEAD\n"}, tmp_path / "s")
    assert rerere(tmp_path / "s", "a.md", tmp_path) is None


def test_the_peers_are_no_dependencies() -> None:
    assert {"git-revise", "conflict-parser", "prek"} <= {
        name.partition(">")[0] for name in requirements()
    }


def test_planted_files_are_what_they_are_called() -> None:
    assert all(find_markers(split_lines(data)) for data in planted.MARKERS.values())
    detectors = {"always": "false", "never": "true"}
    results = score_planted(detectors, planted.markers(None), planted.near(None))
    counts = {name: tally(r for r in results if r.command == name) for name in detectors}
    found, quiet = len(planted.MARKERS), len(planted.NEAR)
    assert counts["always"] == {"found": found, "false alarm": quiet}
    assert counts["never"] == {"missed": found, "quiet": quiet}
    (told, _) = report.detectors(results)
    assert f"| never    |       0 of 0 |       0 of {found} |" in table(told)


@pytest.mark.slow
def test_commands_are_scored_in_turn_and_told() -> None:
    commands = Commands({"none": "true", "bad": "sh -c 'echo > {path}'"}, {"check": "false"}, {})
    kinds = [Kind("merge", "merge", 1), Kind("stash", "zdiff3", 2)]
    results = score_stacks(commands, [5], kinds)
    assert tally(r for r in results if r.command == "none") == {"declined": 4}
    assert tally(r for r in results if r.command == "bad") == {"wrong": 4}
    assert tally(r for r in results if r.command == "check") == {"found": 2}
    first, *_ = report.repairs(results, whole=True)
    assert [row[:4] for row in first.rows if row[0].startswith("bad")] == [
        ["bad, fresh clone", "2", "0", "0"],
        ["bad, where it was made", "2", "0", "0"],
    ]


# With the real cases


def sides_of(lines: list[bytes]) -> dict[str, bytes]:
    texts: dict[bytes, list[bytes]] = {mark: [] for mark in (b"<", b"|", b"=", b">")}
    part = b">"
    for line in lines:
        if re.match(rb"([<|=>])\1{6}(?: |\r?\n)", line):
            part = line[:1]
        else:
            texts[part].append(line)
    ours, theirs = b"".join(texts[b"<"]), b"".join(texts[b"="])
    both = {"concat_ours_theirs": ours + theirs, "concat_theirs_ours": theirs + ours}
    return {"ours": ours, "theirs": theirs, **both}


@needs_corpus
def test_the_regions_of_real_cases_are_where_they_are_said_to_be() -> None:
    checked = odd = 0
    for row in corpus.load(CORPUS, "replay"):
        lines = lines_of(encode(row["conflict"]))
        for region in regions_of(row):
            sides = sides_of(lines[region.first : region.end])
            if region.truth is not None and region.human in sides:
                checked += 1
                odd += fold(sides[region.human]) != fold(region.truth)
    assert checked > 100
    assert odd <= 1  # a document that quotes a conflict


@needs_corpus
def test_planted_files_of_the_corpus_are_read() -> None:
    more = planted.near(CORPUS.parent)
    assert len(more) > len(planted.NEAR)
    assert base64.b64encode(more["corpus: setext_7"])
