"""Overlaps and gaps of a layer that ought to cover the ground once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only, square_metres
from boundaries.model import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer

SMALLEST_M2 = 1.0
"""Overlaps and gaps below this many square metres are rounding, not findings."""


def coverage_findings(layer: Layer) -> list[Finding]:
    """Overlaps between areas, and holes inside the layer, of at least a square metre each."""
    return overlap_findings(layer) + gap_findings(layer)


def overlap_findings(layer: Layer) -> list[Finding]:
    """Each pair of areas that share ground, largest first.

    A point in an overlap belongs to the lower code.
    """
    left, right = _suspect_pairs(layer)
    shared = shapely.intersection(layer.geometries[left], layer.geometries[right])
    sizes = square_metres(shared)
    order = np.argsort(-sizes, kind="stable")
    return [
        _overlap(layer, int(left[k]), int(right[k]), shared[k], float(sizes[k]))
        for k in order
        if sizes[k] >= SMALLEST_M2
    ]


def _suspect_pairs(layer: Layer) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of areas that meet, of which one has edges that do not fit its neighbours.

    All others fit: they are skipped. An area that lies wholly inside another has such edges,
    the one around it may have none.
    """
    torn = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(layer.geometries)))
    one, other = shapely.STRtree(layer.geometries).query(
        layer.geometries[torn], predicate="intersects"
    )
    pairs = np.sort(np.column_stack([torn[one], other]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return pairs[:, 0], pairs[:, 1]


def _overlap(layer: Layer, one: int, other: int, shared: BaseGeometry, size: float) -> Finding:
    place = shapely.point_on_surface(shared)
    codes = layer.codes[one], layer.codes[other]
    return Finding(
        kind="overlap",
        severity="warning",
        layer=layer.code,
        codes=codes,
        message=f"{codes[0]} and {codes[1]} both hold {_size(size)}: "
        f"points there go to {min(codes)}.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
    )


def gap_findings(layer: Layer) -> list[Finding]:
    """Each hole inside the layer that belongs to no area, largest first."""
    holes = _holes(layer.geometries)
    sizes = square_metres(holes)
    tree = shapely.STRtree(layer.geometries)
    return [
        _gap(layer, tree, holes[k], float(sizes[k]))
        for k in np.argsort(-sizes, kind="stable")
        if sizes[k] >= SMALLEST_M2
    ]


def _holes(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The ground that areas enclose and that none of them holds, in connected pieces.

    Of all that is not held, the piece that reaches the frame is the outside. Rings would not
    do: areas that meet in corners alone enclose ground too, and in a hole an area may stand.
    """
    whole = shapely.union_all(geometries)
    if whole.is_empty:
        return np.empty(0, dtype=object)
    west, south, east, north = shapely.bounds(whole)
    frame = shapely.box(west - 1, south - 1, east + 1, north + 1)
    pieces = shapely.get_parts(polygons_only(shapely.difference(frame, whole)))
    return pieces[~shapely.intersects(pieces, frame.exterior)]


def _gap(layer: Layer, tree: shapely.STRtree, hole: BaseGeometry, size: float) -> Finding:
    place = shapely.point_on_surface(hole)
    around = sorted(layer.codes[k] for k in tree.query(hole, predicate="intersects"))
    named = ", ".join(around[:4]) + (" …" if len(around) > 4 else "")
    return Finding(
        kind="gap",
        severity="warning",
        layer=layer.code,
        codes=tuple(around),
        message=f"{_size(size)} {'between' if len(around) > 1 else 'inside'} {named} belong to no "
        "area: points there are outside.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
    )


def _size(square_m: float) -> str:
    if square_m >= 10_000:
        return f"{square_m / 10_000:,.1f} ha"
    return f"{square_m:,.0f} m²"
