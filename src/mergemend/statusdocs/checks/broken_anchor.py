"""A link to a heading of the same document that is not there.

Anchors are made of headings as GitHub does it: in lower case, with letters, digits, hyphens and
underscores only, blanks turned to hyphens, and ``-1`` behind the second heading of a name
(https://github.com/gjtorikian/html-pipeline, ``TableOfContentsFilter``). Anchors by ``id`` and
``name`` in HTML count too.

Other programs make other anchors, so this is a warning.

Example: ``[Costs](#cost)`` where the heading is ``## Costs``.

Fix: where exactly one heading has the same letters and digits, the link is led there (likely).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import plain
from mergemend.statusdocs.look import Look

RULE = "broken-anchor"

_NO_WORD = re.compile(r"[^\w\- ]")
_HTML = re.compile(r"<[A-Za-z][^>]*?\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)")
_OTHERS = re.compile(r"L\d+(?:-L\d+)?|top|user-content-.*|:~:.*", re.IGNORECASE)
_IMAGE = re.compile(r":[a-z0-9_+-]+:")


def check_anchors(look: Look) -> Iterator[Finding]:
    """A finding for each link to an anchor that is not there."""
    links = [link for link in look.outline.links if link.target.text.startswith("#")]
    if not links:
        return
    anchors = set(_anchors(look))
    for link in links:
        name = unquote(link.target.text[1:])
        if not name or _OTHERS.fullmatch(name) or name in anchors or name.lower() in anchors:
            continue
        near = [anchor for anchor in anchors if _bare(anchor) == _bare(name)]
        right = near[0] if len(near) == 1 else None
        yield look.finding(
            RULE,
            Severity.WARNING,
            link.target,
            f"there is no heading for {link.target.text!r}"
            + (f"; {'#' + right!r} can be meant" if right else ""),
            new=f"#{right}" if right else None,
            safety=Safety.LIKELY if right else None,
        )


def _anchors(look: Look) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for section in look.outline.sections[1:]:
        anchor = slug(section.title.text)
        yield f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
        seen[anchor] += 1
    for line in look.outline.lines:
        if "<" in line:
            yield from _HTML.findall(line)


def slug(title: str) -> str:
    """The anchor of a heading."""
    return _NO_WORD.sub("", _IMAGE.sub("", plain(title)).lower()).replace(" ", "-")


def _bare(anchor: str) -> str:
    return re.sub(r"[\W_]", "", anchor.lower())
