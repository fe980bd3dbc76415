"""Takes stacks of conflict markers apart and decides between the revisions they hold.

`mergemend.conflicts.check` is loaded where there are markers: a hook starts on every commit.
"""

from mergemend.conflicts.markers import markers_of
from mergemend.conflicts.rule import DateKind, Rule, Strategy

__all__ = ["DateKind", "Rule", "Strategy", "markers_of"]
