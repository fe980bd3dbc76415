"""The site: it is built without a warning, its links lead somewhere, and it loads nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import chromium
from mergemend.rules import RULES

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
_CSS_LOADS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')]+)")
_LOADING = {("link", "href"), ("a", "ping"), *((tag, "src") for tag in ("script", "img", "iframe"))}


def built(docs: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """Build the site as `make docs` does."""
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    return subprocess.run(
        [*command, "--builder", "html", str(docs), str(to)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("a site")
    done = built(DOCS, to)
    assert (done.returncode, done.stderr) == (0, "")
    return to


class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors that it has."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag, name) == ("a", "name"):
                self.anchors.add(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")
            elif (tag, name) in _LOADING or name == "srcset":
                self.loads.append(value or "")


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, Page]:
    return {path.resolve(): Page(path) for path in site.rglob("*.html")}


def test_every_link_leads_somewhere(read: dict[Path, Page]) -> None:
    lost: dict[str, set[str]] = defaultdict(set)
    followed = 0
    for path, page in read.items():
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            followed += 1
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = to.exists() and (not parts.fragment or to.suffix != ".html")
            if not known and unquote(parts.fragment) not in (
                read[to].anchors if to in read else ()
            ):
                lost[path.name].add(link)
    assert followed > 1000
    assert not lost


def test_nothing_is_loaded_from_the_network(site: Path, read: dict[Path, Page]) -> None:
    loads = {load for page in read.values() for load in page.loads}
    for style in site.rglob("*.css"):
        loads.update(_CSS_LOADS.findall(style.read_text("utf-8")))
    assert loads
    assert not [load for load in loads if urlsplit(load).netloc]


@pytest.mark.skipif(chromium.MISSING, reason="needs Debian's chromium and chromium-driver")
def test_a_browser_asks_for_nothing_either(site: Path, tmp_path: Path) -> None:
    with chromium.started(tmp_path / "profile") as browser:
        for page in ("index", "rules/conflict", "comparisons", "search", "api"):
            browser.open(site / f"{page}.html")
            asked = browser.requests()
            assert asked
            assert {urlsplit(address).scheme for address in asked} <= {"file", "data"}
            assert not browser.logged()


def test_every_page_is_on_the_site(site: Path) -> None:
    for source in DOCS.rglob("*.md"):
        assert (site / source.relative_to(DOCS).with_suffix(".html")).exists()
    index = (site / "rules/index.html").read_text("utf-8")
    assert all(f'href="{rule}.html"' in index for rule in RULES)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[a](kinds.md#no-such-heading)", "no-such-heading"),
        ("[a](no-such-page.md)", "no-such-page"),
    ],
)
def test_a_link_that_leads_nowhere_stops_the_build(link: str, told: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("conf.py", "kinds.md"):
        shutil.copy(DOCS / name, docs)
    (docs / "index.md").write_text(f"# A\n\n{link}\n\n```{{toctree}}\nkinds\n```\n", "utf-8")
    done = built(docs, tmp_path / "site")
    assert done.returncode != 0
    assert told in done.stderr
