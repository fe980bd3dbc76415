"""A repository is data: nothing that it names is run, and nothing outside of it is read."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ferry
from conftest import Mend
from mergemend.conflicts import Rule
from mergemend.conflicts.check import examine
from mergemend.git import runner
from mergemend.git.past import Past
from mergemend.model import Document
from repositories import GARBLED, NOTES, OPERATION, STACK, base, snapshot
from scratch import Scratch
from test_git_states import ended_well

HOOKS = (
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-rewrite",
    "pre-auto-gc",
    "pre-commit",
    "reference-transaction",
)

# The settings that name a program; {evil} writes a file when it is run.
SETTINGS = """
[core]
    fsmonitor = {evil}
    hooksPath = {hooks}
    pager = {evil}
    editor = {evil}
    sshCommand = {evil}
    askPass = {evil}
    gitProxy = {evil}
    alternateRefsCommand = {evil}
    attributesFile = {attributes}
    untrackedCache = true
[credential]
    helper = !{evil}
[diff]
    external = {evil}
    tool = evil
[diff "evil"]
    textconv = {evil}
    command = {evil}
    cachetextconv = true
[difftool "evil"]
    cmd = {evil}
[filter "evil"]
    clean = {evil}
    smudge = {evil}
    process = {evil}
    required = true
[filter "lfs"]
    clean = {evil}
    smudge = {evil}
    process = {evil}
[merge]
    tool = evil
[merge "evil"]
    driver = {evil}
[mergetool "evil"]
    cmd = {evil}
[gpg]
    program = {evil}
[gpg "ssh"]
    program = {evil}
[log]
    showSignature = true
    mailmap = true
[pager]
    log = {evil}
    diff = {evil}
    blame = {evil}
    show = {evil}
    config = {evil}
[alias]
    log = !{evil}
    rev-parse = !{evil}
    ls-files = !{evil}
    cat-file = !{evil}
    fast-import = !{evil}
[uploadpack]
    packObjectsHook = {evil}
[remote "origin"]
    url = ext::{evil}
    uploadpack = {evil}
    promisor = true
    partialclonefilter = blob:none
[protocol "ext"]
    allow = always
[protocol]
    allow = always
[blame]
    ignoreRevsFile = {secret}
[mailmap]
    file = {secret}
    blob = HEAD:README.md
[trailer "evil"]
    command = {evil}
    cmd = {evil}
[interactive]
    diffFilter = {evil}
[sequence]
    editor = {evil}
[submodule "sub"]
    update = !{evil}
    active = true
[hook "evil"]
    event = reference-transaction
    event = post-index-change
    command = {evil}
[gc]
    auto = 1
[maintenance]
    auto = true
[include]
    path = {more}
