"""A real Chromium without a window, for the tests of pages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

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
