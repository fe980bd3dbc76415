"""When lines were garbled, and giving back what they were, on real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.edits import apply
from mergemend.git.past import Past
from mergemend.model import Document
from mergemend.mojibake.garble import Kind, Step, garble_by
from mergemend.mojibake.harm import harms
from mergemend.mojibake.restored import History
from scratch import Scratch

INTACT = """# Tide

- ⏳ waiting, “soon”
📎
- é
plain
One more → line
"""
OTHER = "Other – file\n📎 RELATED DOCUMENTS\n??\n"
NAME, OTHER_NAME = "docs/a b.md", "docs/ö.md"


def garbled(text: str, codec: str = "cp1254") -> bytes:
    return text.encode().decode(codec, "ignore").encode()


def damaged(top: Path) -> tuple[Scratch, str]:
    """Two files that one commit garbled, and a third that it changed otherwise."""
    scratch = Scratch.init(top)
    clean = {NAME: INTACT.encode(), OTHER_NAME: OTHER.encode(), "c.md": "“fine”\n".encode()}
    scratch.commit("start", clean)
    files = {NAME: garbled(INTACT), OTHER_NAME: garbled(OTHER), "c.md": "“fine” too\n".encode()}
    return scratch, scratch.commit("convert all", files)


def explained(mend: Mend, scratch: Scratch, name: str = NAME) -> Any:
    result = mend(scratch.top, "explain", name, "--output-format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["garbled"]


def commits(
    mend: Mend, scratch: Scratch, name: str = NAME
) -> list[tuple[str | None, str, list[int]]]:
    found = explained(mend, scratch, name)
    assert found["unknown"] == []
    return [
        (c["commit"] and c["commit"]["subject"], c["did"], c["lines"]) for c in found["commits"]
    ]


def restored(mend: Mend, scratch: Scratch, *paths: str) -> None:
    result = mend(scratch.top, "fix", "--from-history", *paths)
    assert result.exit_code == 1, result.stderr
    again = mend(scratch.top, "fix", "--from-history", "--diff", *paths)
    assert again.stdout == "", "a second run changes more"


def text(scratch: Scratch, name: str = NAME) -> str:
    return scratch.read(name).decode()


# When it happened


def test_a_commit_is_named_with_how_far_it_went(tmp_path: Path, mend: Mend) -> None:
    scratch, sha = damaged(tmp_path / "r")
    scratch.commit("later", {"d.md": b"more\n"})
    (found,) = explained(mend, scratch)["commits"]
    assert found == {
        "commit": {
            "sha": sha,
            "subject": "convert all",
            "author": "Ada Example",
            "author_date": "2026-01-01T00:02:00+00:00",
            "committer_date": "2026-01-01T00:02:00+00:00",
        },
        "did": "garbled",
        "lines": [3, 4, 5, 7],
        "lines_in_this_file": 4,
        "lines_in_all_files": 6,
        "files": [NAME, OTHER_NAME],
        "more_files": False,
    }
    told = mend(scratch.top, "explain", NAME).stdout
    assert f"lines 3-5, 7: garbled by {sha[:10]}, 2026-01-01 00:02" in told
    assert "4 lines of this file, 6 lines of 2 files in all" in told
    assert "Ada Example: convert all" in told


def test_each_of_two_commits_is_named(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    first, second = INTACT.split("plain")
    scratch.commit("start", {NAME: INTACT.encode()})
    half = garbled(first) + b"plain" + second.encode()
    scratch.commit("first", {NAME: half})
    scratch.commit("second", {NAME: garbled(first) + b"plain" + garbled(second, "latin-1")})
    scratch.commit("third", {NAME: scratch.read(NAME) + garbled("\n- new → line\n")})
    assert commits(mend, scratch) == [
        ("first", "garbled", [3, 4, 5]),
        ("second", "garbled", [7]),
        ("third", "added garbled", [9]),
    ]


def test_a_line_that_was_garbled_twice_has_both_commits(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: "a café – x\nb\n".encode()})
    scratch.commit("one", {NAME: garbled("a café – x\nb\n", "cp1252")})
    scratch.commit("two", {NAME: garbled(text(scratch), "cp437")})
    assert commits(mend, scratch) == [("two", "garbled", [1]), ("one", "garbled", [1])]
    restored(mend, scratch, NAME)
    assert text(scratch) == "a café – x\nb\n"


def test_renamed_and_garbled_in_one_commit(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: INTACT.encode(), OTHER_NAME: OTHER.encode()})
    scratch.git("mv", NAME, "new näme.md")
    scratch.commit("move", {"new näme.md": garbled(INTACT), OTHER_NAME: garbled(OTHER)})
    assert commits(mend, scratch, "new näme.md") == [("move", "garbled", [3, 4, 5, 7])]
    assert explained(mend, scratch, "new näme.md")["commits"][0]["lines_in_all_files"] == 6
    restored(mend, scratch, OTHER_NAME)
    assert text(scratch, "new näme.md") == INTACT


@pytest.mark.parametrize("where", ["in the branch", "in the merge"])
def test_a_merge(tmp_path: Path, mend: Mend, where: str) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: INTACT.encode()})
    scratch.git("checkout", "-q", "-b", "side")
    added = "- side ✅\n"
    branch = garbled(INTACT) if where == "in the branch" else INTACT.encode()
    scratch.commit("side", {NAME: branch + added.encode()})
    scratch.git("checkout", "-q", "main")
    scratch.commit("main", {"other.md": b"x\n"})
    if where == "in the branch":
        scratch.merge("side", "merge")
    else:
        scratch.git("merge", "-q", "--no-ff", "--no-commit", "side")
        scratch.commit("merge", {NAME: garbled(INTACT + added)})
    lines, commit = (
        ([3, 4, 5, 7], "side") if where == "in the branch" else ([3, 4, 5, 7, 8], "merge")
    )
    assert commits(mend, scratch) == [(commit, "garbled", lines)]
    restored(mend, scratch, NAME)
    assert text(scratch) == INTACT + added


def test_a_line_that_was_edited_since_has_its_commit_still(tmp_path: Path, mend: Mend) -> None:
    scratch, _ = damaged(tmp_path / "r")
    data = scratch.read(NAME).replace(b"One more", b"Another one")
    scratch.commit("edit", {NAME: data.replace(b"plain\n", b"plain\n\n")})
    assert commits(mend, scratch) == [("convert all", "garbled", [3, 4, 5, 8])]


def test_mended_and_garbled_again_names_the_latest(tmp_path: Path, mend: Mend) -> None:
    scratch, _ = damaged(tmp_path / "r")
    scratch.commit("mend", {NAME: INTACT.encode()})
    scratch.commit("again", {NAME: garbled(INTACT)})
    assert commits(mend, scratch) == [("again", "garbled", [3, 4, 5, 7])]


@pytest.mark.parametrize("detached", [True, False], ids=["detached", "on a branch"])
def test_what_is_not_committed_yet(tmp_path: Path, mend: Mend, *, detached: bool) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: INTACT.encode()})
    if detached:
        scratch.git("checkout", "-q", "--detach")
    scratch.write(NAME, garbled(INTACT))
    assert commits(mend, scratch) == [(None, "garbled", [3, 4, 5, 7])]
    assert "in the work tree, not committed yet" in mend(scratch.top, "explain", NAME).stdout
    restored(mend, scratch, NAME)
    assert text(scratch) == INTACT


def test_what_only_the_index_has_intact(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write(NAME, INTACT.encode())
    scratch.git("add", "-A")
    scratch.write(NAME, garbled(INTACT))
    assert commits(mend, scratch) == [(None, "garbled", [3, 4, 5, 7])]
    restored(mend, scratch, NAME)
    assert text(scratch) == INTACT


def test_a_merge_in_progress_is_not_what_garbled_its_sides(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: b"title\n" + INTACT.encode()})
    scratch.git("checkout", "-q", "-b", "side")
    scratch.commit("side", {NAME: b"side\n" + garbled(INTACT)})
    scratch.git("checkout", "-q", "main")
    scratch.commit("main", {NAME: b"main\n" + INTACT.encode()})
    scratch.git("merge", "side", check=False)
    found = commits(mend, scratch)
    assert [(subject, did) for subject, did, _ in found] == [("side", "garbled")]


def test_versions_beyond_the_bound_are_unknown(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, _ = damaged(tmp_path / "r")
    scratch.commit("later", {NAME: scratch.read(NAME) + b"more\n"})
    monkeypatch.setattr("mergemend.git.evidence.MAX_BYTES", 250)
    (unknown,) = explained(mend, scratch)["unknown"]
    assert unknown == {"lines": [3, 4, 5, 7], "why": "it is older than all versions that were read"}


def clone(scratch: Scratch, *options: str) -> Scratch:
    scratch.git("config", "uploadpack.allowFilter", "true")
    target = scratch.top.parent / "clone"
    command = ["git", "clone", "-q", *options, f"file://{scratch.top}", str(target)]
    subprocess.run(command, check=True, capture_output=True, env=scratch.environment())
    return Scratch(target)


@pytest.mark.parametrize("how", ["--depth=1", "--filter=blob:none"])
def test_what_a_clone_lacks_is_unknown(tmp_path: Path, mend: Mend, how: str) -> None:
    scratch, sha = damaged(tmp_path / "r")
    found = explained(mend, clone(scratch, how))
    assert found["commits"] == []
    (unknown,) = found["unknown"]
    assert unknown["lines"] == [3, 4, 5, 7]
    assert sha[:10] in unknown["why"]


def test_outside_of_git_all_is_unknown(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch(tmp_path)
    scratch.write(NAME, garbled(INTACT))
    found = explained(mend, scratch)
    assert found["commits"] == []
    assert [unknown["lines"] for unknown in found["unknown"]] == [[3, 4, 5, 7]]
    result = mend(scratch.top, "fix", "--from-history", "--diff", NAME)
    plain = mend(scratch.top, "fix", "--diff", NAME)
    assert (result.exit_code, result.stdout) == (plain.exit_code, plain.stdout)


def test_a_clean_file_has_no_accidents(tmp_path: Path, mend: Mend) -> None:
    scratch, _ = damaged(tmp_path / "r")
    assert explained(mend, scratch, "c.md") == {"lines": [], "commits": [], "unknown": []}
    assert "arbled" not in mend(scratch.top, "explain", "c.md").stdout


# Giving it back


@pytest.mark.parametrize("paths", [(NAME,), (OTHER_NAME,), ("docs",), (), ("--all",)])
def test_every_file_that_the_commit_hurt_is_restored(
    tmp_path: Path, mend: Mend, paths: tuple[str, ...]
) -> None:
    scratch, _ = damaged(tmp_path / "r")
    restored(mend, scratch, *paths)
    assert (text(scratch), text(scratch, OTHER_NAME)) == (INTACT, OTHER)
    assert text(scratch, "c.md") == "“fine” too\n"
    kept = scratch.git("for-each-ref", "--format=%(refname)", "refs/mergemend/runs")
    assert scratch.git("cat-file", "blob", f"{kept}:before/{NAME}").encode() + b"\n" == garbled(
        INTACT
    )


def test_it_is_found_from_a_folder_below(tmp_path: Path, mend: Mend) -> None:
    scratch, sha = damaged(tmp_path / "r")
    scratch.git("mv", OTHER_NAME, "moved since.md")
    scratch.commit("move")
    result = mend(scratch.top / "docs", "fix", "--from-history", "a b.md")
    told = "../moved since.md: 2 garbled lines repaired\n    2 lines as before"
    assert f"{told} {sha[:10]} (convert all)\n" in result.stdout
    assert text(scratch, "moved since.md") == OTHER


def test_line_ends_stay(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    intact = INTACT.replace("\n", "\r\n")
    scratch.commit("start", {NAME: INTACT.encode()})
    scratch.commit("convert", {NAME: garbled(intact)})
    restored(mend, scratch, NAME)
    assert scratch.read(NAME) == intact.encode()


def test_a_line_that_was_changed_since_is_left_and_named(tmp_path: Path, mend: Mend) -> None:
    scratch, sha = damaged(tmp_path / "r")
    scratch.commit("edit", {OTHER_NAME: scratch.read(OTHER_NAME).replace(b"RELATED", b"OTHER")})
    result = mend(scratch.top, "fix", "--from-history", NAME)
    assert (
        text(scratch, OTHER_NAME) == f"Other – file\n{garbled('📎').decode()} OTHER DOCUMENTS\n??\n"
    )
    assert f"{OTHER_NAME}:2: left: garbled text: '📎 RELATED DOCUMENTS'" in result.stdout
    assert f"before {sha[:10]}, but the line was changed since" in result.stdout


def test_a_changed_line_of_a_named_file_is_mended_as_without_history(
    tmp_path: Path, mend: Mend
) -> None:
    scratch, sha = damaged(tmp_path / "r")
    data = scratch.read(NAME).replace(b"One more", b"Another one").replace(b"soon", b"now")
    scratch.write(NAME, data)
    plain = mend(scratch.top, "fix", "--diff", NAME)
    told = mend(scratch.top, "fix", "--from-history", NAME).stdout
    assert "+Another one → line" in plain.stdout
    assert "Another one → line" in text(scratch)
    assert ":3: left: garbled text:" in told
    assert text(scratch).count("📎") == 1
    assert sha[:10] in told


def test_other_damage_in_other_files_is_left(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    old = "old “quote” and → sign\n"
    scratch.commit("older", {NAME: INTACT.encode(), OTHER_NAME: (old + OTHER).encode()})
    scratch.commit("first", {OTHER_NAME: garbled(old) + OTHER.encode()})
    scratch.commit("second", {NAME: garbled(INTACT), OTHER_NAME: garbled(old) + garbled(OTHER)})
    restored(mend, scratch, NAME)
    assert text(scratch, OTHER_NAME).encode() == garbled(old) + OTHER.encode()


def test_what_is_excluded_or_turned_off_is_left(tmp_path: Path, mend: Mend) -> None:
    scratch, _ = damaged(tmp_path / "r")
    scratch.write("mergemend.toml", b'exclude = ["\xc3\xb6.md"]\n')
    off = b"<!-- mergemend: off mojibake -->\n"
    scratch.write(
        NAME,
        off + scratch.read(NAME) + b"<!-- mergemend: on -->\n\xc3\xa2\xe2\x80\xa0\xe2\x80\x99\n",
    )
    mend(scratch.top, "fix", "--from-history", NAME)
    assert scratch.read(OTHER_NAME) == garbled(OTHER)
    assert garbled(INTACT) in scratch.read(NAME)


@pytest.mark.parametrize(
    ("where", "settings"),
    [
        ("", b'[[paths]]\nglobs = ["docs/a*"]\nignore = ["mojibake"]\n'),
        ("<!-- mergemend: off mojibake -->\n", b""),
    ],
    ids=["by a setting", "by a comment"],
)
def test_damage_that_is_not_looked_for_blames_no_commit(
    tmp_path: Path, mend: Mend, where: str, settings: bytes
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: (where + INTACT).encode(), OTHER_NAME: OTHER.encode()})
    scratch.commit("both", {NAME: garbled(where + INTACT), OTHER_NAME: garbled(OTHER)})
    scratch.write("mergemend.toml", settings)
    mend(scratch.top, "fix", "--from-history", NAME)
    assert scratch.read(OTHER_NAME) == garbled(OTHER)


def test_history_wins_over_the_text_and_says_so(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    intact = "- `Ã©` should be `é`\n"
    scratch.commit("start", {NAME: intact.encode()})
    sha = scratch.commit("convert", {NAME: garbled(intact)})
    past, document = Past(), Document(NAME, garbled(intact))
    evidence = past.of(scratch.top / NAME, document.data)
    (finding,) = History().findings(document, evidence, ())
    past.close()
    assert apply(document.data, finding.edits).decode() == intact
    assert finding.evidence["text_alone"] == "- `é` should be `é`"
    assert finding.message.endswith("; by itself it would read '- `é` should be `é`'")
    (commit,) = cast("list[dict[str, str]]", finding.evidence["commits"])
    assert (commit["sha"], commit["subject"]) == (sha, "convert")


def test_equal_lines_of_which_one_was_garbled_are_told_apart(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: "# A\n📎\n# B\nğŸ“\n# C é\n".encode()})
    scratch.commit("convert", {NAME: "# A\nğŸ“\n# B\nğŸ“\n# C Ã©\n".encode()})
    restored(mend, scratch, NAME)
    assert text(scratch) == "# A\n📎\n# B\nğŸ“\n# C é\n"


def test_two_short_lines_with_the_same_damage_become_what_they_were(
    tmp_path: Path, mend: Mend
) -> None:
    """📎 and 📏 lose the byte that tells them apart; only their places do."""
    scratch = Scratch.init(tmp_path / "r")
    intact = "📎\n\n📏\n\n- é\n"
    data = garbled(intact)
    assert data.decode().split("\n")[0] == data.decode().split("\n")[2]
    scratch.commit("start", {NAME: intact.encode()})
    scratch.commit("convert", {NAME: data})
    scratch.commit("more", {NAME: b"# Title\n\n" + data})
    restored(mend, scratch, NAME)
    assert text(scratch) == "# Title\n\n" + intact


# One text and the next


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a – b\nc\n", "a â€“ b\nc\n", {0: "a – b"}),
        ("a – b\nabc → d\n", "abc â†’ d\nnew\na â€“ b\nx\n", {0: "abc → d", 2: "a – b"}),
        ("é é\n", "é Ã©\n", {0: "é é"}),
        ("café\n", "cafÃƒÆ’Ã‚Â©\n", {0: "café"}),
        ("📎\n", "ğŸ“\n", {0: "📎"}),
        ("abc 📎\nabc 📏\n", "new\nabc ğŸ“\n", {}),
        ("“a” – b’s\n", '"a" - b\'s\n', {}),
        ("a – b\n", "a — b\n", {}),
        ("a â€“ b\n", "a – b\n", {}),
        ("a – b\n", "a â€“ c\n", {}),
        ("a b\n", "a â€“ b\n", {}),
        ("", "a â€“ b\n", {}),
    ],
)
def test_what_a_change_garbled(before: str, after: str, expected: dict[int, str]) -> None:
    found = harms(before.encode(), after.encode())
    assert {number: harm.before for number, harm in found.items() if harm.sure} == expected
    last = set(list(expected.values())[:1])
    wanted = {harm.after for harm in found.values() if harm.before in last}
    fewer = harms(before.encode(), after.encode(), wanted)
    assert {harm.before for harm in fewer.values()} == last


def test_of_two_lines_that_can_be_meant_none_is_taken(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {NAME: "abc 📎\nabc 📏\nz – y\n".encode()})
    data = garbled("new\nabc 📏\nz – y\n")
    scratch.commit("convert", {NAME: data})
    assert commits(mend, scratch) == [("convert", "garbled", [2, 3])]
    result = mend(scratch.top, "fix", "--from-history", NAME)
    assert "a b.md:2: left: garbled text: " in result.stdout
    assert "but another line can have become the same" in result.stdout
    assert scratch.read(NAME).split(b"\n")[1] == data.split(b"\n")[1]


# Laws


@given(
    st.lists(st.text("aZ ?–é📎→ж\u00a0", max_size=12), min_size=1, max_size=12),
    st.sampled_from(["windows-1252", "windows-1254", "latin-1", "macroman", "cp437"]),
    st.sampled_from(list(Kind)),
)
def test_every_harm_is_proven_and_each_garbled_line_is_one(
    lines: list[str], codec: str, kind: Kind
) -> None:
    steps = (Step(codec, kind),)
    after = [garble_by(line, steps) for line in lines]
    found = harms("\n".join(lines).encode(), "\n".join(after).encode())
    for number, harm in found.items():
        assert harm.after == after[number]
        text = harm.after
        for repair in reversed(harm.repairs):
            assert repair.is_proven
            text = text[: repair.start] + repair.after + text[repair.end :]
        assert text == harm.before == lines[number]
    assert {n for n, line in enumerate(lines) if line != after[n]} == set(found)


@given(st.binary(), st.binary())
def test_any_two_texts_can_be_compared(before: bytes, after: bytes) -> None:
    for number, harm in harms(before, after).items():
        assert after.decode("utf-8", "replace").split("\n")[number].removesuffix("\r") == harm.after
