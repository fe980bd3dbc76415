r"""A byte-order mark: three bytes that UTF-8 does not need.

At the start of the file it is only told. At the start of another line it is a warning: files were
joined, and the mark of one of them is now a character in the middle of the text.

Why: It is invisible, and makes ``# Heading`` no heading, ``#!`` no command and two equal words
different.

Severity: warning, info

Example, notes.md (\xNN is a byte):

    # Harbour
    \xef\xbb\xbf# Lamps

Fixed, notes.md (\xNN is a byte):

    # Harbour
    # Lamps

Fix (safe): the mark inside the file is removed; the one at its start only if the rule was selected
by name.

Settings:

- ``select``: with ``byte-order-mark`` in it, marks at the start of files are removed as well.
"""
