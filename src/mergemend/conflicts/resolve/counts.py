"""Right answers and cases by resolver. Written by `benchmarks.conflicts.grades`."""

HELD_OUT = {
    "same": (2, 2),
    "pieces": (4, 4),
    "both": (14, 22),
    "entries": (1, 3),
    "rewritten": (2, 4),
    "newest-here": (13, 19),
    "newest-commit": (2, 2),
}
"""In repositories that no rule was tuned on."""

TUNED = {
    "same": (14, 14),
    "unchanged": (2, 4),
    "contained": (1, 1),
    "versions": (19, 19),
    "counts": (1, 1),
    "pieces": (2, 3),
    "sections": (1, 3),
    "both": (44, 59),
    "entries": (4, 7),
    "words": (2, 2),
    "rewritten": (1, 2),
    "newest-here": (4, 21),
    "newest": (1, 3),
    "newest-commit": (1, 1),
}
"""In the others."""
