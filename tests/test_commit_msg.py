"""Commit messages: what of the file is the message, and the hook as git runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Mend
from mergemend import light
from mergemend.lines import split_lines
from mergemend.message import AUTO, Cleanup, message_of
from scratch import Scratch, forked

PROGRAM = Path(sys.executable).parent / "mergemend"
CUT = " ------------------------ >8 ------------------------\n"
GARBLED = "# cafÃ© fermÃ©\n"
MARKERS = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\n"


@pytest.mark.parametrize(
    ("text", "cleanup", "message"),
    [
        ("a\n# b\nc\n", Cleanup(), "a\n\nc\n"),
        ("a\r\n# b\r\nc\r\n", Cleanup(), "a\r\n\nc\r\n"),
        ("a\n# b\n", Cleanup(strips=False), "a\n# b\n"),
        (" # b\n", Cleanup(), " # b\n"),
        ("a\n#" + CUT + "<<<<<<< HEAD\n", Cleanup(), "a\n"),
        ("a\n#" + CUT + "<<<<<<< HEAD\n", Cleanup(strips=False), "a\n"),
        ("a\n;" + CUT + "b\n", Cleanup(), "a\n;" + CUT + "b\n"),
        ("# a\n; b\n", Cleanup(";"), "# a\n\n"),
        ("# a\n// b\n/ c\n", Cleanup("//"), "# a\n\n/ c\n"),
        ("# a\n\n; Please enter\n;\tnew file: x\n\n", Cleanup(AUTO), "# a\n\n\n\n\n"),
        ("# a\n;" + CUT + "diff\n", Cleanup(AUTO), "# a\n"),
        ("# a\n- b\n", Cleanup(AUTO), "# a\n- b\n"),
        ("# a\n", Cleanup(""), "# a\n"),
        ("", Cleanup(), ""),
        ("\n", Cleanup(AUTO), "\n"),
    ],
)
def test_what_of_a_file_is_the_message(text: str, cleanup: Cleanup, message: str) -> None:
    assert message_of(text.encode(), cleanup).decode() == message


@given(
    st.lists(st.sampled_from(["# c\n", "#\n", "a\n", "; d\n", "#" + CUT, "\n", "b"])).map("".join),
    st.sampled_from(["#", ";", AUTO]),
    st.booleans(),
)
def test_lines_keep_their_numbers_and_nothing_is_made_up(
    text: str, prefix: str, strips: bool
) -> None:
    lines = split_lines(text.encode())
    kept = split_lines(message_of(text.encode(), Cleanup(prefix, strips)))
    assert all(now in (b"\n", was) for was, now in zip(lines, kept, strict=False))


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["# c\n", "#\n", "a\n", " # d\n", "; e\n", "\n"])).map("".join))
def test_comments_are_what_git_takes_for_comments(text: str) -> None:
    command = ["git", "stripspace", "--strip-comments"]
    theirs = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    ours = message_of(text.encode(), Cleanup())
    assert ours.split() == theirs.split()


def hooked(tmp_path: Path) -> Scratch:
    """A merge to be committed in a repository where git runs the hook."""
    scratch = forked(tmp_path / "a repo")
    hook = scratch.write(
        ".git/hooks/commit-msg", f'#!/bin/sh\n"{PROGRAM}" commit-msg "$1"\n'.encode()
    )
    hook.chmod(0o755)
    scratch.write("notes.md", b"more\n")
    scratch.git("add", "-A")
    return scratch


def commit(scratch: Scratch, *options: str, editor: str | None = None) -> tuple[int, str]:
    """Commit, with an editor that puts this text above what is in the file."""
    environment = scratch.environment()
    if editor is not None:
        (scratch.top / ".git" / "typed").write_text(editor)
        script = scratch.write(
            ".git/editor",
            b'#!/bin/sh\ncat "$(dirname "$0")/typed" "$1" > "$1.new" && mv "$1.new" "$1"\n',
        )
        script.chmod(0o755)
        environment["GIT_EDITOR"] = f"'{script}'"
    done = subprocess.run(
        ["git", "commit", *options],
        cwd=scratch.top,
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    ("options", "editor", "found"),
    [
        (["-m", "fine"], None, None),
        (["-m", "Step\n\n" + MARKERS], None, "3:1: conflict"),
        (["-m", "Step, cafÃ© fermÃ©"], None, "1:10: mojibake"),
        (["-m", "Step\n\nConflicts:\n\tnotes.md\n\n=======\n"], None, None),
        (["-m", "Step\n\n    <<<<<<< HEAD\n"], None, None),
        (["-m", "Step\n\n" + GARBLED], None, "3:6: mojibake"),
        ([], "Step\n\n" + GARBLED, None),
        (["-v"], "Step\n\n" + GARBLED, None),
        (["-v"], "Step\n\n" + MARKERS, "3:1: conflict"),
        (["--cleanup=strip", "-m", "Step"], None, None),
    ],
)
def test_the_hook_of_git(
    tmp_path: Path, options: list[str], editor: str | None, found: str | None
) -> None:
    scratch = hooked(tmp_path)
    code, said = commit(scratch, *options, editor=editor)
    if found is None:
        assert code == 0, said
        return
    assert code == 1
    assert f".git/COMMIT_EDITMSG:{found} " in said
    where = scratch.top / ".git" / "COMMIT_EDITMSG"
    assert f"`git commit -e -F '{where}'` opens it again" in said


def test_what_is_left_of_a_refused_message_can_be_opened_again(tmp_path: Path) -> None:
    scratch = hooked(tmp_path)
    assert commit(scratch, "-m", "Step, cafÃ© fermÃ©")[0] == 1
    assert commit(scratch, "-e", "-F", ".git/COMMIT_EDITMSG", editor="New\n\n")[0] == 1
    assert scratch.git("log", "-1", "--format=%s") == "ours"
    assert commit(scratch, "--no-verify", "-F", ".git/COMMIT_EDITMSG")[0] == 0
    assert scratch.git("log", "-1", "--format=%s") == "New"


@pytest.mark.parametrize(
    ("settings", "text", "code"),
    [
        ({"core.commentChar": ";"}, "Step\n\n; cafÃ© fermÃ©\n", 0),
        ({"core.commentChar": ";"}, "Step\n\n# cafÃ© fermÃ©\n", 1),
        ({"core.commentChar": "auto"}, "# Step, cafÃ© fermÃ©\n\n; On branch main\n", 1),
        ({"core.commentChar": "auto"}, "# Step\n\n; cafÃ© fermÃ©\n", 0),
        ({"core.commentString": "//"}, "Step\n\n// cafÃ© fermÃ©\n", 0),
        ({"commit.cleanup": "whitespace"}, "Step\n\n# cafÃ© fermÃ©\n", 1),
        ({"commit.cleanup": "verbatim"}, "Step\n\n# cafÃ© fermÃ©\n", 1),
        ({"commit.cleanup": "scissors"}, "Step\n\n#" + CUT + "cafÃ© fermÃ©\n", 0),
        ({"i18n.commitEncoding": "iso-8859-1"}, "Step\n", 0),
    ],
)
def test_the_settings_of_git(
    tmp_path: Path, mend: Mend, settings: dict[str, str], text: str, code: int
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for name, value in settings.items():
        scratch.git("config", name, value)
    scratch.write("m", text.encode())
    assert mend(scratch.top, "commit-msg", "m").exit_code == code


def test_a_message_in_the_encoding_that_git_was_told(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("m", "Das Café ist geschlossen, schöne Grüße\n".encode("latin-1"))
    found = mend(scratch.top, "commit-msg", "m")
    assert (found.exit_code, found.stdout.split()[1]) == (1, "invalid-utf-8")
    scratch.git("config", "i18n.commitEncoding", "iso-8859-1")
    assert mend(scratch.top, "commit-msg", "m").exit_code == 0


def test_settings_of_ours_and_what_is_no_message(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("m", "Step, cafÃ© fermÃ©\n".encode())
    scratch.write("mergemend.toml", b'ignore = ["mojibake"]\n')
    assert mend(scratch.top, "commit-msg", "m").exit_code == 0
    absent = mend(scratch.top, "commit-msg", "absent")
    assert (absent.exit_code, absent.stderr) == (3, "absent: No such file or directory\n")
    scratch.write("b", b"a\0b\n")
    binary = mend(scratch.top, "commit-msg", "b")
    assert (binary.exit_code, binary.stderr) == (0, "b: not checked: binary file\n")
    assert mend(scratch.top, "commit-msg").exit_code == 2
    assert mend(tmp_path, "commit-msg", "r/m").exit_code == 1  # also where there is no git


def test_a_clean_message_is_told_light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = Scratch.init(tmp_path / "r")
    monkeypatch.chdir(scratch.top)
    scratch.write("m", "Fix it’s\n\n# On branch main\n".encode())
    told = light.look(["commit-msg", "m"])
    assert told is not None
    assert (told.clean, told.left) == (1, 0)
    scratch.write("m", b"a\0b")
    assert light.look(["commit-msg", "m"]) is None
    assert light.look(["commit-msg", "m", "m"]) is None
    assert light.look(["commit-msg", "-h"]) is None
    scratch.write("m", b"fine\n")
    assert light.look(["commit-msg", "-q", "m"]) is None  # no option of it
