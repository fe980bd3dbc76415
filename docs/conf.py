"""How Sphinx builds the site (https://www.sphinx-doc.org/en/master/usage/configuration.html)."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from mergemend import __version__

project = "mergemend"
author = "the authors of mergemend"
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["__pycache__"]
source_suffix = {".md": "markdown"}

# anchors as GitHub makes them, so that links hold there and here
myst_heading_anchors = 4

default_role = "code"
autodoc_typehints = "description"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"mergemend {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False


_README = Path(__file__).parents[1] / "README.md"
_ELSEWHERE = re.compile(r"\]\((?!https?:|#)")


def setup(app: Sphinx) -> None:
    """Have the README, which lies outside of the pages, as one of them, and lead links to it."""
    app.connect("source-read", _with_readme)


def _with_readme(_app: Sphinx, name: str, source: list[str]) -> None:
    if name == "overview":
        _, _, text = _README.read_text("utf-8").partition("\n")
        source[0] = f"# Overview\n{_ELSEWHERE.sub('](../', text).replace('](../docs/', '](')}"
    else:
        source[0] = source[0].replace("](../README.md", "](overview.md")
