"""Which documents are status documents, and of which kind: by their names, else by their fields.

This is asked of every file, so nothing is loaded for it: the names of the kinds that come with
mergemend are copied from their files into `mergemend.statusdocs.names`.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

from mergemend.model import Document
from mergemend.places import FIELDS, FIELDS_WITHIN, is_markdown
from mergemend.statusdocs.names import NAMES

GENERIC = "status-document"

_FIELD = re.compile(
    rb"\*\*(?:%b)(?::\*\*|\*\*\s?:)" % b"|".join(map(re.escape, FIELDS)), re.IGNORECASE
)


def kind_name(document: Document) -> str | None:
    """The name of the kind that comes with mergemend; None if it is no status document."""
    if not is_markdown(document.path):
        return None
    for kind, patterns in NAMES.items():
        if fits(document.path, patterns):
            return kind
    found = {match[0].lower() for match in _FIELD.finditer(document.data, 0, FIELDS_WITHIN)}
    return GENERIC if len(found) > 1 else None


def fits(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the ``paths`` of a kind fits a path, or the name of its file.

    They are compared in lower case, with dashes for blanks and underscores, without the suffix.
    """
    if not patterns:
        return False
    pattern = _compiled(patterns)
    return any(map(pattern.fullmatch, _names(path)))


@lru_cache(maxsize=16)
def _names(path: str) -> tuple[str, str]:
    """What the paths of kinds are compared with."""
    name = path.lower().rpartition(".")[0].replace("_", "-").replace(" ", "-")
    return f"/{name}", name.rpartition("/")[2]


@lru_cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))
