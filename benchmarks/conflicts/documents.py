"""Status documents in Markdown, made up line by line, and their edits: the same ones by each seed.

A document is a row of blocks. Some blocks are *busy*: every edit rewrites them, so that two edits
of one document conflict there. The others are edited now and then, by one side or by both. A
*hasty* writer rewrites only a part of a busy block, which need not be the part of the last time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

WORDS = """
    anchor ballast beacon berth bollard buoy cabin cargo chart compass crane crew dock draught ebb
    ferry flag gale gangway harbour hatch hull isle jetty keel ladder lantern lock mast moorings
    pier pilot port quay raft rope rudder sail shore signal slip tide tow tug wharf winch
""".split()  # noqa: SIM905
VERBS = "checks clears greets inspects loads marks moves needs paints repairs tests".split()  # noqa: SIM905


@dataclass(frozen=True)
class Document:
    """The blocks, each a few lines; ``busy`` are the numbers of those that every edit rewrites."""

    blocks: tuple[tuple[str, ...], ...]
    busy: frozenset[int]

    @property
    def data(self) -> bytes:
        """The document's bytes, with an empty line between blocks."""
        return "\n".join("".join(f"{line}\n" for line in block) for block in self.blocks).encode()


@dataclass
class Writer:
    """Makes documents. No two lines that it writes are the same: each has its number."""

    rng: random.Random
    hasty: bool = False
    count: int = 0

    def document(self) -> Document:
        """A new document."""
        kinds = [self.rng.choice("plt") for _ in range(self.rng.randint(4, 9))]
        blocks: list[tuple[str, ...]] = [("# Harbour log", "", self._sentence())]
        for kind in kinds:
            blocks += [(f"## {self._words(2).title()} {self._next()}",), self._block(kind)]
        places = range(2, len(blocks), 2)
        return Document(tuple(blocks), frozenset(self.rng.sample(places, self.rng.randint(1, 3))))

    def edited(self, document: Document) -> Document:
        """The document with its busy blocks rewritten, and perhaps another one changed."""
        blocks = list(document.blocks)
        for number in document.busy:
            blocks[number] = self._rewritten(blocks[number])
        if self.rng.random() < 0.4:
            number = self.rng.choice(range(2, len(blocks), 2))
            if number not in document.busy:
                blocks[number] = self._touched(blocks[number])
        return replace(document, blocks=tuple(blocks))

    def _rewritten(self, block: tuple[str, ...]) -> tuple[str, ...]:
        """First and last line are written anew, and most of those between."""
        head, rows = _head_of(block)
        if self.hasty:
            at = self.rng.randrange(len(rows) - 1)
            return (*head, *rows[:at], self._like(rows[0]), self._like(rows[0]), *rows[at + 2 :])
        middle = [r if self.rng.random() < 0.3 else self._like(r) for r in rows[1:-1]]
        if self.rng.random() < 0.4:
            middle.insert(self.rng.randint(0, len(middle)), self._like(rows[0]))
        elif len(middle) > 2:
            del middle[self.rng.randrange(len(middle))]
        return (*head, self._like(rows[0]), *middle, self._like(rows[-1]))

    def _touched(self, block: tuple[str, ...]) -> tuple[str, ...]:
        head, rows = _head_of(block)
        at = self.rng.randrange(len(rows))
        gone = self.rng.randint(0, 1) if len(rows) > 2 else 0
        return (*head, *rows[:at], self._like(rows[0]), *rows[at + gone :])

    def _block(self, kind: str) -> tuple[str, ...]:
        rows = range(self.rng.randint(3, 6))
        if kind == "p":
            return tuple(self._sentence() for _ in rows)
        if kind == "l":
            return tuple(f"- {self._sentence()}" for _ in rows)
        return ("| What | State |", "| --- | --- |", *(self._row() for _ in rows))

    def _like(self, line: str) -> str:
        if line.startswith("|"):
            return self._row()
        return f"- {self._sentence()}" if line.startswith("- ") else self._sentence()

    def _row(self) -> str:
        return f"| {self._words(2)} {self._next()} | {self.rng.choice(VERBS)} |"

    def _sentence(self) -> str:
        verb = self.rng.choice(VERBS)
        return f"The {self._words(2)} {verb} {self._words(1)} {self._next()}."

    def _words(self, count: int) -> str:
        return " ".join(self.rng.choices(WORDS, k=count))

    def _next(self) -> int:
        self.count += 1
        return self.count


def _head_of(block: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A table's head, which stays, and the other lines."""
    cut = 2 if block[0].startswith("|") else 0
    return block[:cut], block[cut:]
