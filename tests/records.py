"""A repository of status documents of every sort, and what two commands print of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import Result

from mergemend.model import Document
from mergemend.statusdocs import markdown
from mergemend.statusdocs.outline import Outline
from scratch import Scratch

PLAIN = "# Plan {n}\n\n**Status:** done\n**Owner:** Ada\n\n- [x] one\n- [ ] two @bob\n"
ALONE = "# Plan of 2025-12-20\n\n**Status:** done\n**Owner:** Ada\n"  # git is asked nothing
DATED = (
    "# Status {n}\n\n**Status:** in progress\n**Date:** 2025-12-2{d}\n**Owner:** Ada\n\n"
    "Week of Monday, December 22. See [the plan](plan.md#goals) and [it](gone-{n}.md).\n\n"
    "## Blockers\n\n### 1. TICKET-{n}: Dredge the basin\n\n- **Owner:** Bob\n- **Due:** Jan {d}\n"
    "- **Status:** blocked\n- **Effort:** {n} h\n\n| Task | Effort |\n|---|---|\n| one | 2 h |\n"
    "| two | 3 h |\n| **Total** | 6 h |\n\nLast updated: 2025-01-0{d}\n"
)
CONFLICT = "# S\n\n**Status:** done\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n"
SIZED = b"# Sized\n\n**Status:** done\n**Owner:** Ada\n\n**Date:** 2025-12-20\n"
KIND = (
    "kind: own\npaths: ['s1*']\nfields:\n  owner: {names: [Owner]}\n"
    "sections:\n  risks:\n    heading: [Risks]\n    required: true\n"
)


def texts() -> dict[str, bytes]:
    """The files of the repository: most are status documents, some can't be read."""
    files = {f"docs/s{n}-status.md": DATED.format(n=n, d=n % 9 + 1).encode() for n in range(12)}
    files |= {f"docs/deep/p{n}_STATUS.md": PLAIN.format(n=n).encode() for n in range(12)}
    files |= {f"archive/old-{n}-status.md": DATED.format(n=n, d=3).encode() for n in range(2)}
    return files | {
        "docs/plan.md": b"# Plan\n\n## Goals\n",
        "docs/crlf status.md": DATED.format(n=40, d=2).replace("\n", "\r\n").encode(),
        "docs/latin-status.md": DATED.format(n=41, d=2).replace("Ada", "Åda").encode("latin-1"),
        "docs/emoji-status.md": PLAIN.format(n="✅ – “done”\u2028\x7f").encode(),
        "docs/left-status.md": CONFLICT.encode(),
        "docs/large-status.md": PLAIN.encode() + b"x" * 60_000,
        "docs/binary-status.md": b"\0\1\2",
        "docs/empty-status.md": b"",
        "docs/sized-status.md": SIZED,
        "notes.txt": b"nothing\n",
    }


def repository(top: Path) -> Scratch:
    """All of them committed, one that is new, and a link that leads out of the work tree."""
    scratch = Scratch.init(top)
    scratch.commit("start", texts())
    scratch.commit("later", {"docs/s1-status.md": DATED.format(n=1, d=5).encode()})
    scratch.write("docs/new-status.md", DATED.format(n=99, d=1).encode())
    (top.parent / "outside.md").write_bytes(SIZED)
    (top / "docs/linked-status.md").symlink_to(top.parent / "outside.md")
    (top / "docs/inner-status.md").symlink_to("s2-status.md")
    return scratch


COMMANDS = (
    ("extract",),
    ("extract", "--output-format", "yaml"),
    ("extract", "--output-format", "csv"),
    ("board",),
    ("board", "--output-format", "json"),
    ("board", "--output-format", "html"),
)


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list of the documents that are parsed for themselves from now on."""
    seen: list[str] = []
    real = markdown.read_outline

    def read(document: Document) -> Outline:
        seen.append(document.path)
        return real(document)

    monkeypatch.setattr(markdown, "read_outline", read)
    return seen


Told = tuple[int, str, str]


def told(result: Result) -> Told:
    """All that a command says."""
    return result.exit_code, result.stdout, result.stderr


def both(
    mend: Callable[..., Result], folder: Path, commands: Iterable[tuple[str, ...]]
) -> list[tuple[Told, Told]]:
    """What each command says without and with the cache."""
    return [
        (told(mend(folder, *words, "--no-cache")), told(mend(folder, *words))) for words in commands
    ]
