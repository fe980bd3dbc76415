"""Text that looks garbled and is shown on purpose.

What counts is whether the lines speak of encodings, name bytes, or have the repaired text as well,
in which quotes it stands, and whether the rest of the document is sound.

Why: It is not; this is told so that you can see what was left, and fails no run.

Severity: info

Example, notes.md:

    # Encodings

    UTF-8 read as Latin-1 is garbled: `KÃ¶ln` instead of `Köln`.

Fix (none): it is right as it stands.

Settings:

- ``allow``: texts that are never taken for garbled, and not told either.
"""
