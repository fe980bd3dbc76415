"""Kind files: what they mean, and what is said of those that are wrong."""

from __future__ import annotations

import json
import re
import time
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mergemend.kinds import SHIPPED, shipped_kind, shipped_text
from mergemend.model import KindError, Severity
from mergemend.statusdocs import kindfile
from mergemend.statusdocs.kind import Only, Slot
from mergemend.statusdocs.kindfile import read_kind
from mergemend.statusdocs.patterns import PatternError, compile_pattern
from mergemend.statusdocs.types import STATES, TYPES

SCHEMA = json.loads((files("mergemend") / "schemas" / "kind.schema.json").read_text("utf-8"))


def test_a_kind() -> None:
    kind = read_kind(
        """
kind: tide-report
about: Tides
severity: error
fields:
  due: date
  quay: {type: enum, words: [north, south], names: [Quay, Berth], required: true}
sections:
  boats:
    pattern: 'Boats \\((?P<count>\\d+)\\)'
    example: Boats (2)
    captures: {count: number}
    counts: {count: items}
    lists:
      items: {type: item, only: tasks}
""",
        "tide-report.yaml",
    )
    assert (kind.name, kind.severity) == ("tide-report", Severity.ERROR)
    assert kind.fields[0] == Slot("due", "date", ("due",))
    assert kind.fields[1].names == ("quay", "berth")
    (part,) = kind.sections
    assert part.pattern is not None
    assert part.pattern.slots == (Slot("count", "number", ("count",)),)
    assert part.lists == (Slot("items", "item", ("items",), many=True, only=Only.TASKS),)


def test_extending_adds_replaces_and_takes_away() -> None:
    text = "kind: mine\nextends: blockers\nfields: {tide: date, status: text, owner: ~}\n"
    kind = read_kind(text, "mine.yaml", shipped_kind)
    base = shipped_kind("blockers")
    assert [slot.key for slot in kind.fields[:2]] == ["tide", "status"]
    names = {slot.key for slot in base.fields}
    assert {slot.key for slot in kind.fields} == names - {"owner"} | {"tide"}
    assert next(slot.type for slot in kind.fields if slot.key == "status") == "text"
    assert kind.sections == base.sections
    assert (kind.paths, kind.severity) == ((), Severity.WARNING)


P = "kind: k\n"

ERRORS = [
    ("", "k.yaml:1: is empty"),
    ("fields: {a: text}", "k.yaml:1: kind: is missing"),
    ("- a", "k.yaml:1: a kind: must be a mapping"),
    ("kind: [a]", "k.yaml:1: kind: must be a text"),
    ("kind: My Kind", "k.yaml:1: kind.My Kind: must be of small letters"),
    (P + "feilds: {}", "k.yaml:2: feilds: 'feilds' is no key here (did you mean 'fields'?); allow"),
    (P + "fields:\n  due: dat", "k.yaml:3: due: 'dat' is not allowed (did you mean 'date'?); all"),
    (P + "fields:\n  due: {typ: date}", "k.yaml:3: typ: 'typ' is no key here (did you mean 'type'"),
    (P + "fields:\n  Due: date", "k.yaml:3: fields.Due: must be of small letters"),
    (P + "fields:\n  a: date\n  a: text", "k.yaml:4: a: is there twice"),
    (P + "fields:\n  a: {type: enum}", "k.yaml:3: a: needs words"),
    (P + "fields:\n  a: {required: 1}", "k.yaml:3: required: must be true or false, not '1'"),
    (P + "severity: bad", "k.yaml:2: severity: 'bad' is not allowed; allowed are error, warning"),
    (P + "extends: other", "k.yaml:2: extends: there is no kind 'other'; there are blockers"),
    (P + "sections:\n  a: {pattern: '(', example: a}", "k.yaml:3: pattern: is not a regular"),
    (P + "sections:\n  a: {pattern: 'a'}", "k.yaml:3: a: needs an example"),
    (P + "sections:\n  a: {pattern: 'a', example: b}", "k.yaml:3: example: 'b' is not what"),
    (P + "sections:\n  a: {pattern: '(a+)+', example: a}", "k.yaml:3: pattern: repeats a group"),
    (P + "sections:\n  a: {heading: A, pattern: a, example: a}", "k.yaml:3: a: has heading and p"),
    (P + "sections:\n  a: {label: A}", "k.yaml:3: label: 'label' is no key here"),
    (P + "sections:\n  a: {level: 7}", "k.yaml:3: level: must be a number from 1 to 6"),
    (P + "sections:\n  a: {counts: {n: b}}", "k.yaml:3: counts.n: 'n' is not allowed"),
    (P + "sections:\n  a: {fields: {b: text}, lists: {b: item}}", "k.yaml:3: a: has 'b' twice"),
    (P + "fields: {a: text}\nsections: {a: {}}", "k.yaml:1: kind: has 'a' twice"),
    (P + "tables: {a: {}}", "k.yaml:2: a: needs columns"),
    (P + "statuses: {finished: [x]}", "k.yaml:2: finished: 'finished' is no key here"),
    (P + "title: {example: a}", "k.yaml:2: title: needs a pattern"),
    (P + "fields: {a: text", "k.yaml:3: not YAML"),
    (P + "about: &a b\nfields: {c: *a}", "k.yaml:3: not a kind: aliases are not used"),
    (P + "about: " + "[" * 200, "k.yaml:2: not a kind: is too deep"),
    (P + "about: " + "- " * 50_000 + "x", "k.yaml:2: "),
    (P + "about: '\0'", "k.yaml:1: not YAML"),
]


