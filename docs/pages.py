"""``python -m docs.pages`` writes the pages of the rules from the rules' own docstrings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mergemend.report.rule import list_page, rule_page
from mergemend.ruledocs import rule_doc
from mergemend.rules import RULES

FOLDER = Path(__file__).parent / "rules"

_HEAD = """# Rules

What mergemend finds, by name. Errors and warnings make a run fail, what is *info* is only told.
`mergemend rule NAME` prints these pages; they are written from the rules themselves, and every
example is run by a test. `ignore` in the settings turns a rule off for all files or by path, a
comment `<!-- mergemend: off RULE -->` in a document. A name stands for those that go on from it,
too: `mojibake` for `mojibake-lossy`.

"""

# Sphinx wants each page to be in a table of contents
_PAGES = """
```{toctree}
:hidden:
:glob:

*
```
"""


def pages() -> Mapping[str, str]:
    """The text of each page by its name in the folder of the rules."""
    found = {f"{rule}.md": rule_page(rule_doc(rule)) for rule in RULES}
    return found | {"index.md": _HEAD + list_page() + _PAGES}


if __name__ == "__main__":
    for old in FOLDER.glob("*.md"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
