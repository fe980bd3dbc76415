"""Stacks taken apart by their history: real operations of git; right or declined, never wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from histories import OPERATIONS, PATH, History, Maker
from mergemend.conflicts import Rule
from mergemend.conflicts.check import ConflictReport, examine
from mergemend.conflicts.markers import markers_of
from mergemend.conflicts.peel import Tagged, take_off, take_side
from mergemend.conflicts.spans import conflicts_of, fit, is_within, spans
from mergemend.edits import apply
from mergemend.git.past import Past
from mergemend.lines import split_lines
from mergemend.model import Document
from scratch import Scratch
from test_stack import script

DECLINED = None


def look(file: Path) -> ConflictReport:
    past = Past()
    try:
        document = Document(str(file), file.read_bytes())
        return examine(document, past.of(file, document.data), Rule())
    finally:
        past.close()


def mended(file: Path) -> bytes | None:
    """The file without conflicts, or None where one is left."""
    report = look(file)
    edits = [edit for finding in report.findings for edit in finding.edits]
    result = apply(file.read_bytes(), edits)
    return DECLINED if conflicts_of(result) else result


# One layer


@pytest.mark.parametrize(
    ("stacked", "ours", "theirs"),
    [
        ("x S:H a M b E:1 y", "x a y", ["x b y"]),
        ("x S:H M b E:1 y", "x y", ["x b y"]),
        ("x S:H a M E:1 y", "x a y", ["x y"]),
        ("S:H S:H a M b E:1 M c E:2", "S:H a M b E:1", ["c"]),
        ("S:H a M b M c E:2", "a M b", ["c"]),
        ("S:H a M b M c E:2", "a", ["b M c"]),
        ("n x S:H a M b E:1 y", "x a y", ["n x b y"]),
        ("x S:H a M b E:1 y", "x a d y", []),
        ("x S:H a M b E:1 y", "x e y", []),
        ("x S:H a M a E:1 y", "x a y", []),
        ("x S:H a M b E:2 y", "x a y", []),
    ],
)
def test_what_is_left_without_ours(stacked: str, ours: str, theirs: list[str]) -> None:
    ways = take_off(script(stacked), script(ours), "2" if "E:2" in stacked else "1")
    if "E:2 y" in stacked:
        ways = take_off(script(stacked), script(ours), "1")
    assert [way.text for way in ways] == [script(text) for text in theirs]


def test_sides_that_differ_in_the_last_line_end_only() -> None:
    stacked = script("x S:H a M a E:1")
    assert [way.text for way in take_off(stacked, b"x\na\n", "1")] == [b"x\na"]
    assert [way.text for way in take_off(stacked, b"x\na", "1")] == [b"x\na\n"]


@pytest.mark.parametrize(
    ("stacked", "ours", "above", "mine", "its"),
    [
        ("x S:H a M b E:1 y", "x a y", None, "x a y", "x b y"),
        (
            "x S:H S:H a M b E:0 M c E:1 y",
            "x S:H a M b E:0 y",
            None,
            "x S:H a M b E:0 y",
            "x c y",
        ),
        ("x S:H a M b E:1 y", "x a y", "x new y", "x new y", "x new y"),
        ("x S:H a M b E:1 y", "x a y", "x S:H a b E:1 y", None, None),
        ("x S:H a M b E:1 y", "x a y", "x S:H a M b y", None, None),
        ("x S:H a M b E:1 y", "x a y", "x S:H new M b E:1 y", "x new y", None),
    ],
)
def test_one_side_of_a_layer(
    stacked: str, ours: str, above: str | None, mine: str | None, its: str | None
) -> None:
    """``above`` is what a layer above has left of the stack."""
    (way,) = take_off(script(stacked), script(ours), "1")
    assert way.roles is not None
    lines = split_lines(script(stacked))
    tagged: list[Tagged] = [(line, number) for number, line in enumerate(lines)]
    if above is not None:
        left = split_lines(script(above))
        tagged = [(line, lines.index(line) if line in lines else None) for line in left]
    for wanted, theirs in ((mine, False), (its, True)):
        kept = take_side(tagged, way.roles, theirs=theirs, all_new=True)
        text = None if kept is None else b"".join(line for line, _ in kept)
        assert text == (None if wanted is None else script(wanted))


@pytest.mark.parametrize(
    ("stacked", "whole", "pieces"),
    [
        ("x S:H a M b E:1 y", "x b y", (b"b\n",)),
        ("x S:H a M b E:1 y", "x y", (b"",)),
        ("x S:H a M b E:1 y z", "x b y w", (b"b\n",)),
        ("w x S:H a M b E:1 y", "x b y", (b"b\n",)),
        ("x S:H a M b E:1 y", "v b y", None),
        ("S:H a M b E:1 x S:H c M x E:1", "b x x", (b"b\n", b"x\n")),
    ],
)
def test_a_whole_text_fits_around_the_conflicts(
    stacked: str, whole: str, pieces: tuple[bytes, ...] | None
) -> None:
    document = Document("d.md", script(stacked))
    found = spans(markers_of(document))
    assert fit(document.lines, found, script(whole)) == pieces


# Random histories


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_newest_revision_or_none(operation: str, tmp_path: Path) -> None:
    stacks = taken = 0
    for depth in range(1, 7):
        seed = 100 * OPERATIONS.index(operation) + depth
        history = Maker(tmp_path / f"{depth}", seed, operation, depth, spread=False).make()
        if not history.has_markers:
            continue
        clone = history.clone(tmp_path / f"{depth} clone")
        results = [mended(history.scratch.top / PATH), mended(clone)]
        for result in results:
            stacks += 1
            taken += result is not DECLINED
            check(history, result)
    assert taken >= stacks * (0.3 if operation in ("stash", "mixed", "pick") else 0.5)


def check(history: History, result: bytes | None) -> None:
    """The newest revision; where git merged lines cleanly beside it they stay."""
    newest = max(history.sides, key=lambda side: side.date).text
    older = {side.text for side in history.sides} - {newest}
    assert result not in older
    if result not in (DECLINED, newest):
        lines = split_lines(history.text)
        assert result is not None
        assert is_within(result, lines)


# What git can do


def stacked(scratch: Scratch, times: int = 2) -> tuple[bytes, ...]:
    """A topic of ``times`` commits rebased onto main, each conflict committed: its texts."""
    base = b"".join(b"line %d\n" % n for n in range(9))
    scratch.commit("start", {PATH: base})
    scratch.git("branch", "start")
    scratch.git("checkout", "-q", "-b", "topic")
    texts = []
    for number in range(times):
        texts.append(base.replace(b"line 4", b"topic %d" % number))
        scratch.commit(f"topic {number}", {PATH: texts[-1]}, minutes=600)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 600 * 60 * times
    main = base.replace(b"line 4", b"main")
    scratch.commit("main", {PATH: main})
    scratch.now += 600 * 60 * times + 86400
    scratch.rebase("main", "start", "topic")
    scratch.git("checkout", "-q", "-B", "main")
    scratch.git("branch", "-q", "-D", "topic")
    return (main, *texts)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch.init(tmp_path / "r")


def clone(scratch: Scratch, *options: str) -> Path:
    top = scratch.top.parent / "clone"
    command = ["git", "clone", "-q", *options, f"file://{scratch.top}", str(top)]
    subprocess.run(command, check=True, capture_output=True, env=scratch.environment())
    return top / PATH


@pytest.mark.parametrize("times", [2, 5, 20])
def test_a_rebase_of_any_depth(times: int, scratch: Scratch) -> None:
    texts = stacked(scratch, times)
    report = look(scratch.top / PATH)
    assert report.peeled is not None
    assert report.peeled.held is not None
    assert mended(scratch.top / PATH) == texts[-1]
    assert mended(clone(scratch)) == texts[-1]


def test_a_finding_says_which_commit_holds_the_text(scratch: Scratch) -> None:
    stacked(scratch)
    (finding,) = look(scratch.top / PATH).findings
    assert finding.evidence["by"] == "history"
    assert finding.evidence["layers"] == 2
    assert finding.evidence["discarded"]
    assert "newer than" in finding.message


def renamed(scratch: Scratch) -> Path:
    scratch.git("mv", PATH, "deep notes.md")
    scratch.commit("move")
    return scratch.top / "deep notes.md"


def edited_elsewhere(scratch: Scratch) -> Path:
    file = scratch.top / PATH
    scratch.commit("more", {PATH: file.read_bytes() + b"more\n"})
    return file


def edited_within(scratch: Scratch) -> Path:
    file = scratch.top / PATH
    scratch.commit("oh", {PATH: file.read_bytes().replace(b"topic 1\n", b"by hand\n")})
    return file


def edited_within_uncommitted(scratch: Scratch) -> Path:
    return scratch.write(PATH, scratch.read(PATH).replace(b"topic 1\n", b"by hand\n"))


def shallow(scratch: Scratch) -> Path:
    return clone(scratch, "--depth", "1")


def shallow_within(scratch: Scratch) -> Path:
    return clone(scratch, "--depth", "2")


def partial(scratch: Scratch) -> Path:
    scratch.git("config", "uploadpack.allowFilter", "true")
    return clone(scratch, "--filter=blob:none")


def replaced(scratch: Scratch) -> Path:
    """Somebody made history look as if the file had come in as it is."""
    tree = scratch.git("rev-parse", "HEAD^{tree}")
    scratch.git("replace", "HEAD", scratch.git("commit-tree", "-m", "all at once", tree))
    return scratch.top / PATH


@pytest.mark.parametrize(
    ("change", "right"),
    [
        (renamed, True),
        (edited_elsewhere, True),
        (shallow, False),
        (shallow_within, False),
        (replaced, False),
    ],
)
def test_a_rebase_and_then(
    change: Callable[[Scratch], Path], right: bool, scratch: Scratch
) -> None:
    texts = stacked(scratch)
    file = change(scratch)
    more = b"more\n" if file.read_bytes().endswith(b"more\n") else b""
    assert mended(file) == (texts[-1] + more if right else DECLINED)


@pytest.mark.parametrize("change", [edited_within, edited_within_uncommitted])
def test_what_was_edited_by_hand_within_is_not_put_back(
    change: Callable[[Scratch], Path], scratch: Scratch
) -> None:
    texts = stacked(scratch)
    file = change(scratch)
    report = look(file)
    assert report.peeled is None
    assert mended(file) in (DECLINED, texts[-1].replace(b"topic 1", b"by hand"))


def test_objects_that_are_missing_are_not_fetched(scratch: Scratch) -> None:
    texts = stacked(scratch)
    file = partial(scratch)
    command = ["git", "cat-file", "--batch-all-objects", "--batch-check"]
    objects = [
        subprocess.run(command, cwd=file.parent, capture_output=True, check=True).stdout
        for result in (b"", mended(file))
        if result in (b"", DECLINED, texts[-1])
    ]
    assert len(set(objects)) == 1
    assert len(objects) == 2


def side(scratch: Scratch, name: str, text: bytes, start: str = "start") -> None:
    scratch.git("checkout", "-q", "-b", name, start)
    scratch.commit(name, {PATH: text}, minutes=600)
    scratch.git("checkout", "-q", "main")


def test_merges_one_after_the_other(scratch: Scratch) -> None:
    text = b"a\nold\nz\n"
    scratch.commit("start", {PATH: text})
    scratch.git("branch", "start")
    scratch.commit("main", {PATH: b"a\nmain\nz\n"})
    for name in (b"one", b"two", b"three"):
        side(scratch, name.decode(), text.replace(b"old", name))
        scratch.merge(name.decode())
    assert mended(scratch.top / PATH) == b"a\nthree\nz\n"
    assert mended(clone(scratch)) == b"a\nthree\nz\n"


def test_the_same_branch_merged_again_and_again(scratch: Scratch) -> None:
    scratch.commit("start", {PATH: b"a\nold\nz\n"})
    scratch.git("branch", "feature")
    scratch.commit("main", {PATH: b"a\nmain\nz\n"})
    for text in (b"a\none\nz\n", b"a\ntwo\nz\n", b"a\nthree\nz\n"):
        scratch.git("checkout", "-q", "feature")
        scratch.commit(f"feature {text!r}", {PATH: text}, minutes=600)
        scratch.git("checkout", "-q", "main")
        scratch.merge("feature")
    assert mended(scratch.top / PATH) == b"a\nthree\nz\n"


def pick(scratch: Scratch, name: str, minutes: int = 600) -> None:
    """Cherry-pick a branch's commit, commit the markers and delete the branch."""
    scratch.git("cherry-pick", name, check=False)
    scratch.git("add", "-A")
    scratch.git("cherry-pick", "--continue", check=False)
    scratch.git("branch", "-q", "-D", name)
    scratch.now += 60 * minutes


