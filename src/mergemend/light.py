"""The light way in: tells that files are certainly clean, or leaves them to the whole program.

A hook starts on every commit and mostly finds nothing; so does a look at all files. What tells that
takes a few passes over the bytes and no module that takes long to load. It never says what is
wrong: where anything is unusual, be it in the arguments, on the way to a file or in it, the whole
program looks, and is told which of the files are clean. A property test compares the two.
"""

from __future__ import annotations

import os
import sys

from mergemend.places import UNFINISHED, is_markdown
from mergemend.settled import Settled, folders_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mergemend.sieve import Told
    from mergemend.snapshot import Shelf, Snapshot

_MESSAGE = "commit-msg"
_COMMANDS = ("check", "fix", _MESSAGE)
_QUIET = ("-q", "--quiet")
_OF_RULES = ("--select", "--ignore")
_NO_CACHE = "--no-cache"
_FORMAT = "--output-format"
_SILENT = ("text", "github")  # formats that print nothing where all is clean
_HISTORY = "--history"


def main() -> None:
    """Run a command and exit with its code."""
    run()
    # what is left to do takes as long as all of the above: taking the modules apart again
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(0)


def run() -> None:
    """Tell that all is clean, or leave it to the whole program, which exits with a code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["check"] and _HISTORY in arguments:
        _run_over_history(arguments[1:])
        return
    told = look(arguments)
    if told is None or told.left:
        from mergemend.cli import main as run_all

        run_all(told)
    elif arguments[0] != _MESSAGE and not any(word in arguments for word in _QUIET):
        _tell(arguments[0], told)


def _run_over_history(words: list[str]) -> None:
    is_quiet = any(word in _QUIET for word in words)
    try:
        texts = _clean_texts(words, not is_quiet)
    except KeyboardInterrupt:
        sys.exit(130)
    except FileNotFoundError:  # this folder is gone, and the whole program says so
        texts = None
    if texts is None:
        from mergemend.cli import main as run_all

        run_all()
    elif not is_quiet and sys.stderr is not None:
        from mergemend.words import count

        print(f"{count(texts, 'text')} of the history checked: nothing found", file=sys.stderr)


def _clean_texts(words: list[str], is_told: bool) -> int | None:
    """How many texts git has, if all are clean; None if it takes the whole program to know.

    What was found out is known to the whole program then, too.
    """
    here = os.getcwd()
    usual = {*words} <= {_HISTORY, _NO_CACHE, *_QUIET} and os.path.isdir(f"{here}/.git")
    if not usual or not _is_possible() or os.path.lexists(f"{here}/.git/shallow"):
        return None
    from mergemend.git.safe import LOCAL
    from mergemend.git.sifting import IncompleteError, sift

    ceiling = {"GIT_CEILING_DIRECTORIES": os.path.dirname(here)}  # else it could be one above
    try:
        settled = Settled(here)
        if not settled.holds_here() or settled.leaves_out or not LOCAL.isdisjoint(os.environ):
            return None
        found = sift(here, ceiling, shown=is_told)
    except (OSError, IncompleteError):
        return None
    return None if found.suspects or found.unread else found.texts


def _is_possible() -> bool:
    """Whether the system has what this way is made of, and no shell asks what can be typed."""
    able = hasattr(os, "posix_spawnp") and hasattr(os, "O_NOFOLLOW")
    return able and "_MERGEMEND_COMPLETE" not in os.environ


def look(arguments: list[str]) -> Told | None:
    """What can be told of the files of a command; None if it takes the whole program to know them.

    Nothing is printed.
    """
    if not arguments or arguments[0] not in _COMMANDS or not _is_possible():
        return None
    command, *words = arguments
    is_quiet = any(word in _QUIET for word in words)
    is_cached = command != "check" or _NO_CACHE not in words
    words = [word for word in words if word not in _QUIET and (is_cached or word != _NO_CACHE)]
    if command == "check":
        words = _without_format(words)
    try:
        if command == _MESSAGE:
            return _of_message(arguments[1:])
        paths, selected = _without_rules(words)
        settled = Settled(os.getcwd())
        if not _are_usual(command, paths, settled):
            return None
        if paths in ([], ["."]):
            if command != "check":
                return None
            return _of_tree(settled, _are_conflicts(selected), cached=is_cached, told=not is_quiet)
        return _of_files(paths, settled)
    except (OSError, ValueError):
        return None


def _are_conflicts(rules: list[str]) -> bool:
    """Whether rules about conflicts are selected, and no others."""
    return bool(rules) and all(rule.startswith("conflict") for rule in rules)


def _without_rules(words: list[str]) -> tuple[list[str], list[str]]:
    """What is left but for rules, and those that are selected.

    What is certainly clean is so by all of them. Raises `ValueError` for a name that is no rule's.
    """
    paths: list[str] = []
    selected: list[str] = []
    left = iter(words)
    for word in left:
        if word in _OF_RULES:
            from mergemend.rules import chooser

            rule = next(left, "")
            chooser([rule], ())
            selected += [rule] * (word == _OF_RULES[0])
        else:
            paths.append(word)
    return paths, selected


def _without_format(words: list[str]) -> list[str]:
    """What is left but for a format that prints nothing where all is clean."""
    for form in _SILENT:
        if f"{_FORMAT}={form}" in words:
            return [word for word in words if word != f"{_FORMAT}={form}"]
        if words[-2:] == [_FORMAT, form] or words[:2] == [_FORMAT, form]:
            return words[:-2] if words[-2:] == [_FORMAT, form] else words[2:]
    return words


def _of_files(paths: list[str], settled: Settled) -> Told | None:
    from mergemend.sieve import NO_FILE, SET, Sieve, Told, cpus

    named = settled.taken(list(dict.fromkeys(map(os.fsencode, paths))), named=True)
    if any(path.startswith("/") for path in paths) and not settled.holds_in("/"):
        return None
    verdicts = Sieve(cpus=cpus(), sets_nothing=settled.holds_in).sift(named)
    return None if NO_FILE in verdicts or SET in verdicts else Told(named, verdicts)


def _of_message(words: list[str]) -> Told | None:
    """Of a file that holds a commit message and comments: what is clean in all of it is clean."""
    settled = Settled(os.getcwd())
    if len(words) != 1 or not _are_usual(_MESSAGE, words, settled):
        return None
    told = _of_files(words, settled)
    return told if told and told.clean else None


def _of_tree(settled: Settled, conflicts: bool, *, cached: bool, told: bool) -> Told | None:
    """All files that git tracks or would track, below this folder."""
    shelf = None
    if cached:
        from mergemend.snapshot import Shelf

        shelf = Shelf.here()
    kept = shelf.load() if shelf else None
    if (
        shelf
        and kept
        and not kept.is_stub
        and (seen := _seen_before(shelf, kept, settled, conflicts))
    ):
        return seen
    from mergemend.git.light_listing import Listing

    with Listing() as listing:
        from mergemend.sieve import SET, Sieve, Told, cpus  # while git runs

        top = os.getcwd() if cached and os.path.exists(".git") else None
        with Sieve(
            top, cpus(), told=told, conflicts=conflicts, sets_nothing=settled.holds_in
        ) as sieve:
            files: list[bytes] = []
            verdicts = b""
            for listed in (listing.tracked, listing.others):
                found = listed()
                if found is None:
                    return None
                taken = settled.taken(found)
                files[:0] = taken  # the others first, as git lists both at once
                verdicts = sieve.sift(taken) + verdicts
                if SET in verdicts:
                    return None
    if shelf and not conflicts and not sieve.has_learned:
        from mergemend.git.listed import take

        take(shelf, kept, files, verdicts)
    return Told(files, verdicts)


def _seen_before(shelf: Shelf, kept: Snapshot, settled: Settled, conflicts: bool) -> Told | None:
    """All files, if git would list those of a snapshot; only what may have changed is looked at."""
    from mergemend.plain import known_plain
    from mergemend.sieve import DOUBTFUL, KEPT, PLAIN, SET, Sieve, Told, cpus

    sieve = Sieve(
        cpus=cpus(),
        conflicts=conflicts,
        sets_nothing=settled.holds_in,
        plain=lambda: known_plain("."),
    )
    unsure = [DOUBTFUL, PLAIN]
    if KEPT in kept.verdicts and not kept.has_same_past():
        unsure.append(KEPT)
    found = shelf.look_again(kept, cpus(), bytes(unsure), sieve.sift, learn=not conflicts)
    return Told(*found) if found and SET not in found[1] else None


def _tell(command: str, told: Told) -> None:
    from mergemend.words import count

    if sys.stderr is None:
        return
    left_out = f", {count(told.binary, 'file')} skipped" if told.binary else ""
    checked = f"{count(told.clean, 'file')} checked{left_out}: nothing found"
    print("nothing fixed" if command == "fix" else checked, file=sys.stderr)


def _are_usual(command: str, paths: list[str], settled: Settled) -> bool:
    """Whether the paths are plain ones, and no setting finds more."""
    if any(path.startswith("-") or not path for path in paths):
        return False
    markdown = not paths or paths == ["."] or any(map(is_markdown, paths))
    return settled.holds_here(markdown=markdown) and (
        command != "fix" or _has_no_leftovers(os.getcwd())
    )


def _has_no_leftovers(folder: str) -> bool:
    """Whether no run was killed here that wrote; outside of git that is not looked for."""
    above = folders_above(folder)
    return any(os.path.exists(f"{one}/.git") for one in above) and not any(
        os.path.exists(f"{one}/{UNFINISHED}") for one in above
    )
