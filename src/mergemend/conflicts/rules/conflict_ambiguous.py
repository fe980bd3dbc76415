"""The markers of a conflict can be read in more than one way, and the ways lead to different texts.

This happens where somebody took out some of the markers, and in stacks whose layers carry the same
labels. All ways are tried; if they give the same text, or history tells which of them it was, the
conflict is decided like any other.

Why: Which lines belong to which side nobody can say from the file, so any choice may lose some.

Severity: error

Example, notes.md:

    # Harbour

    <<<<<<< HEAD
    - quay
    =======
    - pier
    >>>>>>> lamps

    Open all day.
    >>>>>>> lamps

Around, mergemend.toml:

    strategy = "ours"

Fix (none): a reading would be a guess. `mergemend explain` draws them; where the file's history has
the text in which the conflict was whole, it is decided by that.

Settings:

- ``strategy``: readings are compared by what this takes; they can agree for one and not for
  another.
"""
