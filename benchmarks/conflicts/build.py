"""Builds a repository from a row of the corpus of real conflicts.

A built commit has another name than the real one. So where a marker's label names a commit that is
built, the label gets the built name, as long as the real one was; all else stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.conflicts.objects import Meta, Objects
from benchmarks.conflicts.run import git

Row = Mapping[str, Any]

_MARKER = re.compile(r"(?m)^([<>|])\1{6,}[ \t]\S.*$")
_SHA = re.compile(r"\b[0-9a-f]{7,40}\b")
_LABEL = re.compile(r"(?m)^>{7,} (.+?)(?::\S+)?$")
_REF = re.compile(r"[\w][\w./+#-]*")
_SETTINGS = 'ignore = ["mojibake", "mojibake-lossy"]\n'  # conflicts are what is scored here


def encode(text: str) -> bytes:
    """A row's text as the bytes it was."""
    return text.encode("utf-8", "surrogateescape")


def meta(row: Row) -> Meta:
    """The metadata of one of a row's commits."""
    dates = (datetime.fromisoformat(row[name]) for name in ("author_date", "committer_date"))
    return Meta(row["subject"], row["author"], *dates)


def relabel(text: str, names: Mapping[str, str]) -> str:
    """The text with the commits in its markers' labels named by ``names`` (real: built)."""

    def built(match: re.Match[str]) -> str:
        new = {n[: len(match[0])] for real, n in names.items() if real.startswith(match[0])}
        return new.pop() if len(new) == 1 else match[0]

    return _MARKER.sub(lambda line: _SHA.sub(built, line[0], count=1), text)


def build_replay(row: Row, top: Path, committed: bool) -> Path:
    """The merge of a ``replay`` row in the repository ``top``; returns the file.

    It is in progress, or ``committed`` with its markers. The file holds the row's conflict.
    """
    return replay(row, top, committed=committed).file


@dataclass(frozen=True)
class Replay:
    """A built merge: the file, what git has written into it, and what it now holds."""

    file: Path
    by_git: bytes
    data: bytes


