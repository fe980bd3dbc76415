"""What git prints about commits, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from mergemend.evidence import Commit
from mergemend.lines import split_lines
from mergemend.model import decode

# how `git log` has to print a commit for `read_version`
FORMAT = ("--date=raw", "--format=%H%x00%P%x00%an%x00%ad%x00%cd%x00%s")


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that changed a file: its metadata, its parents, the file's path in it and before."""

    commit: Commit
    parents: tuple[str, ...]
    path: str
    path_before: str


@dataclass(frozen=True, slots=True)
class RawChange:
    """A file that a commit changed: its blob, and the one in each parent; None where it is not."""

    path: str
    after: str | None
    before: tuple[str | None, ...]


def index_entries(fields: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """What ``git ls-files --stage -z`` says: mode, blob, stage and path of each entry."""
    parts = (field.split("\t", 1) for field in fields)
    split = ((*entry.split(" "), path) for entry, path in parts)
    return [(mode, blob, stage, path) for mode, blob, stage, path in split]


def raw_changes(fields: Iterable[str]) -> Iterator[RawChange]:
    """What ``git diff-tree -c --raw -z`` says: a colon a parent, modes, blobs, status, paths.

    Only files are given, no links and no submodules.
    """
    rest = iter(fields)
    for field in rest:
        parents = len(field) - len(field.lstrip(":"))
        *words, status = field[parents:].split(" ")
        path = next(rest)
        if parents == 1 and status[0] in "RC":
            path = next(rest)
        modes, blobs = words[: parents + 1], words[parents + 1 :]
        *before, after = (
            blob if mode.startswith("100") else None
            for mode, blob in zip(modes, blobs, strict=True)
        )
        yield RawChange(path, after, tuple(before))


def line_dates(blamed: bytes) -> dict[bytes, datetime]:
    """What `git blame --porcelain` says: each line, and when it was written last.

    Lines of a commit with an impossible date are left out.
    """
    dates: dict[bytes, datetime] = {}
    known: dict[bytes, datetime | None] = {}
    for _, sha, said, line in _blamed(blamed):
        if sha not in known:
            known[sha] = _moment(said.get(b"author-time", b""))
        when = known[sha]
        if when is not None:
            dates[line] = max(when, dates.get(line, when))
    return dates


def read_blame(blamed: bytes) -> dict[int, Commit]:
    """What `git blame --porcelain` says of lines (from 1): the commits that wrote them."""
    commits: dict[bytes, Commit] = {}
    found: dict[int, Commit] = {}
    for number, sha, said, _ in _blamed(blamed):
        if sha not in commits:
            texts = {decode(key): decode(value) for key, value in said.items()}
            commits[sha] = _blamed_commit(decode(sha), texts)
        found[number] = commits[sha]
    return found


def _blamed(blamed: bytes) -> Iterator[tuple[int, bytes, Mapping[bytes, bytes], bytes]]:
    """Each line's number, its commit, what is said of that, and the line itself.

    git prints headers, those of a commit only once, then the line behind a tab.
    """
    headers: dict[bytes, dict[bytes, bytes]] = {}
    sha, number, is_first = b"", 0, True
    for line in split_lines(blamed):
        if line.startswith(b"\t"):
            yield number, sha, headers.get(sha, {}), line[1:]
        elif is_first:
            sha, _, final, *_ = line.split(b" ")
            number = int(final)
        else:
            key, _, value = line.removesuffix(b"\n").partition(b" ")
            headers.setdefault(sha, {})[key] = value
        is_first = line.startswith(b"\t")


def _blamed_commit(sha: str, said: Mapping[str, str]) -> Commit:
    authored, committed = (
        _date(f"{said[f'{who}-time']} {said[f'{who}-tz']}") for who in ("author", "committer")
    )
    return Commit(sha, said.get("summary", ""), said["author"], authored, committed)


def _moment(seconds: bytes) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def read_version(line: str, path: str) -> Version | None:
    """A line of `git log` in `FORMAT` about a file that is at ``path``.

    None where git could not read the commit's header, as it is when that claims a wrong encoding.
    """
    sha, parents, author, authored, committed, subject = line.split("\0", 5)
    if not authored or not committed:
        return None
    dates = _date(authored), _date(committed)
    return Version(Commit(sha, subject, author, *dates), tuple(parents.split()), path, path)


def _date(raw: str) -> datetime:
    """A date as git keeps it, seconds and zone; one that no clock has shown counts as the oldest.

    Histories that were converted, or made by hand, have years of five digits and zones of 518 h.
    """
    try:
        seconds, zone = raw.split(" ")
        east = timedelta(hours=int(zone[:-2]), minutes=int(zone[0] + zone[-2:]))
        return datetime.fromtimestamp(int(seconds), _zone(east))
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _zone(east: timedelta) -> timezone:
    return timezone(east) if abs(east) < timedelta(days=1) else UTC
