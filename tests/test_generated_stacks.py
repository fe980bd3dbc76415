"""The parse is exact or says that it is not: on 2,000 stacks that git itself has written."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generated import Layer, generate
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.reading import Labels, Parse
from mergemend.conflicts.stack import parse
from mergemend.lines import split_lines

BATCHES, BATCH = 20, 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_stack_is_read_wrongly(batch: int) -> None:
    exact = 0
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        generated = generate(seed)
        if generated.last is None:
            continue
        lines = split_lines(generated.text)
        parsed = parse(lines, find_markers(lines))
        if parsed.exact:
            exact += 1
            expected = generated.last.ours, generated.last.theirs
            assert texts(lines, parsed, generated.last) == expected, seed
        else:
            assert parsed.limit or parsed.more or parsed.cost or parsed.outcomes > 1, seed
    assert exact > BATCH // 4


def texts(lines: Sequence[bytes], parsed: Parse, layer: Layer) -> tuple[bytes, bytes]:
    """The two texts of a layer as the parse has them: its own markers and bases gone."""
    kinds = {m.line: m.kind for m, labels in roles(parsed) if is_of(labels, layer)}
    ours, theirs, phase = [], [], Kind.END
    for number, line in enumerate(lines):
        if number in kinds:
            phase = kinds[number]
            continue
        if phase in (Kind.END, Kind.START):
            ours.append(line)
        if phase in (Kind.END, Kind.SEPARATOR):
            theirs.append(line)
    return b"".join(ours), b"".join(theirs)


def roles(parsed: Parse) -> list[tuple[Marker, Labels | None]]:
    return [
        (marker, reading.labels[role - 1] if role else None)
        for cluster in parsed.clusters
        for reading in cluster.readings[:1]
        for marker, role in zip(parsed.markers[cluster.first :], reading.roles, strict=False)
    ]


def is_of(labels: Labels | None, layer: Layer) -> bool:
    return labels is not None and labels.end == layer.end.encode()
