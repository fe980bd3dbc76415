"""Kinds at work: verdicts, which kind a document has, the user's own, and the commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
import yaml
from benchmarks.statusdocs.names import MODULE, names_module
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SHARED, Mend
from mergemend.config import ConfigError, load_settings
from mergemend.evidence import NoEvidence
from mergemend.kinds import SHIPPED, Kinds, shipped_kind
from mergemend.model import Document
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.infer import infer_kind
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.kindfile import read_kind
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.outline import Outline
from mergemend.statusdocs.reading import read_record, read_verdicts
from mergemend.statusdocs.record import Record
from mergemend.statusdocs.writing import write_document
from statusdocs.test_record import TEXTS

CORPUS = SHARED / "corpus" / "status" / "docs"
corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the labelled documents")


def outline(text: str) -> Outline:
    return read_outline(Document("STATUS.md", text.encode()))


def record(kind: Kind, text: str) -> Record:
    read = outline(text)
    found = read_record(read, kind, Clock(read, NoEvidence()))
    assert read_verdicts(read, kind, Clock(read, NoEvidence())) == found.verdicts
    return found


def verdicts(kind: str, text: str) -> list[tuple[str, int]]:
    found = record(read_kind(f"kind: k\n{kind}", "k.yaml", shipped_kind), text).verdicts
    return [(verdict.rule, verdict.at.line + 1) for verdict in found]


OWNER = "fields: {owner: {type: person, required: true}}"
DUE = "fields: {due: date}"
COUNT = """sections:
  boats:
    pattern: 'Boats \\((?P<n>\\d+).*\\)'
    example: Boats (2)
    captures: {n: number}
    counts: {n: items}
    lists: {items: item}
"""
ORDER = "ordered: true\nsections: {one: {}, two: {}, three: {}}"
UNIQUE = """sections:
  task:
    pattern: 'Task (?P<id>[\\d.]+)'
    example: Task 1
    repeat: true
    captures: {id: {unique: true}}
    fields: {depends-on: {refers: task.id}}
"""
TABLE = """tables:
  boats: {required: true, columns: {boat: {required: true}, sails: {type: date}}}
"""
SECTION = "sections: {next-steps: {required: true, lists: {steps: {type: item, required: true}}}}"
ENUM = "fields: {quay: {type: enum, words: [north, south], required: true}}"
GROUP = """sections:
  week:
    groups: {plan: {label: [Plan, The plan], required: true, lists: {tasks: {only: tasks}}}}
"""
LINES = """sections:
  plan:
    lines: {weeks: {pattern: 'Week (?P<n>\\d+): .+', example: 'Week 1: sail', required: true}}
