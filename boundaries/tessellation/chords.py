"""The straight cut that best divides a polygon into so many grids on either side.

Every pair of corners of the outer ring is looked at, at first among some dozens that lie evenly
around it, then among all corners near the best pair. Loads, areas and perimeters of both sides
come from running sums along the ring; whether a cut stays inside the polygon is asked of the
best ones only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.score import side_score
from boundaries.tessellation.weights import AreaWeights, PointWeights

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from boundaries.tessellation.rules import GridRules
    from boundaries.tessellation.weights import Weights

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_TRIED_CORNERS = 56
_REFINED_CORNERS = 14
_ASKED = 48
_ASKED_AT_ONCE = 12
_NEW_CORNER = 0.03
"""What an end in a corner that the village does not have costs."""
_NECK = 0.06
"""A cut passes other corners no nearer than this share of the smaller side's width."""
INSIDE = "1FFF0F***"
"""DE-9IM: a cut runs inside, and meets the polygon's line with its two ends alone."""


@dataclass(frozen=True)
class Cut:
    """Two corners of the outer ring, how many grids lie left of the way there, and how good it is.

    The score is comparable with that of other cuts of the same polygon; less is better.
    """

    start: int
    end: int
    left: int
    score: float


class OuterRing:
    """The outer ring of a polygon, counter-clockwise, with running sums.

    Parameters
    ----------
    polygon
        In metres; valid.
    new
        Corners that its village does not have by itself.
    """

    def __init__(
        self, polygon: shapely.Polygon, weights: Weights, new: AbstractSet[tuple[float, float]]
    ) -> None:
        self.polygon = polygon
        line = shapely.get_coordinates(shapely.orient_polygons(polygon).exterior)
        self.corners = line[:-1]
        holes = shapely.polygons(shapely.get_rings(polygon)[1:])
        # A hole is taken off the side that its inside lies in.
        middles = shapely.get_coordinates(shapely.point_on_surface(holes)).reshape(-1, 2)
        self._holes = PointWeights(middles, -np.asarray(shapely.area(holes), dtype=np.float64))
        self._hole_lines = PointWeights(
            middles, np.asarray(shapely.length(holes), dtype=np.float64)
        )
        self._weights = None if isinstance(weights, AreaWeights) else weights.gathered()
        self.new = np.array([(x, y) in new for x, y in self.corners.tolist()])
        in_holes = set(map(tuple, shapely.get_coordinates(holes).tolist()))
        # Where a hole touches the ring three grids would meet in a corner that two share already.
        self.usable = np.array([(x, y) not in in_holes for x, y in self.corners.tolist()])
        self.along = running(np.hypot(*np.diff(line, axis=0).T))
        self._outlines = running(np.diff(self.along) + self.outline_below(line[:-1], line[1:]))
        self._areas = running(self.area_below(line[:-1], line[1:]))
        self._loads = running(self.load_below(line[:-1], line[1:]))
        self.area = float(self._areas[-1])
        self.load = float(self._loads[-1])
        self.outline = float(self._outlines[-1])

    def area_below(self, starts: Floats, ends: Floats) -> Floats:
        """What edges add to the area that a way around encloses, holes taken off; shape (n,)."""
        # From the first corner, so that small areas far from the origin lose no digits.
        (x1, y1), (x2, y2) = (starts - self.corners[0]).T, (ends - self.corners[0]).T
        area: Floats = (x1 * y2 - x2 * y1) / 2 + self._holes.below(starts, ends)
        return area

    def outline_below(self, starts: Floats, ends: Floats) -> Floats:
        """Metres of line of the holes that edges put into what a way around encloses; (n,)."""
        return self._hole_lines.below(starts, ends)

    def load_below(self, starts: Floats, ends: Floats) -> Floats:
        """What edges add to the load that a way around encloses; shape (n,)."""
        if self._weights is None:
            return self.area_below(starts, ends)
        return self._weights.below(starts, ends)

    def run(self, start: Ints, end: Ints) -> tuple[Floats, Floats, Floats]:
        """What the way along the ring from start to end adds to load, area and perimeter."""
        sums = (self._loads, self._areas, self._outlines)
        load, area, length = (s[end] - s[start] for s in sums)
        return load, area, length

    def sides(self, start: Ints, end: Ints) -> tuple[Floats, Floats, Floats]:
        """Load, area and perimeter of what lies left of the ways from start on to end and back."""
        load, area, length = self.run(start, end)
        one, other = self.corners[start], self.corners[end]
        load = load + self.load_below(other, one)
        length = length + self.lengths(start, end) + self.outline_below(other, one)
        return load, area + self.area_below(other, one), length

    def lengths(self, start: Ints, end: Ints) -> Floats:
        """Metres of each cut."""
        lengths: Floats = np.hypot(*(self.corners[end] - self.corners[start]).T)
        return lengths


def running(values: Floats) -> Floats:
    """Running sums from 0; shape (n,) to (n + 1,)."""
    return np.concatenate([[0.0], np.cumsum(values)])


