"""An emoji without the variation selector that the document writes it with elsewhere.

Signs such as ``⚠`` are shown as text unless U+FE0F follows (Unicode Technical Standard 51). Tools
lose it. Where a document has a sign both ways, the bare one is shown differently in one and the
same list.

Why: In one and the same list some signs are shown in colour and others are not, which looks as if
it meant something.

Severity: info

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    - ⚠️ Quay flooded
    - ⚠ Lamp dark

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    - ⚠️ Quay flooded
    - ⚠️ Lamp dark

Fix (safe): the selector is put in. Code is left alone.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import masked
from mergemend.statusdocs.look import Look

RULE = "emoji-presentation"

_SELECTED = late("([\u203c-\u3299])\ufe0f")


def check_presentation(look: Look) -> Iterator[Finding]:
    """A finding for each sign that lacks its selector."""
    if not look.outline.has("\ufe0f"):
        return
    texts = (*look.outline.texts, *look.outline.cells)
    signs = {
        sign for text in texts if "\ufe0f" in text.text for sign in _SELECTED.findall(text.text)
    }
    if not signs:
        return
    bare = re.compile(f"[{re.escape(''.join(sorted(signs)))}](?![\ufe0e\ufe0f\u20e3\u200d])")
    for text in texts:
        if text.text.isascii():
            continue
        for match in bare.finditer(masked(text.text)):
            yield look.finding(
                RULE,
                Severity.INFO,
                text.part(*match.span()),
                f"{match[0]} without its variation selector, which it has elsewhere here",
                new=f"{match[0]}\ufe0f",
                safety=Safety.SAFE,
            )
