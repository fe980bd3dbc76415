"""Keeps which config files say nothing that finds more, for the light way (`mergemend.settled`)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mergemend.config.nearest import Nested
from mergemend.config.problems import ConfigError
from mergemend.config.reading import read_chain, read_file, settings_of
from mergemend.known import git_folder, head_line, load, moments_ago, state_of, store
from mergemend.places import CONFIG_NAMES
from mergemend.settled import END, NAME, OURS, TAKEN, Settled
from mergemend.system import HAS_FOLDERS


def settle(settings: Nested) -> None:
    """Keep what is known now of the config files that were read from here up, and below.

    Nothing is kept of those that add kinds, a baseline or another config file.
    """
    try:
        git = git_folder(Settled(os.path.realpath(Path())).top) if HAS_FOLDERS else None
    except OSError:
        return
    if git is None:
        return
    before = load(git, NAME, head_line())
    rows = {path: row for path, row in before.items() if os.path.lexists(path)}
    for folder in settings.folders:
        for name in CONFIG_NAMES:
            path = folder / name
            key, state = os.fsencode(path), _state(path)
            if state and rows.get(key, b"").partition(END)[0] != state:
                said = _said(path)
                rows.pop(key, None)
                if said is not None and _state(path) == state:
                    rows[key] = state + END + said
    if rows != before:
        store(git, NAME, head_line(), rows)


def _state(path: Path) -> bytes | None:
    """The state of a regular file; None if it is none, or was just changed."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    is_settled = max(found.st_ctime_ns, found.st_mtime_ns) < moments_ago()
    return state_of(found) if stat.S_ISREG(found.st_mode) and is_settled else None


def _said(path: Path) -> bytes | None:
    """What is kept of a config file besides its state; None if it says more, or is wrong."""
    try:
        file = read_file(path)
        if file is None:
            return b""
        if {"extend", "baseline", "kinds"} & file.values.keys():
            return None
        settings = settings_of(read_chain(file))
    except ConfigError:
        return None
    patterns = [one for globs in settings.exclude for one in globs.patterns()]
    parts = [f"{'' if fits else TAKEN}{part}/{regex}" for fits, part, regex in patterns]
    return OURS + b"".join(END + os.fsencode(one) for one in parts)
