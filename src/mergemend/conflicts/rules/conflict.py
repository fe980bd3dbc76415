"""A merge conflict was left in the file: git's markers, both sides and perhaps the base between.

Markers count as git writes them, at the start of a line, in the styles ``merge``, ``diff3`` and
``zdiff3``, of any length from seven on, behind a byte-order mark and with any line ends. A file
that was committed with its markers and conflicted again holds several layers; they are told apart
also where they interleave. Headings underlined with ``=======``, quoted mail, patches, and
search/replace blocks are none. A conflict in a block of code may be an example: git tells.

Why: Nobody reads the document as it was meant: both versions stand there, ``=======`` is shown as a
heading and ``>>>>>>>`` as seven quotes in each other. Programs stop at it.

Severity: error

Example, notes.md:

    # Harbour

    <<<<<<< HEAD
    Version: 1.4.0
    =======
    Version: 1.5.0
    >>>>>>> lamps

Fixed, notes.md:

    # Harbour

    Version: 1.5.0

Fix (safe, likely, guess): what the sides say decides where that is proven or was right in nearly
all cases that were counted: equal sides, versions that went up. Else it is the strategy's turn:
the newest side by the dates of its commits, or the likeliest answer for each region. What is a tie
or unknown is left, and the finding says why.

Settings:

- ``strategy``: what is taken where the sides themselves do not tell.
- ``date``: whether the author's or the committer's date counts.
- ``min-grade``: leaves what is less sure as it is, with its markers.
"""
