"""What git's settings say about the message of a commit that is being made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mergemend.evidence import NoEvidence
from mergemend.git.runner import run_git
from mergemend.message import AUTO, Cleanup
from mergemend.model import decode

_SETTINGS = r"^(core\.comment(char|string)|commit\.cleanup|i18n\.commitencoding)$"
_NO_EDITOR = ":"  # what git gives its hooks as the editor if it opens none (githooks(5))


class MessageEvidence(NoEvidence):
    """A message has no past; git can be told that it is in another encoding than UTF-8."""

    def __init__(self, encoding: str | None) -> None:
        super().__init__("a message has no history")
        self._encoding = encoding

    def encoding(self) -> str | None:
        """What ``i18n.commitEncoding`` says."""
        return self._encoding


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """How the message will be cleaned up, and its encoding if that is set."""

    cleanup: Cleanup
    encoding: str | None = None


def message_settings(folder: Path) -> MessageSettings:
    """What holds for a commit in ``folder``. Raises `mergemend.git.runner.GitError`.

    `git commit --cleanup` is not told to a hook; without it comments stay if no editor was opened.
    """
    said = decode(run_git(["config", "-z", "--get-regexp", _SETTINGS], folder, most=1))
    values: dict[str, str] = {}
    for entry in said.split("\0")[:-1]:
        name, _, value = entry.partition("\n")
        # two names for one thing: what was set last counts
        values["prefix" if name.startswith("core.comment") else name] = value
    prefix = values.get("prefix", "#")
    mode = values.get("commit.cleanup", "default")
    is_edited = os.environ.get("GIT_EDITOR") != _NO_EDITOR
    return MessageSettings(
        Cleanup(
            AUTO if prefix.lower() == AUTO else prefix,
            mode == "strip" or (mode == "default" and is_edited),
        ),
        values.get("i18n.commitencoding"),
    )
