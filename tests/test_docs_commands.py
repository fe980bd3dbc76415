"""The commands that the documentation shows: they are there, and so are their options."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from conftest import Mend

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_GROUPS = ("kinds", "config", "fleet")  # commands that have commands
_SHOWN = (
    re.compile(r"^\$ (?:\.venv/bin/)?mergemend ([a-z].*?)(?:  +#.*)?$", re.MULTILINE),
    re.compile(r"`mergemend ([a-z][^`\n]*)`"),
)
_OPTION = re.compile(r"(?<=[ \[])--?[a-z][a-z-]*")


def options_by_command() -> dict[tuple[str, ...], dict[str, str]]:
    """The options that are shown for each command, with a page that shows them."""
    found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for page in PAGES:
        for shown in (line for how in _SHOWN for line in how.findall(page.read_text("utf-8"))):
            words = shown.split()
            command = tuple(words[: 2 if words[0] in _GROUPS else 1])
            found[command] |= dict.fromkeys(_OPTION.findall(shown), page.name)
    return found


def test_every_command_is_there_with_its_options(tmp_path: Path, mend: Mend) -> None:
    found = options_by_command()
    assert len(found) >= 12
    assert sum(map(len, found.values())) > 15
    for command, options in found.items():
        told = mend(tmp_path, *command, "--help")
        assert told.exit_code == 0, command
        missing = {o: page for o, page in options.items() if not re.search(rf"{o}\b", told.output)}
        assert not missing, command
