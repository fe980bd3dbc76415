"""Takes texts out of packages' archives: documents, translations, prose and program code."""

from __future__ import annotations

import hashlib
import html
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import ftfy

README, STATUS, TRANSLATION, PROSE, CODE = "readme", "status", "translation", "prose", "code"

_DOCUMENTS = frozenset({".md", ".mdx", ".rst", ".txt"})
_CODE = frozenset({".py", ".js", ".ts", ".c", ".h", ".cc", ".rs"})
_SMALLEST, _LARGEST = 200, 100_000
_MOST = {README: 400, STATUS: 400, TRANSLATION: 200, CODE: 60}

# Three lines that open with a symbol make a document one that tells a status.
_SYMBOL = r"(?:[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]|\*\*[\u2600-\U0001faff])"
_DECORATED = re.compile(rf"(?m)^\s*(?:#+|[-*+]|\d+\.|\||>)?\s*{_SYMBOL}")
_TELLING = 3

_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("und", re.compile("[à-öø-ÿĀ-ſ]")),  # some language in Latin letters
)
_SHARE = {"ja": 0.02, "zh": 0.02, "und": 0.008}
_USUAL_SHARE = 0.03

_LOCALE = re.compile(r"(?:^|/)(?:locale|locales)/([A-Za-z_@-]+)/LC_MESSAGES/[^/]+\.po$")
_MESSAGE = re.compile(r'^msgstr(?:\[\d+\])? "(.*)"$|^"(.*)"$|^(#,.*\bfuzzy\b)|^(.?)', re.MULTILINE)
_HEADER = "Content-Type:"
_ESCAPE = re.compile(r"\\(.)")
_PARAGRAPH = re.compile(r"<(?:h\d|p|li)[^>]*>(.*?)</(?:h\d|p|li)>", re.DOTALL)
_LANGUAGE = re.compile(r'data-iso6393="(\w+)"')


@dataclass(frozen=True, slots=True)
class Text:
    """A clean text. ``language`` is ``en``, ``und`` if unknown, or a code; ``code`` has none."""

    kind: str
    language: str
    path: str
    text: str


def texts(archive: Path, *, keep_garbled: bool = False) -> Iterator[Text]:
    """The texts of a wheel or of an npm archive, in a fixed order, so many of each kind at most.

    Texts that are garbled themselves are left out unless ``keep_garbled``.
    """
    found: dict[str, list[Text]] = defaultdict(list)
    for one in _all(archive):
        if keep_garbled or not is_garbled(one.text):
            found[one.kind].append(one)
    for kind, ones in sorted(found.items()):
        ones.sort(key=lambda one: hashlib.sha256(one.path.encode()).digest())
        yield from sorted(ones[: _MOST.get(kind)], key=lambda one: one.path)


def is_garbled(text: str) -> bool:
    """Whether ftfy would change a line of a clean text: then it may be damaged already."""
    lines = (line for line in text.split("\n") if not line.isascii())
    return any(ftfy.fix_encoding(line) != line for line in lines)


def _all(archive: Path) -> Iterator[Text]:
    prose: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, data in _members(archive):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n")
        if "\r" in text or "\0" in text or text.startswith("\ufeff"):
            continue
        locale = _LOCALE.search(path)
        if locale:
            language = locale[1].replace("_", "-")
            prose[language, path.rpartition("/")[0]] += messages(text)
        elif path.endswith(".html") and (language := _LANGUAGE.search(text[:500])):
            prose[language[1], path] += paragraphs(text)
        elif one := _document(path, text):
            yield one
    for (language, path), lines in prose.items():
        yield Text(PROSE, language, f"{path}.txt", "".join(f"{line}\n" for line in lines))


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files that may be of use."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            for entry in wheel.infolist():
                if _useful(entry.filename, entry.file_size):
                    yield entry.filename, wheel.read(entry)
        return
    with tarfile.open(archive) as package:
        for member in package:
            if member.isfile() and _useful(member.name, member.size):
                file = package.extractfile(member)
                if file:
                    yield member.name.removeprefix("package/"), file.read()


def _useful(path: str, size: int) -> bool:
    name = PurePosixPath(path)
    if name.suffix == ".po":
        return True
    known = name.suffix in _DOCUMENTS | _CODE | {".html"} or name.name == "METADATA"
    return known and ".." not in name.parts and ".min." not in path and size <= _LARGEST


def _document(path: str, text: str) -> Text | None:
    name = PurePosixPath(path)
    if name.name == "METADATA":
        path, text = "README.md", text.partition("\n\n")[2]
    elif name.suffix in _CODE:
        return Text(CODE, name.suffix[1:], path, text) if _is_written(text) else None
    elif name.suffix not in _DOCUMENTS or "LICEN" in name.stem.upper():
        return None
    if len(text) < _SMALLEST:
        return None
    language = language_of(text)
    if language != "en":
        return Text(TRANSLATION, language, path, text)
    kind = STATUS if len(_DECORATED.findall(text)) >= _TELLING else README
    return Text(kind, language, path, text)


def _is_written(code: str) -> bool:
    """Whether people wrote it: bundles have very long lines."""
    return len(code) >= _SMALLEST and max(map(len, code.split("\n"))) <= 400


def language_of(text: str) -> str:
    """``en`` unless letters of another script, or accented ones, make up enough of ``text``."""
    letters = sum(map(str.isalpha, text)) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(text)) / letters > _SHARE.get(language, _USUAL_SHARE):
            return language
    return "en"


def messages(catalogue: str) -> list[str]:
    """The translated lines of a gettext catalogue, but for its header and what is fuzzy."""
    found: list[str] = []
    inside = fuzzy = False
    for match in _MESSAGE.finditer(catalogue):
        opening, more, is_fuzzy, _ = match.groups()
        if opening is not None:
            inside = not fuzzy
            if inside:
                found.append(opening)
        elif more is not None and inside:
            found[-1] += more
        elif more is None:
            fuzzy = bool(is_fuzzy) or (fuzzy and not inside and match[0] != "")
            inside = False
    lines = "\n".join(map(_unescape, (one for one in found if _HEADER not in one))).split("\n")
    return [line for line in lines if line.strip()]


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1]), text)


def paragraphs(page: str) -> list[str]:
    """The text of the headings, paragraphs and items of an HTML page."""
    return [
        " ".join(html.unescape(re.sub("<[^>]*>", "", text)).split(" "))
        for text in map(str.strip, _PARAGRAPH.findall(page))
        if text and "\n" not in text
    ]


def duplicates(text: str, known: set[int]) -> float:
    """Which share of the longer lines is in ``known``, the `fingerprints` of other texts."""
    prints = fingerprints(text)
    return len(prints & known) / len(prints) if prints else 0.0


def fingerprints(text: str) -> set[int]:
    """One number for each longer line."""
    return {
        int.from_bytes(hashlib.blake2b(line.encode(), digest_size=8).digest(), "big")
        for line in map(str.strip, text.split("\n"))
        if len(line) >= 30
    }
