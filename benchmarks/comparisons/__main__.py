"""``python -m benchmarks.comparisons`` runs the tools and writes docs/comparisons.md.

They are installed first, in the environment that `make bench` has for them.
"""

from __future__ import annotations

import sys

from benchmarks.comparisons.page import PAGE, page
from benchmarks.conflicts.peers import install

if __name__ == "__main__":
    if missing := install():
        sys.exit(f"cannot be had, so nothing was written: {', '.join(missing)}")
    PAGE.write_text(page(), "utf-8")
