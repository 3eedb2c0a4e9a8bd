"""The nearest area to a point so far away that a local scale means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.index.layout import LayerIndex

_RADIUS_M = 6_371_008.8
"""Mean radius of the earth."""
_AMONG = 32
"""Areas whose every vertex is measured."""


def nearest_from_afar(index: LayerIndex, lon: float, lat: float) -> tuple[float, int]:
    """Metres along the ellipsoid to the nearest vertex of an area, and the row of the area.

    Which area is the nearest is found on a sphere, among those whose boxes' corners and middles
    are: where two are equally far to a per cent, either may be named.
    """
    west, south, east, north = index.boxes.T
    corners = ((west, south), (west, north), (east, south), (east, north))
    places = (*corners, ((west + east) / 2, (south + north) / 2))
    near = np.min([_sphere_m(lon, lat, x, y) for x, y in places], axis=0)
    likely = np.argsort(near, kind="stable")[:_AMONG]
    best = np.inf, -1, 0.0, 0.0
    for row in np.sort(likely).tolist():
        x, y = _vertices(index, row).T
        metres = _sphere_m(lon, lat, x, y)
        k = int(metres.argmin())
        best = min(best, (float(metres[k]), row, float(x[k]), float(y[k])))
    from pyproj import Geod

    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, best[2], best[3])
    return float(metres), best[1]


def _vertices(index: LayerIndex, row: int) -> NDArray[np.float64]:
    """All vertices of an area, shape (m, 2)."""
    parts = np.searchsorted(index.part_areas, [row, row + 1])
    rings = np.searchsorted(index.ring_parts, parts)
    start, stop = index.ring_starts[rings]
    return index.xy[2 * start : 2 * stop].reshape(-1, 2)


def _sphere_m(
    lon: float, lat: float, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Great-circle distance by the haversine formula."""
    phi, other = np.radians(lat), np.radians(y)
    across = np.sin(np.radians(x - lon) / 2) ** 2
    h = np.sin((other - phi) / 2) ** 2 + np.cos(phi) * np.cos(other) * across
    metres: NDArray[np.float64] = 2.0 * _RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return metres
