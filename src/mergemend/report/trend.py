"""How many findings there were from run to run: a line, and a table of the same figures."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from mergemend.report.fleet_data import FleetRun
from mergemend.report.html import element
from mergemend.report.page import Cell, Row, table
from mergemend.words import count

_WIDTH, _HEIGHT, _EDGE, _TOP, _BASE = 960, 170, 40, 24, 140


def trend(runs: Sequence[FleetRun]) -> Markup:
    """The line and the table, the newest run last in the line and first in the table."""
    if not runs:
        return element("p", "No run has ended yet.", class_="soft")
    rows = (
        Row(
            (
                Cell(_moment(run.at), "date", run.at),
                Cell(run.repos),
                Cell(run.findings),
                Cell(run.counted),
                Cell(run.failed),
            )
        )
        for run in reversed(runs)
    )
    columns = ("Run", "Repositories", "Findings", "Without hints", "Not wholly looked at")
    shown = table(None, columns, rows, name="runs-table", label="Runs")
    return (_line(runs) if len(runs) > 1 else Markup("")) + shown


def _moment(at: str) -> str:
    """A moment to the minute; it is UTC."""
    return at[:16].replace("T", " ")


def _line(runs: Sequence[FleetRun]) -> Markup:
    most = max(1, *(run.findings for run in runs))
    step = (_WIDTH - 2 * _EDGE) / (len(runs) - 1)
    points = [
        (round(_EDGE + number * step, 1), round(_BASE - (_BASE - _TOP) * run.findings / most, 1))
        for number, run in enumerate(runs)
    ]
    dots = [
        element(
            "circle",
            element("title", f"{_moment(run.at)}: {count(run.findings, 'finding')}"),
            cx=x,
            cy=y,
            r=4,
            class_="dot",
        )
        for run, (x, y) in zip(runs, points, strict=True)
    ]
    ends = [
        element("text", _moment(runs[0].at)[:10], x=_EDGE, y=_BASE + 20),
        element(
            "text", _moment(runs[-1].at)[:10], x=_WIDTH - _EDGE, y=_BASE + 20, text_anchor="end"
        ),
        element("text", f"{most:,}", x=_EDGE, y=_TOP - 8),
    ]
    drawing = element(
        "svg",
        element("line", x1=_EDGE, x2=_WIDTH - _EDGE, y1=_BASE, y2=_BASE, class_="axis"),
        element("polyline", points=" ".join(f"{x},{y}" for x, y in points), class_="line"),
        *dots,
        *ends,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=f"Findings in {count(len(runs), 'run')}; the table below has the figures",
    )
    return element("div", drawing, class_="scroll chart")
