"""What grids are compared with: square cells cut off at the village's line, and k-means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only
from boundaries.tessellation.plane import Plane

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.layout import Loads

    Pieces = tuple[NDArray[np.object_], NDArray[np.int64]]

_SAMPLES_A_GRID = 100


def square_pieces(villages: NDArray[np.object_], counts: NDArray[np.int64]) -> Pieces:
    """Squares of a village's area by its count, cut off at its line: pieces, village rows."""
    cells = [_squares(each, int(n)) for each, n in zip(villages, counts, strict=True)]
    return _collected(villages, cells)


def _squares(village: BaseGeometry, count: int) -> list[BaseGeometry]:
    plane = Plane(village)
    metres = plane.in_metres(village)
    side = float(np.sqrt(metres.area / count))
    west, south, east, north = metres.bounds
    x, y = np.meshgrid(np.arange(west, east, side), np.arange(south, north, side))
    cells = shapely.box(x.ravel(), y.ravel(), x.ravel() + side, y.ravel() + side)
    cut = [polygons_only(piece) for piece in shapely.intersection(cells, metres)]
    return [plane.in_degrees(piece) for piece in cut if not piece.is_empty]


def k_means_pieces(
    villages: NDArray[np.object_], counts: NDArray[np.int64], loads: Loads | None, seed: int
) -> Pieces:
    """Voronoi cells of weighted k-means centres, cut off at the village's line."""
    found = [
        _voronoi(village, int(counts[k]), loads, k, seed) for k, village in enumerate(villages)
    ]
    return _collected(villages, found)


def _voronoi(
    village: BaseGeometry, count: int, loads: Loads | None, row: int, seed: int
) -> list[BaseGeometry]:
    from sklearn.cluster import KMeans

    plane = Plane(village)
    metres = plane.in_metres(village)
    places, weights = _samples(plane, metres, count, loads, row)
    if count == 1 or len(np.unique(places, axis=0)) < count:
        return [village]
    centres = KMeans(count, n_init=3, random_state=seed).fit(places, sample_weight=weights)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(centres.cluster_centers_), extend_to=metres)
    )
    cut = [polygons_only(piece) for piece in shapely.intersection(cells, metres)]
    return [plane.in_degrees(piece) for piece in cut if not piece.is_empty]


def _samples(
    plane: Plane, metres: BaseGeometry, count: int, loads: Loads | None, row: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points with weights: those of the load, or evenly spread where it is the area."""
    if loads is not None:
        mine = (loads.owner == row) & (loads.weights > 0)
        places = plane.metres(np.column_stack([loads.lon[mine], loads.lat[mine]]))
        return places, loads.weights[mine]
    step = float(np.sqrt(metres.area / count / _SAMPLES_A_GRID))
    west, south, east, north = metres.bounds
    grid = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    x, y = (axis.ravel() for axis in grid)
    inside = shapely.contains_xy(metres, x, y)
    return np.column_stack([x, y])[inside], np.ones(int(inside.sum()))


def _collected(villages: NDArray[np.object_], found: list[list[BaseGeometry]]) -> Pieces:
    pieces = np.empty(sum(map(len, found)), dtype=object)
    pieces[:] = [piece for each in found for piece in each]
    return pieces, np.repeat(np.arange(len(villages)), [len(each) for each in found])