def no_part_in_the_end(scratch: Scratch, end: bytes) -> bytes:
    """Merges of which the last and newest has no part in the conflict at the file's end."""
    rest = b"".join(b"line %d\n" % n for n in range(9)) + b"b"
    scratch.commit("start", {PATH: b"a\n" + rest + end})
    scratch.git("branch", "start")
    side(scratch, "one", b"a 1\n" + rest + b" 1" + end)
    scratch.commit("main", {PATH: b"a 0\n" + rest + b" 0" + end}, minutes=600)
    side(scratch, "two", b"a 2\n" + rest + end)
    scratch.merge("one")
    scratch.merge("two")
    return b"a 2\n" + rest + b" 0" + end


def test_a_stack_does_not_show_which_side_has_no_line_end(scratch: Scratch) -> None:
    no_part_in_the_end(scratch, b"")
    assert mended(scratch.top / PATH) is DECLINED


def test_layers_below_decide_where_the_newest_has_no_part(scratch: Scratch) -> None:
    wanted = no_part_in_the_end(scratch, b"\n")
    for file in (scratch.top / PATH, clone(scratch)):
        assert mended(file) == wanted
        (first, *_) = look(file).findings
        reasons = first.evidence["reasons"]
        assert isinstance(reasons, list)
        assert any("where it has no part, HEAD" in str(reason) for reason in reasons)


