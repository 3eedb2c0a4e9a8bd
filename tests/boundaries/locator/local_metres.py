"""Metres around a point, by geodesics: the scale that distances and discs are measured in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

GEOD = pyproj.Geod(ellps="WGS84")
STEP = 1e-3
"""Degrees; so short that a geodesic is as long as the arc to eleven digits."""


def scale_at(lon: float, lat: float) -> tuple[float, float]:
    """Metres of a degree of longitude and of latitude."""
    _, _, east = GEOD.inv(lon - STEP, lat, lon + STEP, lat)
    _, _, north = GEOD.inv(lon, lat - STEP, lon, lat + STEP)
    return east / (2 * STEP), north / (2 * STEP)


def around(geometries: NDArray[np.object_], lon: float, lat: float) -> NDArray[np.object_]:
    """Geometries in metres from a point."""
    found: NDArray[np.object_] = shapely.transform(
        geometries, lambda places: (places - (lon, lat)) * scale_at(lon, lat)
    )
    return found


def disc(
    lon: float, lat: float, radius: float, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points strewn evenly over a disc of so many metres."""
    far, turn = radius * np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
    east, north = scale_at(lon, lat)
    return lon + far * np.cos(turn) / east, lat + far * np.sin(turn) / north


def beside_lines(
    geometries: NDArray[np.object_], within: float, count: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Points at most so many metres from a line."""
    places = shapely.get_coordinates(geometries)
    chosen = places[rng.integers(len(places), size=count)]
    found = []
    for lon, lat in chosen.tolist():
        x, y = disc(lon, lat, within, 1, rng)
        found.append((float(x[0]), float(y[0])))
    return found
