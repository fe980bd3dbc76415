"""Garbled text that has lost bytes, so that it can have been more than one text.

An earlier revision of the line, from git or from the other side of a conflict, settles it where
there is one, and so do the same words in other places.

Why: What was meant can be told no more from the line, and each further day makes it less likely
that somebody remembers.

Severity: error

Example, notes.md:

    | âœ… quay | ğŸ“ moss |

Fix (none): the candidates and their odds are listed. `mergemend fix --choose LINE:COLUMN=TEXT` or
`mergemend fix -i` settles it.

Settings:

- ``allow``: texts that are never taken for garbled.
- ``min-grade``: with ``safe``, what is only likely is left and listed here, too.
"""
