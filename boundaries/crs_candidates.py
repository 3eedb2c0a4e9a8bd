"""The coordinate reference systems that coordinates of a place may have been written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.crs import SourceCrs, parse_crs
from boundaries.errors import UnknownCrsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DATUMS = ("wgs84", "gcj02", "bd09")
_SAME_M = 3.0
"""Systems that put no point farther apart than this are told as one."""
_NEAR_DEGREES = 0.5
_FAR_DEGREES = 5.0
_MOST_DEGREES = 180.0
_DEGREE_M = 111_195.0
_IN_USE = ("WGS 84 /", "WGS 84 ", "CGCS2000 /", "ETRS89")
"""Of systems that can't be told apart, those on today's datums are named first."""


@dataclass(frozen=True)
class Candidate:
    """A way to read two columns of coordinates.

    Attributes
    ----------
    crs
        The system.
    swapped
        Whether the second column is the longitude or easting.
    also
        Names of systems that give the same places within metres.
    """

    crs: SourceCrs
    swapped: bool = False
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As ``gcj02`` or ``EPSG:2249 swapped``."""
        return f"{self.crs.name} swapped" if self.swapped else self.crs.name

    def to_wgs84(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude of the first and the second column, shape (n,) each."""
        with np.errstate(all="ignore"):  # of degrees that are none
            return self.crs.to_wgs84(y, x) if self.swapped else self.crs.to_wgs84(x, y)


def look_projected(x: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
    """Whether most coordinates can't be degrees; there must be one."""
    return bool(np.median(np.maximum(np.abs(x), np.abs(y))) > _MOST_DEGREES)


def crs_candidates(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    bounds: tuple[float, float, float, float],
    known: Sequence[str] = (),
) -> list[Candidate]:
    """What the coordinates may be: datums of degrees, or the projected systems of the place.

    Of projected systems those are tried that `known` names, and all that the EPSG register has
    for the place; those that put hardly a point near the bounds are left out.

    Parameters
    ----------
    x, y
        First and second column, finite, shape (n,), n above 0.
    bounds
        West, south, east and north of where points may lie, WGS 84 degrees.
    known
        Systems to try first, as those that layers were read in.
    """
    if not look_projected(x, y):
        return [Candidate(parse_crs(name), swap) for swap in (False, True) for name in _DATUMS]
    found: list[tuple[Candidate, NDArray[np.float64]]] = []
    for name in dict.fromkeys([*known, *_registered(x, y, bounds)]):
        for swapped in (False, True):
            _consider(found, name, x, y, bounds, swapped=swapped)
    return [candidate for candidate, _ in found]


def _consider(
    found: list[tuple[Candidate, NDArray[np.float64]]], name: str, x: NDArray[np.float64],
    y: NDArray[np.float64], bounds: tuple[float, float, float, float], *, swapped: bool,
) -> None:  # fmt: skip
    """Add a system that puts points near the bounds, to those that put them to the same place."""
    try:
        crs = parse_crs(name)
    except UnknownCrsError:
        return
    if crs.geographic:
        return
    candidate = Candidate(crs, swapped)
    places = np.column_stack(candidate.to_wgs84(x, y))
    if not _near(places, bounds):
        return
    for k, (other, there) in enumerate(found):
        if swapped == other.swapped and _same(places, there):
            also = (*other.also, crs.name)
            found[k] = Candidate(other.crs, swapped, also), there
            return
    found.append((candidate, places))


def _near(places: NDArray[np.float64], bounds: tuple[float, float, float, float]) -> bool:
    """Whether at least one point in ten lies near the bounds."""
    west, south, east, north = bounds
    lon, lat = places.T
    inside = (lon > west - _NEAR_DEGREES) & (lon < east + _NEAR_DEGREES)
    inside &= (lat > south - _NEAR_DEGREES) & (lat < north + _NEAR_DEGREES)
    return bool(inside.mean() > 0.1)


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    away = np.abs(one - other) * _DEGREE_M
    known = np.isfinite(away)
    return bool(known.any() and away[known].max() <= _SAME_M)


def _registered(
    x: NDArray[np.float64], y: NDArray[np.float64], bounds: tuple[float, float, float, float]
) -> list[str]:
    """Projected systems that the EPSG register has for a place and that put points near it."""
    from pyproj.aoi import AreaOfInterest
    from pyproj.database import query_crs_info
    from pyproj.enums import PJType

    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    place = AreaOfInterest(lon, lat, lon, lat)
    listed = query_crs_info("EPSG", PJType.PROJECTED_CRS, place, contains=True)
    in_use = sorted((not each.name.startswith(_IN_USE), int(each.code)) for each in listed)
    middle = float(np.median(x)), float(np.median(y))
    return [f"EPSG:{code}" for _, code in in_use if _puts_near(code, middle, (lon, lat))]


def _puts_near(code: int, middle: tuple[float, float], place: tuple[float, float]) -> bool:
    """Whether a system puts the middle of the points near the place, either way round.

    Without a change of datum, which is some hundred metres and takes long to prepare.
    """
    from pyproj import CRS, Proj
    from pyproj.exceptions import ProjError

    try:
        projection = Proj(CRS.from_epsg(code))
    except ProjError:
        return False
    for x, y in (middle, middle[::-1]):
        lon, lat = projection(x, y, inverse=True)
        if abs(lon - place[0]) < _FAR_DEGREES and abs(lat - place[1]) < _FAR_DEGREES:
            return True
    return False
