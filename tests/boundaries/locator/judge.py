"""Compares a locator's answers with the oracle's, and with shapely's off the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.locator.oracle import Oracle
from boundaries.locator import Locator
from tests.boundaries.shapes import edition_of_one

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.model import Layer

    Floats = NDArray[np.float64]

SHAPELYS_LEAST = 2.0**-300
SHOWN = 5
"""How many wrong answers a failing test prints."""


def agrees(layer: Layer, lon: Floats, lat: Floats) -> NDArray[np.int32]:
    """The owners of points in a layer by itself, which must be the oracle's and shapely's."""
    found = Locator(edition_of_one(layer)).locate_many(lon, lat)
    owners = found.areas[layer.code]
    assert owners.dtype == np.int32
    same_as_oracle(layer, lon, lat, owners)
    np.testing.assert_array_equal(found.outside, owners < 0)
    return owners


def same_as_oracle(layer: Layer, lon: Floats, lat: Floats, owners: NDArray[np.int32]) -> None:
    """The owners must be the oracle's, and shapely's for what lies on no line."""
    oracle = Oracle(layer.geometries, layer.codes)
    expected, on_lines = oracle.answers(lon, lat)
    _all_right(wrong(layer, lon, lat, owners, expected))
    off = np.isfinite(lon) & np.isfinite(lat) & ~on_lines & ~(_denormal(lon) | _denormal(lat))
    shapelys, sure = shapely_owners(layer, lon[off], lat[off])
    rows = np.flatnonzero(off)[sure]
    _all_right(wrong(layer, lon[rows], lat[rows], owners[rows], shapelys[sure]))


def _all_right(found: list[str]) -> None:
    assert not found, "\n".join(found)


def _denormal(degrees: Floats) -> NDArray[np.bool_]:
    """Coordinates whose products underflow, which shapely does not allow for."""
    size = np.abs(degrees)
    return (size > 0) & (size < SHAPELYS_LEAST)


def wrong(
    layer: Layer,
    lon: Floats,
    lat: Floats,
    found: NDArray[np.int32],
    expected: NDArray[np.int32],
) -> list[str]:
    """The first wrong answers, in words."""
    codes = (*layer.codes, None)
    return [
        f"{lon[k]!r}, {lat[k]!r}: {codes[found[k]]}, not {codes[expected[k]]}"
        for k in np.flatnonzero(found != expected)[:SHOWN]
    ]


def shapely_owners(
    layer: Layer, lon: Floats, lat: Floats
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Row of the area with the lowest code that contains each point; and whether that is sure.

    Shapely computes with 106 bits: what is nearer to a line than they tell, it takes to lie on
    the line, and names no owner.
    """
    order = sorted(range(len(layer)), key=lambda k: layer.codes[k])
    rank = np.argsort(order)
    tree, points = shapely.STRtree(layer.geometries), shapely.points(lon, lat)
    point, area = tree.query(points, predicate="within")
    lowest = np.full(len(lon), len(layer))
    np.minimum.at(lowest, point, rank[area])
    met, _ = tree.query(points, predicate="intersects")
    sure = np.bincount(met, minlength=len(lon)) == np.bincount(point, minlength=len(lon))
    found: NDArray[np.int32] = np.array([*order, -1], dtype=np.int32)[lowest]
    return found, sure
