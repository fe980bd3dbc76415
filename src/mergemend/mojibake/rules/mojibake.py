"""Text that was written as UTF-8 and read as something else, once or several times over.

The proof is that garbling the repaired text gives exactly what stands in the file. Which code page
it was, the whole document decides. Text that shows damage on purpose is ``mojibake-quoted``.

Why: Names and signs cannot be read, searched or sorted, and every further program that goes wrong
makes it worse.

Severity: error

Example, notes.md:

    # Häfen

    - Fähre von KÃ¶ln
    - das CafÃ© am Kai

Fixed, notes.md:

    # Häfen

    - Fähre von Köln
    - das Café am Kai

Fix (safe, likely): a line is repaired as a whole. It is safe where nothing else gives these bytes,
and likely where a character lost bytes and one candidate has odds of 0.95 or more.

Settings:

- ``allow``: texts that are never taken for garbled.
- ``min-grade``: ``safe`` leaves what is not proven beyond doubt.
"""
