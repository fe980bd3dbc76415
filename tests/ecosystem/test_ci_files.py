"""What CI services run: the action of GitHub and the template of GitLab, as these run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from scratch import Scratch

PROJECT = Path(__file__).parents[2]
CONFLICT = b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n"
ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
SPEC, JOBS = yaml.safe_load_all((PROJECT / "templates/mergemend.yml").read_text("utf-8"))
PAGE = (PROJECT / "docs/ci.md").read_text("utf-8")
EXAMPLES: list[str] = re.findall(r"(?ms)^```yaml\n(.*?)^```", PAGE)


def schema_says(name: str, data: Any, folder: Path) -> str:
    """What is wrong with data, or YAML, by one of the schemas that come with check-jsonschema."""
    file = folder / "data.yaml"
    file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}"]
    done = subprocess.run([*words, str(file)], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


def filled(data: Any, inputs: dict[str, str]) -> Any:
    """A template with its inputs put in, as GitLab does it."""
    given = {name: one.get("default") for name, one in SPEC["spec"]["inputs"].items()} | inputs
    text = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda m: str(given[m[1]]), json.dumps(data))
    assert "$[[" not in text
    return json.loads(text)


def test_the_files_are_what_the_services_take(tmp_path: Path) -> None:
    assert schema_says("github-actions", ACTION, tmp_path) == ""
    jobs = filled(JOBS, {})
    assert schema_says("gitlab-ci", jobs, tmp_path) == ""
    for wrong, schema in (
        ({**ACTION, "runs": {"using": "none"}}, "github-actions"),
        ({"mergemend": {**jobs["mergemend"], "script": 1}}, "gitlab-ci"),
    ):
        assert schema_says(schema, wrong, tmp_path) != ""
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    assert set(re.findall(r"inputs\.(\w+)", json.dumps(JOBS))) == set(SPEC["spec"]["inputs"])


def test_inputs_are_never_text_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_examples_of_the_page_are_valid(tmp_path: Path) -> None:
    kinds = set()
    for text in EXAMPLES:
        data = yaml.safe_load(text)
        if "jobs" in data:
            kinds.add("github-workflows")
            assert schema_says("github-workflows", text, tmp_path) == ""
            for step in data["jobs"]["mergemend"]["steps"]:
                if step["uses"].startswith("mergemend/"):
                    assert set(step.get("with", {})) <= set(ACTION["inputs"])
        elif "repos" in data:
            hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
            named = {hook["id"] for repo in data["repos"] for hook in repo["hooks"]}
            assert named <= {hook["id"] for hook in hooks}
        else:
            kinds.add("gitlab-ci")
            for included in data.get("include", ()):
                assert set(included["inputs"]) <= set(SPEC["spec"]["inputs"])
                assert (PROJECT / included["file"]).is_file()
            assert schema_says("gitlab-ci", text, tmp_path) == ""
    assert kinds == {"github-workflows", "gitlab-ci"}
    for name, told in ACTION["inputs"].items():
        assert f"| `{name}` |" in PAGE
        assert told["description"]


@dataclass
class Runner:
    """Runs the steps of the action as GitHub's runner does."""

    temporary: Path
    scratch: Scratch

    def run(self, step: int, inputs: dict[str, str]) -> subprocess.CompletedProcess[str]:
        found = ACTION["runs"]["steps"][step]
        given = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
        variables = {
            key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda m: given[m[1]], value)
            for key, value in found["env"].items()
        }
        script = self.temporary / f"{step}.sh"
        script.write_text(found["run"], "utf-8")
        self.output.write_text("", "utf-8")
        environment = (
            self.scratch.environment()
            | variables
            | {
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(PROJECT),
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_WORKSPACE": str(self.scratch.top),
                "RUNNER_TEMP": str(self.temporary),
            }
        )
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.scratch.top,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def output(self) -> Path:
        return self.temporary / "output"

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        return self.run(1, inputs)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action's first step has installed this very project."""
    folder = tmp_path_factory.mktemp("a runner")
    scratch = Scratch.init(folder / "a repo")
    scratch.commit("start", {"old.md": CONFLICT, "clean.md": b"x\n"})
    scratch.git("checkout", "-q", "-b", "topic")
    scratch.commit("change", {"new it's.md": "cafÃ©\n".encode()})
    (folder / "temp").mkdir()
    runner = Runner(folder / "temp", scratch)
    done = runner.run(0, {})
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "temp/mergemend/bin/mergemend").is_file()
    return runner


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        ("", 1, {"old.md", "new it's.md"}),
        ("--changed main", 1, {"new it's.md"}),
        ("clean.md", 0, set()),
        ("'new it'\\''s.md' clean.md", 1, {"new it's.md"}),
        ('"new it\'s.md"\n--quiet', 1, {"new it's.md"}),
        ("gone.md", 3, {"gone.md"}),
        ("--nonsense", 2, set()),
        ("$(touch pwned) ; touch pwned `touch pwned` *", 3, None),
    ],
)
def test_the_action_checks(runner: Runner, words: str, code: int, found: set[str] | None) -> None:
    done = runner.check(args=words)
    assert done.returncode == code, done.stdout + done.stderr
    assert runner.output.read_text("utf-8") == f"exit-code={code}\n"
    if found is not None:
        assert set(re.findall(r"^::error file=(.*?),", done.stdout, re.MULTILINE)) == found
    assert not (runner.scratch.top / "pwned").exists()


