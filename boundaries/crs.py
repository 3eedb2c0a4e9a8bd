"""From the coordinates a source declares to WGS 84, and back.

WGS 84 and CGCS2000 differ by less than a decimetre and are taken as one. GCJ-02 and BD-09
are the shifted datums of Chinese web maps; their shift is applied wherever it is declared,
never behind a rectangle test: who declares a datum means it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from boundaries.errors import UnknownCrsError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS, Transformer

    Pair: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]

KNOWN = "wgs84, cgcs2000, gcj02, bd09 or EPSG:n"
_NAMES = {
    "wgs84": "wgs84", "epsg:4326": "wgs84", "crs84": "wgs84", "ogc:crs84": "wgs84",
    "cgcs2000": "cgcs2000", "epsg:4490": "cgcs2000", "gcj02": "gcj02", "bd09": "bd09",
}  # fmt: skip
"""What people and files write, in lower case without blanks and dashes, and what it is here."""

_BARE_NAME = re.compile(r"(?!\d+$)[^:=\[{]+")
"""A name alone: no number, no authority, no definition."""
_LONGEST_SHOWN = 60

_A = 6378245.0
"""Semi-major axis of Krasovsky 1940, metres, as the GCJ-02 shift uses it."""
_EE = 0.00669342162296594323
_BD_PI = np.pi * 3000.0 / 180.0
_ITERATIONS = 6
"""Fixed-point steps of the inverse: below 1e-9 degrees anywhere in China."""


@dataclass(frozen=True)
class SourceCrs:
    """The coordinate reference system that a source declares; make it with `parse_crs`.

    Attributes
    ----------
    name
        ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09`` or ``EPSG:n``.
    geographic
        Whether coordinates are degrees.
    """

    name: str
    geographic: bool

    def to_wgs84(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Pair:
        """Longitudes and latitudes, WGS 84 degrees.

        Parameters
        ----------
        x, y
            Shape (n,): longitude and latitude in degrees, or easting and northing in the
            unit of the CRS.

        Returns
        -------
        tuple of two arrays of shape (n,); not finite where the CRS does not reach.
        """
        if self.name in {"wgs84", "cgcs2000"}:
            return x, y
        if self.name in {"gcj02", "bd09"}:
            # The shift's formula means nothing off the earth and overflows far from it.
            on_earth = (np.abs(x) <= 180) & (np.abs(y) < 90)
            x, y = np.where(on_earth, x, np.nan), np.where(on_earth, y, np.nan)
            return gcj02_to_wgs84(*(bd09_to_gcj02(x, y) if self.name == "bd09" else (x, y)))
        lon, lat = _transformer(self.name).transform(x, y)
        return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


WGS84 = SourceCrs("wgs84", geographic=True)


@lru_cache(maxsize=64)
def parse_crs(text: str) -> SourceCrs:
    """The CRS of a declaration as ``wgs84``, ``GCJ-02`` or ``EPSG:2249``.

    Raises
    ------
    UnknownCrsError
        When nobody knows it, or it is not one of positions on a map of the earth.
    """
    known = _NAMES.get(_squeezed(text))
    return SourceCrs(known, geographic=True) if known else _registered(text.strip())


def _squeezed(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.lower())


def _registered(text: str) -> SourceCrs:
    from pyproj import CRS
    from pyproj.exceptions import CRSError, ProjError

    unknown = UnknownCrsError(
        f"No coordinate reference system is called {_shown(text)}.", remedy=f"Say {KNOWN}."
    )
    try:
        stated = CRS.from_user_input(text)
    except CRSError:
        raise unknown from None
    # PROJ takes a part of a name for the name of one that has it: "beijing" for New Beijing.
    if _BARE_NAME.fullmatch(text) and _squeezed(text) != _squeezed(stated.name):
        raise unknown
    # Heights are of no concern here: a CRS with them is the one below them.
    found = stated.to_2d()
    name = _name(found)
    if name in _NAMES.values():
        return SourceCrs(name, geographic=True)
    if not (found.is_geographic or found.is_projected):
        raise _off_the_map(text, f"it is a {found.type_name}")
    try:
        _transformer(name)
    except ProjError as error:
        raise _off_the_map(text, str(error).rpartition(": ")[2].partition(".")[0]) from None
    degrees = found.axis_info[0].unit_name == "degree"
    return SourceCrs(name, geographic=bool(found.is_geographic) and degrees)


def _off_the_map(text: str, why: str) -> UnknownCrsError:
    return UnknownCrsError(
        f"{_shown(text)} gives no positions on a map of the earth: {why}.",
        remedy=f"Say {KNOWN}.",
    )


def _name(crs: CRS) -> str:
    """The name by which the CRS can be found again: its number, else its full definition."""
    code = crs.to_epsg()
    number = f"EPSG:{code}" if code is not None else ":".join(crs.to_authority() or ())
    return _NAMES.get(number.lower(), number) or crs.to_wkt()


def _shown(text: str) -> str:
    """A CRS as messages quote it: a file's full definition is cut."""
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…")


@lru_cache(maxsize=32)
def _transformer(name: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(name, "EPSG:4326", always_xy=True)


def _gcj02_shift(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """Degrees that GCJ-02 adds at a WGS 84 position."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
        + (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
        + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    east = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
        + (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
        + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    )  # fmt: skip
    phi = np.radians(lat)
    magic = 1.0 - _EE * np.sin(phi) ** 2
    meridian = _A * (1.0 - _EE) / (magic * np.sqrt(magic))
    parallel = _A / np.sqrt(magic) * np.cos(phi)
    return np.degrees(east / parallel), np.degrees(north / meridian)


def wgs84_to_gcj02(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """GCJ-02 degrees of WGS 84 degrees, shape (n,)."""
    east, north = _gcj02_shift(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """WGS 84 degrees of GCJ-02 degrees, shape (n,), by fixed-point iteration."""
    guess = lon, lat
    for _ in range(_ITERATIONS):
        east, north = _gcj02_shift(*guess)
        guess = lon - east, lat - north
    return guess


def gcj02_to_bd09(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """BD-09 degrees of GCJ-02 degrees, shape (n,)."""
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_PI)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """GCJ-02 degrees of BD-09 degrees, shape (n,), by fixed-point iteration."""
    guess = lon, lat
    for _ in range(_ITERATIONS):
        there = gcj02_to_bd09(*guess)
        guess = guess[0] + lon - there[0], guess[1] + lat - there[1]
    return guess
