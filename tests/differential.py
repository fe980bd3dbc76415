"""What the differential tests share: texts full of lines that look like markers, and git's word."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from mergemend.conflicts.markers import find_markers
from mergemend.conflicts.revisions import build_stack
from mergemend.conflicts.stack import parse
from mergemend.lines import split_lines
from scratch import Scratch

SIZES = (6, 7, 8, 9)  # the lengths that the attribute conflict-marker-size asks git about
# labels with which coding tools mark the old and the new side of an edit
EDITS = ((b"SEARCH", b"REPLACE"), (b"ORIGINAL", b"UPDATED"), (b"OLD", b"NEW"))

_BEFORE = st.sampled_from([b""] * 12 + [b" ", b"\t", b"x ", b"> ", b"\xef\xbb\xbf", b"a\x0c", b"-"])
_SIZE = st.sampled_from([7] * 6 + [6, 8, 9])
_LABELS = [b" HEAD", b" a1b2c3d (docs: tidy)", b" Updated upstream", b" caf\xe9", b"  two"]
_AFTER = st.sampled_from(
    [b""] * 8
    + _LABELS * 3
    + [b" " + word for pair in EDITS for word in pair]
    + [
        b" ",
        b"\t",
        b" \t ",
        b"\tHEAD",
        b" HEAD  ",
        b" =======",
        b"x",
        b"\x0c",
        b"\x0b",
        b"\xc2\xa0",
    ]
    + [b"\r", b"\rx", b" \rx", b"\0", b" \0"]
)
_END = st.sampled_from([b"\n"] * 8 + [b"\r\n"])
_LIKE_A_MARKER = st.builds(
    lambda before, byte, size, after, end: before + byte * size + after + end,
    _BEFORE,
    st.sampled_from([b"<", b"|", b"=", b">"]),
    _SIZE,
    _AFTER,
    _END,
)
_ORDINARY = st.sampled_from(
    [b"text\n", b"\n", b"Title\n", b"\r\n", b">> quoted\n", b"> > x\n", b"lone\rCR\n", b"\0\n"]
)


def _region(size: int, base: bool, labels: tuple[bytes, bytes]) -> list[bytes]:
    ours, theirs = labels
    middle = [b"|" * size + b" base\n", b"old\n"] if base else []
    return [
        b"<" * size + b" " + ours + b"\n",
        b"ours\n",
        *middle,
        b"=" * size + b"\n",
        b"theirs\n",
        b">" * size + b" " + theirs + b"\n",
    ]


_REGION = st.builds(
    _region,
    st.sampled_from([7, 7, 7, 8]),
    st.booleans(),
    st.sampled_from([(b"HEAD", b"feature"), (b"HEAD", b"a1b2c3d (tidy)"), *EDITS]),
)
_PIECES = st.lists(
    st.one_of(st.lists(_LIKE_A_MARKER, max_size=4), st.lists(_ORDINARY, max_size=3), _REGION),
    max_size=5,
)
MARKER_TEXTS = st.builds(
    lambda pieces, cut: _cut(b"".join(line for piece in pieces for line in piece), cut),
    _PIECES,
    st.booleans(),
)

_LINES = st.lists(
    st.sampled_from([b"a\n", b"b\n", b"\n", b"c\r\n", b"Title\n", b"======\n", b">> q\n"]),
    max_size=3,
).map(b"".join)
_LABEL = st.sampled_from([b" HEAD"] * 12 + [b" a1b2c3d (docs: tidy)", b" b >>>>>>> c", b"\tx", b""])


def _conflict(
    label: bytes, ours: bytes, base: bytes | None, theirs: bytes, other: bytes, end: bytes
) -> bytes:
    middle = b"" if base is None else b"|||||||" + label + end + base
    parts = b"<<<<<<<" + label + end, ours, middle, b"=======" + end, theirs
    return b"".join((*parts, b">>>>>>>" + other + end))


def _conflicts(sides: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    end = st.sampled_from([b"\n", b"\n", b"\r\n"])
    return st.builds(_conflict, _LABEL, sides, st.none() | sides, sides, _LABEL, end)


_STRAY = st.sampled_from(
    [b"=======\n", b">>>>>>> a1b2c3d (x)\n", b"<<<<<<< HEAD\n", b"||||||| b\n"]
)
_FLAT = _conflicts(_LINES)
_NESTED = _conflicts(st.lists(_LINES | _FLAT, max_size=2).map(b"".join))
CONFLICT_TEXTS = st.lists(
    st.one_of(_LINES, _FLAT, _FLAT, _FLAT, st.one_of(_NESTED, _STRAY, _LINES)), max_size=5
).map(b"".join)


def _cut(text: bytes, cut: bool) -> bytes:
    return re.sub(rb"\r?\n\Z", b"", text) if cut else text


def leftovers(scratch: Scratch, texts: Sequence[bytes]) -> list[Mapping[int, int]]:
    """The lines (from 0) that git takes for leftover conflict markers, with the length they have.

    Every text is staged once for each of `SIZES`, and one ``git diff --cached --check`` tells all.
    """
    # git looks into no binary file, and a NUL makes one
    sizes = [f"*.{size} diff -text conflict-marker-size={size}\n" for size in SIZES]
    scratch.write(".gitattributes", "".join(sizes).encode())
    clear(scratch)
    for number, text in enumerate(texts):
        for size in SIZES:
            scratch.write(f"{number}.{size}", text)
    scratch.git("add", "-A")
    told = scratch.git("diff", "--cached", "--check", check=False)
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for name, size, line in re.findall(r"(?m)^(\d+)\.(\d):(\d+): leftover conflict marker$", told):
        found[int(name)][int(line) - 1] = int(size)
    return [found[number] for number in range(len(texts))]


def clear(scratch: Scratch) -> None:
    """Take every text of an earlier question out of the work tree."""
    for path in scratch.top.iterdir():
        if re.fullmatch(r"\d+\.\d", path.name):
            path.unlink()


def merging(top: Path, style: str, versions: Sequence[tuple[bytes, bytes, bytes]]) -> Scratch:
    """A repository in a merge, with a file for each base, ours and theirs: ``0.md``, ``1.md``."""
    scratch = Scratch.init(top)
    scratch.git("config", "rerere.enabled", "true")
    scratch.git("config", "merge.conflictStyle", style)
    for side, number in (("main", 0), ("feature", 2), ("main", 1)):
        scratch.git("checkout", "-q", "-B" if side == "feature" else "-q", side, check=bool(number))
        scratch.commit(side, {f"{n}.md": texts[number] for n, texts in enumerate(versions)})
    scratch.git("merge", "-q", "feature", check=False)
    return scratch


def preimages(scratch: Scratch) -> dict[str, bytes]:
    """What ``git rerere`` has noted of each unmerged file: the text with its regions normalised."""
    entries = (scratch.top / ".git" / "MERGE_RR").read_text().split("\0")[:-1]
    found = {}
    for entry in entries:
        name, path = entry.split("\t")
        key, dot, variant = name.partition(".")
        file = scratch.top / ".git" / "rr-cache" / key / f"preimage{dot}{variant}"
        found[path] = file.read_bytes()
    return found


def noted(scratch: Scratch, texts: Sequence[bytes]) -> list[bytes | None]:
    """What ``git rerere`` notes if the unmerged files of a merge read so; None where it refuses."""
    for number, text in enumerate(texts):
        scratch.write(f"{number}.md", text)
    (scratch.top / ".git" / "MERGE_RR").unlink(missing_ok=True)
    shutil.rmtree(scratch.top / ".git" / "rr-cache")
    (scratch.top / ".git" / "rr-cache").mkdir()
    scratch.git("rerere")
    found = preimages(scratch)
    return [found.get(f"{number}.md") for number in range(len(texts))]


def normalised(text: bytes) -> bytes | None:
    """The text as git rerere would note it, by mergemend's reading; None where it is in doubt.

    Labels and bases are left out, and the smaller side comes first.
    """
    lines = split_lines(text)
    markers = find_markers(lines)
    parsed = parse(lines, markers, work=2_000)  # what is in doubt is to be given up soon
    if not parsed.exact or parsed.depth != 1:
        return None
    readings = [cluster.readings[0] for cluster in parsed.clusters]
    stack = build_stack(lines, markers, parsed.clusters, readings)
    parts: list[bytes] = []
    after = 0
    for region in sorted(stack.regions, key=lambda region: region.start):
        ours = b"".join(lines[region.start + 1 : region.end_of_ours])
        theirs = b"".join(lines[region.separator + 1 : region.end])
        one, two = sorted((ours, theirs))
        parts += lines[after : region.start]
        parts += [b"<<<<<<<\n", one, b"=======\n", two, b">>>>>>>\n"]
        after = region.end + 1
    return b"".join([*parts, *lines[after:]])
