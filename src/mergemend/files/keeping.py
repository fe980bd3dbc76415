"""What a new file keeps of the one that it replaces: owner, mode, extended attributes.

| what | kept |
| --- | --- |
| mode | always; without set-user-id and set-group-id where the owner can't be kept |
| its bits for the group | where that can't be kept, the new one gets no more than everybody |
| owner and group | where the system lets us: root can, others keep a group that they are in |
| extended attributes, with them access control lists | all that the system lets us set (Linux) |
| the access control list that a folder gives new files | no: the file has its own, or none |
| other names of the file (hard links) | no: they keep the old bytes, as after `git checkout` |
| times | no: the file has changed |
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

# What a system says of what it does not let us keep: this user may not, or this file system has no
# such thing. All else (EIO, ENOSPC, EDQUOT) is a write that failed.
_NOT_ALLOWED = {
    errno.EACCES,
    errno.EINVAL,  # an owner without a number in this container
    errno.ENODATA,  # gone since it was listed
    errno.ENOSYS,
    errno.EOPNOTSUPP,
    errno.EPERM,
}


def keep_attributes(old: int, new: int) -> None:
    """Give the open file ``new`` what the open file ``old`` has.

    Raises `OSError` where something fails that the system allows.
    """
    before = os.fstat(old)
    _keep_owner(new, before)
    now = os.fstat(new)
    mode = stat.S_IMODE(before.st_mode)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        mode &= ~(stat.S_ISUID | stat.S_ISGID)
    if now.st_gid != before.st_gid:
        mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    if hasattr(os, "listxattr"):
        _drop_inherited(old, new)  # before the mode, which would let in whom they name
        os.fchmod(new, mode)
        _keep_extended(old, new)
    else:
        os.fchmod(new, mode)


def _keep_owner(new: int, before: os.stat_result) -> None:
    now = os.fstat(new)
    for user in (before.st_uid, -1):
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            with _as_allowed("its owner"):
                os.fchown(new, user, before.st_gid)
                return


def _keep_extended(old: int, new: int) -> None:
    for name in _extended(old):
        with _as_allowed(f"its extended attribute {name}"):
            os.setxattr(new, name, os.getxattr(old, name))


def _drop_inherited(old: int, new: int) -> None:
    """Take away what a new file has from its folder, such as the folder's access control list."""
    for name in _extended(new) - _extended(old):
        with _as_allowed(f"the extended attribute {name}, which it has not,"):
            os.removexattr(new, name)


def _extended(file: int) -> set[str]:
    names: set[str] = set()
    with _as_allowed("its extended attributes"):
        names.update(os.listxattr(file))
    return names


@contextmanager
def _as_allowed(what: str) -> Iterator[None]:
    """Go on where the system does not allow it, and name what failed else."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            why = f"{what} can't be kept: {error.strerror}; nothing was written to it"
            raise OSError(error.errno, why) from None
