"""Texts in which the whole program found nothing, and would find nothing wherever they stood.

What the sieve leaves to the whole program are mostly texts in languages that it can't tell from
garbled ones. If they hold no marker, are no status document and say nothing to this program, what
is found in them hangs on their bytes alone (`clean.hangs_on_bytes`): such a text need not be looked
at again until it or the program changes.
"""

from __future__ import annotations

import os

from mergemend.known import FOLDER, PLAIN, Known, git_folder


def known_plain(top: str, *, learn: bool = False) -> Known | None:
    """The texts of the work tree at ``top``; None if none are known, unless some are to be."""
    git = git_folder(top)
    if git is None or not (learn or os.path.exists(f"{git}/{FOLDER}/{PLAIN}")):
        return None
    from mergemend import program

    return Known(top, PLAIN, program.state().encode())
