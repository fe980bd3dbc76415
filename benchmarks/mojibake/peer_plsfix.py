"""Runs plsfix on lines, in the peers' own environment: hexadecimal UTF-8 in and out."""

from __future__ import annotations

import sys


def main() -> None:
    from plsfix import fix_text

    for line in sys.stdin:
        fixed = fix_text(bytes.fromhex(line).decode())
        print(fixed.encode().hex(), flush=True)


if __name__ == "__main__":
    main()
