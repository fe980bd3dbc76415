"""The page of a fleet: what it shows, where it leads to, and what it can carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Mend
from fleet_rows import made_up
from mergemend.cli.fleet_output import Plans, linker
from mergemend.fleet.rows import NoRowsError, line_of, refuse_other
from mergemend.fleet.state import State
from mergemend.fleet.summary import Summary, Tally
from mergemend.fleet.task import Row, Task
from mergemend.report.fleet import fleet_page
from mergemend.report.fleet_data import MOST_FILES, MOST_FINDINGS, MOST_REPOSITORIES

ROW = Row("r", "c0ffee", "a b/x#1.md", 7, 1, "conflict", "error", None, "unresolved")
RUNS = [
    {"at": f"2026-01-0{day}T08:00:00+00:00", "repos": 5, "findings": n, "counted": n, "failed": 0}
    for day, n in ((1, 30), (2, 20), (3, 4))
]


def page(*found: tuple[Task, list[Row]], link: str | None = None) -> str:
    summary = Summary(linker(link, Path("page.html")))
    for task, rows in found:
        summary.add(task, rows)
    return fleet_page(summary.fleet(RUNS, "rows.jsonl"))


def first_cells(shown: str, table: str) -> list[str]:
    [body] = re.findall(f'<table id="{table}".*?<tbody>(.*?)</tbody>', shown, re.DOTALL)
    return [
        re.sub("<[^>]*>", "", cell) for cell in re.findall('<th scope="row".*?>(.*?)</th>', body)
    ]


def test_repositories_stand_by_findings_then_by_what_failed_then_by_age() -> None:
    old, new = (
        Row("r", path="x", line=1, rule="conflict", severity="error", since_date=f"{year}-01-01")
        for year in (2001, 2020)
    )
    shown = page(
        (Task("clean", "/1"), []),
        (Task("new", "/2"), [new]),
        (Task("failed", "/3"), [Row("failed", error="is not there")]),
        (Task("old", "/4"), [old]),
        (Task("worst", "/5"), [new, new]),
    )
    names = first_cells(shown, "repositories-table")
    assert names == ["worst", "old", "new", "failed", "clean"]
    assert "is not there" in shown


@pytest.mark.parametrize(
    ("task", "template", "link"),
    [
        (Task("r", "/top/r"), None, None),  # there is no work tree
        (Task("r", "/top/r"), "x://y/{repo}/{path}#{line}", "x://y/r/a%20b/x%231.md#7"),
        (
            Task("https://h/t/r.git", "https://h/t/r.git", is_url=True),
            "{repo}/blob/{commit}/{path}#L{line}",
            "https://h/t/r/blob/c0ffee/a%20b/x%231.md#L7",
        ),
        (Task("git@h:r", "git@h:r", is_url=True), "{repo}/blob/{path}", None),
        (Task("javascript:x", "/r"), "{repo}/{path}", None),
        (Task("https://h/r", "https://h/r", is_url=True), None, None),
    ],
)
def test_where_a_line_can_be_read(task: Task, template: str | None, link: str | None) -> None:
    assert linker(template, Path("page.html"))(task, ROW) == link


def test_a_work_tree_here_is_led_to_from_where_the_page_is(tmp_path: Path) -> None:
    (tmp_path / "fleet/r/.git").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    link = linker(None, tmp_path / "out/page.html")
    task = Task("r", str(tmp_path / "fleet/r"))
    assert link(task, ROW) == "../fleet/r/a%20b/x%231.md#L7"
    assert link(Task("r", task.location, history=True), ROW) is None


@pytest.mark.parametrize(
    "word", ["https://h/{repo}", "javascript:{path}", "data://{path}", "JAVASCRIPT://{path}", "x"]
)
def test_what_is_no_link(tmp_path: Path, mend: Mend, word: str) -> None:
    result = mend(tmp_path, "fleet", "check", ".", "--report", "p.html", "--link", word)
    assert result.exit_code == 2
    assert "has {path} in it" in result.stderr


def test_nothing_of_a_repository_gets_into_the_page() -> None:
    evil = "<script>alert(1)</script>\x1b[31m"
    row = Row(evil, evil, evil, 1, 1, "conflict", "error", None, evil, evil, evil, evil, evil)
    shown = page((Task(evil, evil), [row, Row(evil, error=evil)]))
    assert "<script>alert" not in shown
    assert "\x1b" not in shown


def test_the_same_input_gives_the_same_bytes() -> None:
    assert page(*made_up(300, 9)) == page(*made_up(300, 9))


def test_what_a_page_cannot_carry_is_counted() -> None:
    many = [*made_up(MOST_REPOSITORIES + 50, 12)]
    shown = page(*many)
    tally = Tally()
    for _, rows in many:
        tally.add(rows)
    assert tally.findings > MOST_FINDINGS
    assert f"The worst {MOST_FINDINGS:,} of {tally.findings:,} findings are shown" in shown
    assert "rows.jsonl has all" in shown
    for table, most in (
        ("repositories-table", MOST_REPOSITORIES),
        ("findings-table", MOST_FINDINGS),
        ("files-table", MOST_FILES),
    ):
        assert len(first_cells(shown, table)) == most


def test_how_it_went_on_from_run_to_run() -> None:
    shown = page()
    assert first_cells(shown, "runs-table") == [f"2026-01-0{day} 08:00" for day in (3, 2, 1)]
    [points] = re.findall('points="([^"]*)"', shown)
    heights = [float(point.partition(",")[2]) for point in points.split()]
    assert heights == sorted(heights)  # downwards, as the findings go
    assert len(set(heights)) == 3


def test_runs_at_the_same_time_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = State(tmp_path), State(tmp_path)
    one.add_run({"at": "1"})
    with (tmp_path / "runs.jsonl").open("ab") as file:
        file.write(b'{"at": "kill')
    other.add_run({"at": "2"})
    one.add_run({"at": "3"})
    assert [run["at"] for run in one.runs()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "data", "is_ours"),
    [
        ("rows.jsonl", b"", True),
        ("rows.jsonl", line_of(Row("r")), True),
        ("rows.jsonl", b"my notes", False),
        ("rows.parquet", b"PAR1", True),
        ("rows.parquet", line_of(Row("r")), False),
    ],
)
def test_only_rows_are_written_over(tmp_path: Path, name: str, data: bytes, is_ours: bool) -> None:
    (tmp_path / name).write_bytes(data)
    if is_ours:
        refuse_other(tmp_path / name)
    else:
        with pytest.raises(NoRowsError, match=name):
            refuse_other(tmp_path / name)


def test_only_a_page_of_a_fleet_is_written_over(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "notes.html").write_text("mine")
    (tmp_path / "fleet/r/objects").mkdir(parents=True)
    (tmp_path / "fleet/r/refs").mkdir()
    (tmp_path / "fleet/r/HEAD").write_text("ref: refs/heads/main\n")
    result = mend(tmp_path, "fleet", "check", "fleet", "--report", "notes.html")
    assert result.exit_code == 2
    assert "notes.html is no page of a fleet, and stays" in result.stderr
    assert (tmp_path / "notes.html").read_text() == "mine"
    result = mend(tmp_path, "fleet", "check", "fleet", "--report", "no/page.html")
    assert (result.exit_code, "no such folder" in result.stderr) == (2, True)


def test_plans_have_names_of_their_own() -> None:
    names = ["a b", "a_b", "A B", "c", "x" * 300 + "1", "x" * 300 + "2", "..", "https://h/r"]
    tasks = [Task(name, f"/{number}") for number, name in enumerate(names)]
    made = [Plans.of(Path(), tasks).names[task.location] for task in tasks]
    assert len({name.casefold() for name in made}) == len(names)
    assert made[3] == "c"
    assert made[7] == "https_h_r"
    assert all(re.fullmatch(r"\w[\w.-]{0,200}", name) for name in made)
