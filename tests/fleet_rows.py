"""Rows of a made-up fleet, for the tests of its page."""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.fleet.task import Row, Task

_RULES = (
    ("conflict", "error", None),
    ("mojibake", "error", "safe"),
    ("numbering", "info", None),
)


def made_up(repositories: int, findings: int) -> Iterator[tuple[Task, list[Row]]]:
    """Repositories with 0 to ``findings`` findings each; every hundredth could not be looked at."""
    for number in range(repositories):
        name = f"https://host.example/team/repo-{number:05}.git"
        task = Task(name, name, is_url=True)
        if number % 100 == 99:
            yield task, [Row(name, error="Could not resolve host: host.example")]
            continue
        yield task, [_row(name, number, one) for one in range(number % (findings + 1))]


def _row(name: str, number: int, one: int) -> Row:
    rule, severity, grade = _RULES[(number + one) % len(_RULES)]
    return Row(
        name,
        f"{number:040x}",
        f"docs/part {one % 7}.md",
        one + 1,
        1,
        rule,
        severity,
        grade,
        f"{rule} number {one} of repository {number}",
        "the fix" if grade else None,
        f"{one:040x}",
        f"Author {number % 50}",
        f"20{10 + number % 16}-0{1 + one % 9}-11T08:00:00+00:00",
    )
