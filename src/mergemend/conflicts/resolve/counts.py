"""Right answers and cases by resolver. Written by `benchmarks.conflicts.grades`."""

HELD_OUT = {
    "same": (2, 2),
    "pieces": (4, 4),
    "both": (1, 2),
    "entries": (0, 1),
    "rewritten": (1, 3),
    "newest-here": (13, 18),
    "newest-commit": (2, 2),
}
"""In repositories that no rule was tuned on."""

TUNED = {
    "same": (14, 14),
    "unchanged": (2, 4),
    "contained": (1, 1),
    "versions": (19, 19),
    "counts": (1, 1),
    "pieces": (2, 4),
    "sections": (1, 3),
    "both": (57, 78),
    "entries": (5, 9),
    "words": (2, 2),
    "rewritten": (2, 3),
    "newest-here": (4, 22),
    "newest": (1, 3),
    "newest-commit": (1, 1),
}
"""In the others."""
