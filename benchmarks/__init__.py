"""Whole commands, timed and scored against named peers in the same run: ``make bench``."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "fixtures"))  # scratch repositories are made as the tests make them
