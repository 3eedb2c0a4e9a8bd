"""Whose a point is, exactly and for millions of points: the written rule, by vertical rays.

Made to judge the locator, so nothing of it is used here, and the way is another: the ray runs
north, edges are found by columns of each area, and what floating point cannot decide is decided
by rational numbers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.locator.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

_BLOCK = 100_000
_ROUNDING = 5 * 2.0**-53
"""Bounds the error of a 2×2 determinant of differences, relative to its two products."""
_UNDERFLOW = 1e-290
"""Products below it may have lost digits."""


class Oracle:
    """The written rule for one layer.

    Areas are half-open: a point belongs to the area that it lies in after an infinitesimal
    step east, and then a much smaller one north. Where that leads out of the layer, an area
    that touches the point owns it. Of several the one with the lowest code does. The step
    east from 180° leads to −180°: both are one place, whatever it is called.

    Parameters
    ----------
    geometries
        Polygons and multipolygons, shape (n,).
    codes
        Of the areas.
    """

    def __init__(self, geometries: NDArray[np.object_], codes: Sequence[str]) -> None:
        self._tree = shapely.STRtree(geometries)
        self._columns = Columns(geometries)
        order = sorted(range(len(codes)), key=lambda k: codes[k])
        self._by_rank = np.array([*order, -1], dtype=np.int32)
        self._rank = np.empty(len(codes), dtype=np.int64)
        self._rank[order] = np.arange(len(codes))

    def owners(self, lon: Floats, lat: Floats) -> NDArray[np.int32]:
        """Row of the owner of each point, -1 for none; int32, shape (n,)."""
        return self.answers(lon, lat)[0]

    def on_lines(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Which points lie on an edge of an area, exactly; bool, shape (n,)."""
        return self.answers(lon, lat)[1]

    def answers(self, lon: Floats, lat: Floats) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Both at once."""
        owners, on_lines = np.empty(len(lon), dtype=np.int32), np.empty(len(lon), dtype=bool)
        for start in range(0, len(lon), _BLOCK):
            part = slice(start, start + _BLOCK)
            owners[part], on_lines[part] = self._block(lon[part], lat[part])
        return owners, on_lines

    def _block(self, lon: Floats, lat: Floats) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        finite = np.isfinite(lon) & np.isfinite(lat)
        x, y = np.where(finite, lon, 1e9), np.where(finite, lat, 1e9)
        held, touched = self._ranks(x, y)
        # Where the map ends in the east and begins in the west is one place.
        seam = np.flatnonzero(np.abs(x) == 180.0)
        if len(seam):
            beyond, met = self._ranks(-x[seam], y[seam])
            held[seam] = np.minimum(held[seam], beyond)
            touched[seam] = np.minimum(touched[seam], met)
        nobody = len(self._rank)
        rank = np.where(held < nobody, held, touched)
        return self._by_rank[rank], touched < nobody

    def _ranks(self, x: Floats, y: Floats) -> tuple[Rows, Rows]:
        """For each point the lowest rank of the areas holding it, and of those touched."""
        held = np.full(len(x), len(self._rank))
        touched = held.copy()
        point, area = self._tree.query(shapely.points(x, y))
        for s in range(0, len(point), _BLOCK):
            p, a = point[s : s + _BLOCK], area[s : s + _BLOCK]
            inside, met = self._pairs(x[p], y[p], a)
            np.minimum.at(held, p[inside], self._rank[a[inside]])
            np.minimum.at(touched, p[met], self._rank[a[met]])
        return held, touched

    def _pairs(
        self, x: Floats, y: Floats, area: Rows
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each point, moved, lies in its area; and whether it lies on its line."""
        pair, edge = self._columns.near(x, area)
        ax, ay, bx, by = self._columns.edges[edge].T
        px, py = x[pair], y[pair]
        spans = (ax <= px) & (px <= bx)
        pair, px, py = pair[spans], px[spans], py[spans]
        ax, ay, bx, by = ax[spans], ay[spans], bx[spans], by[spans]
        side = sides(ax, ay, bx, by, px, py)
        # A step east off a line that rises leaves the line above the point.
        above = (side < 0) | ((side == 0) & (by > ay))
        crossed = np.bincount(pair[above & (px < bx)], minlength=len(x))
        on = (side == 0) & (np.minimum(ay, by) <= py) & (py <= np.maximum(ay, by))
        return crossed % 2 == 1, np.bincount(pair[on], minlength=len(x)) > 0


def sides(ax: Floats, ay: Floats, bx: Floats, by: Floats, x: Floats, y: Floats) -> NDArray[np.int8]:
    """On which side of the line from a to b each point lies: 1 left of it, -1 right, 0 on it."""
    one, two = (bx - ax) * (y - ay), (by - ay) * (x - ax)
    determinant = one - two
    sure = np.abs(determinant) > _ROUNDING * (np.abs(one) + np.abs(two)) + _UNDERFLOW
    result = np.where(sure, np.sign(determinant), 0).astype(np.int8)
    at_end = ((x == ax) & (y == ay)) | ((x == bx) & (y == by))
    for k in np.flatnonzero(~sure & ~at_end).tolist():
        result[k] = _exact_side(*(float(each[k]) for each in (ax, ay, bx, by, x, y)))
    return result


def _exact_side(*corners: float) -> int:
    ax, ay, bx, by, x, y = map(Fraction, corners)
    determinant = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    return (determinant > 0) - (determinant < 0)
