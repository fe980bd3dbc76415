"""The board in a real Chromium: what it shows, loads and runs, and how it can be used."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import chromium
from chromium import ATTACKS, CONTRASTS, Browser, assert_readable_in_both_schemes, tab_to
from conftest import Mend
from scratch import Scratch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium.MISSING, reason="needs Debian's chromium and chromium-driver"),
]

HARBOUR = """# Harbour: blocking issues

**Date:** January 12, 2026
**Status:** 🔴 BLOCKED

## Critical blockers (1)

### 1. HAR-7: Dredge the basin
- **Status:** 🟡 In progress
- **Owner:** Ada Marsh
- **Blocking:** The spring ferries
- **Effort:** 6-8 hours
- **Due:** January 14, 2026

### 2. Crane without papers
- **Status:** 🔴 Blocked
- **Blocking:** Unloading

## Work

| Task | Owner | Due | Status |
|---|---|---|---|
| Paint the gates | Bo | 2026-01-30 | ⬜ Planned |
| Count the ropes | Ada Marsh | 2026-01-09 | ✅ Done |
| Mend the lamp | Cy | 2026-01-10 | 🔄 In progress |

- [ ] Call the pilot @dee (due Jan 16, 2026)

The costs are 12 hours × $100/hour = $1,300.
"""


def made(top: Path, mend: Mend, files: dict[str, str]) -> Path:
    """The board of some documents that were committed on January 20, 2026."""
    scratch = Scratch.init(top)
    scratch.now = 1_768_867_200  # January 20, 2026
    scratch.commit("documents", {name: text.encode() for name, text in files.items()})
    result = mend(scratch.top, "board", "--output", "out/board.html")
    assert result.exit_code == 0, result.output
    return scratch.top / "out" / "board.html"


@pytest.fixture
def page(tmp_path: Path, mend: Mend, browser: Browser) -> Path:
    (tmp_path / "r" / "out").mkdir(parents=True)
    found = made(tmp_path / "r", mend, {"docs/STATUS of #1.md": HARBOUR})
    browser.open(found)
    return found


def shown(browser: Browser, table: str = "work-table") -> list[str]:
    """The first cells of the rows of a table that are to be seen."""
    rows = f"#{table} tbody tr"
    found = browser.run(
        "return [...document.querySelectorAll(arguments[0])].filter((r) => r.checkVisibility())"
        ".map((r) => r.cells[0].textContent)",
        rows,
    )
    return [str(cell) for cell in found]


@pytest.mark.usefixtures("page")
def test_it_shows_what_the_documents_say(browser: Browser) -> None:
    text = browser.driver.find_element(By.TAG_NAME, "main").text
    for said in (
        "As of Tuesday, January 20, 2026.",
        "Ada Marsh (1)",
        "Nobody named (1)",
        "The spring ferries",
        "6 days late",
        "10 days late",
        "1,200, not ",
    ):
        assert said in text
    assert set(shown(browser)) == {
        "HAR-7: Dredge the basin",
        "Crane without papers",
        "Paint the gates",
        "Count the ropes",
        "Mend the lamp",
        "Call the pilot",
    }


def test_it_loads_nothing_and_logs_nothing(browser: Browser, page: Path) -> None:
    browser.run("document.querySelector('#scheme-dark').click()")
    assert browser.requests() == [page.resolve().as_uri()]
    assert browser.logged() == []


def test_every_link_leads_to_its_line(browser: Browser, page: Path) -> None:
    links = browser.run(
        "return [...document.querySelectorAll('main a')].map((a) => [a.href,"
        " a.closest('tr')?.cells[0].textContent, a.closest('section')?.id])"
    )
    ids = set(browser.run("return [...document.querySelectorAll('[id]')].map((e) => e.id)"))
    checked = 0
    for href, title, section in links:
        address = urlsplit(href)
        if address._replace(fragment="").geturl() == page.resolve().as_uri():
            assert address.fragment in ids
            continue
        lines = Path(unquote(address.path)).read_text().splitlines()
        line = lines[int(address.fragment.removeprefix("L")) - 1]
        if section in ("work", "overdue", "blockers"):
            assert title in line
            checked += 1
    assert checked == 6 + 3 + 2 + 0


@pytest.mark.usefixtures("page")
def test_a_link_opens_the_document(browser: Browser) -> None:
    browser.driver.find_element(By.CSS_SELECTOR, "#documents a").click()
    assert urlsplit(browser.driver.current_url).path.endswith("/docs/STATUS%20of%20%231.md")
    assert "Dredge the basin" in browser.driver.page_source


@pytest.mark.usefixtures("page")
def test_both_schemes_can_be_read(browser: Browser) -> None:
    assert_readable_in_both_schemes(browser, 60)


@pytest.mark.usefixtures("page")
def test_a_reader_can_choose_the_scheme_with_the_keyboard(browser: Browser) -> None:
    back = "return getComputedStyle(document.body).backgroundColor"
    light = browser.run(back)
    browser.driver.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB)
    browser.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert browser.run("return document.activeElement.id") == "scheme-dark"
    dark = browser.run(back)
    assert dark != light
    browser.media(scheme="dark")
    browser.driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
    assert browser.run(back) == light


@pytest.mark.usefixtures("page")
def test_filtering_and_sorting_with_the_keyboard_alone(browser: Browser) -> None:
    tab_to(browser, "#work input")
    browser.driver.switch_to.active_element.send_keys("ada ropes")
    assert shown(browser) == ["Count the ropes"]
    assert "1 of 6 shown" in browser.driver.find_element(By.ID, "work").text
    browser.driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    browser.driver.switch_to.active_element.send_keys(Keys.DELETE)
    tab_to(browser, "#work select")
    browser.driver.switch_to.active_element.send_keys("overdue")
    assert set(shown(browser)) == {"HAR-7: Dredge the basin", "Mend the lamp", "Call the pilot"}
    browser.driver.switch_to.active_element.send_keys(Keys.HOME)
    tab_to(browser, "#work-table th:nth-child(4) button")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert shown(browser)[0] == "Count the ropes"
    browser.driver.switch_to.active_element.send_keys(Keys.SPACE)
    assert shown(browser)[0] == "Paint the gates"
    assert shown(browser)[-1] == "Crane without papers"  # what has no date stays last
    head = browser.driver.find_element(By.CSS_SELECTOR, "#work-table th:nth-child(4)")
    assert head.get_attribute("aria-sort") == "descending"


@pytest.mark.usefixtures("page")
def test_paper_shows_everything_in_light_colours(browser: Browser) -> None:
    browser.driver.find_element(By.ID, "scheme-dark").click()
    browser.driver.find_element(By.CSS_SELECTOR, "#work input").send_keys("ropes")
    assert len(shown(browser)) == 1
    browser.media("print")
    assert len(shown(browser)) == 6
    assert browser.run("return document.querySelector('.controls').checkVisibility()") is False
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert [found for found in browser.run(CONTRASTS) if found[0] < 4.5] == []
    browser.driver.set_window_size(720, 1000)  # A4 with its edges
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.run(wide) == 0
    browser.driver.set_window_size(1300, 1000)
    cut = browser.run(
        "return [...document.querySelectorAll('.scroll')]"
        ".filter((e) => getComputedStyle(e).overflowX !== 'visible').length"
    )
    assert cut == 0


def test_without_script_it_is_whole(browser: Browser, page: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.driver.get(page.resolve().as_uri())
    rows = browser.driver.find_elements(By.CSS_SELECTOR, "#work-table tbody tr")
    assert [row.is_displayed() for row in rows] == [True] * 6
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".controls").is_displayed()
    assert browser.driver.find_elements(By.CSS_SELECTOR, "thead button") == []


@pytest.mark.usefixtures("page")
def test_it_can_be_found_through_by_landmarks_headings_and_names(browser: Browser) -> None:
    tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if "role" in node
    }
    roles = {role for role, _ in named}
    assert {"banner", "main", "contentinfo", "rowheader", "columnheader", "searchbox"} <= roles
    assert {("table", "All work"), ("table", "Ada Marsh (1)"), ("region", "Overdue")} <= named
    assert ("searchbox", "Words") in named
    assert ("combobox", "Show") in named
    (drawing,) = [name for role, name in named if role == "image" and name]
    assert "4 due dates" in drawing or "5 due dates" in drawing
    assert browser.run("return document.documentElement.lang") == "en"


@pytest.mark.usefixtures("page")
def test_on_a_narrow_screen_only_tables_scroll(browser: Browser) -> None:
    browser.driver.set_window_size(500, 900)
    try:
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.run(wide) == 0
    finally:
        browser.driver.set_window_size(1300, 1000)


def test_what_stands_in_documents_is_shown_and_never_run(
    browser: Browser, tmp_path: Path, mend: Mend
) -> None:
    (tmp_path / "r" / "out").mkdir(parents=True)
    blocks = "\n".join(
        f"### {number}. {attack}\n- **Status:** Blocked {attack}\n- **Owner:** Ada\n"
        f"- **Blocking:** {attack}\n- **Effort:** {attack}\n- **Due:** 2026-01-1{number}\n"
        for number, attack in enumerate(ATTACKS, start=1)
    )
    name = "STATUS <img src=x onerror=window.pwned=1>.md"
    files = {
        name: f"# {ATTACKS[0]}\n\n## Blockers\n\n{blocks}",
        "javascript:window.pwned=1;\"' status.md": HARBOUR,
    }
    found = made(tmp_path / "r", mend, files)
    browser.open(found)
    assert browser.run("return window.pwned") is None
    assert browser.run("return document.querySelectorAll('img, h1 ~ h1').length") == 0
    assert browser.run("return document.scripts.length") == 1
    assert browser.run("return document.title") == "Status board"
    text = browser.driver.find_element(By.TAG_NAME, "main").text
    for attack in ATTACKS:
        assert attack in text or attack.replace("&amp;", "&") in text
    assert name in text
    for link in browser.driver.find_elements(By.TAG_NAME, "a"):
        assert (link.get_attribute("href") or "").startswith("file:///")
    assert browser.requests() == [found.resolve().as_uri()]
    assert browser.logged() == []


@pytest.mark.usefixtures("page")
def test_the_policy_stops_what_gets_in_all_the_same(browser: Browser) -> None:
    browser.requests()
    for attack in ATTACKS:
        browser.run("document.body.insertAdjacentHTML('beforeend', arguments[0])", attack)
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1';"
        "document.body.append(s); const i = new Image(); i.src = 'https://example.com/x.png';"
    )
    assert browser.run("return window.pwned") is None
    assert any("Content Security Policy" in line for line in browser.logged())
    assert [url for url in browser.requests() if url.startswith("http")] == []


def test_two_thousand_entries_can_be_used(browser: Browser, tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "r" / "out").mkdir(parents=True)
    files = {
        f"docs/STATUS_{part}.md": "# Part\n\n"
        + "".join(
            f"- [ ] Task {part}-{number} of the port @ada{number % 7}"
            f" (due 2026-{number % 12 + 1:02}-{number % 28 + 1:02})\n"
            for number in range(100)
        )
        for part in range(20)
    }
    browser.open(made(tmp_path / "r", mend, files))
    assert len(shown(browser)) == 2000
    timing = browser.run("return performance.getEntriesByType('navigation')[0].domComplete")
    assert timing < 5000
    for action in (
        "const i = document.querySelector('#work input'); i.value = 'ada3';"
        "i.dispatchEvent(new Event('input', {bubbles: true}))",
        "document.querySelector('#work-table th button').click()",
    ):
        took = browser.run(
            f"const start = performance.now(); {action}; document.body.offsetHeight;"
            "return performance.now() - start"
        )
        assert took < 2000
    assert len(shown(browser)) == 280