def replay(row: Row, top: Path, *, committed: bool) -> Replay:
    """As `build_replay`; says also what git made of the merge."""
    store = Objects.init(top)
    names: dict[str, str] = {}
    start = _root(store, row, [row[f"{s}_{c}"] for s in _SIDES for c in ("commit", "last_touch")])
    names |= _bases(row["conflict"], start)
    tips = {side: _side(store, row, side, start, names) for side in _SIDES}
    text = relabel(row["conflict"], names)
    store.ref("refs/heads/work", tips["ours"])
    other = _name_theirs(store, text, tips["theirs"])
    git(top, "reset", "-q", "--hard")
    _settings(top)
    git(top, "-c", f"merge.conflictStyle={row['style']}", "merge", "-q", other, check=False)
    file = top / row["path"]
    by_git = file.read_bytes() if file.exists() else b""
    data = encode(text)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if committed:
        late = max(meta(row[f"{side}_commit"]).committed for side in _SIDES) + timedelta(hours=1)
        date = late.isoformat()
        git(top, "add", "-A")
        git(top, "commit", "-q", "--no-edit", GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    return Replay(file, by_git, data)


_SIDES = ("ours", "theirs")


def _root(store: Objects, row: Row, commits: Iterable[Row | None]) -> str:
    first = min((meta(c) for c in commits if c), key=lambda m: min(m.authored, m.committed))
    files = {".base": b"\n"} if row["base"] is None else {row["path"]: encode(row["base"])}
    return store.commit(first.earlier("base", timedelta(days=1)), files)


def _bases(conflict: str, start: str) -> dict[str, str]:
    labels = re.findall(r"(?m)^\|{7,} ([0-9a-f]{7,40})$", conflict)
    return dict.fromkeys(labels, start)


def _side(store: Objects, row: Row, side: str, start: str, names: dict[str, str]) -> str:
    """The commit that touched the file last, and the side's tip over it if that is another one."""
    tip, touch = row[f"{side}_commit"], row[f"{side}_last_touch"] or row[f"{side}_commit"]
    files = {_path_on(row, side): encode(row[side])}
    sha = names[touch["sha"]] = store.commit(meta(touch), files, [start])
    if tip["sha"] != touch["sha"]:
        sha = names[tip["sha"]] = store.commit(meta(tip), files, [sha])
    return sha


def _path_on(row: Row, side: str) -> str:
    """The file's path on a side: after a rename, git says it behind the label."""
    marker = "<" if side == "ours" else ">"
    moved = re.search(rf"(?m)^{marker}{{7,}} [^\s:()]+:(\S+)$", row["conflict"])
    return moved[1] if moved else str(row["path"])


def _name_theirs(store: Objects, text: str, tip: str) -> str:
    """What to call the other side, so that git writes the label of the row if it can."""
    label = _LABEL.search(text)
    if label is None or not _REF.fullmatch(label[1]) or label[1] == "work":
        return tip
    if tip.startswith(label[1]):
        return label[1]
    where = "remotes" if "/" in label[1] else "heads"
    store.ref(f"refs/{where}/{label[1]}", tip)
    return label[1]


def build_stack(row: Row, top: Path) -> Path:
    """The history of a ``stacks`` row in ``top``, at the commit of its conflict; returns the file.

    Parents that are not in the history are left out.
    """
    store, names = Objects.init(top), dict[str, str]()
    commits = {commit["sha"]: commit for commit in row["history"]}

    def build(sha: str) -> str:
        if sha not in names:
            commit = commits[sha]
            parents = [build(parent) for parent in commit["parents"] if parent in commits]
            files = {row["path"]: encode(relabel(commit["text"], names))}
            names[sha] = store.commit(meta(commit), files, parents)
        return names[sha]

    for sha in commits:
        build(sha)
    last = row["introduced_by"]
    conflict = encode(relabel(row["conflict"], names))
    if last["sha"] not in names:
        named = {parent for commit in row["history"] for parent in commit["parents"]}
        parents = [names[sha] for sha in commits if sha not in named]
        names[last["sha"]] = store.commit(meta(last), {row["path"]: conflict}, parents)
    return _check_out(store, names[last["sha"]], row["path"], conflict)


def build_committed(row: Row, top: Path) -> Path:
    """A ``committed`` row: the commit that brought its conflict in, and its parents."""
    store, names = Objects.init(top), dict[str, str]()
    shas = []
    if row["base"] is not None or row["ours"] is not None:
        shas = [_root(store, row, [*row["parents"], row["introduced_by"]])]
    for parent, side in zip(row["parents"], _SIDES, strict=False):
        known = row[side] is not None
        files = {row["path"]: encode(row[side])} if known else {".other": b"\n"}
        names[parent["sha"]] = store.commit(meta(parent), files, shas)
    last = row["introduced_by"]
    conflict = encode(relabel(row["conflict"], names))
    names[last["sha"]] = store.commit(meta(last), {row["path"]: conflict}, list(names.values()))
    return _check_out(store, names[last["sha"]], row["path"], conflict)


def build_negative(row: Row, top: Path) -> Path:
    """A ``negative`` row: the file as it is, in the only commit."""
    store = Objects.init(top)
    date = datetime.fromisoformat("2025-06-01T12:00:00+00:00")
    data = encode(row["conflict"])
    sha = store.commit(Meta("add a document", "Ada Example", date, date), {row["path"]: data})
    return _check_out(store, sha, row["path"], data)


def _check_out(store: Objects, tip: str, path: str, data: bytes) -> Path:
    store.ref("refs/heads/work", tip)
    git(store.top, "reset", "-q", "--hard")
    _settings(store.top)
    (store.top / path).write_bytes(data)
    return store.top / path


def _settings(top: Path) -> None:
    (top / "mergemend.toml").write_text(_SETTINGS)
    (top / ".git/info/exclude").write_text("mergemend.toml\n")
