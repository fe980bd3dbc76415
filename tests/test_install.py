"""What `mergemend install` writes, and that `uninstall` leaves nothing of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend import install as installing
from mergemend.git.attribute_lines import Attributes, GlobError, refuse_odd
from mergemend.install import settings_for
from mergemend.model import Safety
from scratch import Scratch

GLOBS = ["*.md", "*.markdown", "*.rst", "*.txt", "*.adoc"]
ATTRIBUTES = ".git/info/attributes"


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.commit("start", {"notes.md": b"a\n"})
    return scratch


def stated(scratch: Scratch, path: str) -> str:
    return scratch.git("check-attr", "merge", "--", path).rpartition(" ")[2]


def kept(scratch: Scratch) -> dict[str, bytes]:
    """What could have been changed: all files but objects."""
    return {
        str(path): path.read_bytes()
        for path in scratch.top.rglob("*")
        if path.is_file() and "objects" not in path.parts
    }


@pytest.mark.parametrize("words", [(), ("--shared",)])
def test_uninstall_leaves_nothing(scratch: Scratch, mend: Mend, words: tuple[str, ...]) -> None:
    before = kept(scratch)
    done = mend(scratch.top, "install", "--merge-driver", *words)
    assert (done.exit_code, stated(scratch, "x.md"), stated(scratch, "x.c")) == (
        *(0, "mergemend"),
        "unspecified",
    )
    assert scratch.git("config", "merge.mergemend.recursive") == "text"
    assert scratch.git("config", "mergetool.mergemend.trustExitCode") == "true"
    installed = kept(scratch)
    assert installed != before
    again = mend(scratch.top, "install", "--merge-driver", *words)
    assert again.stderr == "nothing to do: all of it is installed\n"
    assert kept(scratch) == installed
    assert mend(scratch.top, "uninstall").exit_code == 0
    assert kept(scratch) == before
    nothing = mend(scratch.top, "uninstall")
    assert (nothing.exit_code, nothing.stderr) == (
        *(0, "nothing to do: it is not installed here\n"),
    )


@pytest.mark.parametrize(
    "text",
    [
        b"# mine\n\n*.png binary\n",
        b"*.png binary",
        b"\r\n*.png binary\r\n# end",
        b"\xef\xbb\xbf*.md text\n",
        b"",
        b"\xff\xfe not UTF-8\n*.c diff=cpp\n",
        b"# mergemend: end\n*.md merge=mergemend\n",
    ],
)
def test_what_others_wrote_stays(scratch: Scratch, mend: Mend, text: bytes) -> None:
    scratch.write(ATTRIBUTES, text)
    scratch.write(".git/config", scratch.read(".git/config") + b"# mine\n[a]\n\tb = c ; d\n")
    before = kept(scratch)
    png = stated(scratch, "x.png")
    assert mend(scratch.top, "install", "--merge-driver", "*.md", "*.rst").exit_code == 0
    assert scratch.read(ATTRIBUTES).endswith(text.removeprefix(b"\xef\xbb\xbf"))
    assert (stated(scratch, "x.md"), stated(scratch, "x.png")) == ("mergemend", png)
    assert mend(scratch.top, "uninstall").exit_code == 0
    assert kept(scratch) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"*.rst", b"*.png -diff\n*.md merge=mergemend text\n*.rst"),
        (b"# mergemend: end\n", b"*.png -diff\n*.md merge=mergemend text\n"),
        (b"# mergemend: w", b"*.png -diff\n*.md merge=mergemend text\n# mergemend: w"),
    ],
)
def test_lines_that_were_put_to_ours_stay(
    scratch: Scratch, mend: Mend, old: bytes, new: bytes
) -> None:
    mend(scratch.top, "install", "--merge-driver", "*.md", "*.rst")
    text = scratch.read(ATTRIBUTES)
    assert old in text
    scratch.write(ATTRIBUTES, text.replace(old, new))
    mend(scratch.top, "uninstall")
    assert scratch.read(ATTRIBUTES) == b"*.png -diff\n*.md merge=mergemend text\n"


def test_other_globs_take_the_place_of_those_before(scratch: Scratch, mend: Mend) -> None:
    mend(scratch.top, "install", "--merge-driver")
    mend(scratch.top, "install", "--merge-driver", "my docs/*.md", 'a"b.md', "#1.md")
    files = ("x.md", "my docs/x.md", "my docs/x.rst", 'a"b.md', "#1.md")
    ours = [
        file
        for file in files
        if scratch.git("check-attr", "-z", "merge", "--", file).split("\0")[2] == "mergemend"
    ]
    assert ours == ["my docs/x.md", 'a"b.md', "#1.md"]
    mend(scratch.top, "uninstall")
    assert not (scratch.top / ATTRIBUTES).exists()


@given(st.binary(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_a_file_of_attributes_comes_back(others: bytes, globs: list[str]) -> None:
    words = [glob for glob in globs if not _is_odd(glob)]
    for found in (Attributes(others, tuple(words)), Attributes(b"", tuple(words), made=True)):
        read = Attributes.read(found.written())
        if words:
            assert read == found
        assert read.others == found.others


def _is_odd(glob: str) -> bool:
    try:
        refuse_odd([glob])
    except GlobError:
        return True
    return False


@pytest.mark.parametrize("glob", ["", "!*.md", "docs/", "a\nb", "[attr]x"])
def test_what_is_no_glob_is_refused(scratch: Scratch, mend: Mend, glob: str) -> None:
    before = kept(scratch)
    done = mend(scratch.top, "install", "--merge-driver", "--", glob)
    assert done.exit_code == 2
    assert f"'{glob}'".encode("unicode_escape").decode() in done.stderr.replace("\n", "\\n")
    assert kept(scratch) == before


@pytest.mark.parametrize("where", [ATTRIBUTES, ".gitattributes"])
def test_the_driver_of_somebody_else_stays(scratch: Scratch, mend: Mend, where: str) -> None:
    scratch.write(where, b"# mine\n*.md text merge=union\n")
    before = kept(scratch)
    done = mend(scratch.top, "install", "--merge-driver")
    assert done.exit_code == 2
    assert f"{where}: '*.md text merge=union' says already how to merge *.md" in done.stderr
    assert kept(scratch) == before


@pytest.mark.parametrize(
    ("line", "how"), [("CHANGES.md merge=union", "merge=union"), ("CHANGES.md -merge", "-merge")]
)
def test_a_file_that_is_merged_otherwise_stays_so(
    scratch: Scratch, mend: Mend, line: str, how: str
) -> None:
    scratch.commit("log", {"CHANGES.md": b"a\n", ".gitattributes": f"{line}\n".encode()})
    before = kept(scratch)
    done = mend(scratch.top, "install", "--merge-driver")
    assert done.exit_code == 2
    assert f"CHANGES.md: has '{how}' among its attributes" in done.stderr
    assert kept(scratch) == before
    scratch.write(ATTRIBUTES, f"{line}\n".encode())  # the remedy that the message names
    assert mend(scratch.top, "install", "--merge-driver").exit_code == 0
    assert stated(scratch, "x.md") == "mergemend"
    assert stated(scratch, "CHANGES.md") == {"-merge": "unset"}.get(how, "union")


def test_the_users_own_files(
    scratch: Scratch, mend: Mend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("# mine\n[user]\n\tname = A\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    outside = tmp_path / "outside"
    outside.mkdir()
    before = kept(scratch)
    assert mend(outside, "install", "--merge-driver", "--global", "*.md").exit_code == 0
    assert "*.md merge=mergemend\n" in (tmp_path / "config/git/attributes").read_text()
    assert "[merge" in config.read_text()
    assert kept(scratch) == before
    assert mend(outside, "uninstall", "--global").exit_code == 0
    assert config.read_text() == "# mine\n[user]\n\tname = A\n"
    assert not (tmp_path / "config/git/attributes").exists()
    config.write_text(f"[core]\n\tattributesFile = {tmp_path}/mine\n")
    mend(outside, "install", "--merge-driver", "--global", "*.md")
    assert (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["install"], "Missing option '--merge-driver'"),
        (["install", "--merge-driver"], "not in the work tree of a git repository"),
        (["install", "--merge-driver", "--global", "--shared"], "--shared is for one repository"),
        (["uninstall"], "not in the work tree of a git repository"),
    ],
)
def test_wrong_usage(tmp_path: Path, mend: Mend, words: list[str], said: str) -> None:
    done = mend(tmp_path, *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_file_that_may_not_be_written_is_named(scratch: Scratch, mend: Mend) -> None:
    file = scratch.write(ATTRIBUTES, b"*.c diff\n")
    file.chmod(0o444)
    done = mend(scratch.top, "install", "--merge-driver")
    assert done.exit_code == 3
    assert "is read-only; nothing was written to it" in done.stderr
    assert file.read_bytes() == b"*.c diff\n"


def test_a_link_in_the_place_of_attributes_is_refused(scratch: Scratch, mend: Mend) -> None:
    (scratch.top / ".gitattributes").symlink_to("notes.md")
    done = mend(scratch.top, "install", "--merge-driver", "--shared")
    assert (done.exit_code, scratch.read("notes.md")) == (2, b"a\n")
    assert ".gitattributes: is a symbolic link" in done.stderr
    assert mend(scratch.top, "install", "--merge-driver").exit_code == 0
    assert mend(scratch.top, "uninstall").exit_code == 0
    assert scratch.read("notes.md") == b"a\n"


@pytest.mark.parametrize("name", ["plain", "with blank", "with 'quote\"s", "100 % A", "$HOME`x`;#"])
@pytest.mark.parametrize(("ends", "expected"), [(0, 0), (100, 100), (1, 1), (126, 1), (4, 1)])
def test_the_line_that_git_runs(tmp_path: Path, name: str, ends: int, expected: int) -> None:
    """What git makes of it is what `merge-driver` says, or else what `git merge-file` does."""
    program = tmp_path / name / "mergemend"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/said\nexit {ends}\n')
    program.chmod(0o755)
    for file, text in (("O", "a\n"), ("A", "b\n"), ("B", "c\n")):
        (tmp_path / file).write_text(text)
    line = settings_for(installing.quoted(program), Safety.SAFE)["merge.mergemend.driver"]
    parts = {"O": "O", "A": "A", "B": "B", "L": "9", "P": "'x y.md'", "%": "%"}
    for sign, value in parts.items():  # as git does; an older one leaves %S, %X and %Y
        line = line.replace(f"%{sign}", value) if sign != "%" else line.replace("%%", "%")
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == expected
    said = (tmp_path / "said").read_text().splitlines()
    assert said == [
        *(["merge-driver", "--min-grade=safe", "--", "O", "A", "B", "9"]),
        "x y.md",
        *["%S", "%X", "%Y"],
    ]
    markers = (tmp_path / "A").read_text()
    assert markers == (
        "b\n" if ends in (0, 100) else "<<<<<<<<< ours\nb\n=========\nc\n>>>>>>>>> theirs\n"
    )


def test_the_program_is_named_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "my env" / "mergemend"
    command.parent.mkdir()
    command.write_text("")
    command.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["my env/mergemend"])
    assert installing.program() == f"'{command}'"
    monkeypatch.setattr("sys.argv", [os.fspath(tmp_path / "__main__.py")])
    assert installing.program().endswith(" -P -m mergemend")
