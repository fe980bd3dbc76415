"""What the rules' own docstrings say, in parts: the one source of `mergemend rule` and of the site.

Each rule has a module, and its docstring has this form. What comes before the first part is what
the rule does; each part begins at the start of a line::

    Why: why what it finds is bad.

    Severity: error, warning

    Example, STATUS.md:

        a file, indented, in which the rule finds something

    Earlier, STATUS.md:

        what the file held in the commit before

    Around, docs/guide.md:

        another file of the same repository

    Committed: 2026-01-12

    Fixed, STATUS.md:

        what `mergemend fix --select RULE` makes of it

    Fix (likely): what the fix does and how sure it is; or ``Fix (none)``, and why there is none.

    Settings:

    - ``allow``: the settings that matter to this rule besides those that every rule has

*Earlier*, *Around*, *Committed* and *Fixed* belong to the example before them. Behind the name of a
file, in brackets, stands what signs of its text mean: ``(\\xNN is a byte)``,
``(… is 50,001 dots)``. A test runs every example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from inspect import cleandoc
from textwrap import dedent

from mergemend.model import Safety, Severity, encode
from mergemend.rules import LIMIT, RULES, UNUSED, UnknownRuleError

_FILE = re.compile(r"(Example|Earlier|Around|Fixed), ([^:(]*[^:( ])(?: \(([^)]+)\))?:")
_WORDS = re.compile(r"(Why|Severity|Committed|Settings):(.*)")
_FIX = re.compile(r"(Fix) \(([a-z, ]+)\):(.*)")
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_BYTES = r"\xNN is a byte"
_MANY = re.compile(r"(.) is ([\d,]+) dots")
_SETTING = re.compile(r"^- ``([\w-]+)``: ", re.MULTILINE)
_NONE = "none"


class RuleDocError(Exception):
    """A docstring that has not the form: the message names the rule, the part and the remedy."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file of an example: ``shown`` is its text in the docstring, explained by ``note``."""

    path: str
    shown: str
    note: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        data = encode(self.shown)
        if self.note == _BYTES:
            return _BYTE.sub(lambda found: bytes.fromhex(found[1].decode()), data)
        if many := _MANY.fullmatch(self.note):
            return data.replace(encode(many[1]), b"." * int(many[2].replace(",", "")))
        return data


@dataclass(frozen=True, slots=True)
class Example:
    """A file in which the rule finds something, and what its fix makes of it (None: no fix).

    ``earlier`` is what the file held in the commit before, ``around`` are further files of the
    repository, ``committed`` is the day of the commit; None where it does not matter.
    """

    file: Text
    earlier: Text | None = None
    fixed: Text | None = None
    around: tuple[Text, ...] = ()
    committed: date | None = None


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """What a rule's docstring says. Texts are Markdown with double backquotes around code.

    ``brief`` is the line of `mergemend.rules.RULES`. ``grades`` are how sure its fixes can be, none
    where there is no fix. ``settings`` are those that matter to this rule in particular.
    """

    rule: str
    brief: str
    what: str
    why: str
    severities: tuple[Severity, ...]
    examples: tuple[Example, ...]
    grades: tuple[Safety, ...]
    fix: str
    settings: tuple[tuple[str, str], ...]


def rule_doc(rule: str) -> RuleDoc:
    """What a rule's own docstring says.

    Raises `mergemend.rules.UnknownRuleError`, and `RuleDocError` for a docstring without the form.
    """
    if rule not in RULES:
        raise UnknownRuleError(rule)
    module = module_of(rule)
    try:
        docstring = import_module(module).__doc__
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise RuleDocError(
            f"{rule}: is documented nowhere; write a docstring in {module}"
        ) from error
    if docstring is None:
        raise RuleDocError(
            f"{rule}: has no docstring; run Python without -OO, which leaves them out"
        )
    return parse(rule, RULES[rule], docstring)


