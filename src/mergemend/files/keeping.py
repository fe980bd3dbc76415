"""What a new file keeps of the one that it replaces: owner, mode, extended attributes.

| what | kept |
| --- | --- |
| mode | always; without set-user-id and set-group-id where the owner can't be kept |
| owner and group | where the system lets us: root can, others keep a group that they are in |
| extended attributes, with them access control lists | all that the system lets us set (Linux) |
| other names of the file (hard links) | no: they keep the old bytes, as after `git checkout` |
| times | no: the file has changed |
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress


def keep_attributes(old: int, new: int) -> None:
    """Give the open file ``new`` what the open file ``old`` has. Raises `OSError`."""
    before, now = os.fstat(old), os.fstat(new)
    is_owned = (before.st_uid, before.st_gid) == (now.st_uid, now.st_gid)
    if not is_owned:
        is_owned = _own(new, before.st_uid, before.st_gid)
        if not is_owned:
            _own(new, -1, before.st_gid)
    mode = stat.S_IMODE(before.st_mode)
    os.fchmod(new, mode if is_owned else mode & ~(stat.S_ISUID | stat.S_ISGID))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # the file system has none
            for name in os.listxattr(old):
                with suppress(OSError):  # one of the system's own
                    os.setxattr(new, name, os.getxattr(old, name))


def _own(file: int, user: int, group: int) -> bool:
    try:
        os.fchown(file, user, group)
    except OSError:
        return False
    return True
