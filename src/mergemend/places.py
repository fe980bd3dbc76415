"""Where settings and what a killed run leaves lie; nothing is loaded for it."""

from __future__ import annotations

CONFIG_NAMES = ("mergemend.toml", "pyproject.toml")
"""Config files, the first that a folder has counts; the second only where it speaks of us."""

KINDS_FOLDER = ".mergemend/kinds"
"""The user's kinds, below the folder of the config file."""

UNFINISHED = ".git/mergemend/unfinished"
"""The name of the run that is writing, or was killed, below the top of the work tree."""
