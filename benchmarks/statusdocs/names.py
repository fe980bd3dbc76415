"""``python -m benchmarks.statusdocs.names``: copies the names of kinds into a module.

YAML takes 30 ms to load, too much for a run without a status document.
"""

from __future__ import annotations

from pathlib import Path

from mergemend.kinds import SHIPPED, shipped_kind
from mergemend.statusdocs import matching

MODULE = Path(matching.__file__).with_name("names.py")

_TEXT = '''"""The paths of the kinds that come with mergemend, from their files: generated.

Written by ``python -m benchmarks.statusdocs.names``. The first that fits counts.
"""

from __future__ import annotations

NAMES: dict[str, tuple[str, ...]] = {{
{rows}}}
'''


def names_module() -> str:
    """The text of the module."""
    rows = []
    for kind in SHIPPED:
        paths = [f'"{path}",' for path in shipped_kind(kind).paths]
        several = "".join(f"\n        {path}" for path in paths) + "\n    "
        rows.append(f'    "{kind}": ({several if len(paths) > 1 else paths[0]}),\n')
    return _TEXT.format(rows="".join(rows))


if __name__ == "__main__":
    MODULE.write_text(names_module(), "utf-8")
