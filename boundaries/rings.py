"""Where rings cross or touch themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_ENDS = 3
"""Lines that meet in one place where a ring crosses or touches itself: more than two."""


def self_crossings(geometry: BaseGeometry) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Where the rings of a polygon cross or touch themselves or one another, and which do.

    Returns
    -------
    places
        Coordinates in the polygon's own system, shape (n, 2).
    rings
        As ``outer ring`` or ``hole 2 of part 3``, of the rings concerned.
    """
    named = list(_named_rings(geometry))
    lines = [shapely.LineString(ring.coords) for _, ring in named]
    noded = shapely.get_parts(shapely.union_all([shapely.node(line) for line in lines]))
    ends = np.vstack([shapely.get_coordinates(shapely.get_point(noded, k)) for k in (0, -1)])
    places, count = np.unique(ends, axis=0, return_counts=True)
    crossings = places[count >= _ENDS]
    points = shapely.points(crossings)
    concerned = tuple(
        name
        for (name, _), line in zip(named, lines, strict=True)
        if bool((shapely.distance(points, line) == 0).any()) or not line.is_simple
    )
    return crossings, concerned


def _named_rings(geometry: BaseGeometry) -> list[tuple[str, shapely.LinearRing]]:
    parts = shapely.get_parts(geometry)
    several = len(parts) > 1
    return [
        (("outer ring" if k == 0 else f"hole {k}") + (f" of part {p}" if several else ""), ring)
        for p, part in enumerate(parts, start=1)
        for k, ring in enumerate(shapely.get_rings(part))
    ]
