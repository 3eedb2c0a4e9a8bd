"""Polygons traced along the borders, at any level, from the very same points."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.demo.land.borders import Borders, between
from gridmap.demo.plane import Floats, Ints, to_degrees

Polygons = NDArray[np.object_]


def trace_polygons(borders: Borders, of_grid: Ints) -> Polygons:
    """Trace the areas of a level, in the order of their numbers (WGS 84 degrees).

    Parameters
    ----------
    borders
        The borders of all grids.
    of_grid
        The area that each grid belongs to, numbered from 0 without gaps.
    """
    points = np.column_stack([to_degrees(borders.lon), to_degrees(borders.lat)])
    rings: list[tuple[int, Floats]] = [
        (area, points[ring]) for area, ring in _rings(borders, of_grid)
    ]
    shells: dict[int, list[Floats]] = {}
    holes: dict[int, list[Floats]] = {}
    for area, ring in rings:
        (shells if _counter_clockwise(ring) else holes).setdefault(area, []).append(ring)
    polygons = [_area(shells[area], holes.get(area, [])) for area in range(int(of_grid.max()) + 1)]
    return np.array(polygons, dtype=np.object_)


def _rings(borders: Borders, of_grid: Ints) -> list[tuple[int, Ints]]:
    """Follow the border of each area with the area on the left, from point to point.

    An area's border passes each point at most once, so area and point name the next piece.
    """
    kept = between(borders, of_grid)
    area = np.append(of_grid, -1)
    start = np.concatenate([borders.start[kept], borders.end[kept]])
    end = np.concatenate([borders.end[kept], borders.start[kept]])
    owner = area[np.concatenate([borders.left[kept], borders.right[kept]])]
    own = owner >= 0
    start, end, owner = start[own], end[own], owner[own]
    key = owner * borders.lon.size + start
    order = np.argsort(key, kind="stable")
    key, start, end, owner = key[order], start[order], end[order], owner[order]
    following = np.searchsorted(key, owner * borders.lon.size + end).tolist()
    left, rings = [True] * len(following), []
    for first in range(len(following)):
        piece, ring = first, []
        while left[piece]:
            left[piece] = False
            ring.append(piece)
            piece = following[piece]
        if ring:
            rings.append((int(owner[first]), start[np.array([*ring, first])]))
    return rings


def _counter_clockwise(ring: Floats) -> bool:
    x, y = ring.T
    # Taken from the first point: products of whole degrees would lose the small differences.
    x, y = x - x[0], y - y[0]
    return bool(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0.0)


def _area(shells: list[Floats], holes: list[Floats]) -> BaseGeometry:
    """Make an area: one polygon, or several where the river's bends leave it in pieces."""
    if len(shells) == 1:
        return shapely.Polygon(shells[0], holes)
    pieces = [shapely.Polygon(shell) for shell in shells]
    around = [[hole for hole in holes if piece.covers(shapely.Point(hole[0]))] for piece in pieces]
    return shapely.MultiPolygon(list(zip(shells, around, strict=True)))
