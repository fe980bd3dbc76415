"""What is found in the history: every text that git reaches is looked at once.

What may have a finding is told without its path (`git/sifting.py`); only these texts are looked up
in the commits (`git/located.py`), read again and examined, each for every path that it has had.
Nothing is asked of the past of a text, and status documents are not checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mergemend.config import AnySettings
from mergemend.engine import Options
from mergemend.evidence import NoEvidence
from mergemend.files import is_temporary
from mergemend.forks import in_processes
from mergemend.git.located import Arrival, Located, commits, file_of, locate, named_by
from mergemend.git.present import Missing, find_missing, is_partial, sift_present
from mergemend.git.runner import GitError, find_top, run_git, variables_at
from mergemend.git.sifting import MAX_TEXT, WHOLE, IncompleteError, sift
from mergemend.git.stream import Names, blobs
from mergemend.limits import over_file
from mergemend.model import Document, FileReport, Finding, Severity, is_binary
from mergemend.past import Past, PastFinding
from mergemend.project import look_at_text
from mergemend.sieve import cpus

_EVIDENCE = NoEvidence("the history of a text in the history is not asked")


def look_into_past(
    settings: AnySettings,
    paths: Sequence[Path],
    *,
    part: tuple[int, int] = WHOLE,
    shown: bool = False,
) -> Past:
    """Look at all texts of the repository, or at those that ``paths`` have ever held.

    A path is a file or a folder, and need not be there any more. With a ``part``, a number from 0
    and of how many, only a part of the texts is looked at. Raises `GitError`, also where paths are
    in no repository or in several. With ``shown`` a terminal shows how far it is.
    """
    top, names = _from_top(paths)
    repository = _Repository(str(top), variables_at(top), names, part)
    try:
        return _look(settings, repository, shown=shown)
    except TimeoutError as error:
        raise GitError(f"{top}: {error}") from None


@dataclass(frozen=True, slots=True)
class _Repository:
    top: str
    variables: Mapping[str, str]
    paths: tuple[str, ...]
    part: tuple[int, int] = WHOLE


def _from_top(paths: Sequence[Path]) -> tuple[Path, tuple[str, ...]]:
    """The top of the work tree that all paths are in, and their paths from there; none for all."""
    tops, names = set[Path](), []
    for path in paths:
        full = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        there = next(folder for folder in (full, *full.parents) if folder.is_dir())
        top = find_top(there)
        if top is None:
            raise GitError(
                f"{there}: not in the work tree of a git repository, so it has no history"
            )
        tops.add(top)
        names.append(full.relative_to(top).as_posix())
    if len(tops) != 1:
        raise GitError("the paths are in several repositories; check the history of each by itself")
    return tops.pop(), () if "." in names else tuple(names)


def _look(settings: AnySettings, repository: _Repository, *, shown: bool) -> Past:
    top, variables, paths = repository.top, repository.variables, repository.paths
    missing, partial = Missing(()), False
    try:
        sifted = sift(top, variables, paths, part=repository.part, shown=shown)
    except IncompleteError:
        sifted = sift_present(top, variables, shown=shown)
        missing, partial = find_missing(top, variables), is_partial(top)
    names = [name.decode("ascii") for name in sifted.suspects]
    located = locate(names, top, variables, paths) if names else Located()
    found, lost = _examined(settings, repository, names, located)
    complaints = [missing.complaint, *located.complaints]
    ends = _ends(repository)
    return Past(
        sifted.texts,
        tuple(_told(found, ends, repository)),
        tuple(name.decode("ascii") for name in sifted.unread),
        missing.names,
        partial,
        bool(ends),
        lost,
        tuple(dict.fromkeys(complaint for complaint in complaints if complaint)),
    )


_Found = tuple[str, Arrival | None, Finding]


def _examined(
    settings: AnySettings, repository: _Repository, names: Sequence[str], located: Located
) -> tuple[list[_Found], tuple[str, ...]]:
    """The findings in these texts, and the texts with findings that no commit has."""
    refs = _without_commit(repository, names, located)
    top = Path(repository.top)
    paths = {
        name: {
            path: settings.options_for(top / path)
            for path in located.arrivals.get(name, {}) or refs.get(name, ())
            if not settings.excludes(top / path) and not is_temporary(Path(path).name)
        }
        for name in names
    }
    wanted = [name for name in names if paths[name]]
    found: list[_Found] = []
    lost = set()
    examined = examine_texts(repository.top, repository.variables, wanted, paths) if wanted else ()
    for name, finding in examined:
        arrival = located.arrivals.get(name, {}).get(finding.path)
        if arrival is None and finding.path == name:
            lost.add(name)
        else:
            found.append((name, arrival, finding))
    return found, tuple(sorted(lost))


def _without_commit(
    repository: _Repository, names: Sequence[str], located: Located
) -> dict[str, tuple[str, ...]]:
    """What to call the texts that no commit has: by a ref, else by their own names.

    With paths given they are not looked at: they may be those of others.
    """
    rest = {name for name in names if name not in located.arrivals} - located.links
    if not rest or repository.paths:
        return {}
    refs = named_by(rest, repository.top, repository.variables)
    return {name: (refs.get(name, name),) for name in rest}


def examine_texts(
    top: str,
    variables: Mapping[str, str],
    names: Sequence[str],
    paths: Mapping[str, Mapping[str, Options]],
) -> list[tuple[str, Finding]]:
    """The findings in texts, each with the name of its text, by as many processes as CPUs.

    ``names`` are those of blobs of the repository at ``top``, ``paths`` says for each by which
    paths and with which options it is examined. Nothing is asked of their past. Raises `OSError`.
    """
    processes = min(cpus(), len(names))

    def work(process: int) -> list[_Plain]:
        with file_of(names[process::processes]) as listing:
            texts = blobs(Names(listing), top, variables, MAX_TEXT)
            return [
                (name.decode("ascii"), *_plain(finding))
                for name, size, data in texts
                for path, options in paths[name.decode("ascii")].items()
                for finding in _findings(path, size, data or b"", options)
            ]

    return [_finding(*one) for found in in_processes(processes, work) for one in found]


# name of the text, and of the finding what is told: what would mend it is not, it is past mending
_Plain = tuple[str, str, int, int, str, str, str]


def _plain(one: Finding) -> tuple[str, int, int, str, str, str]:
    return one.path, one.line, one.column, one.rule, str(one.severity), one.message


def _finding(
    name: str, path: str, line: int, column: int, rule: str, severity: str, message: str
) -> tuple[str, Finding]:
    return name, Finding(path, line, column, rule, Severity(severity), message)


def _findings(path: str, size: int, data: bytes, options: Options) -> Iterator[Finding]:
    """The findings in a text, or that it is too large to be read."""
    if len(data) < size:
        found = () if is_binary(data) else over_file(path, size)
        yield from (finding for finding in found if options.wanted(finding.rule))
        return
    past = Options(options.rule, options.wanted, options.named, options.allow)
    outcome = look_at_text(Document(path, data), _EVIDENCE, past)
    if isinstance(outcome, FileReport):
        yield from outcome.findings


def _ends(repository: _Repository) -> frozenset[str]:
    """The commits at which a shallow clone ends."""
    top = Path(repository.top)
    said = run_git(["rev-parse", "--git-path", "shallow"], top)
    file = top / os.fsdecode(said.removesuffix(b"\n"))
    return frozenset(file.read_text("ascii").split()) if file.is_file() else frozenset()


def _told(
    found: Iterable[_Found], ends: frozenset[str], repository: _Repository
) -> Iterator[PastFinding]:
    """The findings with their commits, the oldest first; those that no commit has at the end."""
    found = sorted(found, key=_order)
    names = {arrival.commit for _, arrival, _ in found if arrival}
    known = commits(names, repository.top, repository.variables) if names else {}
    for blob, arrival, finding in found:
        if arrival is None:
            yield PastFinding(finding, blob, None)
        else:
            older = arrival.commit in ends
            commit = known.get(arrival.commit)
            yield PastFinding(finding, blob, commit, older, arrival.reflog)


def _order(found: _Found) -> tuple[bool, bool, int, str, int, int, str]:
    _, arrival, finding = found
    where = finding.path, finding.line, finding.column, finding.rule
    if arrival is None:
        return True, False, 0, *where
    return False, arrival.reflog, -arrival.newer, *where
