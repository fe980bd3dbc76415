"""The names of runs: their times. Whoever looks at files needs them, so nothing else is here."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from mergemend.model import RunError

_ID = re.compile(r"\d{8}T\d{6}-\d{6}")
_CLOCK = "%Y%m%dT%H%M%S-%f"


def run_name(moment: datetime) -> str:
    """The name of a run that is recorded now: its time in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime(_CLOCK)


def is_run_name(name: str) -> bool:
    """Whether a run can have this name."""
    try:
        return _ID.fullmatch(name) is not None and bool(started(name))
    except RunError:
        return False


def started(name: str) -> datetime:
    """The time that a run's name tells. Raises `RunError`."""
    try:
        return datetime.strptime(name, _CLOCK).replace(tzinfo=UTC)
    except ValueError:
        raise RunError(f"{name!r} is no run; `mergemend log` lists them") from None