"""
ATTRIBUTES = (
    b"* filter=evil diff=evil merge=evil text eol=lf\n*.bin filter=lfs diff=lfs merge=lfs\n"
)


def armed(scratch: Scratch, folder: Path) -> Path:
    """Name a program wherever a repository can; it writes the file that is returned."""
    canary, evil = folder / "canary", folder / "evil"
    # what it was run for stands in the file
    evil.write_text(f'#!/bin/sh\necho "$0 $* $(ps -o args= -p $PPID)" >> {canary}\n')
    evil.chmod(0o755)
    hooks = folder / "hooks"
    for where in (hooks, scratch.top / ".git/hooks"):
        where.mkdir(exist_ok=True)
        for name in HOOKS:
            (where / name).unlink(missing_ok=True)
            (where / name).symlink_to(evil)
    attributes, more, secret = folder / "attributes", folder / "more", folder / "secret"
    attributes.write_bytes(ATTRIBUTES)
    secret.write_text("x\n")
    more.write_text(f"[core]\n\tfsmonitor = {evil}\n[alias]\n\tcheck-attr = !{evil}\n")
    scratch.write(".gitattributes", ATTRIBUTES)
    scratch.write(".git/info/attributes", ATTRIBUTES)
    scratch.write(".mailmap", b"Eve <eve@example.org> <ada@example.org>\n")
    with (scratch.top / ".git/config").open("a") as config:
        config.write(
            SETTINGS.format(evil=evil, hooks=hooks, attributes=attributes, more=more, secret=secret)
        )
    return canary


def racy(scratch: Scratch) -> None:
    """Have git unsure whether files have changed: to know it runs the filters that are named.

    A file that is as old as the index, or younger, can have changed just after that was written.
    """
    soon = time.time() + 1000
    for path in scratch.top.rglob("*"):
        if ".git" not in path.parts and path.is_file():
            os.utime(path, (soon, soon))
    scratch.git("update-index", "-q", "--really-refresh", check=False)


FEW = [["check"], ["check", "--changed"], ["explain", STACK], ["fix", "--all"]]
COMMANDS = [
    ["check"],
    ["check", "--changed"],
    ["check", "--history"],
    ["explain", STACK],
    ["explain", GARBLED],
    ["board", "--output-format", "json", "docs"],
    ["extract", STACK],
    ["kinds"],
    ["fix", "--diff", OPERATION],
    ["fix", "--from-history", GARBLED],
    ["fix", "--all"],
]


@pytest.mark.parametrize("operation", ["none", "merge", "wide"])
def test_nothing_that_a_repository_names_is_run(operation: str, tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    if operation == "wide":  # attributes are asked for, and a file that is new here is looked for
        scratch.write("wide.txt", "Ünï\n".encode("utf-16"))
        scratch.git("mv", "docs/survey.md", "docs/moved.md")
        scratch.write("docs/moved.md", b"<<<<<<< HEAD\nTo come.\n=======\nCome.\n>>>>>>> x\n")
    if operation == "merge":
        scratch.git("merge", "other", check=False)
        gone = scratch.git("rev-parse", f":1:{OPERATION}")  # would have to be fetched
        (scratch.top / ".git/objects" / gone[:2] / gone[2:]).unlink()
    racy(scratch)
    canary = armed(scratch, tmp_path)
    before = snapshot(scratch.top / ".git")
    for command in COMMANDS if operation == "none" else FEW:
        ended_well(mend(scratch.top, *command))
        assert not canary.exists(), (command, canary.read_text())
    assert scratch.read(STACK) == ferry.text("second")
    assert scratch.read(GARBLED) == NOTES
    assert {k: v for k, v in snapshot(scratch.top / ".git").items() if before.get(k) != v} == {}


def test_the_trap_works(tmp_path: Path) -> None:
    """What git itself runs in such a repository: else the test above says nothing."""
    for words in (
        ["status"],
        ["diff"],
        ["log", "-p"],
        ["commit", "-q", "--allow-empty", "-m", "x"],
        ["fetch"],
        ["-c", "core.fsmonitor=false", "diff-index", "HEAD"],
    ):
        scratch = base(tmp_path / words[-1])
        racy(scratch)
        canary = armed(scratch, tmp_path / words[-1])
        scratch.git(*words, check=False)
        assert canary.exists(), words


def test_hooks_that_settings_name_are_turned_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By each name, as git 2.54 needs it; settings that the user has in the environment stay."""
    scratch = base(tmp_path / "repo")
    names = ["evil", "a=b", "two words", "A.b"]
    for name in names:
        scratch.git("config", f"hook.{name}.command", "true")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "x.y")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "z")
    # git notes these of its environment
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_TRACE2_ENV_VARS", ",".join(f"GIT_CONFIG_KEY_{n}" for n in range(9)))
    runner.run_git(["-c", "core.bigFileThreshold=1g", "fast-import", "--quiet"], scratch.top, b"")
    events = [json.loads(line) for line in (tmp_path / "trace").read_bytes().splitlines()]
    last = events[-1]["sid"]
    keys = {e["value"] for e in events if e["event"] == "def_param" and e["sid"] == last}
    assert keys == {"x.y", *(f"hook.{name}.enabled" for name in names)}


