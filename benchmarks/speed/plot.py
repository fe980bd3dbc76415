"""A small plot with two logarithmic axes, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.speed.scale import Curve

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 380, 60, 20, 210, 45
_COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b7791f")


def plot(curves: Sequence[Curve]) -> str:
    """Time less the start of a run, against how many times as much there is to do."""
    lines = [[(s / c.sizes[0], max(t - c.start, 0.001)) for s, t in _points(c)] for c in curves]
    times = [time for line in lines for _, time in line]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    most = math.log10(max(size for line in lines for size, _ in line))

    def x(size: float) -> float:
        return _LEFT + math.log10(size) / most * (_WIDTH - _LEFT - _RIGHT)

    def y(seconds: float) -> float:
        share = (math.log10(seconds) - low) / (high - low)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        height = y(10.0**power)
        parts.append(_line((x(1), height), (x(10**most), height), "#ddd"))
        parts.append(_text(_LEFT - 6, height + 4, f"{10.0**power:g} s", "end"))
    for size in (10**n for n in range(round(most) + 1)):
        parts.append(_line((x(size), y(10.0**low)), (x(size), y(10.0**high)), "#ddd"))
        parts.append(_text(x(size), _HEIGHT - _BOTTOM + 18, f"{size} ×", "middle"))
    for number, (curve, line) in enumerate(zip(curves, lines, strict=True)):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{x(size):.1f},{y(time):.1f}" for size, time in line)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        height = _TOP + 20 + 22 * number
        key = _WIDTH - _RIGHT + 14
        parts.append(f'<rect x="{key}" y="{height - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(key + 16, height, curve.name, "start"))
    return "\n".join([*parts, "</svg>", ""])


def _points(curve: Curve) -> zip[tuple[int, float]]:
    return zip(curve.sizes, curve.seconds, strict=True)


def _line(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{words}</text>'
