r"""A file in another encoding, or bytes that UTF-8 forbids.

A whole file in a code page is found by what languages write; one that declares its encoding
(``coding:``, ``charset=``, ``working-tree-encoding`` in .gitattributes) has no finding. In a file
that is UTF-8 else, it is broken sequences: characters above U+FFFF written as two surrogates,
characters that were cut, overlong forms.

Why: Programs that read UTF-8 stop at such a byte or put U+FFFD in its place, and what they write
back has lost it.

Severity: error, warning

Example, notes.md (\xNN is a byte):

    # Boats

    - \xed\xa0\xbd\xed\xba\xa2 the ferry

Fixed, notes.md:

    # Boats

    - 🚢 the ferry

Fix (safe, likely): surrogates are joined (safe). A whole file is made UTF-8 only if the rule was
selected by name (likely, because the code page is told by its letters). What was cut is only named.

Settings:

- ``select``: with ``invalid-utf-8`` in it, whole files are made UTF-8.
"""
