"""Straight edges made crooked by midpoint displacement, each within its own kite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

_ROUGH = 0.62
"""What a halving leaves of the displacement."""
_WITHIN = 0.9
"""How much of the kite's width a line may use."""
_WIDEST = 0.25
"""The most that a line leaves its edge, as a part of its length."""
_TINY = 1e-8
"""Degrees; shorter edges stay straight."""


def crooked_lines(
    start: Floats,
    end: Floats,
    site: Floats,
    halvings: int,
    rng: np.random.Generator,
    doubled: float = 0.1,
) -> tuple[Floats, Rows]:
    """One crooked line for each edge, from start to end.

    Parameters
    ----------
    start, end, site
        Ends of each edge and the point on one side of it, whose mirror image is the point on
        the other; shape (e, 2).
    halvings, doubled
        How often an edge is halved, and the share of edges, the longest, that are once more.

    Returns
    -------
    Corners of all lines, one line after the other, shape (m, 2); and where each line begins,
    with the total at the end, shape (e + 1,).
    """
    length = np.hypot(*(end - start).T)
    more = np.where(length > np.quantile(length, 1 - doubled), halvings + 1, halvings)
    more = np.where(length < _TINY, 0, more)
    first = np.concatenate([[0], np.cumsum(2**more + 1)])
    corners = np.empty((first[-1], 2))
    for times in np.unique(more).tolist():
        rows = np.flatnonzero(more == times)
        part = _displaced(start[rows], end[rows], site[rows], times, rng)
        corners[first[rows][:, None] + np.arange(2**times + 1)] = part
    return corners, first


def _displaced(
    start: Floats, end: Floats, site: Floats, halvings: int, rng: np.random.Generator
) -> Floats:
    """Lines of 2 ** halvings steps, shape (e, steps + 1, 2)."""
    along = end - start
    length = np.hypot(*along.T)[:, None]
    t = np.linspace(0, 1, 2**halvings + 1)[None, :]
    width = np.minimum(_half_width(start, along, site, t), _WIDEST * length)
    offset = _bridges(len(start), halvings, rng) * width
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(length, 1e-300)
    lines: Floats = (
        start[:, None] + along[:, None] * t[..., None] + across[:, None] * offset[..., None]
    )
    lines[:, 0], lines[:, -1] = start, end
    return lines


def _half_width(start: Floats, along: Floats, site: Floats, t: Floats) -> Floats:
    """How far the kite reaches to either side of its edge at each step."""
    squared = (along**2).sum(axis=1)[:, None]
    foot = (((site - start) * along).sum(axis=1))[:, None] / squared
    side = site - start
    high = np.abs(along[:, :1] * side[:, 1:] - along[:, 1:] * side[:, :1]) / np.sqrt(squared)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_start = np.where(foot > 0, t / foot, np.inf)
        from_end = np.where(foot < 1, (1 - t) / (1 - foot), np.inf)
    widths: Floats = high * np.minimum(from_start, from_end)
    return widths


def _bridges(count: int, halvings: int, rng: np.random.Generator) -> Floats:
    """Fractal bridges from 0 to 0 within ±_WITHIN, shape (count, 2 ** halvings + 1)."""
    steps = 2**halvings
    heights = np.zeros((count, steps + 1))
    size = 1.0
    step = steps
    while step > 1:
        half = step // 2
        middle = (heights[:, :-1:step] + heights[:, step::step]) / 2
        heights[:, half::step] = middle + rng.uniform(-size, size, middle.shape)
        step, size = half, size * _ROUGH
    return np.clip(heights, -_WITHIN, _WITHIN)
