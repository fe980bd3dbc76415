"""An emoji that says something else than the word behind it.

In a Status field, or a column that is headed so, this is a warning. Only told are a share
(``✅ 85% complete``), a cell that says ``✅ Blocked``, because attacks that are blocked are written
like that, and a heading where the word is in capitals and stands beside the emoji or at the other
end. Elsewhere emoji are bullets or decoration, and nothing is said.

Why: Half of the readers see the colour, the others read the word.

Severity: warning, info

Example, STATUS.md:

    # Harbour

    **Status:** ✅ IN PROGRESS
    **Owner:** Ada

Fix (none): either can be meant.

Settings: none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text, name_of
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.states import State, Status, read_status

RULE = "status-emoji"

_TYPED = late(
    r"(?!(?:previous|old|before|former|initial|expected|target|desired|new) )"
    r"(?:(?:[\w/&-]+ ){0,3}status|(?:(?:current|overall|project) )*state)"
)
_TITLES = (
    late(r"(?P<emoji>[^\w\s]+)\s.*(?:\s[-–—]|:)\s+(?P<last>[^-–—:]+)$"),
    late(r"(?P<emoji>[^\w\s]+)\s.*\((?P<last>[^()]+)\)$"),
    late(r"(?:.*(?:\s[-–—]|:)\s+)?(?P<last>[^-–—:]+?)\s*(?P<emoji>[^\w\s()*_`]+)$"),
)
_LONGEST_TITLE = 500  # characters: in more the patterns take the square of the time
_TITLE_STATES = frozenset({State.PARTIAL, State.BLOCKED, State.ACTIVE, State.TODO})


def check_emoji(look: Look) -> Iterator[Finding]:
    """A finding for each status that its emoji speaks against."""
    cells = set(_cells(look))
    for text in (*_values(look), *cells):
        for status in read_status(text.text):
            if status.disagrees:
                weak = status.word[0].isdigit() or (text in cells and _is_defence(status))
                yield _finding(look, text, status, Severity.INFO if weak else Severity.WARNING)
    for section in look.outline.sections[1:]:
        if found := next(filter(_is_told, _of_title(section.title.plain)), None):
            yield _finding(look, section.title, found, Severity.INFO)


def _is_told(status: Status) -> bool:
    """Whether a status of a title is told: names of faults are often words of bad states."""
    return status.disagrees and status.word.isupper() and status.state in _TITLE_STATES


def _is_defence(status: Status) -> bool:
    return status.word.lower() == "blocked" and "✅" in status.emoji


def _values(look: Look) -> Iterator[Text]:
    """The values of Status fields."""
    for field in look.outline.fields:
        if field.bold and _TYPED.fullmatch(field.name):
            yield field.value


def _cells(look: Look) -> Iterator[Text]:
    """The cells of Status columns."""
    for table in look.outline.tables:
        columns = [i for i, cell in enumerate(table.header) if _TYPED.fullmatch(name_of(cell.text))]
        for row in table.rows:
            yield from (row[i] for i in columns if i < len(row))


def _of_title(title: str) -> Iterator[Status]:
    """The status behind the emoji that a title begins with, there or at the end, or before one."""
    if title.isascii() or len(title) > _LONGEST_TITLE:
        return
    yield from read_status(title)[:1]
    for pattern in _TITLES:
        if match := pattern.match(title):
            yield from read_status(f"{match['emoji']} {match['last']}")[:1]


def _finding(look: Look, text: Text, status: Status, severity: Severity) -> Finding:
    message = f"{status.emoji} beside {status.word!r}, which says {status.state}"
    return look.finding(
        RULE, severity, text, message, evidence={"emoji": status.emoji, "state": status.state}
    )
