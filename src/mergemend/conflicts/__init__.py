"""Takes stacks of conflict markers apart and decides between the revisions they hold."""

from mergemend.conflicts.check import ConflictReport, examine, marker_lines
from mergemend.conflicts.decide import DateKind, Rule, Strategy

__all__ = ["ConflictReport", "DateKind", "Rule", "Strategy", "examine", "marker_lines"]
