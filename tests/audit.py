"""Asks whether a package that we rest on has a published weakness: ``make audit``.

Exit code 0: none, or nobody could be asked, which is said; 1: what we need to run has some.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import requires
from re import match
from typing import Any

Package = dict[str, Any]
OURS = "mergemend"
LONGEST = 180  # seconds
CALL = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]


def needed(package: str, seen: set[str]) -> set[str]:
    """The names of the packages that ``package`` needs to run, and of those that these need."""
    for line in requires(package) or ():
        found = match(r"[\w.-]+", line)
        if found and "extra ==" not in line and found[0].lower() not in seen:
            seen.add(found[0].lower())
            needed(found[0], seen)
    return seen


def ask() -> list[Package]:
    """All packages of this environment; those that nothing is known of have no ``vulns``."""
    try:
        done = subprocess.run(CALL, capture_output=True, text=True, check=False, timeout=LONGEST)
        found: list[Package] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return []
    return found


def main() -> int:
    """Ask, and tell what came out."""
    packages = ask()
    asked = [one for one in packages if "vulns" in one]
    if not asked:
        sys.stdout.write("audit: NOT ASKED: who knows of weaknesses is out of reach from here\n")
        return 0
    rests_on = needed(OURS, set())
    bad = [one for one in asked if one["vulns"]]
    for one in bad:
        names = ", ".join(weakness["id"] for weakness in one["vulns"])
        part = "we rest on it" if one["name"].lower() in rests_on else "a tool for developers"
        sys.stdout.write(f"audit: {one['name']} {one['version']} ({part}): {names}\n")
    unknown = len(packages) - len(asked)
    sys.stdout.write(
        f"audit: {len(asked)} packages asked about, {len(bad)} with weaknesses, "
        f"{unknown} not asked about\n"
    )
    return 1 if any(one["name"].lower() in rests_on for one in bad) else 0


if __name__ == "__main__":
    sys.exit(main())