"""

VERDICTS = [
    (OWNER, "# A\n**Owner:** Mira\n", []),
    (OWNER, "# A\n**Owner**: Mira | **Date:** x\n", []),
    (OWNER, "# A\n- **Owner:** Mira\n", []),
    (OWNER, "# A\n**Owners:** Mira\n", [("kind-missing", 1)]),
    (OWNER, "# A\n## B\n**Owner:** Mira\n", [("kind-missing", 1)]),
    (OWNER, "```\n**Owner:** Mira\n```\n", [("kind-missing", 1)]),
    (DUE, "**Due:** 2026-03-02\n", []),
    (DUE, "**Due:** March 2, 2026 (moved)\n", []),
    (DUE, "**Due:** March 2026\n", []),
    (DUE, "**Due:** TBD\n", []),
    (DUE, "**Due:** —\n", []),
    (DUE, "**Due:** soon\n", [("kind-value", 1)]),
    (DUE, "**Due:** 2026-02-30\n", [("kind-value", 1)]),
    (DUE, "no field\n\n## Due: soon\n", []),
    (COUNT, "## Boats (2)\n- a\n- b\n", []),
    (COUNT, "## 🚢 Boats (2, not 3)\n- a\n  - below\n- b\n", []),
    (COUNT, "## Boats (3)\n- a\n- b\n", [("kind-count", 1)]),
    (COUNT, "## Boats (1)\n", [("kind-count", 1)]),
    (COUNT, "## Boats\n- a\n", []),
    (ORDER, "## One\n## Two\n## Three\n", []),
    (ORDER, "## One\n## Else\n## Three\n", []),
    (ORDER, "## Two\n## One\n", [("kind-order", 2)]),
    (UNIQUE, "## Task 1\n## Task 2\n**Depends on:** 1\n", []),
    (UNIQUE, "## Task 1\n## Task 1\n", [("kind-reference", 2)]),
    (UNIQUE, "## Task 1\n**Depends on:** 3\n", [("kind-reference", 2)]),
    (TABLE, "| Boat | Sails |\n|---|---|\n| a | 2026-03-02 |\n", []),
    (TABLE, "| Sails | **Boat** |\n|---|---|\n| - | b |\n| 2026-03-02 |\n", []),
    (TABLE, "| Boat | Sails |\n|---|---|\n| a | when ready |\n", [("kind-value", 3)]),
    (TABLE, "# A\n| Sails |\n|---|\n| 2026-03-02 |\n", [("kind-missing", 1)]),
    (SECTION, "## Next Steps\n- a\n", []),
    (SECTION, "### 👉 **Next steps:**\n1. a\n", []),
    (SECTION, "# A\n## Next\n- a\n", [("kind-missing", 1)]),
    (SECTION, "## Next Steps\nnothing\n", [("kind-missing", 1)]),
    (ENUM, "**Quay:** the North one\n", []),
    (ENUM, "**Quay:** northern\n", [("kind-value", 1)]),
    (GROUP, "## Week\n**The plan:** \n- [ ] a\n", []),
    (GROUP, "## Week\n**Plan** 🔴 NEW\n- [ ] a\n", []),
    (GROUP, "## Week\n**Plan:** to sail\n", [("kind-missing", 1)]),
    (LINES, "## Plan\n```\nWeek 1: sail\n```\n", []),
    (LINES, "## Plan\n- Week 1: sail\n", []),
    (LINES, "## Plan\nsail in week 1: now\n", [("kind-missing", 1)]),
]


@pytest.mark.parametrize(("kind", "text", "expected"), VERDICTS)
def test_verdicts(kind: str, text: str, expected: list[tuple[str, int]]) -> None:
    assert verdicts(kind, text) == expected


@pytest.mark.parametrize("name", SHIPPED)
def test_a_new_document_is_one_of_its_kind(name: str) -> None:
    kind = shipped_kind(name)
    read = record(kind, write_document(kind))
    assert read.verdicts == ()
    assert {part.key for part in kind.sections} <= set(read.values)
    assert {slot.key for slot in kind.fields} <= set(read.values)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_new_document_has_no_findings(tmp_path: Path, mend: Mend, name: str) -> None:
    assert mend(tmp_path, "new", name, f"{name}.md").exit_code == 0
    data = json.loads(mend(tmp_path, "check", "--output-format", "json", f"{name}.md").stdout)
    assert [f for f in data["findings"] if f["severity"] != "info"] == []


def test_the_table_of_names_is_that_of_the_kinds() -> None:
    assert MODULE.read_text("utf-8") == names_module()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/BLOCKING_ISSUES.md", "blockers"),
        ("docs/adr/0001-boats.md", "decision-record"),
        ("adr/0001-boats.md", "decision-record"),
        ("CHANGELOG.md", "changelog"),
        ("2026 Postmortem ferry.md", "incident-report"),
        ("SPRINT_4.md", "sprint-report"),
        ("MILESTONE_2.markdown", "milestone-report"),
        ("release readiness.md", "project-status"),
        ("AUDIT.md", "status-document"),
        ("boats.md", None),
        ("STATUS.txt", None),
    ],
)
def test_kinds_by_name(tmp_path: Path, path: str, kind: str | None) -> None:
    found = Kinds(tmp_path).of(Document(path, b""))
    assert (found.name if found else None) == kind


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_users_kinds_come_first(tmp_path: Path) -> None:
    own = "kind: tides\npaths: ['*tide*', '*status*']\nextends: project-status\n"
    write(tmp_path, ".mergemend/kinds/tides.yaml", own)
    write(tmp_path, "extra/boats.yaml", "kind: boats\nextends: tides\n")
    write(tmp_path, ".mergemend/kinds/changelog.yaml", "kind: changelog\nextends: changelog\n")
    write(
        tmp_path,
        "mergemend.toml",
        "[[kinds]]\nkind = 'extra/boats.yaml'\nglobs = ['boats/*.md']\n"
        "[[kinds]]\nkind = 'roadmap'\nglobs = ['/PLAN.md']\n",
    )
    kinds = load_settings(tmp_path).kinds

    def kind_of(path: str) -> str | None:
        found = kinds.of(Document(str(tmp_path / path), b""))
        return found.name if found else None

    assert kind_of("boats/status.md") == "boats"
    assert kind_of("PLAN.md") == "roadmap"
    assert kind_of("x/PLAN.md") is None
    assert kind_of("STATUS.md") == "tides"
    assert kind_of("BLOCKERS.md") == "blockers"
    changelog = kinds.of(Document("CHANGELOG.md", b""))
    assert changelog is not None
    assert changelog.source.endswith("kinds/changelog.yaml")
    assert changelog.sections == shipped_kind("changelog").sections


def test_a_folder_of_kinds_is_found_without_a_config(tmp_path: Path) -> None:
    write(tmp_path, ".mergemend/kinds/tides.yaml", "kind: tides\npaths: ['*tide*']\n")
    (tmp_path / "docs").mkdir()
    assert "tides" in load_settings(tmp_path / "docs").kinds.names()


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("kind: other", "must be 'tides', like its file"),
        ("kind: tides\nextends: nothing", "there is no kind 'nothing'; there are"),
        ("kind: tides\nextends: tides", "'tides' extends itself"),
        ("kind: tides\nextends: more", "extends itself"),
        ("kind: tides\nschema: none.json", "is no JSON Schema"),
    ],
)
def test_a_wrong_kind_ends_the_run(tmp_path: Path, mend: Mend, kind: str, message: str) -> None:
    write(tmp_path, ".mergemend/kinds/tides.yaml", kind)
    write(tmp_path, ".mergemend/kinds/more.yaml", "kind: more\nextends: tides\n")
    write(tmp_path, "STATUS.md", "# A\n")
    result = mend(tmp_path, "check", "STATUS.md")
    assert result.exit_code == 2
    assert "tides.yaml:" in result.stderr or "none.json:" in result.stderr
    assert message in result.stderr


@pytest.mark.parametrize(
    "config",
    [
        "kinds = 'x'",
        "[[kinds]]\nkind = 'a'",
        "[[kinds]]\nglobs = ['a']",
        "[[kinds]]\nkind = 1\nglobs = []",
        "[[kinds]]\nkind = 'a'\nglobs = ['a']\nextra = 1",
    ],
)
def test_a_wrong_config(tmp_path: Path, config: str) -> None:
    write(tmp_path, "mergemend.toml", config)
    with pytest.raises(ConfigError, match=r"mergemend\.toml:\d:\d+: \w+: "):
        load_settings(tmp_path)


def test_an_unknown_kind_in_the_config(tmp_path: Path, mend: Mend) -> None:
    write(tmp_path, "mergemend.toml", "[[kinds]]\nkind = 'tides'\nglobs = ['*.md']\n")
    write(tmp_path, "a.md", "# A\n")
    result = mend(tmp_path, "check", "a.md")
    assert result.exit_code == 2
    assert "there is no kind 'tides'; there are blockers" in result.stderr


def findings(folder: Path, mend: Mend, name: str) -> list[dict[str, Any]]:
    found = json.loads(mend(folder, "check", "--output-format", "json", name).stdout)["findings"]
    return [finding for finding in found if finding["rule"].startswith("kind-")]


def test_verdicts_are_findings(tmp_path: Path, mend: Mend) -> None:
    write(tmp_path, ".mergemend/kinds/tides.yaml", f"kind: tides\npaths: [tides]\n{DUE}\n")
    write(tmp_path, "tides.md", "# A\n\n**Due:** soon\n")
    (finding,) = findings(tmp_path, mend, "tides.md")
    assert (finding["rule"], finding["severity"]) == ("kind-value", "warning")
    assert (finding["line"], finding["column"]) == (3, 10)
    assert mend(tmp_path, "check", "tides.md").exit_code == 1
    assert mend(tmp_path, "check", "--ignore", "kind-value", "tides.md").exit_code == 0


SCHEMA = {"required": ["owner"], "properties": {"due": {"properties": {"date": {"const": "x"}}}}}


def with_schema(folder: Path, schema: object) -> None:
    kind = f"kind: tides\npaths: [tides]\nschema: tides.json\n{DUE}\n"
    write(folder, ".mergemend/kinds/tides.yaml", kind)
    write(folder, ".mergemend/kinds/tides.json", json.dumps(schema))
    write(folder, "tides.md", "# A\n\n**Due:** 2026-03-02\n")


def test_a_json_schema_for_the_data(tmp_path: Path, mend: Mend) -> None:
    with_schema(tmp_path, SCHEMA)
    found = findings(tmp_path, mend, "tides.md")
    assert [(f["rule"], f["line"], f["column"]) for f in found] == [
        ("kind-schema", 1, 1),
        ("kind-schema", 3, 10),
    ]
    assert "'owner' is a required property" in found[0]["message"]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "nothing"}, "is no JSON Schema"),
        ({"$ref": "http://localhost:9/schema.json"}, "refers to something outside"),
    ],
)
def test_a_json_schema_that_is_none(
    tmp_path: Path, mend: Mend, schema: object, message: str
) -> None:
    with_schema(tmp_path, schema)
    result = mend(tmp_path, "check", "tides.md")
    assert result.exit_code == 2
    assert message in result.stderr


def test_without_jsonschema_the_error_says_what_to_do(tmp_path: Path) -> None:
    with_schema(tmp_path, SCHEMA)
    code = """
