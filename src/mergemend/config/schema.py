"""The JSON Schema of config files, for editors, made from the table that settings are read by.

Draft 7 is what the TOML servers of editors know.
"""

from __future__ import annotations

from collections.abc import Mapping

from mergemend.config.table import SETTINGS
from mergemend.model import Json


def schema() -> Mapping[str, Json]:
    """The schema. It can't tell whether files are there, nor that ``[z-a]`` is no set in a glob."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mergemend.toml",
        "description": "Settings of mergemend, also as [tool.mergemend] in pyproject.toml.",
        **SETTINGS.schema(),
    }
