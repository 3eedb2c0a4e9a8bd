"""A village in metres, whose corners find back to the very degrees they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import degree_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


class Plane:
    """Metres east and north of a village's middle, in its local scale.

    Parameters
    ----------
    village
        Polygon or multipolygon, WGS 84 degrees.
    """

    def __init__(self, village: BaseGeometry) -> None:
        corners = np.unique(shapely.get_coordinates(village), axis=0)
        west, south, east, north = shapely.bounds(village)
        self._origin = np.array([(west + east) / 2, (south + north) / 2])
        self._scale = np.array(degree_metres(float(self._origin[1])))
        if len(np.unique(self.metres(corners), axis=0)) < len(corners):
            # Corners nearer to one another than metres can tell: degrees can.
            self._origin, self._scale = np.zeros(2), np.ones(2)
        self._degrees = {
            (x, y): place
            for (x, y), place in zip(
                self.metres(corners).tolist(), map(tuple, corners.tolist()), strict=True
            )
        }

    def metres(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres of degrees, shape (n, 2)."""
        metres: NDArray[np.float64] = (degrees - self._origin) * self._scale
        return metres

    def degrees(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees of metres, shape (n, 2): a corner's own, else computed."""
        computed = metres / self._scale + self._origin
        known = [
            self._degrees.get((x, y), tuple(place))
            for (x, y), place in zip(metres.tolist(), computed.tolist(), strict=True)
        ]
        return np.array(known, dtype=np.float64).reshape(-1, 2)

    def in_metres(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in metres."""
        return shapely.transform(geometry, self.metres)

    def in_degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees."""
        return shapely.transform(geometry, self.degrees)
