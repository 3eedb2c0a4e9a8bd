"""Corners that lines may end in, the same on both sides of every line two areas share.

A cut that ended between two corners would leave both neighbours, and the levels above, with an
edge that only nearly runs through its end. So long edges get corners beforehand, in the same
places from both sides; those that no cut has used are taken out again at the end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from boundaries.geometry import degree_metres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Place: TypeAlias = tuple[float, float]
    Edge: TypeAlias = tuple[Place, Place]
    RingChange: TypeAlias = Callable[[list[Place]], list[Place]]

_MOST_ON_AN_EDGE = 400
_BEND = 1e-7
"""Sine of a bend that is rounding."""


@dataclass(frozen=True)
class Dense:
    """Areas with more corners.

    Attributes
    ----------
    geometries
        Shape (n,).
    on_edge
        An edge, its lower end first, to the corners put between its ends, in order.
    """

    geometries: NDArray[np.object_]
    on_edge: dict[Edge, list[Place]]

    @cached_property
    def added(self) -> set[Place]:
        """All corners that were put in."""
        return {place for places in self.on_edge.values() for place in places}


def densified(geometries: NDArray[np.object_], spacing_m: NDArray[np.float64]) -> Dense:
    """The areas with corners no farther apart than so many metres each, shape (n,).

    Where two areas share an edge, the finer spacing holds for both.
    """
    coordinates, offsets, owner = _ragged(geometries)
    starts, ends, edge_owner = _edges(coordinates, offsets, owner)
    low, high = _ordered(starts, ends)
    unique, inverse = np.unique(np.hstack([low, high]), axis=0, return_inverse=True)
    wanted = np.full(len(unique), np.inf)
    np.minimum.at(wanted, inverse.ravel(), spacing_m[edge_owner])
    scale = np.array(degree_metres(float(np.mean(unique[:, 1]))))
    length = np.hypot(*((unique[:, 2:] - unique[:, :2]) * scale).T)
    parts = np.clip(np.ceil(length / wanted), 1, _MOST_ON_AN_EDGE).astype(np.int64)
    on_edge: dict[Edge, list[Place]] = {}
    for k in np.flatnonzero(parts > 1):
        between = _between(unique[k, :2], unique[k, 2:], int(parts[k]))
        if between:
            x1, y1, x2, y2 = unique[k].tolist()
            on_edge[(x1, y1), (x2, y2)] = between
    return Dense(with_corners(geometries, on_edge), on_edge)


def _between(start: NDArray[np.float64], end: NDArray[np.float64], parts: int) -> list[Place]:
    share = np.arange(1, parts)[:, None] / parts
    places = [(x, y) for x, y in (start + (end - start) * share).tolist()]
    ends = {tuple(start.tolist()), tuple(end.tolist())}
    # An edge of a few units in the last place has no room for corners.
    return list(dict.fromkeys(place for place in places if place not in ends))


def with_corners(
    geometries: NDArray[np.object_], on_edge: dict[Edge, list[Place]]
) -> NDArray[np.object_]:
    """The areas with corners put in wherever they have one of the edges."""

    def dense_ring(ring: list[Place]) -> list[Place]:
        dense = [ring[0]]
        for start, end in pairwise(ring):
            if start <= end:
                dense += on_edge.get((start, end), ())
            else:
                dense += reversed(on_edge.get((end, start), ()))
            dense.append(end)
        return dense

    return _with_rings(geometries, dense_ring)


def without_corners(geometries: NDArray[np.object_], gone: set[Place]) -> NDArray[np.object_]:
    """The areas without some of their corners."""

    def bare_ring(ring: list[Place]) -> list[Place]:
        kept = [place for place in ring[:-1] if place not in gone]
        return [*kept, kept[0]]

    return _with_rings(geometries, bare_ring)


def passed_through(geometries: Iterable[BaseGeometry], places: set[Place]) -> set[Place]:
    """Those of the places where a line only passes, straight: two edges meet there, no more."""
    near: dict[Place, set[Place]] = {place: set() for place in places}
    for ring in shapely.get_rings(shapely.get_parts(np.array(list(geometries), dtype=object))):
        corners = [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
        for one, other in pairwise(corners):
            if one in near:
                near[one].add(other)
            if other in near:
                near[other].add(one)
    passed = {place: others for place, others in near.items() if len(others) == 2}
    return {place for place, others in passed.items() if _straight(place, others)}


def _straight(place: Place, others: set[Place]) -> bool:
    """Whether the way from one place to the other leads straight through the one between."""
    (x1, y1), (x2, y2) = ((x - place[0], y - place[1]) for x, y in others)
    size = math.hypot(x1, y1) * math.hypot(x2, y2)
    return abs(x1 * y2 - x2 * y1) <= _BEND * size and x1 * x2 + y1 * y2 < 0


def _with_rings(geometries: NDArray[np.object_], change: RingChange) -> NDArray[np.object_]:
    changed = np.empty(len(geometries), dtype=object)
    for k, geometry in enumerate(geometries):
        parts = [
            shapely.Polygon(*_changed_rings(part, change)) for part in shapely.get_parts(geometry)
        ]
        single = geometry.geom_type == "Polygon"
        changed[k] = parts[0] if single else shapely.MultiPolygon(parts)
    return changed


def _changed_rings(
    part: shapely.Polygon, change: RingChange
) -> tuple[list[Place], list[list[Place]]]:
    rings = [
        change([(x, y) for x, y in shapely.get_coordinates(ring).tolist()])
        for ring in shapely.get_rings(part)
    ]
    return rings[0], rings[1:]


def _ragged(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Coordinates, the ring of each, and the area of each ring."""
    parts, area = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    return coordinates, ring, area[part]


def _edges(
    coordinates: NDArray[np.float64], ring: NDArray[np.int64], owner: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    same = ring[1:] == ring[:-1]
    return coordinates[:-1][same], coordinates[1:][same], owner[ring[:-1][same]]


def _ordered(
    starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    swap = (starts[:, 0] > ends[:, 0]) | (
        (starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1])
    )
    return np.where(swap[:, None], ends, starts), np.where(swap[:, None], starts, ends)
