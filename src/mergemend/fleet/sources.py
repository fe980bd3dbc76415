"""Which repositories a fleet is made of: folders, folders of repositories, lists, and URLs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/@]*)@)?(?P<rest>[^\0]+)", re.DOTALL
)
_SCP = re.compile(r"(?:[\w.-]+@)?[\w.-]{2,}:(?!:|//)[^\\].*")
_SCHEMES = ("https", "http", "ssh", "git", "file")
_MAX_LIST = 10_000_000  # bytes


class SourceError(Exception):
    """What names no repository; the message says where, why, and what would."""


@dataclass(frozen=True, slots=True)
class Source:
    """A repository by the name that rows give it, and where it is: an absolute path or a URL."""

    name: str
    location: str
    is_url: bool = False


def sources(words: Sequence[str], allowed: Sequence[str]) -> list[Source]:
    """The repositories that ``words`` name, each once, in the order of the words.

    Two that would have the same name, as lists in two folders can give, have their paths for names.
    URLs must begin with one of ``allowed``. Raises `SourceError`.
    """
    found: dict[str, Source] = {}
    for word in words:
        for source in _of_word(word, Path(), allowed, "", listed=False):
            found.setdefault(source.location, source)
    names = Counter(source.name for source in found.values())
    return [
        source if names[source.name] == 1 else replace(source, name=source.location)
        for source in found.values()
    ]


def _of_word(
    word: str, base: Path, allowed: Sequence[str], where: str, *, listed: bool
) -> Iterator[Source]:
    """``base`` is what paths are from, ``where`` begins errors."""
    if not word or "\0" in word:
        raise SourceError(f"{where}{word!r} names no repository")
    path = base / word
    if _URL.fullmatch(word) or (not path.exists() and _SCP.fullmatch(word)):
        yield _of_url(word, allowed, where)
    elif is_repository(path):
        yield Source(word, str(path.resolve()))
    elif path.is_dir():
        yield from _below(word, path, where)
    elif path.is_file() and not listed:
        yield from _of_list(word, path, allowed)
    else:
        raise SourceError(
            f"{where}{word}: no repository, no folder of repositories"
            f"{'' if listed else ', and no list of them'}"
        )


def _of_url(word: str, allowed: Sequence[str], where: str) -> Source:
    url = _URL.fullmatch(word)
    shown = word.replace(f"{url['user']}@", "…@", 1) if url and url["user"] else word
    shown = f"{where}{shown.partition('?')[0]}"
    if url and url["scheme"].lower() not in _SCHEMES:
        raise SourceError(f"{shown}: a URL must begin with one of {', '.join(_SCHEMES)}")
    if url and _has_secret(url):
        raise SourceError(
            f"{shown}: no name, password or token has a place in a URL; leave it out, and let"
            " git ask its helpers by --credentials"
        )
    if ".." in unquote(word).split("/"):
        raise SourceError(f"{shown}: a URL must not have .. in it")
    if not any(_begins(word, prefix) for prefix in allowed):
        raise SourceError(f"{shown}: not among what --allow names; allow it, or leave it out")
    return Source(word, word, is_url=True)


def _has_secret(url: re.Match[str]) -> bool:
    """Whether a URL has what may be a secret: of http a token can be the name alone."""
    if url["scheme"].lower() in ("http", "https"):
        return url["user"] is not None or "?" in url["rest"]
    return ":" in (url["user"] or "")


def _begins(url: str, prefix: str) -> bool:
    """Whether a URL is at a prefix or below it: no host or folder is cut in the middle."""
    if not url.startswith(prefix):
        return False
    ends = "/" if "://" in url else "/:"  # another port is another server
    return len(url) == len(prefix) or prefix[-1:] in ("/", ":") or url[len(prefix)] in ends


def _below(word: str, folder: Path, where: str) -> Iterator[Source]:
    inside = sorted(path for path in folder.iterdir() if is_repository(path))
    if not inside:
        raise SourceError(f"{where}{word}: no repository, and none in this folder")
    for path in inside:
        yield Source((Path(word) / path.name).as_posix(), str(path.resolve()))


def _of_list(word: str, file: Path, allowed: Sequence[str]) -> Iterator[Source]:
    """A path or URL a line; ``#`` begins a comment. Paths are from the folder of the list."""
    try:
        if file.stat().st_size > _MAX_LIST:
            raise SourceError(f"{word}: more than {_MAX_LIST:,} bytes: it can't be a list")
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{word}: can't be read: {error}") from None
    for number, line in enumerate(lines, 1):
        name = line.strip()
        if name and not name.startswith("#"):
            yield from _of_word(name, file.parent, allowed, f"{word}:{number}: ", listed=True)


def is_repository(path: Path) -> bool:
    """Whether a folder is the top of a work tree, or a bare repository."""
    if (path / ".git").exists():
        return True
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()
