"""What an editor holds: the text of a document, saved or not, and the file that it is for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SURROGATES = re.compile("[\ud800-\udfff]")
_LONE_LF = re.compile(rb"(?<!\r)\n")
_CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Buffer:
    """A document that is open in the editor, at one version of it.

    ``saved`` says that the editor has read or written the file since the last change. ``root`` is
    the folder of the workspace; settings of a document without a file are those that hold there.
    """

    uri: str
    version: int | None
    text: str
    language: str
    root: Path
    saved: bool = True

    @property
    def path(self) -> Path | None:
        """The file, which need not be there; None for a document that is in none."""
        return path_of(self.uri)

    @property
    def data(self) -> bytes:
        """The text as UTF-8. Half a character, as JavaScript can have, is U+FFFD as in a file."""
        return _SURROGATES.sub("\ufffd", self.text).encode()


def is_served(uri: str) -> bool:
    """Whether a document is what somebody writes: a file, or not saved in any yet."""
    return urlsplit(uri).scheme in ("file", "untitled")


def path_of(uri: str) -> Path | None:
    """The path in a file URI (RFC 8089); None for any other, and for one without a path."""
    parts = urlsplit(uri)
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or path in ("", "/"):
        return None
    if os.name == "nt":
        drive = re.fullmatch(r"/[A-Za-z]:.*", path)
        return Path(path[1:] if drive else f"//{parts.netloc}{path}" if parts.netloc else path)
    return Path(path)


def name_of(buffer: Buffer) -> str:
    """A name for a document without a file, by which its kind can be told."""
    name = unquote(urlsplit(buffer.uri).path).rpartition("/")[2] or "untitled"
    return f"{name}.md" if buffer.language == "markdown" and not Path(name).suffix else name


def as_on_disk(data: bytes, disk: bytes) -> bytes:
    r"""A text with the line ends that its file has, where its editor keeps all of them as ``\n``.

    Emacs does, and writes them as they were.
    """
    if b"\r" in data or _CRLF not in disk or _LONE_LF.search(disk):
        return data
    return data.replace(b"\n", _CRLF)
