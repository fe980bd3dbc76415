"""Links to files that are not there, what they are led to, and links that are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.model import Safety
from statusdocs.around import Around, findings, fixed, lines

RULE = "broken-link"

PATHS = (
    "README.md",
    "docs/README.md",
    "docs/guides/tide-tables.md",
    "docs/guides/Quay_Plan.md",
    "docs/maps/north basin.png",
    "docs/maps/harbour(1).md",
    "docs/maps/[berth].md",
    "src/crane.py",
    "src/__tests__/crane.py",
    "src/dock/pump_house.py",
    "old/dock/pump_house.py",
    ".hidden/notes/ballast-log.md",
    "docs/site/about.md",
    "docs/maps/index.md",
)
AROUND = Around(paths=PATHS)

# link, what is put in its place (None: nothing can be)
WRONG = {
    "[a](tide-tables.md)": "[a](guides/tide-tables.md)",
    "[a](docs/guides/tide-tables.md)": "[a](guides/tide-tables.md)",
    "[a](../guides/tide-tables.md#neap)": "[a](guides/tide-tables.md#neap)",
    "[a](guides/quay_plan.md)": "[a](guides/Quay_Plan.md)",
    "[a](../src/**tests**/crane.py)": "[a](../src/__tests__/crane.py)",
    "[a](../src/dock/crane.md)": None,
    "[a](../lib/pump_house.py)": None,
    "[a](../lib/dock/pump_house.py)": None,
    "[a](../src/pumps/dock/pump_house.py:12)": None,
    "[a](../tide-tables.md:7)": "[a](guides/tide-tables.md:7)",
    "[a](../guides/README.md)": None,
    "[a](../../README.md)": "",
    "[a](ballast-log.md)": None,
    "![a](north%20basin.png)": "![a](maps/north%20basin.png)",
    "[a](<north basin.png>)": "[a](<maps/north%20basin.png>)",
    "[a]([berth].md)": "[a](maps/[berth].md)",
    '<a href="tide-tables.md">a</a>': '<a href="guides/tide-tables.md">a</a>',
    "<img src='basin.png'>": None,
    "[a]: tide-tables.md": "[a]: guides/tide-tables.md",
    "[a](/home/ada/harbour/docs/guides/tide-tables.md)": "[a](guides/tide-tables.md)",
    "[a](/Users/ada/harbour/gone.md)": None,
    "[a](file:///C:/harbour/src/crane.py)": "[a](../src/crane.py)",
    "[a](C:\\harbour\\gone.md)": None,
    "[a](/tmp/report.md)": None,
    "[a](~/notes/tides.md)": None,
    "[a](/guides/gone.md)": None,
    "[a](/gone/tide-tables.md)": "[a](guides/tide-tables.md)",
    "[a](guides\\tide-tables.md)": "[a](guides/tide-tables.md)",
    "[a](gone.md)": None,
    "[a](./gone/)": None,
    "[a](LICENSE)": None,
    "| [a](gone.md) |\n|---|": None,
    "## [a](gone.md)": None,
    "- [ ] [a](gone.md)": None,
}


@pytest.mark.parametrize("link", [link for link in WRONG if WRONG[link] != ""])
def test_a_link_to_nothing(link: str) -> None:
    text = f"# Quay\n\n{link}\n"
    (found,) = findings(RULE, text, AROUND)
    assert (found.line, found.severity.value) == (3, "error")
    assert fixed(RULE, text, AROUND) == f"# Quay\n\n{WRONG[link] or link}\n"
    assert bool(found.edits) is (WRONG[link] is not None)


@pytest.mark.parametrize(
    ("link", "grade"),
    [
        ("[a](guides/quay_plan.md)", Safety.SAFE),
        ("[a](../src/**tests**/crane.py)", Safety.SAFE),
        ("[a](tide-tables.md)", Safety.LIKELY),
        ("[a](/home/ada/harbour/src/crane.py)", Safety.LIKELY),
    ],
)
def test_how_sure_it_is(link: str, grade: Safety) -> None:
    (found,) = findings(RULE, f"{link}\n", AROUND)
    assert found.safety is grade


def test_the_place_is_that_of_the_target() -> None:
    (found,) = findings(RULE, "see [the ä](gone.md#x)\n", AROUND)
    assert (found.line, found.column) == (1, 13)


def test_of_several_files_the_one_that_shares_its_folder_is_meant() -> None:
    text = "[a](../lib/dock/pump_house.py)\n"
    around = Around(paths=("src/dock/pump_house.py", "old/pump_house.py"))
    assert fixed(RULE, text, around) == "[a](../src/dock/pump_house.py)\n"
    (found,) = findings(RULE, text, AROUND)
    assert "old/dock/pump_house.py, src/dock/pump_house.py" in found.message


RIGHT = [
    "[a](guides/tide-tables.md)",
    "[a](./guides/tide-tables.md#neap)",
    "[a](guides/tide-tables.md?plain=1)",
    "[a](guides/)",
    "[a](guides)",
    "[a](..)",
    "[a](.)",
    "[a](#neap)",
    "[a](STATUS.md)",
    "[a](../README.md)",
    "[a](/README.md)",
    "[a](/somewhere/on/the/site)",
    "[a](/guides/tide-tables.md)",
    "[a](/gone.png)",
    "[a](../../other/repository.md)",
    "[a](../src/crane.py:114)",
    "[a](../src/crane.py:10-20)",
    "[a](../src/crane.py#L10)",
    "[a](maps/north%20basin.png)",
    "[a](<maps/north basin.png>)",
    "[a](maps/harbour(1).md)",
    "[a](maps/harbour\\(1\\).md)",
    "[a](maps/[berth].md)",
    "[a](https://example.org/gone.md)",
    "[a](//example.org/gone.md)",
    "[a](mailto:ada@example.org)",
    "[a](vscode://file/home/ada/gone.md)",
    "[a](<gone file>.md)",
    "[a](docs/{name}.md)",
    "[a](docs/<name>.md)",
    "[a](docs/$NAME.md)",
    "[a](logs/*.md)",
    "[a](logs/**/a.md)",
    "[a](path/to/file.md)",
    "[a](your-plan.md)",
    "[a](reports/YYYY-MM-DD.md)",
    "[a](...)",
    "[a](url)",
    "[a](TODO)",
    "[a]()",
    "`[a](gone.md)`",
    "```\n[a](gone.md)\n```",
    "    [a](gone.md)",
    "<!-- [a](gone.md) -->",
    '<!-- <a href="gone.md"> -->',
    "[a] (gone.md)",
    "call handlers[name](arguments)",
    "f(x)[0](y)",
    "[a](site/about)",
    "[a](site/about.html)",
    "[a](maps/index.html)",
    "[1](2)",
    "[^1]: gone.md",
    "[x]: done",
    "[note]: something",
    '<a name="gone.md">',
    '<a href="https://example.org">',
    '<a href="#neap">',
    "<img src='maps/north basin.png'>",
]


@pytest.mark.parametrize("text", RIGHT)
def test_links_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, f"# Quay\n\n{text}\n", AROUND)


def test_below_a_submodule_everything_can_be() -> None:
    from mergemend.git.around import IndexFiles, Listing

    files = IndexFiles("docs", Listing(frozenset({"lib/dock"}), frozenset({"lib/dock"})))
    assert files.exists("lib/dock/gone.md")
    assert not files.exists("lib/gone.md")


PIECES = st.sampled_from(["[a](", "](", ")", "../", "**tests**", "/home/a/", "gone.md", "%zz", "<"])


@given(st.lists(PIECES | st.characters(), max_size=12).map("".join))
def test_any_text_is_read_and_fixing_converges(text: str) -> None:
    findings(RULE, text, AROUND)
    if text.isprintable():
        fixed(RULE, text, AROUND)
