"""`geopandas.sjoin`, as everybody does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import shapely
from geopandas.array import GeometryArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

PREDICATES = ("within", "intersects")


class SpatialJoin:
    """geopandas.sjoin by one predicate."""

    def __init__(self, predicate: str) -> None:
        self.predicate = predicate
        self.name = f"geopandas {geopandas.__version__} sjoin ({predicate})"

    def build(self, geometries: NDArray[np.object_]) -> None:
        self._areas = _frame(geometries)
        _ = self._areas.sindex

    def ready(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
        return np.asarray(shapely.points(lon, lat))

    def find(self, points: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        # A frame of its own each time: a batch of new points comes without a search tree.
        joined = geopandas.sjoin(_frame(points), self._areas, predicate=self.predicate)
        return joined.index.to_numpy(), joined["index_right"].to_numpy().astype(np.int64)


def _frame(geometries: NDArray[np.object_]) -> Any:
    return geopandas.GeoDataFrame(geometry=GeometryArray(geometries, crs=4326))
