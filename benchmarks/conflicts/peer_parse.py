"""Other people's parsers of conflicts, run as ``python peer_parse.py PARSER PATH`` where they are.

Writes the file as the parser has it, with each conflict as ``<<<<<<<``, one side, ``=======``, the
other side, ``>>>>>>>``; conflicts within a side are written the same way. Exits with 1 if the
parser refuses the file. ``conflict-parser-theirs`` repairs the file: it takes theirs everywhere.

This file needs nothing of the project: its interpreter is the one that has the parsers.
"""

from __future__ import annotations

import sys
from pathlib import Path


def git_revise(data: bytes) -> bytes:
    """What git-revise, which parses as git rerere does, takes a file for."""
    from gitrevise.merge import ConflictParseFailed, normalize_conflicted_file

    try:
        normal: bytes = normalize_conflicted_file(data)[0]
    except ConflictParseFailed as error:
        raise SystemExit(str(error)) from None
    return normal


def conflict_parser(data: bytes) -> bytes:
    """What conflict-parser takes a file for."""
    from conflict_parser import ContextSegment

    lines: list[str] = []
    for segment in _parsed(data).segments:
        if isinstance(segment, ContextSegment):
            lines += segment.lines
        else:
            sides = (*segment.ours_lines, "=======\n", *segment.theirs_lines)
            lines += ["<<<<<<<\n", *sides, ">>>>>>>\n"]
    return "".join(lines).encode()


def conflict_parser_theirs(data: bytes) -> bytes:
    """The file with theirs in each conflict that conflict-parser sees."""
    resolved: str = _parsed(data).resolve_conflicts("take_theirs")
    return resolved.encode()


def _parsed(data: bytes):  # type: ignore[no-untyped-def]
    from conflict_parser import MergedFile, MergeMetadata

    style = "diff3" if b"\n||||||| " in b"\n" + data else "merge"
    return MergedFile.from_content("", data.decode(), MergeMetadata(conflict_style=style))


def main() -> None:
    parser, path = sys.argv[1], Path(sys.argv[2])
    data = path.read_bytes()
    if parser == "git-revise":
        sys.stdout.buffer.write(git_revise(data))
    elif parser == "conflict-parser":
        sys.stdout.buffer.write(conflict_parser(data))
    else:
        path.write_bytes(conflict_parser_theirs(data))


if __name__ == "__main__":
    main()