@pytest.mark.parametrize("is_newest", [True, False])
def test_a_side_that_tears_markers_apart(is_newest: bool, scratch: Scratch) -> None:
    """It harms only where it is the newest."""
    scratch.commit("start", {PATH: b"p\no\nq\n"})
    scratch.git("branch", "start")
    side(scratch, "one", b"y\nb\nz\n")
    scratch.git("checkout", "-q", "-b", "before", "start")
    scratch.commit("before", {PATH: b"p\nb\nq\n"}, minutes=600)
    scratch.git("checkout", "-q", "main")
    side(scratch, "two", b"p\nb\nq 2\n", start="before")
    side(scratch, "three", b"w\nv\nu\n")
    scratch.git("branch", "-q", "-D", "before")
    scratch.now -= 10_000_000
    scratch.commit("main", {PATH: b"1\n2\n3\n"}, minutes=600)
    scratch.now += 20_000_000
    for name in ("one", "two") if is_newest else ("one", "two", "three"):
        pick(scratch, name)
    assert mended(clone(scratch)) == (DECLINED if is_newest else b"w\nv\nu\n")


def test_a_stack_on_either_side(scratch: Scratch) -> None:
    text = b"a\nold\nz\n"
    scratch.commit("start", {PATH: text})
    scratch.git("branch", "start")
    for name in (b"one", b"two", b"three", b"four"):
        side(scratch, name.decode(), text.replace(b"old", name))
    scratch.git("checkout", "-q", "one")
    scratch.merge("two")
    scratch.git("checkout", "-q", "three")
    scratch.merge("four")
    scratch.git("checkout", "-q", "one")
    scratch.merge("three")
    assert mended(scratch.top / PATH) == b"a\nfour\nz\n"


