"""Markers of conflicts that do not fit together in any way.

More than two of them would have to be no markers at all, or the layers lie too deep in each other
for the work that is allowed. The file is left alone as a whole.

Why: Too much was removed or moved by hand to tell what the sides were.

Severity: error

Example, notes.md:

    # Harbour

    >>>>>>> quay
    - lamps
    >>>>>>> ropes
    - crane
    >>>>>>> pier
    - boats
    <<<<<<< HEAD

Fix (none): resolve some of them by hand and run it again; `mergemend explain` shows what the file's
history has.

Settings: none of its own.
"""
