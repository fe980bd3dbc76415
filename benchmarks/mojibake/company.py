"""Counts the company that signs keep: ``python -m benchmarks.mojibake.company FOLDER...``

Writes `mergemend.mojibake.company_counts` from all Markdown files below the folders that are UTF-8
and mostly English: for each of the most frequent signs what stands before and behind it. Of one
document a sign counts only a few times, so that no document speaks for all.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mergemend.mojibake import company

TARGET = Path(company.__file__).with_name("company_counts.py")

# How often a sign of one document counts, and how many signs of how many documents are kept.
PER_DOCUMENT = 12
SIGNS = 260
DOCUMENTS = 3

LOST = "\N{REPLACEMENT CHARACTER}"

# More of these in a thousand characters, and the document is not English.
FOREIGN = re.compile(r"[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af]")

HEAD = '''"""How often the most frequent signs stand where, in English Markdown.

Written by `benchmarks.mojibake.company`. A row: the sign, and for each class before it the classes
behind it.
"""
# ruff: noqa: E501

TABLE = """
'''


def texts(folders: list[str]) -> Iterator[str]:
    seen = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.md")):
            try:
                text = path.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if text in seen or text.isascii() or len(FOREIGN.findall(text)) * 500 > len(text):
                continue
            seen.add(text)
            yield text


def places(text: str) -> Iterator[tuple[str, str, str]]:
    """Each sign with the classes before and behind it; of a run of one sign only the first."""
    for line in text.split("\n"):
        for found in re.finditer(r"([^\x00-\x7f])\1*", line.rstrip("\r")):
            ends = company.before(line[: found.start()]), company.after(line[found.end() :])
            yield (found[1], *ends)


def main(folders: list[str]) -> None:
    total: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    sides: dict[str, dict[str, Counter[str]]] = {}
    for text in texts(folders):
        here: Counter[str] = Counter()
        for sign, left, right in places(text):
            here[sign] += 1
            if here[sign] <= PER_DOCUMENT:
                sides.setdefault(sign, {}).setdefault(left, Counter())[right] += 1
        total.update({sign: min(number, PER_DOCUMENT) for sign, number in here.items()})
        documents.update(here.keys())
    kept = [sign for sign, _ in total.most_common() if documents[sign] >= DOCUMENTS and ok(sign)]
    rows = [f"{sign}\t{row(sides[sign])}\n" for sign in kept[:SIGNS]]
    TARGET.write_text(f'{HEAD}{"".join(rows)}"""\n', encoding="utf-8")


def ok(sign: str) -> bool:
    """Whether a repair may write ``sign``, and a row can hold it."""
    return unicodedata.category(sign) not in {"Cc", "Cn", "Co", "Zl", "Zp"} and sign != LOST


def row(sides: dict[str, Counter[str]]) -> str:
    return "\t".join(
        f"{left}:" + ",".join(f"{right} {number}" for right, number in sorted(counter.items()))
        for left, counter in sorted(sides.items())
    )


if __name__ == "__main__":
    main(sys.argv[1:])
