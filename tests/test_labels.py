from __future__ import annotations

import pytest

from mergemend.git.labels import Label, parse_label, skeleton


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("HEAD", {"name": "HEAD", "is_head": True}),
        ("HEAD:docs/a b.md", {"name": "HEAD", "is_head": True, "path": "docs/a b.md"}),
        ("Updated upstream", {"name": "HEAD", "is_head": True}),
        ("Updated upstream:a.md", {"name": "HEAD", "is_head": True, "path": "a.md"}),
        ("abc1234 (docs: tidy)", {"sha": "abc1234", "subject": "docs: tidy"}),
        ("abc1234 (a) b) (c)", {"sha": "abc1234", "subject": "a) b) (c"}),
        ("abc1234 (docs):a.md", {"sha": "abc1234", "subject": "docs", "path": "a.md"}),
        ("abc1234 (x >>>>>>> y)", {"sha": "abc1234", "subject": "x >>>>>>> y"}),
        ("abc1234... docs: tidy", {"sha": "abc1234", "subject": "docs: tidy"}),
        ("parent of abc1234 (docs)", {"sha": "abc1234", "subject": "docs", "of_parent": True}),
        ("parent of abc1234... docs", {"sha": "abc1234", "subject": "docs", "of_parent": True}),
        ("a" * 40, {"sha": "a" * 40}),
        ("main", {"name": "main"}),
        ("origin/feature/x", {"name": "origin/feature/x"}),
        ("feature:old name.md", {"name": "feature", "path": "old name.md"}),
        ("docs: a subject as git am has it", {"name": "docs: a subject as git am has it"}),
        ("Stashed changes", {"name": "Stashed changes"}),
        ("", {"name": ""}),
        ("--output=x", {"name": "--output=x"}),
    ],
)
def test_parse(text: str, label: dict[str, object]) -> None:
    assert parse_label(text) == Label(text, **label)  # type: ignore[arg-type]


def test_a_stash() -> None:
    assert parse_label("Stashed changes").is_stash
    assert not parse_label("Updated upstream").is_stash


def test_skeleton() -> None:
    assert skeleton("fix âœ… caf\udce9") == "fix  caf"
