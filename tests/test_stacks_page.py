"""The worked examples of docs/stacks.md: what the page shows is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Mend
from scratch import Scratch

PAGE = Path(__file__).parents[1] / "docs/stacks.md"
_BLOCK = re.compile(
    r"<!-- file: (?P<path>\S+) -->\n\n```text\n(?P<text>.*?)```"
    r"|<!-- history: (?P<history>.*?) -->"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (.+)\n", re.MULTILINE)


class Scene(NamedTuple):
    """A file, or a history, with the commands that the page runs in it and what they print."""

    path: str
    text: str
    commands: list[tuple[list[str], str]]


def scenes() -> list[Scene]:
    found: list[Scene] = []
    for block in _BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["console"] is None:
            found.append(Scene(block["path"] or "", block["text"] or "", []))
        else:
            _, *parts = _COMMAND.split(block["console"])
            words = map(str.split, parts[::2])
            found[-1].commands.extend(zip(words, parts[1::2], strict=True))
    return found


def two_merges(top: Path) -> Scratch:
    """Two branches merged into one that had changed the same line, both committed with markers."""

    def hours(open_from: str) -> dict[str, bytes]:
        return {"hours.md": f"Opening hours\n\n{open_from}\n\nClosed on Sundays.\n".encode()}

    scratch = Scratch.init(top)
    scratch.commit("Open at seven", hours("Seven to eight."))
    scratch.git("checkout", "-q", "-b", "ropes")
    scratch.commit("Open till ten", hours("Six to ten."), minutes=180)
    scratch.git("checkout", "-q", "-b", "lamps", "main")
    scratch.now -= 7200
    scratch.commit("Open till nine", hours("Six to nine."))
    scratch.git("checkout", "-q", "main")
    scratch.now -= 1800
    scratch.commit("Open at six", hours("Six to eight."))
    scratch.now += 9000
    scratch.merge("lamps")
    scratch.merge("ropes")
    return scratch


def test_the_page_has_examples() -> None:
    assert [scene.path for scene in scenes()].count("") == 1
    assert len(scenes()) == 6
    assert all(scene.commands for scene in scenes())


@pytest.mark.parametrize("scene", scenes(), ids=range(len(scenes())))
def test_the_examples_are_what_is_printed(scene: Scene, tmp_path: Path, mend: Mend) -> None:
    if scene.path:
        (tmp_path / scene.path).write_text(scene.text, "utf-8")
        scratch = Scratch(tmp_path)
    else:
        scratch = two_merges(tmp_path / "repository")
    for (program, *words), shown in scene.commands:
        git = program == "git"
        told = f"{scratch.git(*words)}\n" if git else mend(scratch.top, *words).output
        assert told == shown
