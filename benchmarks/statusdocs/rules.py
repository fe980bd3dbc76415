"""``python -m benchmarks.statusdocs.rules`` writes docs/status-rules.md from the rules' words."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from mergemend.statusdocs.checks import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "status-rules.md"

_HEAD = """# Rules for status documents

What `mergemend check` finds in status documents, besides conflicts and garbled text. A line turns a
rule off for itself with `<!-- mergemend: ignore RULE -->`; `ignore` in the settings does it for all
files. Errors and warnings make a run fail, what is *only told* does not. This page is written from
the rules themselves by `python -m benchmarks.statusdocs.rules`.
"""


def page() -> str:
    """The page: each rule by its name, and what its module says of it."""
    return "\n".join([_HEAD, *(_section(name) for name in sorted(CHECKS))])


def _section(name: str) -> str:
    module = sys.modules[CHECKS[name].__module__]
    words = inspect.getdoc(module) or ""
    return f"## {name}\n\n{words.replace('``', '`')}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
