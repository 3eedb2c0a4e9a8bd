"""Snapping: vertices onto those of neighbours, and into edges of neighbours that pass them by."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from boundaries.mending.edges import LooseEdges, loose_edges

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]
"""A vertex, metres."""

SMALLEST_M = 1e-6
"""Vertices that miss an edge by less are on it: what computing them left over."""


def snap_vertices(geometries: NDArray[np.object_], reach_m: float) -> NDArray[np.object_]:
    """Vertices of loose edges, each at one place where several areas mean the same one.

    The vertex that most areas have stays; those of other areas within reach move there. Two
    vertices that some area has both are never made one. An area that would become invalid
    keeps its vertices.
    """
    if reach_m <= 0:
        return geometries
    moves = _moves(loose_edges(geometries), reach_m)
    return _changed(geometries, set(moves), lambda ring: _moved(ring, moves))


def _moves(loose: LooseEdges, reach_m: float) -> dict[Place, Place]:
    pairs = cKDTree(loose.vertices).query_pairs(reach_m, output_type="ndarray")
    near: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        if not loose.owners[a] & loose.owners[b]:
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
    places = [tuple(place) for place in loose.vertices.tolist()]
    moves: dict[Place, Place] = {}
    stays: set[int] = set()
    for vertex in sorted(near, key=lambda v: (-len(loose.owners[v]), places[v])):
        if places[vertex] in moves:
            continue
        stays.add(vertex)
        taken = set(loose.owners[vertex])
        for other in sorted(near[vertex], key=lambda v: places[v]):
            free = other not in stays and places[other] not in moves
            if free and not taken & loose.owners[other]:
                moves[places[other]] = places[vertex]
                taken |= loose.owners[other]
    return moves


def _moved(ring: list[Place], moves: dict[Place, Place]) -> list[Place]:
    moved = [moves.get(place, place) for place in ring]
    return [place for k, place in enumerate(moved) if k == 0 or place != moved[k - 1]]


def insert_vertices(geometries: NDArray[np.object_], reach_m: float) -> NDArray[np.object_]:
    """Loose edges led through the vertices of neighbours that lie within reach of them."""
    loose = loose_edges(geometries)
    passed = _passed(loose, max(reach_m, SMALLEST_M))
    touched = {edge[0] for edge in passed}
    return _changed(geometries, touched, lambda ring: _through(ring, passed))


def _passed(loose: LooseEdges, reach_m: float) -> dict[tuple[Place, Place], list[Place]]:
    """For each loose edge, in both directions, the vertices of others to lead it through."""
    if not len(loose.ends):
        return {}
    lines = np.asarray(shapely.linestrings(loose.vertices[loose.ends]), dtype=object)
    points = np.asarray(shapely.points(loose.vertices), dtype=object)
    vertex, edge = shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach_m)
    starts, ends = loose.vertices[loose.ends[edge, 0]], loose.vertices[loose.ends[edge, 1]]
    along = ends - starts
    share = ((loose.vertices[vertex] - starts) * along).sum(axis=1) / (along**2).sum(axis=1)
    places = [tuple(place) for place in loose.vertices.tolist()]
    # A vertex that lies on the edge to the last bit tears nothing: the edge stays as it is.
    apart = shapely.distance(points[vertex], lines[edge]) > 0
    found: dict[tuple[Place, Place], list[tuple[float, Place]]] = {}
    rows = zip(vertex.tolist(), edge.tolist(), share.tolist(), apart.tolist(), strict=True)
    for v, e, t, off in rows:
        if off and 0 < t < 1 and int(loose.areas[e]) not in loose.owners[v]:
            a, b = (places[k] for k in loose.ends[e])
            found.setdefault((a, b), []).append((t, places[v]))
    ordered = {edge: [place for _, place in sorted(each)] for edge, each in found.items()}
    return ordered | {(b, a): each[::-1] for (a, b), each in ordered.items()}


def _through(ring: list[Place], passed: dict[tuple[Place, Place], list[Place]]) -> list[Place]:
    led = [ring[0]]
    for a, b in pairwise(ring):
        led += [*passed.get((a, b), ()), b]
    return led


def _changed(
    geometries: NDArray[np.object_],
    places: set[Place],
    change: Callable[[list[Place]], list[Place]],
) -> NDArray[np.object_]:
    """Polygons with their rings changed, where they have one of the places."""
    if not places:
        return geometries
    corners, owner = shapely.get_coordinates(geometries, return_index=True)
    there = np.fromiter((place in places for place in map(tuple, corners.tolist())), dtype=np.bool_)
    changed = geometries.copy()
    for row in np.unique(owner[there]).tolist():
        changed[row] = _with_rings(geometries[row], change)
    return changed


def _with_rings(
    geometry: BaseGeometry, change: Callable[[list[Place]], list[Place]]
) -> BaseGeometry:
    """The polygon with changed rings; as it was where a ring would collapse or cross itself."""
    parts = []
    for part in shapely.get_parts(geometry):
        rings = [change([(x, y) for x, y, *_ in ring.coords]) for ring in shapely.get_rings(part)]
        if any(len(ring) < 4 for ring in rings):
            return geometry
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    built = parts[0] if geometry.geom_type == "Polygon" else shapely.MultiPolygon(parts)
    return built if built.is_valid else geometry
