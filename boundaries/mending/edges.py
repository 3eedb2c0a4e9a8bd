"""Edges of areas that fit no neighbour's, and their vertices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class LooseEdges:
    """Edges that exactly one area has, with what they are made of.

    Attributes
    ----------
    vertices
        Distinct ends of the edges, shape (v, 2).
    owners
        For each vertex all areas that have it.
    ends
        Rows of `vertices`, shape (e, 2).
    areas
        The one area of each edge, shape (e,).
    """

    vertices: NDArray[np.float64]
    owners: tuple[frozenset[int], ...]
    ends: NDArray[np.int64]
    areas: NDArray[np.int64]


def loose_edges(geometries: NDArray[np.object_]) -> LooseEdges:
    """The edges of polygons that no other polygon has, in either direction.

    In a coverage those are the ones of its outer line alone.
    """
    corners, area, follows = _corners(geometries)
    # As complex numbers they are sorted at once, by x and then by y.
    flat, number = np.unique(corners[:, 0] + 1j * corners[:, 1], return_inverse=True)
    places = np.column_stack([flat.real, flat.imag])
    starts = np.flatnonzero(follows)
    ends = np.sort(np.column_stack([number[starts], number[starts + 1]]), axis=1)
    key = ends[:, 0] * len(places) + ends[:, 1]
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    once = first[(count == 1) & (ends[first, 0] != ends[first, 1])]
    used = np.unique(ends[once])
    row = np.full(len(places), -1, dtype=np.int64)
    row[used] = np.arange(len(used))
    return LooseEdges(
        places[used],
        _owners(row[number], area, len(used)),
        row[ends[once]],
        area[starts[once]],
    )


def _corners(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """Vertices of all rings, the area of each, and whether an edge leads on to the next."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    follows = np.zeros(len(corners), dtype=np.bool_)
    follows[:-1] = ring[1:] == ring[:-1]
    return corners, np.asarray(owner[part[ring]], dtype=np.int64), follows


def _owners(
    row: NDArray[np.int64], area: NDArray[np.int64], count: int
) -> tuple[frozenset[int], ...]:
    owners: list[set[int]] = [set() for _ in range(count)]
    mine = row >= 0
    for vertex, each in zip(row[mine].tolist(), area[mine].tolist(), strict=True):
        owners[vertex].add(each)
    return tuple(frozenset(each) for each in owners)
