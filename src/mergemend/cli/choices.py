"""What to put for garbled text whose odds leave it open: said on the command line, or asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from mergemend.cli.common import echo
from mergemend.lines import split_lines
from mergemend.model import ChoiceError, Choices, FileReport, Json, decode
from mergemend.project import Outcome, Project
from mergemend.report.terminal import printable
from mergemend.report.text import candidates_of

_CHOICE = re.compile(r"([1-9][0-9]*)(?::([1-9][0-9]*))?=(.+)", re.DOTALL)

# So many candidates are listed, and so much of a line is shown on each side of a place.
_LISTED = 9
_AROUND = 60

_HELP = """\
a number or another text   put that in this place; what stands there leaves it as it is
1!                         the first one, also for every later place with the same characters
s                          skip this place
q                          ask no more, keep the answers so far"""


def _parsed(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Choices:
    choices: dict[tuple[int, int | None], str] = {}
    for value in values:
        match = _CHOICE.fullmatch(value)
        if not match:
            raise click.BadParameter(
                f"{value!r} is not LINE:COLUMN=TEXT; `mergemend check` says what is open"
            )
        line, column, text = match.groups()
        key = (int(line), int(column) if column else None)
        if key in choices:
            raise click.BadParameter(f"two texts for {value.partition('=')[0]}; give one")
        choices[key] = text
    return choices


choose_option = click.option(
    "--choose",
    "choices",
    multiple=True,
    metavar="LINE:COLUMN=TEXT",
    callback=_parsed,
    help="What garbled text is that can be several; for one file, as often as needed."
    " Where a line has one such place, LINE=TEXT will do.",
)
interactive_option = click.option(
    "--interactive", "-i", is_flag=True, help="Ask for what can be several."
)


def look_chosen(project: Project, paths: tuple[Path, ...], choices: Choices) -> Iterator[Outcome]:
    """Examine the only file in ``paths`` with ``choices``. Raises `ChoiceError` where none fits."""
    if len(paths) != 1 or paths[0].is_dir():
        raise click.UsageError("--choose is for exactly one file; name it")
    outcomes = [project.look(file, choices=choices) for file in project.all_files(paths)]
    if not outcomes:
        raise click.UsageError(
            f"{paths[0]} is excluded by the settings, so nothing is chosen in it"
        )
    if why := [o.why for o in outcomes if not isinstance(o, FileReport)]:
        raise click.UsageError(f"{paths[0]}: {why[0]}; nothing can be chosen in it")
    yield from outcomes


class _Quit(Exception):  # noqa: N818 - an answer, no error
    """No more questions."""


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    column: int
    before: str
    candidates: tuple[tuple[str, float], ...]


@dataclass
class Asker:
    """Asks for every open place, and remembers answers that are for a whole file."""

    project: Project
    _stopped: bool = False
    _texts: dict[str, str] = field(default_factory=dict)

    def settle(self, outcome: Outcome) -> Outcome:
        """What the answers make of a file. Raises `click.Abort` at the end of the input."""
        if self._stopped or not isinstance(outcome, FileReport):
            return outcome
        places = _places(outcome)
        self._texts = {}
        choices: dict[tuple[int, int | None], str] = {}
        try:
            for number, place in enumerate(places):
                same = sum(p.before == place.before for p in places[number + 1 :])
                self._place(outcome, place, same, choices)
        except _Quit:
            self._stopped = True
        return self.project.look_on(outcome, choices) if choices else outcome

    def _place(
        self,
        report: FileReport,
        place: _Place,
        same: int,
        choices: dict[tuple[int, int | None], str],
    ) -> None:
        """Add the answer for a place to ``choices``; nothing if it is skipped."""
        key = (place.line, place.column)
        text = self._texts.get(place.before)
        if text is None or not self._fits(report, choices | {key: text}):
            _show(report, place)
            text = self._ask(report, place, same, choices)
        if text is not None:
            choices[key] = text

    def _ask(self, report: FileReport, place: _Place, same: int, choices: Choices) -> str | None:
        more = f", with ! for {same} more like it" if same else ""
        question = f"number{more}, other text, s to skip, q to quit, ? for help"
        while True:
            answer = click.prompt(question, prompt_suffix="> ", default="s", show_default=False)
            if answer == "?":
                click.echo(_HELP)
                continue
            if answer == "q":
                raise _Quit
            if answer == "s":
                return None
            text = _text(answer, place)
            if self._fits(report, {**choices, (place.line, place.column): text}):
                if answer != text and answer.endswith("!"):
                    self._texts[place.before] = text
                return text

    def _fits(self, report: FileReport, choices: Choices) -> bool:
        try:
            self.project.look_on(report, choices)
        except ChoiceError as error:
            click.echo(printable(str(error)))
            return False
        return True


def _text(answer: str, place: _Place) -> str:
    """The text that an answer stands for: a candidate by its number, or itself."""
    number = answer.removesuffix("!")
    if number.isdecimal() and 0 < int(number) <= len(place.candidates):
        return place.candidates[int(number) - 1][0]
    return answer


def _places(report: FileReport) -> list[_Place]:
    found = [
        _Place(finding.line, column, before, candidates_of(place))
        for finding in report.left
        for place in _maps(finding.evidence.get("places"))
        for column, before in [(place.get("column"), place.get("before"))]
        if isinstance(column, int) and isinstance(before, str) and "candidates" in place
    ]
    return sorted(found, key=lambda place: (place.line, place.column))


def _maps(places: Json) -> Iterator[Mapping[str, Json]]:
    if isinstance(places, list):
        yield from (place for place in places if isinstance(place, Mapping))


def _show(report: FileReport, place: _Place) -> None:
    line = decode(split_lines(report.after)[place.line - 1]).rstrip("\r\n")
    start, end = place.column - 1, place.column - 1 + len(place.before)
    left, right = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
    marked = click.style(f"[{printable(place.before)}]", fg="red")
    echo(f"{printable(report.path)}:{place.line}:{place.column}")
    echo(f"  {printable(left)}{marked}{printable(right)}")
    for number, (text, odds) in enumerate(place.candidates[:_LISTED], 1):
        filled = printable(f"{left[-20:]}{text}{right[:20]}")
        echo(f"  {number}  {_name(text)}  {odds:.2f}  {filled}")
    if not place.candidates:
        echo("  nothing known is likely here")


def _name(text: str) -> str:
    """A candidate; with its code points if it can't be seen."""
    points = " ".join(f"U+{ord(character):04X}" for character in text)
    return text if text.isprintable() and text.strip() == text else points
