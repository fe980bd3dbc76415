"""`mergemend fix --interactive`: one decision at a time, with both sides before the eyes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from mergemend.cli.common import echo
from mergemend.decisions import Decision, Settler, decisions_of
from mergemend.model import ChoiceError, FileReport, Safety
from mergemend.project import Outcome, Project
from mergemend.report.options import (
    Styled,
    option_lines,
    option_title,
    place_line,
    shown,
    title,
)
from mergemend.report.terminal import printable

interactive_option = click.option(
    "--interactive", "-i", is_flag=True, help="Ask for all that is not proven."
)

_HELP = """\
a number             take that
1!                   the first one, also for all of this kind that come later in this file
s, or nothing        leave it as it is
u                    undo the last answer
q                    ask no more, keep the answers so far"""
_HELP_PLACE = """\
another text         put that in this place; what stands there leaves it as it is"""


class _QuitError(Exception):
    """No more questions."""


class _UndoError(Exception):
    """The last answer was wrong."""


@dataclass
class _File:
    """A file, what was decided so far, and what that makes of it.

    ``always`` has answers for all decisions of a kind, by what tells the kind.
    """

    report: FileReport
    answers: dict[str, str | None] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)

    def decide(self, project: Project, answers: dict[str, str | None]) -> None:
        """Decide so. Raises `ChoiceError` if that can't be done."""
        outcome = project.decided(Path(self.report.path), Settler(answers))
        if not isinstance(outcome, FileReport) or outcome.before != self.report.before:
            raise ChoiceError(f"{self.report.path}: was changed by another program meanwhile")
        self.report, self.answers = outcome, answers

    def open(self) -> list[Decision]:
        """What nobody has decided and nothing proves."""
        return [
            decision
            for decision in decisions_of(self.report)
            if decision.key not in self.answers
            and not (decision.is_proposed and decision.options[0].grade is Safety.SAFE)
        ]


@dataclass
class Asker:
    """Asks for every decision that is not proven; all files are known before the first question."""

    project: Project
    _before: list[tuple[int, dict[str, str | None], dict[str, str]]] = field(default_factory=list)

    def settle(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """What the answers make of files. Raises `click.Abort` at the end of the input."""
        found = list(outcomes)
        files = [_File(one) for one in found if isinstance(one, FileReport)]
        self._ask_all(files)
        reports = iter(files)
        for outcome in found:
            yield next(reports).report if isinstance(outcome, FileReport) else outcome

    def _ask_all(self, files: list[_File]) -> None:
        number = 0
        while number < len(files):
            file = files[number]
            decision = next(iter(file.open()), None)
            try:
                if decision is not None:
                    self._decide(number, file, decision)
                else:
                    number += 1
                    if number == len(files) and self._before:
                        _confirm()
            except _UndoError:
                number = self._undo(files, min(number, len(files) - 1))
            except _QuitError:
                for rest in files:
                    rest.decide(self.project, rest.answers | {d.key: None for d in rest.open()})
                return

    def _undo(self, files: list[_File], number: int) -> int:
        """Take the last answer back; the number of its file."""
        if not self._before:
            click.echo("nothing was answered yet")
            return number
        number, answers, always = self._before.pop()
        files[number].always = always
        files[number].decide(self.project, answers)
        return number

    def _decide(self, number: int, file: _File, decision: Decision) -> None:
        kind = _kind(decision, file.always)
        if kind is not None:
            file.decide(self.project, {**file.answers, decision.key: kind})
            return
        _show(decision)
        before = dict(file.answers), dict(file.always)
        self._ask(file, decision)
        self._before.append((number, *before))

    def _ask(self, file: _File, decision: Decision) -> None:
        """Ask until there is an answer that can be made."""
        place = ", other text" if decision.place is not None else ""
        question = f"number (1! for all alike){place}, s to skip, u to undo, q to quit, ? for help"
        while True:
            answer = click.prompt(question, prompt_suffix="> ", default="s", show_default=False)
            if answer == "?":
                click.echo(_HELP + (f"\n{_HELP_PLACE}" if place else ""))
            elif answer == "q":
                raise _QuitError
            elif answer == "u":
                raise _UndoError
            elif self._take(file, decision, answer):
                return

    def _take(self, file: _File, decision: Decision, answer: str) -> bool:
        """Whether an answer could be made."""
        text, for_all = _text(decision, answer)
        if text is None and answer != "s":
            click.echo(f"{printable(answer)!r} is none of them")
            return False
        try:
            file.decide(self.project, {**file.answers, decision.key: text})
        except ChoiceError as error:
            click.echo(printable(str(error)))
            return False
        if for_all and text is not None:
            file.always |= _always(decision, text)
        return True


def _confirm() -> None:
    """Let the last answer be taken back, too."""
    question = "all is answered: nothing to go on, u to undo the last answer"
    while (answer := click.prompt(question, "", prompt_suffix="> ", show_default=False)) != "":
        if answer == "u":
            raise _UndoError


def _text(decision: Decision, answer: str) -> tuple[str | None, bool]:
    """The text that an answer stands for, None if for none, and whether it is for all alike."""
    if answer == "s":
        return None, False
    number = answer.removesuffix("!")
    if number.isdecimal() and 0 < int(number) <= len(decision.options):
        return decision.options[int(number) - 1].text, answer.endswith("!")
    return (answer if decision.place is not None else None), False


def _always(decision: Decision, text: str) -> dict[str, str]:
    """What to remember for all alike: of a garbled place its text, else the option's name."""
    if decision.place is not None:
        return {f"place {decision.place}": text}
    name = next(option.name for option in decision.options if option.text == text)
    return {f"rule {decision.finding.rule}": name}


def _kind(decision: Decision, always: dict[str, str]) -> str | None:
    """The text for a decision that is like an earlier one which was for all alike."""
    if decision.place is not None:
        text = always.get(f"place {decision.place}")
        return text if any(option.text == text for option in decision.options) else None
    name = always.get(f"rule {decision.finding.rule}")
    return next((option.text for option in decision.options if option.name == name), None)


def _show(decision: Decision) -> None:
    echo(title(decision))
    if decision.place is not None:
        echo(f"  {_line(place_line(decision))}")
    for number in shown(decision):
        listed = f"  {number + 1}  {option_title(decision, number)}"
        lines = [_line(line) for line in option_lines(decision, number)]
        if decision.place is not None:
            listed = "  ".join([listed, *lines])
            lines = []
        echo(listed)
        for line in lines:
            echo(f"     | {line}")
    if not decision.options:
        echo("  nothing known is likely here")


def _line(pieces: list[Styled]) -> str:
    """A line, with what is its own in colour; in brackets where there are no colours."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return "".join(
        text if not own else click.style(text, fg="green", bold=True) if coloured else f"[{text}]"
        for text, own in pieces
    )
