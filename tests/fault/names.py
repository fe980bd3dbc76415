"""The rows of the table, in their order."""

from __future__ import annotations

from fault.table import Name


def all_names() -> list[Name]:
    """The command, and what goes wrong, of everything that is tried."""
    from fault import rows, test_permissions, test_races, test_space, test_stops

    modules = (rows, test_space, test_permissions, test_stops, test_races)
    return sorted((name for m in modules for name in m.NAMES), key=lambda n: rows.JOBS.index(n[0]))
