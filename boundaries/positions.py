"""What is wrong with a position, before anybody asks whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.errors import BoundaryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs

REASONS = (
    "",
    "no_coordinate",
    "not_a_number",
    "zero_coordinate",
    "whole_degrees",
    "outside_the_earth",
    "outside_extent",
    "outside_every_area",
)
"""Why a point is not inside; a reason's index is its code, 0 means nothing is wrong."""

OK, NO_COORDINATE, NOT_A_NUMBER, ZERO, WHOLE_DEGREES, OFF_EARTH, OFF_EXTENT, OUTSIDE = range(8)


@dataclass(frozen=True)
class Extent:
    """West, south, east and north of where an installation's points may lie, degrees."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        degrees = -180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90
        if not degrees:
            raise BoundaryError(
                f"An extent must be west < east within ±180 and south < north within ±90; "
                f"got {self.west}, {self.south}, {self.east}, {self.north}.",
                remedy="Write it as west,south,east,north in degrees.",
            )


@dataclass(frozen=True)
class Positions:
    """Points in WGS 84 with what is wrong with each.

    Attributes
    ----------
    lon, lat
        Degrees, float64, shape (n,); NaN where there is no usable position.
    problem
        Index into `REASONS`, uint8, shape (n,); 0 where the position can be used.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    problem: NDArray[np.uint8]


def to_positions(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    crs: SourceCrs,
    extent: Extent | None = None,
    given: NDArray[np.uint8] | None = None,
) -> Positions:
    """Coordinates as a source wrote them, brought to WGS 84 and looked at.

    Parameters
    ----------
    x, y
        Longitude and latitude, or easting and northing, in the unit of `crs`; shape (n,),
        NaN where there is none.
    extent
        Where points may lie; anywhere on earth when not given.
    given
        Problems already known, as `REASONS` indices, shape (n,); they win.

    Returns
    -------
    Positions
        ``zero_coordinate`` marks 0, 0 and ``whole_degrees`` two whole numbers of degrees:
        both are what systems write that know no coordinate.
    """
    known = np.isfinite(x) & np.isfinite(y)
    lon, lat = crs.to_wgs84(np.where(known, x, np.nan), np.where(known, y, np.nan))
    problem = np.zeros(len(x), dtype=np.uint8)
    if extent is not None:
        off = (lon < extent.west) | (lon > extent.east)
        off |= (lat < extent.south) | (lat > extent.north)
        problem[off] = OFF_EXTENT
    problem[~(np.abs(lon) <= 180) | ~(np.abs(lat) <= 90)] = OFF_EARTH
    if crs.geographic:
        problem[known & (x == np.floor(x)) & (y == np.floor(y)) & (problem == OK)] = WHOLE_DEGREES
    problem[(x == 0) & (y == 0)] = ZERO
    problem[np.isnan(x) | np.isnan(y)] = NO_COORDINATE
    problem[np.isinf(x) | np.isinf(y)] = NOT_A_NUMBER
    if given is not None:
        problem = np.where(given != OK, given, problem)
    usable = problem == OK
    return Positions(np.where(usable, lon, np.nan), np.where(usable, lat, np.nan), problem)
