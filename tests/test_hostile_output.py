"""What an attacker writes into names and texts does nothing to a terminal, a page or a reader."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import Result

from conftest import Mend
from mergemend.report.data import dump
from mergemend.report.terminal import printable, printable_lines
from scratch import Scratch

# a title, a clear screen by C0 and by C1, a line turned around, a line end, a lone byte
EVIL = "\x1b]0;pwned\x07\x1b[2J\x9b2J\u202egnp\u2028\u2066\x7f"
NAME = f"STATUS {EVIL} é.md"
BAD = frozenset(map(chr, (*range(9), *range(11, 32), *range(0x7F, 0xA0)))) | frozenset(
    "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

DOCUMENT = f"""# Report {EVIL}

**Status:** done {EVIL}
**Owner:** Ada {EVIL}
**Date:** Monday, 2026-01-06
**Due:** 2026-01-30

## Tasks (3)

- [ ] ABC-1: mend {EVIL} (owner: Bo {EVIL}, due 2026-01-09)
- [x] [guide {EVIL}](gone{EVIL}.md)
- Total: 3 h of 4 h (70%) {EVIL}

It’s here.
"""
GARBLED = f"It’s “gar-led” é here {EVIL}.\n".encode().decode("latin-1").encode()
CONFLICT = f"<<<<<<< HEAD {EVIL}\nours {EVIL}\n=======\ntheirs\n>>>>>>> topic {EVIL}\n"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what does harm in every place that is printed."""
    scratch = Scratch.init(tmp_path_factory.mktemp("evil"))
    scratch.git("config", "user.name", f"Eve {EVIL}".replace("\u2028", ""))
    kind = 'kind: evil\nabout: "pwned \\e[2J\\u202e"\nextends: status-document\n'
    scratch.write(".mergemend/kinds/evil.yaml", kind.encode())
    body = DOCUMENT.encode()
    scratch.commit(f"Begin {EVIL}", {NAME: body, f"plain {EVIL}.txt": b"one\ntwo\n"})
    scratch.git("checkout", "-q", "-b", f"topic-{EVIL[-5:-4]}x")
    scratch.commit(f"Change {EVIL}", {f"plain {EVIL}.txt": b"one\nTWO theirs\n"})
    scratch.git("checkout", "-q", "main")
    scratch.commit(f"Change too {EVIL}", {f"plain {EVIL}.txt": b"one\ntwo ours\n"})
    scratch.git("merge", f"topic-{EVIL[-5:-4]}x", check=False)
    scratch.commit(f"Merge {EVIL}")
    scratch.commit(
        f"Garble {EVIL}",
        {
            f"garbled {EVIL}.txt": GARBLED + b"odd \xe9\x9b bytes\n",
            f"both {EVIL}.md": CONFLICT.encode() + body,
        },
    )
    return scratch.top


COMMANDS = [
    ["check"],
    ["check", "."],
    ["check", "--output-format", "json"],
    *(["check", "--output-format", form] for form in ("github", "gitlab", "sarif", "junit")),
    ["check", "--baseline", f"missing {EVIL}"],
    ["check", "--changed", f"missing {EVIL}"],
    ["check", "--history"],
    ["check", "--history", "--output-format", "json"],
    ["check", NAME, f"missing {EVIL}"],
    ["explain", f"plain {EVIL}.txt"],
    ["explain", f"both {EVIL}.md"],
    ["explain", f"garbled {EVIL}.txt"],
    ["explain", f"plain {EVIL}.txt", "--output-format", "json"],
    ["explain", f"plain {EVIL}.txt", "--revision", f"none {EVIL}"],
    ["explain", f"missing {EVIL}"],
    ["extract"],
    ["extract", f"missing {EVIL}.md"],
    ["board"],
    ["board", "--output-format", "json"],
    ["board", "--output-format", "html"],
    ["kinds", "list"],
    ["kinds", "show", f"none {EVIL}"],
    ["kinds", "infer", "x", f"missing {EVIL}"],
    ["fix", f"missing {EVIL}"],
    ["fix", NAME, "--choose", f"1:1={EVIL}"],
    ["nothing" + EVIL],
    ["check", "--nothing" + EVIL],
    ["check", "--select", EVIL],
    ["new", f"none {EVIL}"],
    ["log", f"none {EVIL}"],
    ["undo", f"none {EVIL}"],
]
# what is written is brought back by the same test: others may run before, after or elsewhere
WRITING = [["fix", "--quiet", "."], ["undo"]]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: printable(" ".join(words))[:40])
def test_nothing_that_a_terminal_acts_upon_is_printed(
    mend: Mend, evil: Path, words: list[str]
) -> None:
    _is_harmless(mend(evil, *words))


