r"""Lines in a code page, or a piece of UTF-16, in a file that is UTF-8 else.

Why: No program can read such a file as a whole: whichever encoding it takes, some lines are
garbled.

Severity: error

Example, notes.md (\xNN is a byte):

    # Köln

    M\xfcnchen und N\xfcrnberg

Fixed, notes.md:

    # Köln

    München und Nürnberg

Fix (safe, likely): the bytes are made UTF-8 where the code page is clear (likely), a piece of
UTF-16 with its mark always (safe). Otherwise what they can be is listed.

Settings:

- ``min-grade``: ``safe`` leaves lines in a code page as they are.
"""
