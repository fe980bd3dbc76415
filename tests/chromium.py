"""A real Chromium without a window, for the tests of pages."""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
MISSING = not (BROWSER and DRIVER)

_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1300,1000",
)

# For every element with text of its own: the contrast with what is behind it (WCAG 2.2, 1.4.3).
CONTRASTS = """
const parse = (color) => {
  const numbers = color.match(/[\\d.]+/g).map(Number);
  return color.startsWith("color(srgb") ? numbers.map((n, i) => i < 3 ? n * 255 : n) : numbers;
};
const luminance = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const behind = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const color = parse(getComputedStyle(e).backgroundColor);
    if (color.length < 4 || color[3] === 1) return color;
    if (color[3] !== 0) throw new Error("half transparent");
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll("body *")].filter((element) =>
  !["SCRIPT", "STYLE", "OPTION", "TITLE"].includes(element.tagName)
  && [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
  && element.checkVisibility()
).map((element) => {
  const style = getComputedStyle(element);
  const ink = parse(element instanceof SVGElement ? style.fill : style.color);
  const [one, two] = [luminance(ink), luminance(behind(element))].sort((a, b) => b - a);
  return [(one + 0.05) / (two + 0.05), element.textContent.slice(0, 40)];
});
"""


# What would run, load or break out of its place if it were not escaped.
ATTACKS = [
    "<script>window.pwned = 1</script>",
    "<img src=x onerror=window.pwned=1>",
    "\"><svg onload='window.pwned=1'>",
    "</td></table><h1>gone</h1>",
    "</title><script>window.pwned=1</script>",
    "{{constructor.constructor('window.pwned=1')()}}",
    "<a href=javascript:window.pwned=1>here</a>",
    "&lt;b&gt; &amp;amp; stays",
]


class Browser:
    """A Chromium that keeps what it logs and asks for."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path) -> None:
        """Show a page, and forget what was logged before."""
        self.driver.get("about:blank")
        self.media()
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        self.logged()
        self.requests()
        self.driver.get(page.resolve().as_uri())

    def media(self, media: str = "", scheme: str = "light") -> None:
        """Be a screen or paper, of a person who wants light or dark."""
        wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wishes.items()]
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"media": media, "features": features}
        )

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page returns."""
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        """Press keys, one by one, where the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def picture(self) -> bytes:
        """What the window shows, as WebP."""
        how = {"format": "webp", "quality": 60}
        taken = self.driver.execute_cdp_cmd("Page.captureScreenshot", how)
        return b64decode(taken["data"])

    def downloads(self, folder: Path) -> None:
        """Put what is downloaded into a folder, without asking."""
        where = {"behavior": "allow", "downloadPath": str(folder)}
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)

    def logged(self) -> list[str]:
        """What the console has got since it was asked last."""
        return [entry["message"] for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for, and not stopped, since this was asked last."""
        found: dict[str, str] = {}
        for entry in self._log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                found[event["params"]["requestId"]] = event["params"]["request"]["url"]
            elif event["method"] == "Network.loadingFailed" and (
                event["params"].get("blockedReason") == "csp"
            ):
                del found[event["params"]["requestId"]]
        return list(found.values())

    def _log(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]
        return found


def assert_readable_in_both_schemes(browser: Browser, least: int) -> None:
    """See that all texts, at the ``least`` so many, stand out enough in light and in dark."""
    backs = []
    for scheme in ("light", "dark"):
        browser.media(scheme=scheme)
        found = browser.run(CONTRASTS)
        assert len(found) > least
        assert [(ratio, text) for ratio, text in found if ratio < 4.5] == []
        backs.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert backs[0] != backs[1]


def tab_to(browser: Browser, selector: str) -> None:
    """Press Tab until an element has the focus, and see that it shows it."""
    for _ in range(200):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        if browser.run("return document.activeElement.matches(arguments[0])", selector):
            style = "return getComputedStyle(document.activeElement).outlineStyle"
            assert browser.run(style) != "none"
            return
    raise AssertionError(f"Tab never comes to {selector}")


@contextmanager
def started(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own; the sandbox is off only where root runs it."""
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER or ""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    for flag in (*_FLAGS, *sandbox, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
