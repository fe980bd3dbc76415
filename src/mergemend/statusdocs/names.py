"""The paths of the kinds that come with mergemend, from their files: generated.

Written by ``python -m benchmarks.statusdocs.names``. The first that fits counts.
"""

from __future__ import annotations

NAMES: dict[str, tuple[str, ...]] = {
    "blockers": (
        "*blocker*",
        "*blocking*",
    ),
    "decision-record": (
        "adr-*",
        "*/adr/*",
        "*/adrs/*",
        "*/decisions/*",
    ),
    "changelog": (
        "changelog",
        "changes",
        "history",
        "release-notes",
    ),
    "incident-report": (
        "*incident*",
        "*postmortem*",
        "*post-mortem*",
    ),
    "roadmap": ("*roadmap*",),
    "action-plan": (
        "*action-plan*",
        "*-plan",
    ),
    "sprint-report": (
        "*sprint*",
        "*progress*",
    ),
    "milestone-report": (
        "*milestone*",
        "*complete*",
        "*completion*",
    ),
    "project-status": (
        "*status*",
        "*readiness*",
    ),
    "status-document": (
        "*summary*",
        "*report*",
        "*audit*",
        "*checklist*",
        "*assessment*",
        "*results*",
        "*analysis*",
        "*validation*",
        "*verification*",
        "*health*",
        "*scorecard*",
        "*tech-debt*",
    ),
}
