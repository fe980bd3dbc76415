"""How Sphinx builds the site (https://www.sphinx-doc.org/en/master/usage/configuration.html)."""

from __future__ import annotations

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


def setup(app: Sphinx) -> None:
    """Lead links to the README, which lies outside of the pages, to the page that holds it."""
    app.connect("source-read", _lead_to_overview)


def _lead_to_overview(_app: Sphinx, _name: str, source: list[str]) -> None:
    source[0] = source[0].replace("](../README.md", "](overview.md")
