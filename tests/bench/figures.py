"""The results of a benchmark: one JSON-able row per figure, with its bar and its peer."""

from collections.abc import Sequence
from typing import Any


def row(
    bench: str,
    name: str,
    figure: float,
    unit: str,
    *,
    hold: str = '',
    is_met: bool | None = None,
    peer: str = '',
    peer_figure: float | None = None,
) -> dict[str, Any]:
    """A measured `figure` in `unit`; `hold` is the bar in words, `ratio` is the figure divided by its peer's."""
    ratio = round(figure / peer_figure, 3) if peer_figure else None
    return {
        'bench': bench,
        'what': name,
        'figure': round(figure, 3),
        'unit': unit,
        'hold': hold,
        'met': is_met,
        'peer': {'name': peer, 'figure': round(peer_figure, 3)} if peer_figure else None,
        'ratio': ratio,
    }


def incomplete(bench: str, name: str, why: str) -> dict[str, Any]:
    """A row for something that could not be measured: never counted as met."""
    return {'bench': bench, 'what': name, 'state': 'incomplete', 'why': why, 'met': None}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; 0 for none (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