@pytest.mark.parametrize(("text", "message"), ERRORS)
def test_errors_name_file_line_and_what_is_allowed(text: str, message: str) -> None:
    with pytest.raises(KindError, match=r"^" + re.escape(message)):
        read_kind(text, "k.yaml", shipped_kind)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"\n \t#,?", max_size=60))
def test_any_text_is_a_kind_or_an_error(text: str) -> None:
    try:
        read_kind(P + text, "k.yaml")
    except KindError as error:
        message = str(error)
    else:
        message = "k.yaml:"
    assert message.startswith("k.yaml:")


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+", "(a|a)*", "(?:a?){20}", "(a)\\1", "(?P<x>a)(?P=x)", "(?x)(a+) *", "(?i)a"),
        *(".*.*.*.*x", "((a){2}){3}", "(a)?(?(1)b|c)", "a?" * 26, "[", "*", "(?P<a>b)(?P<a>c)"),
        *(r".*.*.*\d+x", r"(?=.*.*.*.*)x", "(?:a|aa|ab?){3}", "(?>a+b)+", "(?:(?:.*){1}){2}x"),
    ],
)
def test_slow_and_wrong_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"Week (?P<n>\d+): .+", "WEEK 1: tides"),
        (r"\(\+\)+", "(+))"),
        (r"[(]+[)]+", "(())"),
        (r"(?:a|b)?c{1,3}", "bcc"),
        (r"x [\p{Emoji}]", "x 🚢"),
    ],
)
def test_other_patterns_are_not(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).fullmatch(text)


def test_the_worst_pattern_ends() -> None:
    start = time.perf_counter()
    compile_pattern(r".*a.*a.*b").fullmatch("a" * 200)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("name", SHIPPED)
def test_the_patterns_of_shipped_kinds_are_quick(name: str) -> None:
    assert read_kind(shipped_text(name), f"{name}.yaml", shipped_kind) == shipped_kind(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_files_fit_their_schema(name: str) -> None:
    Draft202012Validator(SCHEMA).validate(yaml.safe_load(shipped_text(name)))
    assert shipped_kind(name).severity is Severity.INFO


DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = (DOCS / "kinds.md").read_text("utf-8")
EXAMPLES = re.findall(r"(?ms)^```yaml\n(\S.*?)^```", KINDS)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_the_documentation_are_kinds(text: str) -> None:
    whole = text if text.startswith("kind:") else f"kind: k\n{text}"
    assert read_kind(whole, "kinds.md", shipped_kind)
    Draft202012Validator(SCHEMA).validate(yaml.safe_load(whole))


def test_the_documentation_names_all_types_and_kinds() -> None:
    assert len(EXAMPLES) > 8
    for name in (*TYPES, *SHIPPED, *map(str, STATES)):
        assert f"`{name}`" in KINDS


def test_the_schema_knows_the_keys_that_the_reader_knows() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    definitions = SCHEMA["$defs"]
    assert set(definitions["type"]["enum"]) == set(TYPES)
    assert set(SCHEMA["properties"]) == set(kindfile.KIND_KEYS)
    assert set(SCHEMA["properties"]["statuses"]["propertyNames"]["enum"]) == set(STATES)
    assert set(definitions["slot"]["anyOf"][1]["properties"]) == set(kindfile.SLOT_KEYS)
    assert set(definitions["list"]["anyOf"][1]["properties"]) == set(kindfile.LIST_KEYS)
    assert set(definitions["table"]["properties"]) == set(kindfile.TABLE_KEYS)
    assert set(definitions["line"]["properties"]) == set(kindfile.LINE_KEYS)
    section, group = (set(definitions[name]["properties"]) for name in ("section", "group"))
    assert section | {"label"} == group | {"heading"} == set(kindfile.PART_KEYS)
