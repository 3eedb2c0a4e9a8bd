"""A cut through a hole: from the outer ring to the hole, and on from its other side.

Where a village lies all around another one, no cut from the outer ring to itself leaves two even
sides. Two ways to the hole do: the ring of ground is opened in two places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.chords import INSIDE, running, spread
from boundaries.tessellation.score import side_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.tessellation.chords import OuterRing
    from boundaries.tessellation.rules import GridRules

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_TRIED_CORNERS = 40
_NEAREST = 2
"""Corners of a hole that are tried from each corner of the outer ring."""
_LARGEST_HOLES = 4
_ASKED = 40


@dataclass(frozen=True)
class HoleCut:
    """Two ways between outer ring and hole.

    Attributes
    ----------
    start, end
        Corners of the outer ring; what lies left of the way from start to end is the one side.
    hole
        The hole's corners from the one that `end` leads to, on along the one side, to the one
        that leads back to `start`; shape (n, 2).
    rest
        From there on around the hole, along the other side; shape (m, 2).
    left
        Grids of the one side.
    score
        Comparable with that of other cuts of the same polygon; less is better.
    ring
        The hole.
    """

    start: int
    end: int
    hole: Floats
    rest: Floats
    left: int
    score: float
    ring: shapely.LinearRing


def best_hole_cut(ring: OuterRing, grids: int, rules: GridRules) -> HoleCut | None:
    """The best cut through one of the larger holes; ``None`` where there is none."""
    holes = shapely.get_rings(ring.polygon)[1:]
    if not len(holes):
        return None
    largest = np.argsort(-shapely.area(shapely.polygons(holes)), kind="stable")[:_LARGEST_HOLES]
    found = [_through(ring, holes[k], grids, rules) for k in largest]
    return min((cut for cut in found if cut), key=lambda cut: cut.score, default=None)


class _HoleRing:
    """The ring of a hole, clockwise, with running sums."""

    def __init__(self, hole: shapely.LinearRing, ring: OuterRing) -> None:
        line = shapely.get_coordinates(hole)
        line = line[::-1] if shapely.is_ccw(hole) else line
        self.corners = line[:-1]
        lengths = np.hypot(*np.diff(line, axis=0).T)
        self._outlines = running(lengths + ring.outline_below(line[:-1], line[1:]))
        self._areas = running(ring.area_below(line[:-1], line[1:]))
        self._loads = running(ring.load_below(line[:-1], line[1:]))
        self.load, self.area = float(self._loads[-1]), float(self._areas[-1])
        self.outline = float(self._outlines[-1])

    def between(self, start: Ints, end: Ints) -> tuple[Floats, Floats, Floats]:
        """What the way around the hole from start on to end adds to load, area and perimeter."""
        sums = (self._loads, self._areas, self._outlines)
        turned = end < start
        load, area, length = (s[end] - s[start] + np.where(turned, s[-1], 0.0) for s in sums)
        return load, area, length

    def way(self, start: int, end: int) -> Floats:
        """The corners from start on to end, both included."""
        if end >= start:
            return self.corners[start : end + 1]
        return np.vstack([self.corners[start:], self.corners[: end + 1]])


def _through(
    ring: OuterRing, hole: shapely.LinearRing, grids: int, rules: GridRules
) -> HoleCut | None:
    inner = _HoleRing(hole, ring)
    outer, corner = _ways(ring, inner, rules.seed)
    one, other = np.triu_indices(len(outer), k=1)
    apart = (outer[one] != outer[other]) & (corner[one] != corner[other])
    one, other = one[apart], other[apart]
    if not len(one):
        return None
    left, score = _scored(ring, inner, (outer[one], corner[one]), (outer[other], corner[other]),
                          grids, rules)  # fmt: skip
    for k in np.argsort(score, kind="stable")[:_ASKED]:
        if not np.isfinite(score[k]):
            return None
        start, end = int(outer[one[k]]), int(outer[other[k]])
        back, there = int(corner[one[k]]), int(corner[other[k]])
        first = shapely.LineString([ring.corners[start], inner.corners[back]])
        second = shapely.LineString([ring.corners[end], inner.corners[there]])
        if shapely.disjoint(first, second):
            return HoleCut(
                start, end, inner.way(there, back), inner.way(back, there), int(left[k]),
                float(score[k]), hole,
            )  # fmt: skip
    return None


def _ways(ring: OuterRing, inner: _HoleRing, seed: int) -> tuple[Ints, Ints]:
    """Corners of the outer ring and of the hole between which a way stays inside."""
    outer = spread(ring, _TRIED_CORNERS, seed)
    away = np.hypot(
        *(ring.corners[outer][:, None, :] - inner.corners[None, :, :]).transpose(2, 0, 1)
    )
    touching = (inner.corners[:, None, :] == ring.corners[None, ~ring.usable, :]).all(axis=2)
    away[:, touching.any(axis=1)] = np.inf
    nearest = np.argsort(away, axis=1, kind="stable")[:, :_NEAREST]
    outer = np.repeat(outer, nearest.shape[1])
    corner = nearest.ravel().astype(np.int64)
    lines = np.asarray(
        shapely.linestrings(np.stack([ring.corners[outer], inner.corners[corner]], axis=1)),
        dtype=object,
    )
    inside = np.asarray(shapely.relate_pattern(lines, ring.polygon, INSIDE), dtype=bool)
    return outer[inside], corner[inside]


def _scored(
    ring: OuterRing, inner: _HoleRing, first: tuple[Ints, Ints], second: tuple[Ints, Ints],
    grids: int, rules: GridRules,
) -> tuple[Ints, Floats]:  # fmt: skip
    """Grids left of each pair of ways, and the score; infinite where a side has no ground."""
    (start, back), (end, there) = first, second
    load, area, outline = ring.run(start, end)
    around = inner.between(there, back)
    load, area, outline = load + around[0], area + around[1], outline + around[2]
    ways = 0.0
    for one, other in (
        (ring.corners[end], inner.corners[there]), (inner.corners[back], ring.corners[start])
    ):  # fmt: skip
        load = load + ring.load_below(one, other)
        area = area + ring.area_below(one, other)
        outline = outline + ring.outline_below(one, other)
        ways = ways + np.hypot(*(other - one).T)
    total, ground = ring.load + inner.load, ring.area + inner.area
    rest = ring.outline + inner.outline - outline + ways
    solid = (area > 1e-6 * ground) & (ground - area > 1e-6 * ground) & (total > 0)
    share = load / (total or 1.0) * grids
    left = np.clip(np.floor(share + 0.5), 1, grids - 1).astype(np.int64)
    score = np.full(len(left), np.inf)
    score[solid] = side_score(
        left[solid], grids, share[solid], area[solid], (outline + ways)[solid], rules.balance
    ) + side_score(
        grids - left[solid], grids, grids - share[solid], ground - area[solid], rest[solid],
        rules.balance,
    )  # fmt: skip
    return left, score