def test_criss_cross_with_longer_markers_in_the_base(scratch: Scratch) -> None:
    text = b"a\nold\nz\n"
    scratch.git("config", "merge.conflictStyle", "diff3")
    scratch.commit("start", {PATH: text})
    scratch.git("branch", "start")
    side(scratch, "one", b"a\none\nz\n")
    side(scratch, "two", b"a\ntwo\nz\n")
    for branch, other in (("one", "two~0"), ("two", "one~1")):
        scratch.git("checkout", "-q", branch)
        scratch.merge(other, f"cross {branch}")
    scratch.git("checkout", "-q", "one")
    scratch.merge("two")
    assert mended(scratch.top / PATH) in (DECLINED, b"a\ntwo\nz\n")


def test_an_octopus_is_no_conflict_and_a_merge_upon_it_is(scratch: Scratch) -> None:
    text = b"a\nold\nz\nb\nc\nd\nw\n"
    scratch.commit("start", {PATH: text})
    scratch.git("branch", "start")
    side(scratch, "one", text.replace(b"old", b"one"))
    side(scratch, "two", text.replace(b"w\n", b"two\n"))
    scratch.now += 60
    scratch.git("merge", "-q", "-m", "octopus", "one", "two")
    side(scratch, "three", text.replace(b"old", b"three"))
    side(scratch, "four", text.replace(b"old", b"four"))
    scratch.merge("three")
    scratch.merge("four")
    assert mended(scratch.top / PATH) == text.replace(b"old", b"four").replace(b"w\n", b"two\n")


