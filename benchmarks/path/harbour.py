"""A repository with forty damaged files, as merges and editors damage them."""

from __future__ import annotations

from pathlib import Path

from scratch import Scratch

STACKED, MERGED, GARBLED, STATUS = 5, 15, 12, 8  # files; forty in all
SOUND = 160  # files in which nothing is wrong

_LINES = [f"Berth {number} takes boats of up to {number * 3} metres." for number in range(1, 41)]


def build(top: Path) -> Scratch:
    """Make the repository; two branches were merged into main, markers and all."""
    scratch = Scratch.init(top)
    names = [f"docs/berth {number:02}.md" for number in range(STACKED + MERGED)]
    scratch.commit("start", {name: _text("six") for name in names} | _others())
    scratch.git("checkout", "-q", "-b", "lamps")
    scratch.commit("open later", {name: _text("eight") for name in names}, minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 3600
    scratch.commit("open at half past six", {name: _text("half past six") for name in names})
    scratch.git("checkout", "-q", "-b", "ropes")
    scratch.now += 7200
    scratch.commit("open at nine", {name: _text("nine") for name in names[:STACKED]})
    scratch.git("checkout", "-q", "main")
    scratch.merge("lamps")
    scratch.merge("ropes")  # over the markers of the merge before
    return scratch


def _text(hour: str) -> bytes:
    opening = f"The harbour opens at {hour}."
    return "\n".join(["# Berth", "", *_LINES[:20], "", opening, "", *_LINES[20:], ""]).encode()


def _others() -> dict[str, bytes]:
    """What is garbled, what does not add up, and what is sound."""
    lines = [f"- Café número {n}: Köln, Århus, señor Muñoz – quay\n" for n in range(30)]
    garbled = "".join(lines).encode().decode("cp1252").encode()
    report = (
        "# Report {n}\n\n**Status:** open\n**Owner:** Ada\n\n- Quay: 6 hours\n- Crane: 8 hours\n"
    )
    wrong = report + "- Lamps: 4 hours\n\n**Total:** 20 hours\n"
    return {
        **{f"notes/café {n:02}.md": garbled for n in range(GARBLED)},
        **{f"STATUS-{n}.md": wrong.format(n=n).encode() for n in range(STATUS)},
        **{f"src/boats_{n:03}.py": b"BOATS = 5\n" * 40 for n in range(SOUND)},
    }
