"""Parses every Markdown file of a listing with markdown-it-py, and does nothing with it."""

from __future__ import annotations

import sys
from pathlib import Path

from markdown_it import MarkdownIt


def main(listing: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for path in Path(listing).read_text().split("\0"):
        parser.parse(Path(path).read_text("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
