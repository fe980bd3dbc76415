"""Which files a branch has changed, from where it left its base up to the work tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mergemend.git.runner import GitError, call_git, filters_off, run_git, variables_at

_DIFF = (
    *("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--no-relative"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
)
_FETCH = (
    "the clone is shallow: `git fetch --unshallow` gets the rest; in CI set `fetch-depth: 0` for"
    ' actions/checkout, `GIT_DEPTH: "0"` for GitLab'
)

GITLAB_BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
"""Set by GitLab in pipelines of merge requests: the commit that the branch began at."""

GITHUB_BASE = "GITHUB_BASE_REF"
"""Set by GitHub in runs for pull requests: the name of the branch to merge into."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed since ``base``: paths from the top, or None where there is no commit yet."""

    base: str
    paths: frozenset[str] | None

    def has(self, path: str) -> bool:
        """Whether a file, by its path from the top, was changed or added."""
        return self.paths is None or path in self.paths


def changed_since(top: Path, base: str | None) -> Changed:
    """What differs between the work tree at ``top`` and where HEAD left ``base``, and what is new.

    Without a ``base`` it is the one that CI names, the branch that this one tracks if it has
    another name, the default branch of ``origin``, ``main`` or ``master``. Raises `GitError` if
    there is none, and if a shallow clone lacks the commit that both have.
    """
    if _commit(top, "HEAD") is None:
        if head := _line(top, "rev-parse", "--verify", "--quiet", "HEAD"):
            raise GitError(f"{top}: HEAD is {head}, which is not here; `git fsck` tells more")
        return Changed("the start, there is no commit yet", None)
    name, commit = _base(top, base)
    started = _merge_base(top, name, commit)
    variables = variables_at(top)
    variables |= filters_off(top, variables)
    differ = call_git([*_DIFF, started, "--"], top, variables)
    new = run_git(["ls-files", "-z", "--others", "--exclude-standard"], top)
    paths = frozenset(os.fsdecode(path) for path in (differ + new).split(b"\0")[:-1])
    return Changed(f"{name} ({started[:10]})", paths)


def _base(top: Path, named: str | None) -> tuple[str, str]:
    """The name of the base, and its commit."""
    wanted = [*_candidates(top, named)]
    for name, ref in wanted:
        commit = _commit(top, ref)
        if commit is not None:
            return name, commit
    hint = f"; {_FETCH}" if _is_shallow(top) else ""
    if named is not None:
        path = "a path goes before the option: `mergemend check PATH --changed`"
        raise GitError(f"{top}: {named!r} is no commit here; {path}{hint}")
    if len(wanted) == 1:
        raise GitError(f"{top}: {wanted[0][0]}, which CI names as the base, is not here{hint}")
    names = ", ".join(name for name, _ in wanted)
    raise GitError(f"{top}: there is no {names} to compare with; name one: --changed BASE{hint}")


def _candidates(top: Path, named: str | None) -> Iterator[tuple[str, str]]:
    """What the base can be, by its name and as git finds it, the likeliest first."""
    if named is not None:
        yield named, named
        yield f"origin/{named}", f"refs/remotes/origin/{named}"
    elif commit := os.environ.get(GITLAB_BASE):
        yield commit, commit
    elif branch := os.environ.get(GITHUB_BASE):
        yield f"origin/{branch}", f"refs/remotes/origin/{branch}"
    else:
        head = _line(top, "symbolic-ref", "--quiet", "HEAD").removeprefix("refs/heads/")
        for ref in (_upstream(top, head), _default(top, head)):
            if ref:
                yield ref.removeprefix("refs/remotes/").removeprefix("refs/heads/"), ref
        for name in ("main", "master"):
            yield f"origin/{name}", f"refs/remotes/origin/{name}"
        for name in ("main", "master"):
            yield name, f"refs/heads/{name}"


def _upstream(top: Path, head: str) -> str:
    """The branch that this one tracks; none if that is only its own copy elsewhere."""
    if not head:
        return ""
    tracked = _line(top, "for-each-ref", "--format=%(upstream)", f"refs/heads/{head}")
    own = tracked.startswith("refs/remotes/") and tracked.split("/", 3)[3:] == [head]
    return "" if own else tracked


def _default(top: Path, head: str) -> str:
    """The default branch of ``origin``; a clone of a single branch takes that for it."""
    found = _line(top, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if found == f"refs/remotes/origin/{head}":
        fetched = _line(top, "config", "--get-all", "remote.origin.fetch")
        return found if "*" in fetched else ""
    return found


def _merge_base(top: Path, name: str, commit: str) -> str:
    found = _line(top, "merge-base", commit, "HEAD")
    if found:
        return found
    why = _FETCH if _is_shallow(top) else "name a branch that this one began at"
    raise GitError(f"{top}: HEAD and {name} have no commit in common here; {why}")


def _is_shallow(top: Path) -> bool:
    return _line(top, "rev-parse", "--is-shallow-repository") == "true"


def _commit(top: Path, name: str) -> str | None:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    try:
        return _line(top, *words) or None
    except GitError:
        return None  # a name that git takes for something else, such as a path in an index


def _line(top: Path, *words: str) -> str:
    """What git says in a line; nothing if it says no, with status 1. Raises `GitError`."""
    return os.fsdecode(run_git(words, top, most=1)).removesuffix("\n")