# Labels


HOSTILE = [
    "--output=x",
    "-O/tmp/x",
    "--upload-pack=touch x",
    "HEAD:../../etc/passwd",
    "HEAD:../secret",
    "HEAD:/etc/passwd",
    "abcd:../secret",
    "abcd (x):../../secret",
    "parent of abcd... x:-O",
    ":/start",
    ":0:plan.md",
    "@{-1}",
    "@{u}",
    "HEAD^{/start}",
    "refs/../x",
    "refs/stash",
    "x..y",
    "^HEAD",
    "0000000000000000000000000000000000000000",
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904:",
    "$(touch x)",
    "`touch x`",
    "a\0b",
    "a\rb",
    "\x1b[31mred",
    "name-g{head}",
    "{head}:--output=x",
    "{head}:a\0b",
    "{head}:./notes.md",
    "{head}^{{tree}}",
    "{head}:",
    "{head}~99999999999",
    "{head} ({subject}):../secret",
]
_PIECES = st.sampled_from(
    [
        "HEAD",
        "{head}",
        ":",
        "/",
        "..",
        "-",
        "--",
        "^",
        "~",
        "@",
        "{{",
        "}}",
        " (",
        ")",
        "...",
        "parent of ",
        "a",
        "0",
        "notes.md",
        "../secret",
        "\0",
        "\r",
        "\udcff",
        "é",
        " ",
        "*",
        "=",
    ]
)
LABELS = st.sampled_from(HOSTILE) | st.lists(_PIECES, max_size=8).map("".join)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    scratch = Scratch.init(tmp_path_factory.mktemp("labels") / "repo")
    scratch.commit("start", {"notes.md": b"a\nold\nz\n"})
    scratch.commit("later", {"notes.md": b"a\nnew\nz\n", "-O": b"x\n"})
    (scratch.top.parent / "secret").write_text("SECRET\n")
    return scratch


def labelled(scratch: Scratch, ours: str, theirs: str) -> bytes:
    head = scratch.head()
    lines = [f"<<<<<<< {ours}", "OURS", "=======", "THEIRS", f">>>>>>> {theirs}"]
    known = {"{head}": head, "{subject}": "later", "{{": "{", "}}": "}"}
    text = "\n".join(["a", *lines, "z", ""])
    for name, value in known.items():
        text = text.replace(name, value)
    return text.encode("utf-8", "surrogateescape")


@settings(max_examples=50)
@given(ours=LABELS, theirs=LABELS)
def test_labels_are_no_options_and_reach_nothing_outside(
    small: Scratch, ours: str, theirs: str
) -> None:
    data = labelled(small, ours, theirs)
    path = small.write("notes.md", data)
    before = {p: p.read_bytes() for p in small.top.parent.rglob("*") if p.is_file()}
    past = Past()
    try:
        found = examine(Document(str(path), data), past.of(path, data), Rule())
    finally:
        past.close()
    assert "SECRET" not in repr(found)
    assert {p: p.read_bytes() for p in small.top.parent.rglob("*") if p.is_file()} == before


def asked_of_git(scratch: Scratch, label: str, trace: Path, patch: pytest.MonkeyPatch) -> set[str]:
    """The options that git was given for a document with this label, as git itself notes them."""
    data = labelled(scratch, label, label)
    path = scratch.write("notes.md", data)
    patch.setenv("GIT_TRACE2_EVENT", str(trace))
    past = Past()
    try:
        examine(Document(str(path), data), past.of(path, data), Rule())
    finally:
        past.close()
    patch.delenv("GIT_TRACE2_EVENT")
    events = [json.loads(line) for line in trace.read_bytes().splitlines()]
    commands = [event["argv"] for event in events if event["event"] == "start"]
    assert commands
    ended = (words[: words.index("--")] if "--" in words else words for words in commands)
    return {word for words in ended for word in words if word.startswith("-")}


