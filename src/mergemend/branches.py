"""What is found in the newest commits of all branches, each text looked at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from mergemend.config import AnySettings
from mergemend.engine import Options
from mergemend.files import is_temporary
from mergemend.git.runner import GitError, find_top, variables_at
from mergemend.git.tips import branches, paths_of, sift_tips
from mergemend.history import examine_texts
from mergemend.past import BranchFinding


def look_at_branches(
    settings: AnySettings, folder: Path, *, shown: bool = False
) -> list[BranchFinding]:
    """The findings in all branches of the repository that ``folder`` is in, by path and line.

    Nothing is asked of the past of a text, and status documents are not checked. Raises `GitError`.
    """
    top = find_top(folder)
    if top is None:
        raise GitError(f"{folder}: not in the work tree of a git repository: it has no branches")
    variables = variables_at(top)
    try:
        return _look(settings, top, variables, shown=shown)
    except OSError as error:  # a TimeoutError is one
        raise GitError(f"{top}: {error}") from None


def _look(
    settings: AnySettings, top: Path, variables: Mapping[str, str], *, shown: bool
) -> list[BranchFinding]:
    texts = {name.decode("ascii") for name in sift_tips(str(top), variables, shown=shown).suspects}
    if not texts:
        return []
    where: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for branch in branches(str(top), variables):
        for place in paths_of(texts, branch, str(top), variables):
            where[place].append(branch)
    options: defaultdict[str, dict[str, Options]] = defaultdict(dict)
    for name, path in where:
        if not settings.excludes(top / path) and not is_temporary(Path(path).name):
            options[name][path] = settings.options_for(top / path)
    found = examine_texts(str(top), variables, sorted(options), options) if options else []
    told = [BranchFinding(one, tuple(where[name, one.path])) for name, one in found]
    return sorted(told, key=lambda one: (one.finding.path, one.branches, one.finding.line))