import sys
sys.modules["jsonschema"] = None
from mergemend.cli import run
sys.exit(run(["check", "tides.md"]))
"""
    done = run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "pip install 'mergemend[schema]'" in done.stderr


def test_a_run_without_status_documents_loads_nothing_for_them(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "print(1)\n")
    write(tmp_path, "notes.md", "# Notes\n")
    code = """
import sys
from mergemend.cli import run
assert run(["check", "a.py", "notes.md"]) == 0
for name in ("yaml", "markdown_it", "jsonschema", "mergemend.statusdocs.kind"):
    assert name not in sys.modules, name
"""
    run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)


def test_list_and_show(tmp_path: Path, mend: Mend) -> None:
    write(tmp_path, ".mergemend/kinds/tides.yaml", "kind: tides\nabout: Of tides\n")
    listed = mend(tmp_path, "kinds", "list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["tides", *SHIPPED]
    assert "Of tides" in listed
    assert mend(tmp_path, "kinds", "show", "tides").stdout == "kind: tides\nabout: Of tides\n"
    assert yaml.safe_load(mend(tmp_path, "kinds", "show", "roadmap").stdout)["kind"] == "roadmap"
    result = mend(tmp_path, "kinds", "show", "boats")
    assert result.exit_code == 2
    assert "there is no kind 'boats'" in result.stderr


def test_a_new_kind_is_one_and_replaces_none(tmp_path: Path, mend: Mend) -> None:
    assert mend(tmp_path, "kinds", "new", "tides").exit_code == 0
    assert Kinds(tmp_path).get("tides").name == "tides"
    path = tmp_path / ".mergemend" / "kinds" / "tides.yaml"
    path.write_text("kind: tides\n")
    assert mend(tmp_path, "kinds", "new", "tides").exit_code == 2
    assert path.read_text() == "kind: tides\n"
    assert mend(tmp_path, "kinds", "new", "../tides").exit_code == 2
    assert mend(tmp_path, "kinds", "new", "boats", "--extends", "nothing").exit_code == 2


def test_a_new_document_replaces_none(tmp_path: Path, mend: Mend) -> None:
    path = write(tmp_path, "a.md", "mine\n")
    result = mend(tmp_path, "new", "roadmap", "a.md")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert path.read_text() == "mine\n"
    assert mend(tmp_path, "new", "roadmap").stdout.startswith("# Roadmap\n")


WEEK = """# Harbour, week {n}

