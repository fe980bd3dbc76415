"""Names of rules and of groups: what they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Mend
from mergemend.rules import GROUPS, LIMIT, RULES, UNUSED, UnknownRuleError, chooser, namer
from mergemend.statusdocs.checks import CHECKS

CONFLICTS = {rule for rule in RULES if rule.startswith("conflict")}
GARBLED = {rule for rule in RULES if rule.startswith("mojibake")}
WIDE = "# Plan\n".encode("utf-16")


def chosen(*select: str, ignore: tuple[str, ...] = ()) -> set[str]:
    return {rule for rule in RULES if chooser(select, ignore)(rule)} - {LIMIT}


def test_the_jobs_share_out_all_rules() -> None:
    encodings, status = chosen("encoding"), chosen("status")
    assert set(CHECKS) <= status
    jobs = [CONFLICTS, GARBLED, encodings, status]
    assert [chosen("conflict"), chosen("mojibake")] == jobs[:2]
    assert set.union(*jobs) == set(RULES) - {LIMIT, UNUSED}
    assert sum(map(len, jobs)) == len(RULES) - 2
    assert not set(GROUPS) & set(RULES)


def test_groups_and_rules_go_together() -> None:
    assert chosen("status", ignore=("weekday-date",)) == chosen("status") - {"weekday-date"}
    assert chosen("utf-16", "conflict") == CONFLICTS | {"utf-16"}
    assert chosen(ignore=("status", "encoding", "conflict", "mojibake")) == {UNUSED}


def test_a_group_names_no_rule() -> None:
    assert not namer(["encoding"])("utf-16")
    assert namer(["utf-16"])("utf-16")


def test_an_unknown_name_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownRuleError, match=r"'state'.* groups of them are encoding, status"):
        chooser(["state"], ())


def test_a_group_re_encodes_no_file_as_a_whole(tmp_path: Path, mend: Mend) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(WIDE)
    assert mend(tmp_path, "fix", "--select", "encoding", "a.md").exit_code == 1
    assert file.read_bytes() == WIDE
    assert mend(tmp_path, "fix", "--select", "utf-16", "a.md").exit_code == 1
    assert file.read_bytes() == b"# Plan\n"


def test_a_group_in_the_settings(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "mergemend.toml").write_text('ignore = ["status"]\n')
    (tmp_path / "STATUS.md").write_text("# Status\n\nMonday, 2026-01-06: done\n")
    assert mend(tmp_path, "check", "STATUS.md").exit_code == 0
    (tmp_path / "mergemend.toml").write_text('select = ["status"]\n')
    found = mend(tmp_path, "check", "STATUS.md")
    assert (found.exit_code, found.stdout.split()[1]) == (1, "weekday-date")