def best_cut(ring: OuterRing, grids: int, rules: GridRules) -> Cut | None:
    """The best cut of a polygon that is to hold so many grids; ``None`` where none stays inside."""
    tried = spread(ring, _TRIED_CORNERS, rules.seed)
    coarse = _first_inside(ring, *_pairs(tried), grids, rules)
    if coarse is None:
        everywhere = spread(ring, 3 * _TRIED_CORNERS, rules.seed)
        return _first_inside(ring, *_pairs(everywhere), grids, rules, asked=None)
    reach = ring.along[-1] / len(tried)
    near = _near(ring, coarse.start, reach), _near(ring, coarse.end, reach)
    start, end = (each.ravel() for each in np.meshgrid(*near, indexing="ij"))
    fine = _first_inside(ring, np.minimum(start, end), np.maximum(start, end), grids, rules)
    return min((cut for cut in (coarse, fine) if cut), key=lambda cut: cut.score)


def spread(ring: OuterRing, count: int, seed: int) -> Ints:
    """Corners spread evenly around the ring; corners that the village has are taken first."""
    usable = np.flatnonzero(ring.usable)
    if len(usable) <= count:
        return usable
    phase = np.random.default_rng(seed).random()
    wanted = (np.arange(count) + phase) / count * ring.along[-1]
    step = ring.along[-1] / count
    # A corner of the village's own is as good as a new one a third of a step nearer.
    away = np.abs(ring.along[None, :-1] - wanted[:, None])
    away = np.minimum(away, ring.along[-1] - away) + step / 3 * ring.new[None, :]
    nearest: Ints = usable[np.unique(away[:, usable].argmin(axis=1))]
    return nearest


def _near(ring: OuterRing, corner: int, reach: float) -> Ints:
    """Corners at most so many metres along the ring from one; the nearest some of them."""
    away = np.abs(ring.along[:-1] - ring.along[corner])
    away = np.minimum(away, ring.along[-1] - away)
    order = np.argsort(away, kind="stable")[:_REFINED_CORNERS]
    near: Ints = order[(away[order] <= reach) & ring.usable[order]]
    return near


def _pairs(corners: Ints) -> tuple[Ints, Ints]:
    one, other = np.triu_indices(len(corners), k=1)
    return corners[one], corners[other]


def _first_inside(
    ring: OuterRing, start: Ints, end: Ints, grids: int, rules: GridRules,
    asked: int | None = _ASKED,
) -> Cut | None:  # fmt: skip
    """The best of some cuts that stays inside."""
    start, end, left, score = _scored(ring, start, end, grids, rules)
    order = np.argsort(score, kind="stable")[:asked]
    pinched: Cut | None = None
    for k in range(0, len(order), _ASKED_AT_ONCE):
        block = order[k : k + _ASKED_AT_ONCE]
        for cut in block[_stays_inside(ring, start[block], end[block])]:
            found = Cut(int(start[cut]), int(end[cut]), int(left[cut]), float(score[cut]))
            if not _makes_neck(ring, found):
                return found
            pinched = pinched or found
    return pinched


def _scored(
    ring: OuterRing, start: Ints, end: Ints, grids: int, rules: GridRules
) -> tuple[Ints, Ints, Ints, Floats]:
    """The cuts that can be made, with the grids left of each and its score."""
    apart = (end > start + 1) & ~((start == 0) & (end == len(ring.corners) - 1))
    start, end = start[apart], end[apart]
    load, area, perimeter = ring.sides(start, end)
    other_area = ring.area - area
    solid = (area > 1e-6 * ring.area) & (other_area > 1e-6 * ring.area)
    start, end, load = start[solid], end[solid], load[solid]
    area, perimeter, other_area = area[solid], perimeter[solid], other_area[solid]
    share = load / ring.load * grids
    left = np.clip(np.floor(share + 0.5), 1, grids - 1).astype(np.int64)
    rest = ring.outline - perimeter + 2 * ring.lengths(start, end)
    score = side_score(left, grids, share, area, perimeter, rules.balance)
    score += side_score(grids - left, grids, grids - share, other_area, rest, rules.balance)
    score += _NEW_CORNER * (ring.new[start].astype(np.float64) + ring.new[end])
    return start, end, left, score


def _stays_inside(ring: OuterRing, start: Ints, end: Ints) -> NDArray[np.bool_]:
    ends = np.stack([ring.corners[start], ring.corners[end]], axis=1)
    cuts = np.asarray(shapely.linestrings(ends), dtype=object)
    inside = np.asarray(shapely.covers(ring.polygon, cuts), dtype=bool)
    inside[inside] = shapely.relate_pattern(cuts[inside], ring.polygon, INSIDE)
    return inside


def _makes_neck(ring: OuterRing, cut: Cut) -> bool:
    """Whether a cut passes so near to a corner that one side hangs together by a thread."""
    line = shapely.LineString([ring.corners[cut.start], ring.corners[cut.end]])
    _, area, _ = ring.sides(np.array([cut.start]), np.array([cut.end]))
    narrow = _NECK * float(np.sqrt(min(area[0], ring.area - area[0])))
    away = np.asarray(shapely.distance(line, shapely.points(ring.corners)), dtype=np.float64)
    on_ring = np.minimum(_ring_distance(ring, cut.start), _ring_distance(ring, cut.end))
    return bool((away[on_ring > 3 * narrow] < narrow).any())


def _ring_distance(ring: OuterRing, corner: int) -> Floats:
    away = np.abs(ring.along[:-1] - ring.along[corner])
    nearer: Floats = np.minimum(away, ring.along[-1] - away)
    return nearer
