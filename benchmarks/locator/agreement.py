"""Whether all answers are a peer's; where our rule decides, whether it gives ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.locator.oracle import Oracle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from boundaries.model import Layer

    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Agreement:
    """What a comparison found.

    Attributes
    ----------
    points
        Compared, all of them.
    by_rule
        Points where our rule decides, and gives our answer: on a line, where a predicate names
        neither neighbour or both, and in several areas of a layer that overlaps itself.
    wrong
        Points whose answers differ otherwise, or that the rule gives to another area.
    """

    points: int
    by_rule: int
    wrong: int

    @property
    def equal(self) -> bool:
        """Whether nothing is wrong."""
        return self.wrong == 0


def compare(
    layer: Layer, points: Places, ours: NDArray[np.int32], pairs: Pairs
) -> Agreement:  # fmt: skip
    """Hold our owners against a peer's pairs of point and area, point by point."""
    lon, lat = points
    theirs = np.full(len(lon), len(layer))
    np.minimum.at(theirs, *pairs)
    found = np.bincount(pairs[0], minlength=len(lon))
    differs = (np.where(theirs < len(layer), theirs, -1) != ours) | (found > 1)
    rows = np.flatnonzero(differs)
    if not len(rows):
        return Agreement(len(lon), 0, 0)
    oracle = Oracle(layer.geometries, layer.codes)
    x, y = lon[rows], lat[rows]
    owners, on_lines = oracle.answers(x, y)
    right = (owners == ours[rows]) & (on_lines | (found[rows] > 1))
    return Agreement(len(lon), int(right.sum()), int((~right).sum()))