def module_of(rule: str) -> str:
    """The module that documents a rule: in the room that finds it."""
    name = rule.replace("-", "_")
    if rule in _ELSEWHERE:
        return _ELSEWHERE[rule]
    if rule.startswith("conflict"):
        return f"mergemend.conflicts.rules.{name}"
    if rule.startswith("mojibake") or rule in _ENCODINGS:
        return f"mergemend.mojibake.rules.{name}"
    return f"mergemend.statusdocs.checks.{name}"


NEVER_ALONE = frozenset({UNUSED})
"""Rules that find nothing where only they are selected: they go by what the others find."""

_ELSEWHERE = {LIMIT: "mergemend.limits", UNUSED: "mergemend.unused"}
_ENCODINGS = ("byte-order-mark", "invalid-utf-8", "mixed-encoding", "utf-16")


def parse(rule: str, brief: str, docstring: str) -> RuleDoc:
    """A docstring in its parts. Raises `RuleDocError`."""
    words, examples = {"": "", "Why": "", "Severity": "", "Settings": "", "Fix": ""}, []
    grades = ""
    for part, detail, note, text in _parts(cleandoc(docstring)):
        if part == "Example":
            examples.append(Example(Text(detail, text, note)))
        elif part in ("Earlier", "Around", "Fixed", "Committed"):
            if not examples:
                raise RuleDocError(f"{rule}: {part}: put it behind an Example")
            examples[-1] = _joined(rule, examples[-1], part, Text(detail, text, note))
        else:
            words[part] = text
            grades = detail if part == "Fix" else grades
    missing = [part or "what it does" for part, text in words.items() if not text]
    if missing or not examples:
        missing += ["Example"] * (not examples)
        raise RuleDocError(f"{rule}: its docstring lacks {', '.join(missing)}")
    return RuleDoc(
        rule,
        brief,
        words[""],
        words["Why"],
        tuple(Severity(name) for name in _named(rule, words["Severity"], list(Severity))),
        tuple(examples),
        tuple(Safety(n) for n in _named(rule, grades, [*Safety, _NONE]) if n != _NONE),
        words["Fix"],
        _settings(words["Settings"]),
    )


def _parts(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Each part: its name, what stands behind that, a note, and its text; the first has no name."""
    name, detail, note, lines = "", "", "", list[str]()
    for line in text.splitlines():
        if found := _FILE.fullmatch(line):
            yield name, detail, note, _text_of(name, lines)
            name, detail, note, lines = found[1], found[2], found[3] or "", []
        elif found := _FIX.match(line) or _WORDS.match(line):
            yield name, detail, note, _text_of(name, lines)
            name, note, lines = found[1], "", [found[found.lastindex or 0].strip()]
            detail = found[2] if name == "Fix" else ""
        else:
            lines.append(line)
    yield name, detail, note, _text_of(name, lines)


def _text_of(name: str, lines: list[str]) -> str:
    if name in ("Example", "Earlier", "Around", "Fixed"):
        return dedent("\n".join(lines)).strip("\n") + "\n"
    return "\n".join(lines).strip()


def _joined(rule: str, example: Example, part: str, text: Text) -> Example:
    if part == "Around":
        return replace(example, around=(*example.around, text))
    if part == "Fixed":
        return replace(example, fixed=text)
    if part == "Earlier":
        return replace(example, earlier=text)
    try:
        return replace(example, committed=date.fromisoformat(text.shown))
    except ValueError as error:
        raise RuleDocError(f"{rule}: Committed: write the day as 2026-01-12") from error


def _named(rule: str, text: str, allowed: list[str]) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in allowed:
            raise RuleDocError(f"{rule}: {name!r} is none of {', '.join(allowed)}")
    return names


def _settings(text: str) -> tuple[tuple[str, str], ...]:
    """The settings of a list by name; none if it says so."""
    parts = _SETTING.split(text)[1:]
    return tuple(
        (name, " ".join(said.split())) for name, said in zip(parts[::2], parts[1::2], strict=True)
    )
