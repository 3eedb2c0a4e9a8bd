"""The edges of every area, sorted into columns of longitude, for rays that run north."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

_EDGES_A_COLUMN = 6


class Columns:
    """Finds the edges of an area whose span of longitudes may hold a point's.

    Attributes
    ----------
    edges
        Western and eastern end of each edge: float64, shape (m, 4), x, y, x, y.
    """

    def __init__(self, geometries: NDArray[np.object_]) -> None:
        self.edges, area = edges_of(geometries)
        count = np.bincount(area, minlength=len(geometries))
        self._count = np.maximum(count // _EDGES_A_COLUMN, 1)
        self._first = np.concatenate([[0], np.cumsum(self._count)])
        west, _, east, _ = shapely.bounds(geometries).T
        self._west = west
        with np.errstate(divide="ignore", over="ignore"):
            scale = self._count / (east - west)
        self._scale = np.where(np.isfinite(scale), scale, 0.0)
        self._sort(area)

    def _sort(self, area: Rows) -> None:
        first, last = (self._column(self.edges[:, k], area) for k in (0, 2))
        edge = np.repeat(np.arange(len(area)), last - first + 1)
        column = spread(first, last - first + 1)
        order = np.argsort(column, kind="stable")
        self._edge = edge[order]
        self._start = np.searchsorted(column[order], np.arange(self._first[-1] + 1))

    def _column(self, x: Floats, area: Rows) -> Rows:
        # Rounding keeps the order of longitudes: an edge is in every column that it spans.
        column = np.floor((x - self._west[area]) * self._scale[area])
        inside = np.clip(column, 0, self._count[area] - 1).astype(np.int64)
        found: Rows = self._first[area] + inside
        return found

    def near(self, x: Floats, area: Rows) -> tuple[Rows, Rows]:
        """Pairs of a query and an edge in the column of its longitude.

        Parameters
        ----------
        x, area
            Longitude and area of each query, shape (q,).
        """
        column = self._column(x, area)
        start = self._start[column]
        count = self._start[column + 1] - start
        return np.repeat(np.arange(len(x)), count), self._edge[spread(start, count)]


def spread(start: Rows, count: Rows) -> Rows:
    """The numbers from each start, as many as counted, one run after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Rows = np.arange(total) + np.repeat(start - (ends - count), count)
    return numbers


def edges_of(geometries: NDArray[np.object_]) -> tuple[Floats, Rows]:
    """All edges, western end first, and the area of each."""
    parts, area = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    inside = np.flatnonzero(ring[1:] == ring[:-1])
    start, end = corners[inside], corners[inside + 1]
    turned = (start[:, 0] > end[:, 0])[:, None]
    edges = np.hstack([np.where(turned, end, start), np.where(turned, start, end)])
    return edges, area[part[ring[inside]]].astype(np.int64)
