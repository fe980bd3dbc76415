"""Regular expressions that are compiled when they are first used.

A document uses a fifth of those that are there for it; compiling them all takes as long as starting
Python twice.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class Late:
    """Stands for a pattern until something is asked of it, and then has what that has."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Raises `re.error`, and `AttributeError` for what patterns do not have."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for one in dir(compiled):
            if not one.startswith("_"):
                setattr(self, one, getattr(compiled, one))  # the next time it is found at once
        return getattr(compiled, name)


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern, as `re.compile` gives it; but functions of `re` do not take it for one."""
    return cast("re.Pattern[AnyStr]", Late(source, flags))
