"""Between the coordinates of a file and a plane in metres, and back bit by bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import degree_metres, repair_polygon

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.crs import SourceCrs

_STEP = 1e-3
"""Share of the extent over which a scale is measured."""
_DIGITS = 4


def metres_per_unit(crs: SourceCrs, geometries: NDArray[np.object_]) -> tuple[float, float]:
    """Metres on the ground of a unit of x and of y, the largest anywhere in the extent.

    The largest, so that what is within a tolerance on the plane is within it on the ground.
    Rounded up to four digits: mending that moves the extent by a millimetre must not change it.
    """
    west, south, east, north = shapely.total_bounds(geometries)
    xs, ys = np.meshgrid(np.linspace(west, east, 5), np.linspace(south, north, 5))
    x, y = xs.ravel(), ys.ravel()
    step = max(east - west, north - south, 1e-9) * _STEP
    here = crs.to_wgs84(x, y)
    along_x = _distance(here, crs.to_wgs84(x + step, y))
    along_y = _distance(here, crs.to_wgs84(x, y + step))
    return _rounded_up(np.nanmax(along_x) / step), _rounded_up(np.nanmax(along_y) / step)


def _distance(
    one: tuple[NDArray[np.float64], NDArray[np.float64]],
    other: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    scales = np.array([degree_metres(lat) for lat in np.clip(one[1], -89.0, 89.0)])
    return np.asarray(
        np.hypot((other[0] - one[0]) * scales[:, 0], (other[1] - one[1]) * scales[:, 1])
    )


def _rounded_up(value: float) -> float:
    unit = 10.0 ** (np.floor(np.log10(value)) - _DIGITS + 1)
    return float(np.ceil(value / unit) * unit)


class Plane:
    """Metres of a file's own coordinates.

    Parameters
    ----------
    geometries
        In the file's coordinates.
    scale
        From `metres_per_unit`.
    """

    def __init__(self, geometries: NDArray[np.object_], scale: tuple[float, float]) -> None:
        self._scale = np.array(scale)
        places = shapely.get_coordinates(geometries)
        metres = map(tuple, (places * self._scale).tolist())
        self._places = dict(zip(metres, map(tuple, places.tolist()), strict=True))

    def to_metres(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """The geometries in metres, in two dimensions."""
        moved = shapely.transform(geometries, lambda c: c * self._scale)
        return np.asarray(moved, dtype=object)

    def to_file(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in the file's coordinates; vertices that were there have the same bits."""
        return shapely.transform(geometry, self._back)

    def _back(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        written = places / self._scale
        rows = zip(map(tuple, places.tolist()), map(tuple, written.tolist()), strict=True)
        back = [self._places.get(place, other) for place, other in rows]
        return np.array(back, dtype=np.float64).reshape(places.shape)

    def settled(self, geometry: BaseGeometry) -> BaseGeometry:
        """The polygon with computed vertices where they will be when the file is read again.

        What is valid in metres may cross itself by the width of a rounding in the file's units:
        then it is repaired there.
        """
        here = shapely.transform(geometry, self._settle)
        repair = repair_polygon(self.to_file(here))
        if repair is None:
            return here
        places = shapely.get_coordinates(repair.geometry)
        self._learn(places * self._scale, places)
        return shapely.transform(repair.geometry, lambda c: c * self._scale)

    def _learn(self, metres: NDArray[np.float64], written: NDArray[np.float64]) -> None:
        for place, other in zip(metres.tolist(), written.tolist(), strict=True):
            # A vertex that was there keeps its bits.
            self._places.setdefault(tuple(place), tuple(other))

    def _settle(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        new = np.array([place not in self._places for place in map(tuple, places.tolist())])
        written = places[new] / self._scale
        read = written * self._scale
        self._learn(read, written)
        settled = places.copy()
        settled[new] = read
        return settled
