r"""A link to a heading that is not there, in the same document or in one around.

Anchors are made of headings as GitHub does it: in lower case, with letters, marks, digits, hyphens
and underscores only, blanks turned to hyphens, and ``-1`` behind the second heading of a name
(https://github.com/gjtorikian/html-pipeline, ``TableOfContentsFilter``; Ruby's ``\p{Word}``).
Emoji go and leave the blank behind them: ``## 📋 Plan`` is ``#-plan``, but ``## :memo: Plan`` is
``#memo-plan``. Variation selectors and
joiners stay there, but links without them are let pass. Headings in HTML count too, and so do
anchors by ``id`` and ``name``.

Other documents are looked into where they are Markdown and lie near. Other programs make other
anchors, so this is a warning.

Why: The reader lands at the top of the page and has to search, and nobody notices for as long as
the page itself opens.

Severity: warning

Example, STATUS.md:

    # Harbour

    What it takes: [Costs](#cost_s)

    **Status:** open
    **Owner:** Ada

    ## Costs

    None yet.

Fixed, STATUS.md:

    # Harbour

    What it takes: [Costs](#costs)

    **Status:** open
    **Owner:** Ada

    ## Costs

    None yet.

Fix (likely): where exactly one heading has the same letters and digits, the link is led there.

Settings: none of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.around import outline_of
from mergemend.statusdocs.checks.broken_link import resolve
from mergemend.statusdocs.inline import Link, Text, masked, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Outline

RULE = "broken-anchor"

_HERE = ""  # stands for the path of the document itself
_SUFFIXES = (".md", ".markdown")
_HTML = late(r"<[A-Za-z][^>]*?\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)")
_HTML_HEADING = late(r"<(h[1-6])\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = late(r"</?[A-Za-z][^<>]*>")
_LABEL = late(r"\]\[[^\[\]]*\]")
_OWN_ID = late(r"\s*\{#([\w:.-]+)\}\s*$")
_OTHERS = late(r"L\d+(?:-L\d+)?|top|user-content-.*|:~:.*|/.*|!.*|.*=.*", re.IGNORECASE)
_HIDDEN = late("[\ufe00-\ufe0f\u200b-\u200d\u20e3]")


def check_anchors(look: Look) -> Iterator[Finding]:
    """A finding for each link to an anchor that is not there."""
    links: defaultdict[str, list[Text]] = defaultdict(list)
    for link in look.outline.links:
        if "#" in link.target.text and (led := _place(look, link)):
            links[led[0]].append(led[1])
    yield from _check(look, look.outline, links.pop(_HERE, []))
    for document in look.evidence.neighbours() if links else ():
        if document.path in links:
            yield from _check(look, outline_of(document), links.pop(document.path))
        if not links:
            return


def _place(look: Look, link: Link) -> tuple[str, Text] | None:
    """The document that a link leads to, and the anchor in it; None if it leads elsewhere."""
    path, _, _ = link.target.text.partition("#")
    anchor = link.target.part(len(path), len(link.target.text))
    own = look.path.replace("\\", "/").rpartition("/")[2]
    if not path or unquote(path).removeprefix("./") == own:
        return _HERE, anchor
    if not path.lower().endswith(_SUFFIXES) or ":" in path or path.startswith("/"):
        return None
    there = look.files and resolve(look.files.here, path)
    return (there, anchor) if there else None


def _check(look: Look, outline: Outline, links: Sequence[Text]) -> Iterator[Finding]:
    if not links:
        return
    anchors = set(_anchors(outline))
    shown = {_HIDDEN.sub("", anchor).lower() for anchor in anchors}
    for link in links:
        name = unquote(link.text[1:])
        if not name or _OTHERS.fullmatch(name) or _HIDDEN.sub("", name).lower() in shown:
            continue
        near = [anchor for anchor in anchors if _bare(anchor) == _bare(name)]
        right = near[0] if len(near) == 1 and _bare(name) else None
        where = "" if outline is look.outline else f" in {outline.document.path}"
        yield look.finding(
            RULE,
            Severity.WARNING,
            link,
            f"there is no heading for {link.text!r}{where}"
            + (f"; {'#' + right!r} can be meant" if right else ""),
            new=f"#{right}" if right else None,
            safety=Safety.LIKELY if right else None,
        )


def _anchors(outline: Outline) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for title in _titles(outline):
        if own := _OWN_ID.search(title):
            yield own[1]
        anchor = slug(title)
        yield f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
        seen[anchor] += 1
    for line in outline.lines:
        if "<" in line:
            yield from _HTML.findall(line)


def _titles(outline: Outline) -> Iterator[str]:
    """The titles of headings, those in HTML behind the others."""
    for section in outline.sections[1:]:
        yield section.title.text
    text = "\n".join(outline.lines)
    if "</h" in text or "</H" in text:
        for match in _HTML_HEADING.finditer(text):
            yield unescape(" ".join(match[2].split()))


def slug(title: str) -> str:
    """The anchor of a heading."""
    for tag in reversed(list(_TAG.finditer(masked(title)))):
        title = title[: tag.start()] + title[tag.end() :]
    seen = plain(_LABEL.sub("]", title))
    kept = (c for c in seen.strip().lower() if _stays(c))
    return "".join(kept).replace(" ", "-")


@lru_cache(maxsize=512)
def _stays(character: str) -> bool:
    return character in "- _\u200d" or unicodedata.category(character)[0] in "LMN"


def _bare(anchor: str) -> str:
    return re.sub(r"[\W_]", "", anchor.lower())
