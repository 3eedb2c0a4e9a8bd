"""Whose a point is, by rational arithmetic: the point itself is moved, by amounts that are tiny.

Written unlike the code it judges: there is no rule for ties, because a moved point lies on no
line and under no vertex.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    Corner: TypeAlias = tuple[Fraction, Fraction]
    Edges: TypeAlias = list[tuple[Corner, Corner]]

# Lines through points that a double can hold are further apart than this, and a step north
# never makes up for a step east.
EAST = Fraction(1, 2**3000)
NORTH = Fraction(1, 2**7000)


def edges_of(polygon: BaseGeometry) -> Edges:
    """All edges of all rings, as rationals."""
    edges: Edges = []
    for part in shapely.get_parts(polygon).tolist():
        for ring in (part.exterior, *part.interiors):
            corners = [(Fraction(x), Fraction(y)) for x, y in ring.coords]
            edges += list(pairwise(corners))
    return edges


def holds_moved(edges: Edges, lon: float, lat: float) -> bool:
    """Whether the point moved east by a little, and north by much less, lies inside."""
    x, y = Fraction(lon) + EAST, Fraction(lat) + NORTH
    above = 0
    for (ax, ay), (bx, by) in edges:
        if min(ax, bx) < x < max(ax, bx):
            above += ay + (by - ay) * (x - ax) / (bx - ax) > y
    return above % 2 == 1


def on_line(edges: Edges, lon: float, lat: float) -> bool:
    """Whether the point itself lies on an edge."""
    x, y = Fraction(lon), Fraction(lat)
    return any(
        min(ax, bx) <= x <= max(ax, bx)
        and min(ay, by) <= y <= max(ay, by)
        and (x - ax) * (by - ay) == (y - ay) * (bx - ax)
        for (ax, ay), (bx, by) in edges
    )


def owner(codes: Sequence[str], areas: Sequence[Edges], lon: float, lat: float) -> int:
    """Row of the one area that owns a point, -1 for none."""
    holding = [k for k, edges in enumerate(areas) if holds_moved(edges, lon, lat)]
    touching = [k for k, edges in enumerate(areas) if on_line(edges, lon, lat)]
    # A point off every line is inside exactly where the point beside it is.
    return min(holding or touching, key=lambda k: codes[k], default=-1)
