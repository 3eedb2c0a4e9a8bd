"""From the coordinates a source declares to WGS 84, and back.

WGS 84 and CGCS2000 differ by less than a decimetre and are taken as one. GCJ-02 and BD-09
are the shifted datums of Chinese web maps; their shift is applied wherever it is declared,
never behind a rectangle test: who declares a datum means it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from boundaries.errors import UnknownCrsError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer

    Pair: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]

KNOWN = "wgs84, cgcs2000, gcj02, bd09 or EPSG:n"
_PLAIN = {"wgs84", "cgcs2000", "epsg:4326", "epsg:4490", "crs84", "ogc:crs84"}
_SHIFTED = {"gcj02", "bd09"}

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
        if self.name == "gcj02":
            return gcj02_to_wgs84(x, y)
        if self.name == "bd09":
            return gcj02_to_wgs84(*bd09_to_gcj02(x, y))
        lon, lat = _transformer(self.name).transform(x, y)
        return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


WGS84 = SourceCrs("wgs84", geographic=True)


def parse_crs(text: str) -> SourceCrs:
    """The CRS of a declaration as ``wgs84``, ``gcj02`` or ``EPSG:2249``.

    Raises
    ------
    UnknownCrsError
        When nobody knows it.
    """
    name = text.strip().lower()
    if name in {"cgcs2000", "epsg:4490"}:
        return SourceCrs("cgcs2000", geographic=True)
    if name in _PLAIN:
        return WGS84
    if name in _SHIFTED:
        return SourceCrs(name, geographic=True)
    return _registered(text)


def _registered(text: str) -> SourceCrs:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(text.strip())
    except CRSError:
        raise UnknownCrsError(
            f"No coordinate reference system is called {text.strip()!r}.",
            remedy=f"Say {KNOWN}.",
        ) from None
    code = found.to_epsg()
    if code in {4326, 4490}:
        return parse_crs(f"EPSG:{code}")
    # A file's own definition may have no number: its full text then stands for it.
    name = f"EPSG:{code}" if code is not None else found.to_wkt()
    return SourceCrs(name, geographic=bool(found.is_geographic))


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
