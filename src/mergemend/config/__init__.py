"""Settings from ``mergemend.toml``, or from ``[tool.mergemend]`` in ``pyproject.toml``."""

from __future__ import annotations

from mergemend.config.nearest import AnySettings, Nested, distinct, load_settings, named_settings
from mergemend.config.problems import ConfigError
from mergemend.config.settings import PathSettings, Settings

__all__ = [
    "AnySettings",
    "ConfigError",
    "Nested",
    "PathSettings",
    "Settings",
    "distinct",
    "load_settings",
    "named_settings",
]
