"""Lets a function mend every text of a listing in one process, and prints which it changed.

``peer_fixers.py ftfy.fix_text LISTING``; run by the interpreter that has the tool. A binary file
(one with a NUL, which is how git tells) is left out; what is no UTF-8 is read as far as it goes.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(name: str, listing: str) -> None:
    module, _, function = name.partition(".")
    fix = getattr(importlib.import_module(module), function)
    for path in Path(listing).read_text().split("\0"):
        data = Path(path).read_bytes()
        if b"\0" not in data:
            text = data.decode("utf-8", "replace")
            if fix(text) != text:
                print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
