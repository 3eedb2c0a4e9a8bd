"""The load of a piece of ground: points with weights, or its area.

Points are added up edge by edge around a ring, as the area under a curve is: what lies below an
edge that runs west counts, what lies below one that runs east is taken off. So the load left of
a cut is known from sums along the ring, without asking of any point where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_POINTS = 400
"""Beyond it points are gathered in cells to look for cuts; loads stay exact."""
_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class AreaWeights:
    """Square metres."""

    total: float

    def inside(self, pieces: NDArray[np.object_]) -> list[Weights]:
        """The load shared out to pieces that cover the polygon: their areas."""
        return [AreaWeights(float(area)) for area in shapely.area(pieces)]


@dataclass(frozen=True)
class PointWeights:
    """Points, shape (n, 2), in metres, and their weights, shape (n,)."""

    places: NDArray[np.float64]
    weights: NDArray[np.float64]

    @property
    def total(self) -> float:
        """Sum of the weights."""
        return float(self.weights.sum())

    def below(self, starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weights of the points under each edge; an edge holds its eastern end, not its western."""
        step = max(1, _AT_ONCE // max(1, len(self.weights)))
        blocks = [
            self._below(starts[k : k + step], ends[k : k + step])
            for k in range(0, len(starts), step)
        ]
        return np.concatenate(blocks) if blocks else np.empty(0)

    def _below(self, starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
        east = starts[:, 0] < ends[:, 0]
        # Both ways round an edge must tell the same points: it is looked at west to east.
        west_end, east_end = np.where(east[:, None], (starts, ends), (ends, starts))
        x, y = self.places.T
        west_x, east_x = west_end[:, :1], east_end[:, :1]
        span = (x > west_x) & (x <= east_x)
        side = (east_end - west_end)[:, :1] * (y - west_end[:, 1:]) - (
            (east_end - west_end)[:, 1:] * (x - west_x)
        )
        under = (span & (side < 0)) @ self.weights
        signed: NDArray[np.float64] = np.where(east, -under, under)
        return signed

    def inside(self, pieces: NDArray[np.object_]) -> list[Weights]:
        """Each point to the first piece that touches it, else to the nearest."""
        owner = np.full(len(self.weights), -1)
        for k, piece in enumerate(pieces):
            free = np.flatnonzero(owner < 0)
            owner[free[shapely.intersects_xy(piece, *self.places[free].T)]] = k
        lost = np.flatnonzero(owner < 0)
        if len(lost):
            points = shapely.points(self.places[lost])
            owner[lost] = shapely.distance(pieces[:, None], points).argmin(axis=0)
        return [
            PointWeights(self.places[owner == k], self.weights[owner == k])
            for k in range(len(pieces))
        ]

    def gathered(self) -> PointWeights:
        """The weights of at most some hundred cells, each at its centre of gravity."""
        if len(self.weights) <= _MOST_POINTS:
            return self
        low, high = self.places.min(axis=0), self.places.max(axis=0)
        side = max(float(np.sqrt(np.prod(high - low) / _MOST_POINTS)), 1e-9)
        side = max(side, float((high - low).max()) / _MOST_POINTS)
        _, cell = np.unique(
            ((self.places - low) / side).astype(np.int64), axis=0, return_inverse=True
        )
        weights = np.bincount(cell, self.weights).astype(np.float64)
        kept = weights > 0
        sums = [np.bincount(cell, self.weights * self.places[:, axis]) for axis in (0, 1)]
        places = np.column_stack(sums)[kept] / weights[kept, None]
        return PointWeights(places, weights[kept])


Weights: TypeAlias = AreaWeights | PointWeights
"""The load of a polygon, in metres of its village."""
