"""The workflow for GitHub says what the package says, and names what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
WORKFLOW: dict[Any, Any] = yaml.safe_load((PROJECT / ".github/workflows/ci.yml").read_bytes())
JOBS = WORKFLOW["jobs"]


def test_the_versions_are_those_of_the_package() -> None:
    about = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    beginning = "Programming Language :: Python :: 3."
    versions = [c.rpartition(" ")[2] for c in about["classifiers"] if c.startswith(beginning)]
    assert about["requires-python"] == f">={versions[0]}"
    for job in JOBS.values():
        assert job["strategy"]["matrix"]["python"] == versions


def test_every_system_has_a_job_and_none_may_write() -> None:
    systems = {job["runs-on"].partition("-")[0] for job in JOBS.values()}
    assert systems == {"ubuntu", "macos", "windows"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] for job in JOBS.values())


def test_what_is_run_is_there() -> None:
    words = [w for job in JOBS.values() for s in job["steps"] for w in s.get("run", "").split()]
    files = [word for word in words if word.startswith(("tests/", ".ci/"))]
    assert len(files) > 10
    assert all((PROJECT / file).exists() for file in files)
