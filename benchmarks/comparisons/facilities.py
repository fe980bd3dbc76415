"""What the tools can do besides finding and mending: each asked in its own words, by a run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.comparisons.tools import Tool
from benchmarks.conflicts.run import Done
from scratch import Scratch

Proof = Callable[[Done], bool]

# a file in which every tool finds something, so that there is something to be told
_FILES = {
    "notes.md": b"# Harbour\n\nThe quay recieves boats.\n\n"
    b"<<<<<<< HEAD\nVersion: 1.4.0\n=======\nVersion: 1.5.0\n>>>>>>> lamps\n",
    "boats.py": b"import os\nBOATS = 5\n",
    "rough.md": b"#Harbour\n",
}


@dataclass(frozen=True)
class Facility:
    """``words`` are the tool's own, by its name; under "" those that any other tool is asked with.

    ``proof`` says whether what came of it is what was wanted.
    """

    name: str
    words: Mapping[str, Sequence[str]]
    proof: Proof

    def has(self, tool: Tool, folder: Path) -> bool:
        """Whether a tool has it."""
        words = self.words.get(tool.name, self.words[""])
        scratch = Scratch.init(folder / "repository")
        scratch.commit("harbour", _FILES)
        done = tool.takes(words, scratch.top, folder / "state")
        unchanged = all(scratch.read(path) == data for path, data in _FILES.items())
        return unchanged and self.proof(done)


def _format(option: str, proof: Proof) -> Facility:
    words = ["check", "--output-format", option]
    typos = ["--format", option]
    linters = {"rumdl": [*words, "notes.md"], "ruff": [*words, "--no-cache", "boats.py"]}
    return Facility(_NAMES[option], {"": words, "typos": typos, **linters}, proof)


_NAMES = {
    "sarif": "SARIF 2.1.0",
    "gitlab": "GitLab's code quality report",
    "junit": "JUnit",
    "github": "GitHub's annotations",
    "json": "JSON",
}


def _json(done: Done) -> object:
    """The JSON that a command printed, perhaps with a word about it behind; None if it is none."""
    start = re.search(r"^[\[{]", done.output, re.MULTILINE)
    try:
        return json.JSONDecoder().raw_decode(done.output[start.start() :])[0] if start else None
    except ValueError:
        return None


def _is_sarif(done: Done) -> bool:
    data = _json(done)
    return isinstance(data, dict) and data.get("version") == "2.1.0" and bool(data["runs"])


def _is_gitlab(done: Done) -> bool:
    data = _json(done)
    return isinstance(data, list) and bool(data) and "fingerprint" in data[0]


def _is_junit(done: Done) -> bool:
    found = re.search(r"<testsuites.*</testsuites>", done.output, re.DOTALL)
    return found is not None and ElementTree.fromstring(found[0]).tag == "testsuites"  # noqa: S314


def _has(pattern: str) -> Proof:
    return lambda done: done.code in (0, 1) and bool(re.search(pattern, done.output, re.MULTILINE))


FACILITIES = [
    _format("json", lambda done: _json(done) is not None),
    _format("github", _has("^::(error|warning|notice)")),
    _format("gitlab", _is_gitlab),
    _format("sarif", _is_sarif),
    _format("junit", _is_junit),
    Facility(
        "shows what it would change",
        {
            "": ["--diff"],
            "mergemend": ["fix", "--diff", "--all"],
            "ruff": ["check", "--no-cache", "--diff"],
            "rumdl": ["fmt", "--no-cache", "--diff", "rough.md"],
        },
        _has(r"^-(?!-)"),
    ),
    Facility(
        "explains a rule",
        {
            "": ["rule"],
            "mergemend": ["rule", "conflict"],
            "ruff": ["rule", "F401"],
            "rumdl": ["rule", "MD092"],
        },
        _has("conflict|unused-import"),
    ),
    Facility("takes back what it changed", {"": ["undo"]}, lambda done: "no run" in done.output),
    Facility("looks at every commit", {"": ["check", "--history"]}, _has(r"notes\.md.*conflict")),
    Facility("leaves out old findings", {"": ["check", "--help"]}, _has("--(write-)?baseline")),
    Facility(
        "settles conflicts while git merges", {"": ["install", "--help"]}, _has("--merge-driver")
    ),
    Facility("serves editors (LSP)", {"": ["server", "--help"]}, _has("(?i)usage:.*server")),
]