def test_wrong_quotes_check_nothing_else_instead(runner: Runner) -> None:
    done = runner.check(args="'clean.md")
    assert done.returncode not in {0, 130}
    assert "No closing quotation" in done.stderr
    assert done.stdout == ""


def test_the_action_writes_a_report(runner: Runner) -> None:
    done = runner.check(format="sarif", output="a report.sarif", args="clean.md old.md")
    assert done.returncode == 1
    assert done.stdout == ""
    report = runner.scratch.top / "a report.sarif"
    data = json.loads(report.read_text("utf-8"))
    report.unlink()
    assert [result["ruleId"] for result in data["runs"][0]["results"]] == ["conflict"]


def test_the_action_installs_a_version_by_name(runner: Runner, tmp_path: Path) -> None:
    """From a folder with its wheel, as it would from PyPI; a missing one is an error."""
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*words, "--wheel-dir", str(tmp_path), str(PROJECT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    version = wheel.name.split("-")[1]
    for name, code in ((version, 0), ("0.0.0.dev1", 1)):
        os.environ["PIP_FIND_LINKS"] = str(tmp_path)
        try:
            done = runner.run(0, {"version": name})
        finally:
            del os.environ["PIP_FIND_LINKS"]
        assert done.returncode == code, done.stdout + done.stderr


def run_gitlab(
    scratch: Scratch, folder: Path, inputs: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    """The job of the template as GitLab's runner does it: one script that ends at a failure."""
    job = filled(JOBS, {"package": str(PROJECT), **inputs})["mergemend"]
    script = folder / "job.sh"
    script.write_text("\n".join(["set -eo pipefail", *job["script"], ""]), "utf-8")
    environment = (
        scratch.environment()
        | variables
        | job["variables"]
        | {
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_PROJECT_DIR": str(scratch.top),
            "TMPDIR": str(folder),
        }
    )
    return subprocess.run(
        ["bash", str(script)],
        cwd=scratch.top,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_template_checks(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    base = scratch.commit("start", {"old.md": CONFLICT})
    scratch.commit("change", {"new.md": "cafÃ©\n".encode()})
    scratch.git("checkout", "-q", "--detach")
    folder = tmp_path / "runner"
    folder.mkdir()
    merge = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    done = run_gitlab(scratch, folder, {"args": "--changed"}, **merge)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.startswith("new.md:1:4: mojibake")
    (artifact,) = JOBS["mergemend"]["artifacts"]["reports"].values()
    entries = json.loads(scratch.read(artifact))
    assert [entry["location"]["path"] for entry in entries] == ["new.md"]