def test_nor_by_what_writes(mend: Mend, evil: Path) -> None:
    for words in WRITING:
        _is_harmless(mend(evil, *words))


def _is_harmless(result: Result) -> None:
    assert "fault of mergemend" not in result.stderr
    printed = result.stdout + result.stderr
    assert printed
    assert "pwned" in printed
    assert not {c for c in printed if c in BAD}, ascii(printed)


def test_a_fault_prints_no_name_as_it_is(
    mend: Mend, evil: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(EVIL)

    monkeypatch.setattr("mergemend.project.examine", broken)
    result = mend(evil, "check")
    assert result.exit_code == 4
    assert "RuntimeError: \\x1b]0;pwned" in result.stderr
    assert not set(result.stderr) & BAD


def test_wrong_settings_print_no_name_as_it_is(mend: Mend, tmp_path: Path) -> None:
    folder = tmp_path / f"x{EVIL}"
    folder.mkdir()
    (folder / "mergemend.toml").write_text('strategy = "\\u001b[2J"\n', "utf-8")
    result = mend(folder, "check")
    assert result.exit_code == 2
    assert not set(result.stderr) & BAD


@pytest.mark.slow
def test_a_revision_is_whole_for_a_program_and_escaped_on_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(CONFLICT.encode())
    words = [sys.executable, "-m", "mergemend", "explain", "a.txt", "--revision"]
    label = f"HEAD {EVIL}"
    piped = subprocess.run([*words, label], cwd=tmp_path, capture_output=True, check=False)
    assert piped.stdout == f"ours {EVIL}\n".encode()
    main, side = pty.openpty()
    with subprocess.Popen([*words, label], cwd=tmp_path, stdout=side, stderr=side) as shown:
        shown.wait()
    os.close(side)
    text = os.read(main, 10_000).decode()
    os.close(main)
    assert "ours \\x1b]0;pwned" in text
    assert not set(text.replace("\r\n", "\n")) & BAD


def test_json_says_the_same_with_what_is_not_shown_escaped(mend: Mend, evil: Path) -> None:
    result = mend(evil, "extract")
    data = json.loads(result.stdout)
    assert EVIL in json.dumps(data, ensure_ascii=False).replace("\\u001b", "\x1b").replace(
        "\\u0007", "\x07"
    )


def test_what_is_printable() -> None:
    assert printable("a\tb\né🚢") == "a\\tb\\né🚢"
    assert printable("::error::x") == "\\x3a:error::x"
    assert printable("\u3000::x") == "\u3000\\x3a:x"
    assert printable("::") == "::"  # a block of code follows, in reStructuredText
    assert printable("a::b ## c #[d] [##]") == "a::b ## c #[d] [##]"
    assert printable("a ##[add-mask]b ###vso[c]") == "a #\\x23[add-mask]b ##\\x23vso[c]"
    assert printable_lines("a\n::x") == "a\n\\x3a:x"
    assert dump("##[x]") == '"#\\u0023[x]"'
    assert printable_lines("a\tb\né\x1b") == "a\tb\né\\x1b"
    for code in (*range(0x300), *range(0x2000, 0x2070), 0xE000, 0xD800, 0xFFFE):
        character = chr(code)
        category = unicodedata.category(character)
        assert printable(character).isprintable() or category in {"Cf", "Zs"}
