r"""A file in UTF-16 or UTF-32.

A file of which .gitattributes says so (``working-tree-encoding``) has no finding.

Why: git takes it for binary: it shows no changes of it and merges nothing in it.

Severity: warning

Example, notes.txt (\xNN is a byte):

    \xfe\xff\x00Q\x00u\x00a\x00y\x00!\x00

Fixed, notes.txt:

    Quay!

Fix (safe): the file is made UTF-8, only if the rule was selected by name.

Settings:

- ``select``: with ``utf-16`` in it, such files are made UTF-8.
"""
