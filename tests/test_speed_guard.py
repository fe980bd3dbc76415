"""What a clean run does, counted: modules loaded, files opened, processes started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from mergemend.sieve import cpus
from scratch import Scratch

BIN = Path(sys.executable).parent

# Each takes about as long to load as Python takes to start, several times over.
HEAVY = {
    "click",
    "ftfy",
    "git",
    "jsonschema",
    "markdown_it",
    "rich",
    "yaml",
    "concurrent",
    "pathlib",
    "typing",
    "multiprocessing",
}

# Ceilings, a little above what is. Raising one makes every commit of every user slower.
MODULES = 50  # looked for, from the start of Python to its end
OWN_MODULES = 16  # of mergemend
PROCESSES = 0  # for any number of files
HISTORY_MODULES = 20  # of mergemend, for a look into the history
OPENED = 3  # files besides modules and those that are checked
COUNTS = (1, 60)

# Python runs this first; a line for each event, written at once, so that nothing hides in forks or
# behind os._exit.
_RECORDER = """
import os, sys
_to = os.open(os.environ["SPEED_GUARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_EVENTS = {"import", "open", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system",
           "subprocess.Popen"}

def _record(event, arguments):
    if event in _EVENTS:
        what = arguments[0] if arguments else ""
        what = os.fsdecode(what) if isinstance(what, bytes) else what
        os.write(_to, ascii(f"{event} {what}").encode() + b"\\n")
sys.addaudithook(_record)
"""


_STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system", "subprocess.Popen"}


@dataclass(frozen=True)
class Work:
    """What a run did: modules it looked for, processes it started, how often it opened files."""

    modules: frozenset[str]
    started: int
    opened: Counter[str]

    def own(self) -> set[str]:
        return {name for name in self.modules if name.startswith("mergemend")}

    def other(self, top: Path) -> list[str]:
        """What was opened besides modules and the work tree's files."""
        paths = (path for path in self.opened if not path.endswith((".py", ".pyc")))
        return [path for path in paths if not path.startswith(f"{top}/src/")]


def work(top: Path, folder: Path, *arguments: str, entry: str = "mergemend check") -> Work:
    """Run ``entry`` in ``top`` as the hook does, and count. It must find nothing."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_RECORDER)
    record = folder / "record"
    places = {"PYTHONPATH": str(folder), "SPEED_GUARD": str(record)}
    done = subprocess.run(
        [str(BIN / "mergemend"), *entry.split()[1:], *arguments],
        cwd=top,
        env=Scratch(top).environment() | places,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    events = [line.strip("'\"").partition(" ") for line in record.read_text().splitlines()]
    opened = [os.path.realpath(top / what) for event, _, what in events if event == "open"]
    return Work(
        frozenset(what for event, _, what in events if event == "import"),
        sum(event in _STARTS for event, _, _ in events),
        Counter(opened),
    )


def staged(top: Path, count: int) -> list[str]:
    """A repository with so many staged files that are clean and not all ASCII; their names."""
    scratch = Scratch.init(top)
    scratch.write("README.md", b"# Notes\n")
    scratch.commit("start")
    names = [f"src/f{number}.{('py', 'md', 'txt')[number % 3]}" for number in range(count)]
    for number, name in enumerate(names):
        scratch.write(
            name, f"Heading\n=======\n\n{'it’s' if number % 5 != 1 else 'a'} line\n".encode()
        )
    scratch.git("add", "-A")
    return names


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Path, Work]]:
    """The work of a clean run of the hook, by how many files it is given; modules are compiled."""
    found = {}
    for count in COUNTS:
        folder = tmp_path_factory.mktemp(f"files{count}").resolve()
        names = staged(folder / "r", count)
        work(folder / "r", folder / "first", *names)
        found[count] = folder / "r", work(folder / "r", folder / "second", *names)
    return found


@pytest.mark.parametrize("count", COUNTS)
def test_a_clean_run_loads_little(runs: dict[int, tuple[Path, Work]], count: int) -> None:
    _, done = runs[count]
    loaded = {name.partition(".")[0] for name in done.modules}
    assert "mergemend" in loaded  # else nothing was recorded
    assert not loaded & HEAVY
    assert len(done.own()) <= OWN_MODULES, sorted(done.own())
    assert len(done.modules) <= MODULES, sorted(done.modules)


HOOKS = yaml.safe_load((Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_bytes())


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_every_hook_loads_little(tmp_path: Path, hook: dict[str, str]) -> None:
    names = staged(tmp_path / "r", 1)
    if "commit-msg" in hook["stages"]:
        names = [".git/COMMIT_EDITMSG"]
    work(tmp_path / "r", tmp_path / "first", *names, entry=hook["entry"])
    done = work(tmp_path / "r", tmp_path / "second", *names, entry=hook["entry"])
    assert not {name.partition(".")[0] for name in done.modules} & HEAVY
    assert len(done.own()) <= OWN_MODULES, sorted(done.own())
    assert done.started <= PROCESSES


def test_processes_are_as_many_for_many_files(runs: dict[int, tuple[Path, Work]]) -> None:
    started = [done.started for _, done in runs.values()]
    assert max(started) <= PROCESSES
    assert max(started) == min(started)


@pytest.mark.parametrize("count", COUNTS)
def test_each_file_is_opened_once(runs: dict[int, tuple[Path, Work]], count: int) -> None:
    top, done = runs[count]
    checked = {path: n for path, n in done.opened.items() if path.startswith(f"{top}/src/f")}
    assert len(checked) <= count
    assert set(checked.values()) <= {1}
    other = done.other(top)
    assert len(other) <= OPENED, other


def test_more_files_are_no_more_of_anything_else(runs: dict[int, tuple[Path, Work]]) -> None:
    few, many = (done for _, done in runs.values())
    (top, _), (other_top, _) = runs.values()
    assert len(many.other(other_top)) <= len(few.other(top)) + 2
    assert len(many.modules - few.modules) <= 12, sorted(many.modules - few.modules)


@pytest.mark.parametrize("form", [["--output-format", "github"], ["--output-format=text"]])
def test_a_format_that_prints_nothing_loads_no_more(
    runs: dict[int, tuple[Path, Work]], tmp_path: Path, form: list[str]
) -> None:
    top, done = runs[COUNTS[0]]
    assert work(top, tmp_path / "x", *form, "src/f0.py").modules <= done.modules


LISTINGS = 2  # processes of git for all files of a tree


def test_a_text_in_an_unknown_language_is_known_then(tmp_path: Path) -> None:
    top = (tmp_path / "r").resolve()
    staged(top, 1)
    text = "Tôi không biết tại sao điều này lại xảy ra, nhưng chúng ta phải sửa nó.\n"
    (top / "vi.txt").write_text(text, "utf-8")
    time.sleep(2.1)
    first, second = (work(top, tmp_path / name) for name in ("first", "second"))
    assert "click" in first.modules  # the whole program looks at it
    assert not {name.partition(".")[0] for name in second.modules} & HEAVY
    assert second.started <= LISTINGS


@pytest.mark.parametrize("glob", ["vendor/", "*/nothing.md", "src/[x]"])
def test_settings_load_nothing_once_they_are_known(tmp_path: Path, glob: str) -> None:
    names = staged(tmp_path.resolve() / "r", 1)
    top = tmp_path.resolve() / "r"
    bare = work(top, tmp_path / "bare", *names)  # some scripts that start a program load `re`
    config = top / "pyproject.toml"
    config.write_text(f'[tool.mergemend]\nexclude = ["{glob}"]\nignore = ["stale-stamp"]\n')
    time.sleep(2.1)  # what was changed within the last moments is not kept
    assert "click" in work(top, tmp_path / "first", *names).modules
    done = work(top, tmp_path / "second", *names)
    loaded = {name.partition(".")[0] for name in done.modules}
    assert not loaded & HEAVY
    # only where a name has what a glob has
    assert "re" not in loaded - bare.modules or glob == "src/[x]"
    assert "re" in loaded or glob != "src/[x]"
    assert len(done.own()) <= OWN_MODULES + 3, sorted(done.own())


def test_a_tree_is_read_once_and_then_known(tmp_path: Path) -> None:
    top = (tmp_path / "r").resolve()
    staged(top, 40)
    time.sleep(2.1)  # what was changed a moment ago is not kept
    cold, warm = (work(top, tmp_path / name) for name in ("cold", "warm"))
    for done in (cold, warm):
        assert not {name.partition(".")[0] for name in done.modules} & HEAVY
        assert done.started <= LISTINGS
    read = {path: n for path, n in cold.opened.items() if path.startswith(f"{top}/src/")}
    assert len(read) == 40
    assert set(read.values()) == {1}
    assert not [path for path in warm.opened if path.startswith(f"{top}/src/")]


def test_a_tree_that_stays_as_it_is_needs_no_git(tmp_path: Path) -> None:
    top = (tmp_path / "r").resolve()
    staged(top, 40)
    time.sleep(2.1)
    for name in ("learns", "notes", "walks"):
        work(top, tmp_path / name)
    done = work(top, tmp_path / "knows")
    assert done.started == 0
    assert not [path for path in done.opened if path.startswith(f"{top}/src/")]
    assert len(done.own()) <= OWN_MODULES, sorted(done.own())


def test_a_folder_of_a_tree_loads_little(tmp_path: Path) -> None:
    top = (tmp_path / "r").resolve()
    staged(top, 40)
    done = work(top / "src", tmp_path / "inside")
    assert not {name.partition(".")[0] for name in done.modules} & HEAVY
    assert done.started <= LISTINGS


def test_a_tree_without_a_tracked_folder_loads_little(tmp_path: Path) -> None:
    top = (tmp_path / "r").resolve()
    staged(top, 40)
    shutil.rmtree(top / "src")
    done = work(top, tmp_path / "inside")
    assert not {name.partition(".")[0] for name in done.modules} & HEAVY
    assert done.started <= LISTINGS


@pytest.mark.parametrize("commits", [2, 12])
def test_a_look_into_a_clean_history_loads_little(tmp_path: Path, commits: int) -> None:
    """One process of git lists, and one for each CPU reads, however long the history is."""
    scratch = Scratch.init(tmp_path.resolve() / "r")
    for number in range(commits):
        scratch.commit("step", {f"f{n}.md": f"it’s {number} {n}\n".encode() for n in range(5)})
    work(scratch.top, tmp_path / "first", "--history")
    done = work(scratch.top, tmp_path / "second", "--history")
    loaded = {name.partition(".")[0] for name in done.modules}
    assert "mergemend.together" in done.modules
    assert not loaded & HEAVY
    assert len(done.own()) <= HISTORY_MODULES, sorted(done.own())
    assert done.started == 2 * cpus()
