"""What status documents say, kept for the next run: a cache in git's own folder.

What is kept of a document is sealed with a digest of all that it hangs on: the text, its inode as
in `mergemend.known` (of a cache that comes with a repository nothing fits), the kind, the rules,
and, if git was asked for something, its context (`mergemend.git.context`). In another context, as
after a commit, the answer counts if all that was asked is when the document was committed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mergemend import known, program
from mergemend.checked import LEAST_FILES
from mergemend.git.context import Context, context_of
from mergemend.git.given import is_named
from mergemend.git.runner import GitError
from mergemend.model import KindError, is_utf8
from mergemend.places import is_markdown
from mergemend.project import Conflicted, Opened, Project, Unread
from mergemend.record_codec import Read, read, written
from mergemend.rules import RULES
from mergemend.system import HAS_FOLDERS

if TYPE_CHECKING:
    from mergemend.evidence import Evidence
    from mergemend.statusdocs.board import StatusDocument
    from mergemend.statusdocs.record import Record

MAX_BYTES = 64_000_000  # kept in one repository; what was read the longest ago goes
_SEAL = 64  # hexadecimal digits
_NO_SEAL = b"-" * _SEAL
_NOTHING, _DATES, _MORE = b"0", b"1", b"2"  # what git was asked


class RecordCache:
    """Reads the status documents of a project, those that were read before from the cache.

    ``files`` are all that will be asked for: with few of them nothing is kept.
    """

    def __init__(self, project: Project, files: Sequence[Path]) -> None:
        self._project = project
        self._stores: dict[Path, _Store | None] = {}
        self._digests: dict[int, bytes] = {}  # of kinds, which their settings keep
        are_many = sum(is_markdown(file.name) for file in files) >= LEAST_FILES
        self._is_used = are_many and HAS_FOLDERS and not is_named()

    def record(self, path: Path) -> Record | Conflicted | Unread | None:
        """As `mergemend.project.Project.record`."""
        opened = self._project.opened(path)
        if not isinstance(opened, Opened):
            return opened
        from mergemend.statusdocs.record import Record

        return self._read(self._place(path, opened, "record"), opened, Record, Opened.record)

    def status(self, path: Path) -> StatusDocument | Conflicted | Unread | None:
        """As `mergemend.project.Project.status`."""
        opened = self._project.opened(path)
        if not isinstance(opened, Opened):
            return opened
        from mergemend.statusdocs.board import StatusDocument

        options = self._project.settings.options_for(path)
        rules = [rule for rule in RULES if options.wanted(rule)]
        place = None
        if opened.kind.json_schema is None:  # what checks that can be installed, and can change
            place = self._place(path, opened, "status", rules, options.rule.min_grade)
        return self._read(place, opened, StatusDocument, lambda one: one.status(options))

    def save(self) -> None:
        """Keep what was read for the next run."""
        for store in self._stores.values():
            if store:
                store.save()

    def _read(
        self,
        place: _Place | None,
        opened: Opened,
        sort: type[Read],
        make: Callable[[Opened], Read],
    ) -> Read:
        """What is kept at a place, else what ``make`` reads."""
        if place is None:
            return make(opened)
        found = place.find(sort, opened.evidence)
        if found is None:
            _ = place.store.context  # as it is before anything is asked
            watched = _Watched(opened.evidence)
            found = make(replace(opened, evidence=cast("Evidence", watched)))
            place.keep(found, opened.evidence, watched.asked)
        return found

    def _place(self, path: Path, opened: Opened, *conditions: object) -> _Place | None:
        """Where it is kept what a document says under ``conditions``; None if nowhere.

        In another encoding than UTF-8 it also hangs on the attributes of files around.
        """
        if not self._is_used or not is_utf8(opened.document.data):
            return None
        try:
            top, name = self._project.past.place(path)
            store = self._store(top) if top else None
            state = known.state_of(path.stat())
            kinds = self._kinds(path)
        except (GitError, KindError, OSError):  # of a wrong kind is told who reads by it
            return None
        if store is None:
            return None
        what, *rest = conditions
        key = _digest(_bytes((what, name, opened.document.path)))
        told = _bytes((opened.kind.name, opened.kind.source, kinds, rest))
        return _Place(store, name, key, (key, told, state, opened.document.data))

    def _store(self, top: Path) -> _Store | None:
        if top not in self._stores:
            self._stores[top] = _Store.of(top)
        return self._stores[top]

    def _kinds(self, path: Path) -> bytes:
        """A digest of the kinds that can be those of a file. Raises `KindError`."""
        kinds = self._project.settings.at(path.parent).kinds
        if id(kinds) not in self._digests:
            self._digests[id(kinds)] = _digest(_bytes(kinds.told))
        return self._digests[id(kinds)]


class _Watched:
    """Evidence that notes what it is asked."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.asked.add(name)
        return getattr(self._evidence, name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is kept, and what it hangs on besides git; ``path`` is from the top."""

    store: _Store
    path: str
    key: bytes
    parts: tuple[bytes, ...]

    def find(self, sort: type[Read], evidence: Evidence) -> Read | None:
        """What is kept here; None if nothing is, or what it hangs on has changed."""
        kept = self.store.kept(self.key)
        asked, text = kept[2 * _SEAL : 2 * _SEAL + 1], kept[2 * _SEAL + 1 :]
        if not asked:
            return None
        now = self._by_context(asked, text)
        if kept[:_SEAL] != now:
            again = self._by_answer(asked, text, evidence)
            if not again or kept[_SEAL : 2 * _SEAL] != again:
                return None
            if now:
                self._put(asked, text, again)
        with suppress(ValueError):
            return read(sort, text)
        return None

    def keep(self, found: Record | StatusDocument, evidence: Evidence, asked: set[str]) -> None:
        """Keep what was read while the evidence was ``asked`` that; not what no text can hold."""
        code = _MORE if asked - {"written"} else _DATES if asked else _NOTHING
        with suppress(ValueError):
            text = written(found)
            self._put(code, text, self._by_answer(code, text, evidence))

    def _put(self, asked: bytes, text: bytes, by_answer: bytes) -> None:
        seals = (self._by_context(asked, text) or _NO_SEAL) + (by_answer or _NO_SEAL)
        if seals != 2 * _NO_SEAL:
            self.store.keep(self.key, seals + asked + text, lasting=asked == _NOTHING)

    def _by_context(self, asked: bytes, text: bytes) -> bytes:
        """The seal in the context of now; empty if there is none that tells enough."""
        if asked == _NOTHING:
            return _digest(*self.parts, asked, text)
        context = self.store.context
        if context is None or os.fsencode(self.path) not in context.committed:
            return b""
        return _digest(*self.parts, asked, text, context.digest)

    def _by_answer(self, asked: bytes, text: bytes, evidence: Evidence) -> bytes:
        """The seal with what is answered now; empty if more was asked, or nothing."""
        if asked != _DATES:
            return b""
        return _digest(*self.parts, asked, text, b"answer", _bytes(evidence.written()))


class _Store:
    """What is kept in one repository. It is forgotten when the program changes."""

    def __init__(self, top: Path, folder: str, head: bytes) -> None:
        self._top, self._folder, self._head = top, folder, head
        self._already = known.load(folder, known.RECORDS, head)
        self._learned: dict[bytes, bytes] = {}
        self._passing: set[bytes] = set()

    @classmethod
    def of(cls, top: Path) -> _Store | None:
        """None where git keeps nothing."""
        try:
            folder = known.git_folder(str(top))
            told = _digest(_bytes(program.state()))
        except OSError:
            return None
        return cls(top, folder, known.head_line() + b" " + told) if folder else None

    @cached_property
    def context(self) -> Context | None:
        """What git's answers are told by; None where that is unknown."""
        return context_of(self._top)

    def kept(self, key: bytes) -> bytes:
        """What is kept, with its seals; empty if nothing is."""
        return self._already.get(key, b"")

    def keep(self, key: bytes, sealed: bytes, *, lasting: bool) -> None:
        """Keep something; unless it is ``lasting`` only if the context stays up to the end."""
        self._learned[key] = sealed
        if not lasting:
            self._passing.add(key)

    def save(self) -> None:
        """Write what was read, and as much of what was kept before as there is room for."""
        if self._passing and context_of(self._top) != self.context:
            self._learned = {k: v for k, v in self._learned.items() if k not in self._passing}
        if not self._learned:
            return
        kept: dict[bytes, bytes] = {}
        room = MAX_BYTES
        before = ((k, v) for k, v in self._already.items() if k not in self._learned)
        for key, sealed in (*self._learned.items(), *before):
            room -= len(key) + len(sealed)
            if room < 0:
                break
            kept[key] = sealed
        known.store(self._folder, known.RECORDS, self._head, kept)


def _bytes(value: object) -> bytes:
    return repr(value).encode("utf-8", "surrogatepass")


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest().encode()
