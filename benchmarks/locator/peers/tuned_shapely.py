"""Shapely as fast as its own parts go: a tree of boxes, then prepared polygons, area by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.float64]]

_BLOCK = 65_536
"""Pairs looked at together: small enough for the cache."""


class TunedShapely:
    """STRtree over the areas, pairs sorted by area, prepared `intersects_xy`."""

    name = f"shapely {shapely.__version__} (boxes, sorted, prepared intersects_xy)"

    def build(self, geometries: NDArray[np.object_]) -> None:
        self._tree = shapely.STRtree(geometries)
        # Polygons of its own: what it prepares must not make other peers faster.
        self._geometries = shapely.from_wkb(shapely.to_wkb(geometries))
        shapely.prepare(self._geometries)

    def ready(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Points:
        places: NDArray[np.object_] = np.asarray(shapely.points(lon, lat))
        return places, lon, lat

    def find(self, points: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        places, lon, lat = points
        point, area = self._tree.query(places)
        order = np.argsort(area, kind="stable")
        point, area = point[order], area[order]
        inside = np.empty(len(point), dtype=bool)
        for start in range(0, len(point), _BLOCK):
            part = slice(start, start + _BLOCK)
            rows = point[part]
            inside[part] = shapely.intersects_xy(self._geometries[area[part]], lon[rows], lat[rows])
        return point[inside], area[inside]
