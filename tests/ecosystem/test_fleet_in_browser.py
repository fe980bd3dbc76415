"""The page of a fleet of five thousand repositories in a real Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

import chromium
from chromium import CONTRASTS, Browser
from fleet_rows import made_up
from mergemend.cli.fleet_output import linker
from mergemend.fleet.summary import Summary
from mergemend.report.fleet import fleet_page
from test_fleet_page import RUNS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium.MISSING, reason="needs Debian's chromium and chromium-driver"),
]

REPOSITORIES = 5_000
LINK = "{repo}/blob/{commit}/{path}#L{line}"
MOST_BYTES = 6_000_000
MOST_SECONDS = 10  # on a machine that does other things, too; alone it takes about two


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium.started(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    summary = Summary(linker(LINK, Path("page.html")))
    for task, rows in made_up(REPOSITORIES, 12):
        summary.add(task, rows)
    file = tmp_path_factory.mktemp("page") / "fleet.html"
    file.write_text(fleet_page(summary.fleet(RUNS, "rows.jsonl")), "utf-8")
    return file


def shown(browser: Browser, table: str) -> list[str]:
    found = browser.run(
        "return [...document.querySelectorAll(arguments[0])].filter((r) => !r.hidden)"
        ".map((r) => r.cells[0].textContent)",
        f"#{table} tbody tr",
    )
    return [str(cell) for cell in found]


def test_it_can_be_used_with_five_thousand_repositories(browser: Browser, page: Path) -> None:
    assert page.stat().st_size < MOST_BYTES
    start = time.monotonic()
    browser.open(page)
    loaded = time.monotonic() - start
    start = time.monotonic()
    search = browser.driver.find_element(By.CSS_SELECTOR, "#repositories input")
    search.send_keys("repo-04321")
    assert len(shown(browser, "repositories-table")) == 1
    filtered = time.monotonic() - start
    search.clear()
    start = time.monotonic()
    head = "document.querySelectorAll('#repositories-table thead button')[6].click()"
    browser.run(head)
    first = browser.run("return document.querySelector('#repositories-table tbody tr').textContent")
    ordered = time.monotonic() - start
    print(
        f"{page.stat().st_size / 1e6:.1f} MB, loaded in {loaded:.1f} s,"
        f" filtered in {filtered:.1f} s, sorted in {ordered:.1f} s"
    )
    assert "2010-01-11" in first
    assert max(loaded, filtered, ordered) < MOST_SECONDS


def test_it_loads_nothing_and_can_be_read(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.requests() == [page.resolve().as_uri()]
    assert browser.logged() == []
    for scheme in ("light", "dark"):
        browser.media(scheme=scheme)
        found = browser.run(CONTRASTS.replace('"body *"', '"body section:not(#findings) *"'))
        assert [(ratio, text) for ratio, text in found if ratio < 4.5] == []


def test_it_is_sifted_by_group(browser: Browser, page: Path) -> None:
    browser.open(page)
    choice = browser.driver.find_element(By.CSS_SELECTOR, "#repositories select")
    choice.send_keys("not or")
    assert len(shown(browser, "repositories-table")) == REPOSITORIES / 100
    links = browser.run("return [...document.querySelectorAll('#findings a')].map((a) => a.href)")
    assert links[0].startswith("https://host.example/team/repo-0")
    assert "/blob/" in links[0]
    assert links[0].endswith("#L1")
