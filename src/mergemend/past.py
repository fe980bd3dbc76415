"""What was found in the texts of a history."""

from __future__ import annotations

from dataclasses import dataclass

from mergemend.evidence import Commit
from mergemend.model import Finding


@dataclass(frozen=True, slots=True)
class PastFinding:
    """Something that was wrong in a text: the path of ``finding`` is the one that it had.

    ``commit`` is the first that has the text there; None if none that git can read has it. It
    ``may_be_older`` where a shallow clone ends. ``reflog``: no branch and no tag has it any more.
    """

    finding: Finding
    blob: str
    commit: Commit | None
    may_be_older: bool = False
    reflog: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What was found in so many ``texts``, the oldest commit first.

    ``unread`` are texts that are damaged. ``missing`` are objects that are not here, which is no
    fault in a ``partial`` clone. ``lost`` are texts with findings that no commit has.
    ``complaints`` are what git says where it could not go through all that there is.
    """

    texts: int
    findings: tuple[PastFinding, ...]
    unread: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    partial: bool = False
    shallow: bool = False
    lost: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all was looked at that should be here."""
        return not (self.unread or ((self.missing or self.complaints) and not self.partial))


@dataclass(frozen=True, slots=True)
class BranchFinding:
    """A finding, and the branches whose newest commit has that text at that path.

    Branches of this repository are ``heads/…``, those of others ``remotes/…``.
    """

    finding: Finding
    branches: tuple[str, ...]
