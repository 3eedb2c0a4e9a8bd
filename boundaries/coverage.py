"""Overlaps and gaps of a layer that ought to cover the ground once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from boundaries.ground import joined, size_words
from boundaries.misfits import Misfits, gaps_of, overlaps_of
from boundaries.model import Finding
from boundaries.tolerances import DEFAULT_CHECK, CheckParams

if TYPE_CHECKING:
    from boundaries.model import Layer

_NAMED = 4
"""Areas around a gap that its message names."""


def overlap_findings(
    layer: Layer, overlaps: Misfits | None = None, params: CheckParams = DEFAULT_CHECK
) -> list[Finding]:
    """Each pair of areas that share ground wider than a sliver, largest first.

    A point in an overlap belongs to the lower code.

    Parameters
    ----------
    overlaps
        `overlaps_of` the layer's geometries, where they are known already.
    """
    found = overlaps_of(layer.geometries) if overlaps is None else overlaps
    pairs: dict[tuple[int, ...], list[int]] = {}
    for k, rows in enumerate(found.rows):
        if found.width_m[k] >= params.sliver_m:
            pairs.setdefault(rows, []).append(k)
    sizes = {rows: float(found.square_m[pieces].sum()) for rows, pieces in pairs.items()}
    return [
        _overlap(layer, rows, found, pairs[rows], sizes[rows])
        for rows in sorted(pairs, key=lambda rows: -sizes[rows])
        if sizes[rows] >= params.smallest_m2
    ]


def _overlap(
    layer: Layer, rows: tuple[int, ...], found: Misfits, pieces: list[int], size: float
) -> Finding:
    place = shapely.point_on_surface(found.shapes[pieces[0]])
    codes = tuple(layer.codes[row] for row in rows)
    return Finding(
        kind="overlap",
        severity="warning",
        layer=layer.code,
        codes=codes,
        message=f"{codes[0]} and {codes[1]} both hold {size_words(size)}: "
        f"points there go to {min(codes)}.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
        shape=joined(found.shapes[pieces]),
    )


def gap_findings(
    layer: Layer, gaps: Misfits | None = None, params: CheckParams = DEFAULT_CHECK
) -> list[Finding]:
    """Each hole inside the layer that belongs to no area and is no sliver, largest first."""
    found = gaps_of(layer.geometries) if gaps is None else gaps
    return [
        _gap(layer, found, k)
        for k in range(len(found))
        if found.square_m[k] >= params.smallest_m2 and found.width_m[k] >= params.sliver_m
    ]


def _gap(layer: Layer, found: Misfits, k: int) -> Finding:
    place = shapely.point_on_surface(found.shapes[k])
    around = sorted(layer.codes[row] for row in found.rows[k])
    named = ", ".join(around[:_NAMED]) + (" …" if len(around) > _NAMED else "")
    size = float(found.square_m[k])
    return Finding(
        kind="gap",
        severity="warning",
        layer=layer.code,
        codes=tuple(around),
        message=f"{size_words(size)} {'between' if len(around) > 1 else 'inside'} {named} belong "
        "to no area: points there are outside.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
        shape=found.shapes[k],
    )