**Date:** 2026-03-0{n}
**Owner:** Mira

## Summary

All well.

## Boats ({n})

| Boat | Sails | Full |
| --- | --- | --- |
| Ada | 2026-03-1{n} | {n}0% |

## Week {n} (Mar {n}-{m})

### {n}. QUAY-{n}: Fenders
- **Effort:** {n} hours
- [ ] fit

### 2. {second}
- **Effort:** some
- [ ] wire
{more}"""


def weeks() -> list[Outline]:
    return [
        outline(
            WEEK.format(
                n=n,
                m=n + 4,
                second=f"Light {n}" if n < 4 else "Rope",
                more="\n## Storm\n\nOnce.\n" if n == 2 else "",
            )
        )
        for n in (2, 3, 4)
    ]


def test_infer_finds_what_examples_have_in_common() -> None:
    text = infer_kind("week", weeks())
    tree = yaml.safe_load(text)
    assert tree["fields"] == {
        "date": {"type": "date", "required": True},
        "owner": {"type": "text", "required": True},
    }
    sections = tree["sections"]
    assert set(sections) == {"summary", "boats", "week"}
    columns = sections["boats"]["tables"]["table"]["columns"]
    assert columns == {"boat": "text", "sails": "date", "full": "percent"}
    assert sections["week"]["captures"] == {"number": "number", "week": "week"}
    items = sections["week"]["sections"]["items"]
    assert items["repeat"] is True
    assert items["fields"]["effort"] == {"type": "text", "required": True}
    assert "# in 3 of 3" in text
    assert "storm" not in text.lower()


def test_infer_says_how_many_have_a_part() -> None:
    examples = [
        outline("# A\n\n**Owner:** a\n"),
        outline("# A\n\n**Owner:** b\n"),
        outline("# A\n"),
    ]
    text = infer_kind("k", examples)
    assert "owner: text  # in 2 of 3" in text


def passes(text: str, examples: list[Outline]) -> bool:
    kind = read_kind(text, "inferred")
    return not any(read_record(one, kind, Clock(one, NoEvidence())).verdicts for one in examples)


def test_the_examples_pass() -> None:
    assert passes(infer_kind("week", weeks()), weeks())


@corpus
@pytest.mark.parametrize(
    "glob",
    ["*COMPLET*", "*PROGRESS*", "*SUMMARY*", "*ASSESSMENT*", "*REPORT*", "*BLOCK*", "*PLAN*", "*"],
)
def test_real_examples_pass(glob: str) -> None:
    paths = sorted(CORPUS.glob(f"{glob}.md"))
    examples = [read_outline(Document(path.name, path.read_bytes())) for path in paths]
    assert len(examples) > 1
    assert passes(infer_kind("k", examples), examples)


def test_infer_prints_a_kind(tmp_path: Path, mend: Mend) -> None:
    names = []
    for number in (1, 2):
        text = WEEK.format(n=number, m=number + 4, second="Rope", more="")
        names.append(write(tmp_path, f"w{number}.md", text).name)
    result = mend(tmp_path, "kinds", "infer", "--name", "week", *names)
    assert result.exit_code == 0
    assert read_kind(result.stdout, "week.yaml").name == "week"
    assert mend(tmp_path, "kinds", "infer", "none.md").exit_code == 3
    write(tmp_path, "c.md", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n")
    assert mend(tmp_path, "kinds", "infer", "c.md").exit_code == 1
    assert mend(tmp_path, "kinds", "infer", "--name", "Week 1", *names).exit_code == 2


@corpus
def test_on_real_documents_nothing_is_above_info() -> None:
    kinds = Kinds(Path("/"))
    count = 0
    for path in sorted(CORPUS.iterdir()):
        document = Document(path.name.replace("__", "/"), path.read_bytes())
        kind = kinds.of(document)
        if kind is not None:
            read = record(kind, path.read_bytes().decode())
            count += len(read.verdicts)
            assert read.values["title"]
    assert count < 20


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_whatever_the_examples_are_they_pass(texts: list[str]) -> None:
    examples = [outline(text) for text in texts]
    assert passes(infer_kind("k", examples), examples)


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=2))
def test_a_document_of_an_inferred_kind_is_one(texts: list[str]) -> None:
    kind = read_kind(infer_kind("k", [outline(text) for text in texts]), "k.yaml")
    missing = [v for v in record(kind, write_document(kind)).verdicts if v.rule == "kind-missing"]
    assert missing == []