def test_no_label_becomes_an_option(
    small: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ["{head}", "{head} (later):notes.md", "parent of {head} (later)", "{head}:new.md"]
    harmless = ["feature", "HEAD:new.md", "feature:new.md", *known]
    usual: set[str] = set()
    for number, label in enumerate(harmless):
        usual |= asked_of_git(small, label, tmp_path / f"usual-{number}", monkeypatch)
    for number, label in enumerate(HOSTILE):
        options = asked_of_git(small, label, tmp_path / f"trace-{number}", monkeypatch)
        assert options <= usual, label


# What hangs


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MAX_SECONDS", 0.3)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    "pipe",
    [
        ".git/HEAD",
        ".git/config",
        ".git/packed-refs",
        ".git/index",
        ".git/info/exclude",
        ".git/info/attributes",
        ".git/refs/heads/main",
        ".git/MERGE_HEAD",
        ".git/shallow",
        ".git/objects/info/alternates",
        ".gitignore",
        ".gitattributes",
        ".mailmap",
    ],
)
def test_a_pipe_in_the_place_of_a_file_stops_nothing_for_ever(
    pipe: str, tmp_path: Path, mend: Mend
) -> None:
    scratch = base(tmp_path / "repo")
    data = scratch.read(STACK)
    path = scratch.top / pipe
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    start = time.monotonic()
    for command in (["check"], ["check", STACK], ["fix", STACK]):
        ended_well(mend(scratch.top, *command))
    assert time.monotonic() - start < 20
    assert scratch.read(STACK).count(b"<<<<<<<") in (0, data.count(b"<<<<<<<"))


@pytest.mark.usefixtures("_impatient")
def test_an_object_that_is_a_pipe_is_unknown(tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    blob = scratch.git("rev-parse", f"HEAD:{STACK}")
    loose = scratch.top / ".git/objects" / blob[:2] / blob[2:]
    loose.unlink()
    os.mkfifo(loose)
    start = time.monotonic()
    ended_well(mend(scratch.top, "check", STACK))
    assert time.monotonic() - start < 10


def test_the_listing_passes_what_is_no_file(tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    os.mkfifo(scratch.top / "pipe.md")
    (scratch.top / STACK).unlink()
    os.mkfifo(scratch.top / STACK)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(scratch.top / "socket.md"))
        for folder in (scratch.top, tmp_path):
            result = mend(folder, "check", ".")
            ended_well(result)
            assert "pipe.md" not in result.output
            assert "socket.md" not in result.output


def test_an_interrupt_ends_the_wait(tmp_path: Path) -> None:
    scratch = base(tmp_path / "repo")
    (scratch.top / ".git/index").unlink()
    os.mkfifo(scratch.top / ".git/index")
    command = [sys.executable, "-m", "mergemend", "check", STACK]
    with subprocess.Popen(
        command,
        cwd=scratch.top,
        env=scratch.environment(),
        stderr=subprocess.PIPE,
        # a shell has its background jobs ignore it, and with them these tests
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(3)
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 130


def test_a_history_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    example = b"# Plan\n\n```\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n```\n"
    scratch.commit("one", {"plan.md": b"# Plan\n"})
    scratch.git("branch", "other")
    scratch.commit("two", {"plan.md": example})
    scratch.git("checkout", "-q", "other")
    scratch.commit("theirs", {"a.md": b"a\n"})
    scratch.git("checkout", "-q", "main")
    scratch.git("replace", "HEAD~1", "other")  # whose parent that is
    command = [sys.executable, "-m", "mergemend", "check", "--no-cache", "plan.md"]
    done = subprocess.run(
        command,
        cwd=scratch.top,
        env=scratch.environment(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
