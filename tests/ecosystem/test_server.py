"""`mergemend server`, asked by a real client over stdin and stdout, about real repositories."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types

import ferry
from conftest import Mend
from editor import Editor, capabilities, started
from repositories import GARBLED, OPERATION, STACK, STATES
from scratch import Scratch, forked

WHOLE = types.Range(types.Position(0, 0), types.Position(9999, 0))
MARKERS = "<<<<<<<", ">>>>>>>"

Story = Callable[[Editor], Awaitable[None]]


def run(folder: Path, story: Story, can: types.ClientCapabilities | None = None) -> None:
    async def tell() -> None:
        async with started(folder, can) as editor:
            await story(editor)

    asyncio.run(tell())


def titles(actions: list[types.CodeAction]) -> list[str]:
    return [action.title for action in actions]


async def fixed(editor: Editor, uri: str, code: str) -> int:
    """Take what is proposed for the findings of a rule, one after the other; how many it were."""
    for number in range(200):
        mine = [d for d in await editor.findings(uri) if d.code == code]
        if not mine:
            return number
        found = await editor.actions(uri, mine[0].range)
        fixes = [a for a in found if [*(a.diagnostics or ())] == [mine[0]]]
        editor.apply(fixes[0])
    raise AssertionError(f"{code} does not end")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_stack_goes_conflict_by_conflict_and_garbled_text_line_by_line(
    tmp_path: Path, ends: str
) -> None:
    built = ferry.build(tmp_path / "a naïve repo")
    text = built.garbled.decode().replace("\n", ends)
    path = built.scratch.write(ferry.DOCUMENT, text.encode())

    async def story(editor: Editor) -> None:
        uri = editor.open(path)
        found = await editor.findings(uri)
        first = found[0]
        assert (first.code, first.source) == ("conflict", "mergemend")
        assert first.severity is types.DiagnosticSeverity.Error
        conflict = editor.text_at(uri, first.range)
        assert conflict.startswith(MARKERS[0])
        assert conflict.splitlines()[-1].startswith(MARKERS[1])
        garbled = next(d for d in found if d.code == "mojibake" and d.range.start.line == 36)
        assert editor.text_at(uri, garbled.range) == "âœ…"
        assert await fixed(editor, uri, "conflict") == 6
        assert not any(marker in editor.texts[uri] for marker in MARKERS)
        assert len([d for d in await editor.findings(uri) if d.code == "mojibake"]) > 20
        (fix,) = await editor.actions(uri, WHOLE, ["source.fixAll"])
        editor.apply(fix)
        assert await fixed(editor, uri, "mojibake") > 0  # what is only likely
        assert await editor.findings(uri) == []
        assert editor.texts[uri] == built.newest.decode().replace("\n", ends)

    run(built.scratch.top, story)
    assert path.read_bytes() == text.encode()  # the editor writes, not the server


def test_each_side_can_be_taken_in_a_merge(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo", b"a\nours \xf0\x9f\x9a\xa8\n", b"a\ntheirs\n", b"a\nold\n")
    scratch.git("merge", "feature", check=False)

    async def story(editor: Editor) -> None:
        path = scratch.top / "notes.md"
        uri = editor.open(path)
        (found,) = await editor.findings(uri)
        takes = [t for t in await editor.actions(uri, found.range) if t.title.startswith("Take")]
        assert takes[0].title == (
            "Take feature (23e9c6d) (guess, proposed, newest,"
            " Ada Example, 2026-01-01 01:31 +0000: theirs)"
        ).replace("23e9c6d", scratch.git("rev-parse", "--short=7", "feature"))
        assert any("Ada Example" in t.title and t.title.startswith("Take HEAD") for t in takes)
        assert takes[0].is_preferred is None  # a guess
        before = editor.texts[uri]
        results = set()
        for take in takes:
            editor.change(uri, before)
            await editor.findings(uri)
            again = await editor.actions(uri, found.range)
            editor.apply(again[titles(again).index(take.title)])
            results.add(editor.texts[uri])
            assert await editor.findings(uri) == []
        assert {"a\nours 🚨\n", "a\ntheirs\n", "a\nours 🚨\ntheirs\n"} <= results

    run(scratch.top, story)


def test_a_hover_tells_who_and_when_and_why(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo")
    scratch.git("commit", "-q", "--amend", "-m", "ours *in* [bold](http://example.org)")
    scratch.git("merge", "feature", check=False)

    async def story(editor: Editor) -> None:
        uri = editor.open(scratch.top / "notes.md")
        await editor.findings(uri)
        told = await editor.hover(uri, 1)
        assert told is not None
        assert "taken: feature" in told
        assert "how sure: guess" in told
        assert "2026-01-01 01:31 +0000, Ada Example, theirs; operation in progress" in told
        assert r"ours \*in\* \[bold\](http\://example.org)" in told
        editor.change(uri, "x\n" + editor.texts[uri])
        assert await editor.hover(uri, 0) is None

    run(scratch.top, story)

    async def plain(editor: Editor) -> None:
        uri = editor.open(scratch.top / "notes.md")
        told = await editor.hover(uri, 1)
        assert told is not None
        assert "ours *in* [bold](http://example.org)" in told

    run(scratch.top, plain, capabilities(markdown=False))


def test_a_hover_names_the_commit_that_garbled(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    scratch.commit("write", {"n.md": "one\nein Café\n".encode()})
    scratch.commit("tidy up", {"n.md": "one\nein CafÃ©\n".encode()})

    async def story(editor: Editor) -> None:
        uri = editor.open(scratch.top / "n.md")
        told = await editor.hover(uri, 1, 8)
        assert told is not None
        assert "Ã© is é" in told
        assert f"garbled by {scratch.head()[:10]}" in told
        assert "Ada Example: tidy up" in told
        assert await editor.hover(uri, 0) is None

    run(scratch.top, story)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_are_in_the_units_that_were_agreed_upon(tmp_path: Path, encoding: str) -> None:
    async def story(editor: Editor) -> None:
        assert editor.encoding == encoding
        uri = editor.open((tmp_path / "n.md"), "x\r🚨 née\rCafÃ© 🚨 and CafÃ©\nclean\n")
        (found,) = await editor.findings(uri)
        assert found.range.start.line == 2  # for the protocol a lone \r ends a line
        assert editor.text_at(uri, found.range) == "Ã© 🚨 and CafÃ©"
        (fix, *_) = await editor.actions(uri, found.range)
        editor.apply(fix)
        assert editor.texts[uri] == "x\r🚨 née\rCafé 🚨 and Café\nclean\n"

    run(tmp_path, story, capabilities([encoding]))


def test_an_editor_that_has_no_line_ends_of_windows(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo", b"a\r\nours\r\n", b"a\r\ntheirs\r\n", b"a\r\nold\r\n")
    scratch.git("merge", "feature", check=False)
    text = scratch.read("notes.md").decode()
    assert "\r\n" in text

    async def story(editor: Editor) -> None:
        uri = editor.open(scratch.top / "notes.md", text.replace("\r\n", "\n"))
        (found,) = await editor.findings(uri)
        editor.apply((await editor.actions(uri, found.range))[0])
        assert editor.texts[uri] == "a\ntheirs\n"

    run(scratch.top, story)


def test_fix_all_does_what_is_safe(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo", b"ours\n", b"theirs\n")
    scratch.git("merge", "feature", check=False)
    text = "ein CafÃ©\n" + scratch.read("notes.md").decode()

    async def story(editor: Editor) -> None:
        uri = editor.open(scratch.top / "notes.md", text)
        kinds = {a.kind for a in await editor.actions(uri, WHOLE)}
        assert kinds == {"quickfix", "source.fixAll.mergemend"}
        assert {a.kind for a in await editor.actions(uri, WHOLE, ["quickfix"])} == {"quickfix"}
        assert await editor.actions(uri, WHOLE, ["refactor", "source.organizeImports"]) == []
        (fix,) = await editor.actions(uri, WHOLE, ["source.fixAll"])
        editor.apply(fix)
        assert editor.texts[uri] == text.replace("Ã©", "é")
        assert await editor.actions(uri, WHOLE, ["source.fixAll.mergemend"]) == []

    run(scratch.top, story)


def test_fixes_that_go_on_from_one_another_are_one_edit(tmp_path: Path) -> None:
    # the sides are equal but for damage: conflict first, then what it was garbled to
    text = "a\n<<<<<<< A\nein CafÃ© 🚨\n=======\nein CafÃ© 🚨\n>>>>>>> B\nb 🚨\n"

    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", text)
        assert len(await editor.findings(uri)) > 1
        (fix,) = await editor.actions(uri, WHOLE, ["source.fixAll"])
        editor.apply(fix)
        assert editor.texts[uri] == "a\nein Café 🚨\nb 🚨\n"

    run(tmp_path, story)


def test_what_can_be_several_is_offered_with_its_odds(tmp_path: Path) -> None:
    text = "# Plan\n\nein Caf� und TÃ�r\n"

    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", text)
        (found,) = await editor.findings(uri)
        assert found.code == "mojibake-lossy"
        puts = [a for a in await editor.actions(uri, found.range) if a.title.startswith("Put")]
        assert puts
        assert all("(odds 0." in action.title for action in puts)
        assert all(action.is_preferred is None for action in puts)
        word = puts[0].title.split()[1]
        editor.apply(puts[0])
        assert word in editor.texts[uri]
        assert len(editor.texts[uri]) < len(text) + 3

    run(tmp_path, story)


def test_a_rule_is_turned_off_here(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo")
    scratch.git("merge", "feature", check=False)
    text = scratch.read("notes.md").decode() + "ein CafÃ©\n"

    async def story(editor: Editor) -> None:
        uri = editor.open(scratch.top / "notes.md", text)
        assert len(await editor.findings(uri)) == 2
        for line, rule in ((5, "mojibake"), (0, "conflict")):
            here = types.Range(types.Position(line, 0), types.Position(line, 99))
            found = await editor.actions(uri, here)
            editor.apply(found[titles(found).index(f"Turn {rule} off here")])
        assert await editor.findings(uri) == []
        assert editor.texts[uri].endswith("ein CafÃ© <!-- mergemend: ignore mojibake -->\n")
        assert editor.texts[uri].startswith("<!-- mergemend: off conflict -->\n<<<<<<<")

    run(scratch.top, story)


def test_an_editor_without_versions_gets_plain_changes(tmp_path: Path) -> None:
    can = capabilities()
    assert can.workspace is not None
    can.workspace.workspace_edit = None

    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", "ein CafÃ©\n")
        (fix, *_) = await editor.actions(uri, WHOLE)
        assert fix.edit is not None
        assert fix.edit.document_changes is None
        assert [*(fix.edit.changes or ())] == [uri]

    run(tmp_path, story, can)


def test_only_the_latest_text_is_told_of(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", "clean\n")
        assert await editor.findings(uri) == []
        for number in range(30):
            editor.change(uri, "ein CafÃ©\n" * (number + 1))
        assert len(await editor.findings(uri)) == 30
        assert len(editor.told[uri]) < 10  # one for the first text, few for those in a row
        editor.close(uri)
        await editor.until(lambda: editor.told[uri][-1].diagnostics == ())

    run(tmp_path, story)


def test_settings_count_as_they_are_now(tmp_path: Path) -> None:
    config = tmp_path / "mergemend.toml"
    changed = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)

    async def told(editor: Editor, uri: str, text: str, findings: int) -> None:
        config.write_text(text)
        before = len(editor.told[uri])
        editor.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([changed])
        )
        await editor.until(lambda: len(editor.told[uri]) > before)
        assert len(editor.told[uri][-1].diagnostics) == findings

    async def story(editor: Editor) -> None:
        await editor.until(lambda: editor.asked_for)
        assert editor.asked_for[0].method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        uri = editor.open(tmp_path / "n.md", "ein CafÃ©\n")
        assert len(await editor.findings(uri)) == 1
        await told(editor, uri, 'exclude = ["n.md"]\n', 0)
        assert await editor.actions(uri, WHOLE) == []
        await told(editor, uri, 'ignore = ["mojibake"]\n', 0)
        await told(editor, uri, 'strategy = "newest"\n', 1)
        assert editor.shown == []
        await told(editor, uri, "strtegy = 1\n", 0)
        await told(editor, uri, "strtegy = 1\n# still\n", 0)
        assert len(editor.shown) == 1  # said once
        assert "n.md is not checked" in editor.shown[0]
        assert f"{config}:1" in editor.shown[0]
        config.write_text("")
        editor.open(config, language="toml")
        editor.save(config.as_uri())
        await editor.until(lambda: len(editor.told[uri][-1].diagnostics) == 1)

    run(tmp_path, story)


def test_what_the_baseline_knows_is_not_told(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    path = scratch.write("docs/n.md", b"\xef\xbb\xbfa\nein Caf\xc3\x83\xc2\xa9\n")
    scratch.write("mergemend.toml", b"baseline = 'known.json'\n")
    assert mend(scratch.top, "check", "--write-baseline", "known.json").exit_code == 0

    async def story(editor: Editor) -> None:
        uri = editor.open(path, "a\nein CafÃ©\n")
        assert await editor.findings(uri) == []
        editor.change(uri, "a\nb\nein CafÃ©\nund GrÃ¼ÃŸe\n")
        (found,) = await editor.findings(uri)
        assert found.range.start.line == 3
        scratch.write("known.json", b"damaged")
        editor.change(uri, "a\n")
        assert await editor.findings(uri) == []
        assert "is no baseline" in editor.shown[0]

    run(scratch.top, story)


def test_several_folders_and_documents_in_no_file(tmp_path: Path) -> None:
    one = forked(tmp_path / "eins #1; 100%")
    one.git("merge", "feature", check=False)
    other = Scratch.init(tmp_path / "zwei")
    other.commit("start", {"mergemend.toml": b'ignore = ["mojibake"]\n'})

    async def story(editor: Editor) -> None:
        first = editor.open(one.top / "notes.md")
        second = editor.open(other.top / "new file.md", "ein CafÃ©\n")
        none = editor.open(
            "untitled:Untitled-1", "ein CafÃ©\n<<<<<<< A\nx\n=======\nx\n>>>>>>> B\n"
        )
        for uri, findings in ((first, 1), (second, 0), (none, 2)):
            assert len(await editor.findings(uri)) == findings
        told = await editor.hover(first, 0)
        assert told is not None
        assert "Ada Example" in told
        assert await fixed(editor, none, "conflict") == 1
        assert await fixed(editor, none, "mojibake") == 1
        assert editor.texts[none] == "ein Café\nx\n"
        assert await editor.hover(none, 0) is None
        ours = editor.open("git:/notes.md?ref", "ein CafÃ©\n")
        assert await editor.actions(ours, WHOLE) == []
        assert editor.told[ours] == []

    run(one.top, story)


@pytest.mark.parametrize(
    "state", ["no repository", "no commit", "detached", "no file", "no folder"]
)
def test_a_past_that_is_not_there(tmp_path: Path, state: str) -> None:
    scratch = Scratch(tmp_path) if state == "no repository" else Scratch.init(tmp_path)
    name = "no/such/n.md" if state == "no folder" else "n.md"
    if state == "detached":
        scratch.commit("one", {name: b"x\n"})
        scratch.git("checkout", "-q", "--detach")
    elif not state.startswith("no f"):
        scratch.write(name, b"x\n")

    async def story(editor: Editor) -> None:
        text = "ein CafÃ©\n<<<<<<< A\nx\n=======\ny\n>>>>>>> B\n"
        uri = editor.open(tmp_path / name, text)
        codes = [d.code for d in await editor.findings(uri)]
        assert codes == ["mojibake", "conflict"]
        found = await editor.actions(uri, types.Range(types.Position(1, 0), types.Position(1, 0)))
        takes = [t for t in found if t.title.startswith("Take")]
        assert len(takes) >= 2
        editor.apply(takes[0])
        assert not any(marker in editor.texts[uri] for marker in MARKERS)
        assert editor.shown == []

    run(tmp_path, story)


def test_the_bytes_of_the_file_are_told_of_and_not_mended(tmp_path: Path) -> None:
    path = tmp_path / "n.md"
    path.write_bytes(b"\xef\xbb\xbfbegin\nend\n")

    async def story(editor: Editor) -> None:
        uri = editor.open(path, "begin\nend\n")
        (found,) = await editor.findings(uri)
        assert found.code == "byte-order-mark"
        assert editor.text_at(uri, found.range) == "begin"
        assert await editor.actions(uri, WHOLE) == []
        editor.change(uri, "begin\nmore\n")
        assert await editor.findings(uri) == []
        path.write_bytes(b"begin\nmore\n")
        editor.save(uri)
        await editor.until(lambda: len(editor.told[uri]) == 3)
        assert editor.told[uri][-1].diagnostics == ()

    run(tmp_path, story)


def test_who_asks_for_findings_is_not_sent_any(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", "ein CafÃ©\n")
        assert [d.code for d in await editor.pulled(uri)] == ["mojibake"]
        asked = []
        for number in range(10):
            editor.change(uri, f"clean {number}\n")
            asked.append(asyncio.ensure_future(editor.pulled(uri)))
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        assert await asyncio.gather(*asked) == [[]] * 10
        await editor.until(lambda: editor.refreshed == 1)
        editor.close(uri)
        assert await editor.pulled(uri) == []
        assert not editor.told

    run(tmp_path, story, capabilities(pulls=True))


def test_a_text_of_lone_carriage_returns_and_half_characters(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        uri = editor.open(tmp_path / "n.md", "\r\r\rx\ud83d\rein CafÃ©")
        codes = {d.code for d in await editor.findings(uri)}
        assert "mojibake" in codes or "mojibake-lossy" in codes
        assert editor.shown == []

    run(tmp_path, story)


_KINDS_OF_REPOSITORIES = (
    *("merge", "rebase", "cherry_pick", "stash_pop", "detached", "linked_worktree", "shallow"),
    *("crlf_by_attribute", "no_commit_yet", "no_repository", "missing_head_object", "sha256"),
)


def test_the_answer_is_that_of_the_command_line(tmp_path: Path, mend: Mend) -> None:
    states = [STATES[name](tmp_path / name) for name in _KINDS_OF_REPOSITORIES]
    files = [
        (state.folder, name)
        for state in states
        for name in (STACK, GARBLED, OPERATION)
        if (state.folder / name).is_file()
    ]

    async def story(editor: Editor) -> None:
        for folder, name in files:
            uri = editor.open(folder / name)
            told = await editor.findings(uri)
            mine = [(d.range.start.line + 1, d.code, d.message) for d in told]
            assert mine == expected[folder, name], (folder, name)

    def checked(folder: Path, name: str) -> list[tuple[int, str, str]]:
        found = json.loads(mend(folder, "check", "--output-format", "json", name).stdout)
        return [(one["line"], one["rule"], one["message"]) for one in found["findings"]]

    expected = {file: checked(*file) for file in files}
    assert sum(map(bool, expected.values())) > len(states)
    run(tmp_path, story)
