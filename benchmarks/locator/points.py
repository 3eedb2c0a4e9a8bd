"""Points to ask about: strewn evenly, crowded as requests are, and set where rules show."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Places: TypeAlias = tuple[Floats, Floats]

_SPREAD = 0.05
"""Of a crowd of requests, as a part of the layer's width."""
_ADDRESSES = 0.7
"""Part of the requests that crowd; the others come from anywhere."""


def strewn(geometries: NDArray[np.object_], count: int, seed: int = 3) -> Places:
    """Points spread evenly over the box of a layer."""
    west, south, east, north = shapely.total_bounds(geometries)
    rng = np.random.default_rng(seed)
    return rng.uniform(west, east, count), rng.uniform(south, north, count)


def crowded(geometries: NDArray[np.object_], count: int, seed: int = 3) -> Places:
    """Points as requests come in: most of them from a few hundred crowds of unequal size.

    Coordinates have the six decimals of a phone's, those of every tenth point the four of
    a geocoder's.
    """
    west, south, east, north = shapely.total_bounds(geometries)
    rng = np.random.default_rng(seed)
    lon, lat = strewn(geometries, count, seed + 1)
    crowd = shapely.centroid(geometries[rng.integers(len(geometries), size=400)])
    part = rng.dirichlet(np.full(400, 0.3))
    which = rng.choice(400, size=count, p=part)
    wide = (east - west) * _SPREAD * rng.uniform(0.02, 1.0, 400)[which]
    crowding = rng.random(count) < _ADDRESSES
    x = shapely.get_x(crowd)[which] + rng.standard_normal(count) * wide
    y = shapely.get_y(crowd)[which] + rng.standard_normal(count) * wide
    lon, lat = np.where(crowding, x, lon), np.where(crowding, y, lat)
    coarse = rng.random(count) < 0.1
    lon = np.where(coarse, np.round(lon, 4), np.round(lon, 6))
    lat = np.where(coarse, np.round(lat, 4), np.round(lat, 6))
    return np.clip(lon, west, east), np.clip(lat, south, north)


def corners(geometries: NDArray[np.object_]) -> Places:
    """Every vertex once."""
    found = np.unique(shapely.get_coordinates(geometries), axis=0)
    return found[:, 0].copy(), found[:, 1].copy()


def middles(geometries: NDArray[np.object_]) -> Places:
    """The middle of every edge, rounded to what a double can hold."""
    rings = shapely.get_rings(shapely.get_parts(geometries))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    half = places / 2  # halves first: a sum of denormals may round, a sum of huge ones overflow
    found = np.unique((half[1:] + half[:-1])[ring[1:] == ring[:-1]], axis=0)
    return found[:, 0].copy(), found[:, 1].copy()


def hairs(places: Places) -> Places:
    """The eight neighbours of each point, one unit in the last place away."""
    x, y = places
    sides = [
        (np.nextafter(x, x + dx) if dx else x, np.nextafter(y, y + dy) if dy else y)
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
        if dx or dy
    ]
    lon, lat = zip(*sides, strict=True)
    return np.concatenate(lon), np.concatenate(lat)


def telling(geometries: NDArray[np.object_]) -> Places:
    """Vertices, middles of edges, and the nearest neighbours of both."""
    exact = joined(corners(geometries), middles(geometries))
    return joined(exact, hairs(exact))


def joined(*places: Places) -> Places:
    """Several sets of points as one."""
    lon, lat = zip(*places, strict=True)
    return np.concatenate(lon), np.concatenate(lat)


def sampled(places: Places, count: int, seed: int = 5) -> Places:
    """At most so many of them, drawn at random."""
    lon, lat = places
    if len(lon) <= count:
        return places
    rows = np.random.default_rng(seed).choice(len(lon), count, replace=False)
    return lon[rows], lat[rows]