def test_reverts_are_older_than_what_they_revert(scratch: Scratch) -> None:
    commits = [
        scratch.commit(f"main {name}", {PATH: b"a\n%b\nz\n" % name.encode()})
        for name in ("old", "one", "two", "three")
    ]
    for commit in commits[1:3]:
        scratch.now += 60
        scratch.git("revert", "--no-edit", commit, check=False)
        scratch.commit_with_markers("revert", "--continue")
    assert mended(scratch.top / PATH) == b"a\nthree\nz\n"


def test_patches_by_mail(scratch: Scratch) -> None:
    text = b"a\nold\nz\n"
    scratch.commit("start", {PATH: text})
    scratch.git("checkout", "-q", "-b", "topic")
    for name in (b"one", b"two"):
        scratch.commit(f"docs: {name.decode()}", {PATH: text.replace(b"old", name)}, minutes=600)
    scratch.git("format-patch", "-q", "-o", "../mail", "main..topic")
    scratch.git("checkout", "-q", "main")
    scratch.now -= 80_000
    scratch.commit("main", {PATH: text.replace(b"old", b"main")})
    scratch.now += 90_000
    scratch.git("am", "-3", *map(str, sorted((scratch.top.parent / "mail").iterdir())), check=False)
    for _ in range(2):
        scratch.now += 60
        scratch.git("add", "-A")
        scratch.git("am", "--continue", check=False, author_date=False)
    assert b"docs: two" in scratch.read(PATH)
    assert mended(scratch.top / PATH) == b"a\ntwo\nz\n"


def test_a_subtree(tmp_path: Path, scratch: Scratch) -> None:
    """The other side has the file under another path, which the label says."""
    library = Scratch.init(tmp_path / "library")
    library.commit("library", {PATH: b"a\nold\nz\n"})
    scratch.commit("start", {"x.md": b"x\n"})
    fetch = ["-c", "protocol.file.allow=always", "fetch", "-q", "../library", "+main:library"]
    scratch.git(*fetch)
    scratch.git(
        "merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "library"
    )
    scratch.git("read-tree", "--prefix=lib/", "-u", "library")
    scratch.commit("add library")
    scratch.commit("ours", {f"lib/{PATH}": b"a\nours\nz\n"})
    for name in (b"one", b"two"):
        library.now = scratch.now
        library.commit(name.decode(), {PATH: b"a\n%b\nz\n" % name}, minutes=600)
        scratch.git(*fetch)
        scratch.now = library.now + 60
        scratch.git("merge", "-q", "-X", "subtree=lib", "library", check=False)
        scratch.git("add", "-A")
        scratch.git("commit", "-q", "-m", f"update {name.decode()}")
    assert scratch.read(f"lib/{PATH}").count(b">>>>>>> ") == 2
    assert mended(scratch.top / "lib" / PATH) == b"a\ntwo\nz\n"


def test_an_operation_in_progress_upon_a_stack(scratch: Scratch) -> None:
    stacked(scratch)
    side(scratch, "late", b"".join(b"line %d\n" % n for n in range(9)).replace(b"4", b"late"))
    scratch.git("merge", "late", check=False)
    assert scratch.git("ls-files", "-u")
    assert mended(scratch.top / PATH) == b"".join(
        b"line late\n" if n == 4 else b"line %d\n" % n for n in range(9)
    )
