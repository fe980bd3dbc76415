"""A marker of a conflict without its counterpart.

Somebody removed a part of a conflict by hand and forgot a line. A lone ``=======`` counts only
where other markers stand in the file, because it underlines headings.

Why: The line is shown as text or as a heading, and what was above it may still be both sides.

Severity: error

Example, notes.md:

    # Harbour

    - ropes
    >>>>>>> lamps

Earlier, notes.md:

    # Harbour

    <<<<<<< HEAD
    - lamps
    =======
    - ropes
    >>>>>>> lamps

Fixed, notes.md:

    # Harbour

    - ropes

Fix (likely): where the file's history, or the merge made again, has the text in which the conflict
was whole, and one side or both were kept, the marker lines that are left are taken out. Otherwise
nothing is changed.

Settings:

- ``min-grade``: ``safe`` leaves the marker lines as they are.
"""
