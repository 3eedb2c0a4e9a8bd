"""Slivers: ground so thin that nobody meant it, and areas that are nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import square_metres
from boundaries.ground import joined, length_words, mean_widths_m, size_words
from boundaries.model import Finding
from boundaries.tolerances import DEFAULT_CHECK, CheckParams

if TYPE_CHECKING:
    from boundaries.misfits import Misfits
    from boundaries.model import Layer

_SAID = {
    "sliver_overlap": "both hold",
    "sliver_gap": "leave out",
}
_NAMED = 4


def sliver_findings(
    layer: Layer, overlaps: Misfits, gaps: Misfits, params: CheckParams = DEFAULT_CHECK
) -> list[Finding]:
    """Thin overlaps and gaps, one finding for all between the same neighbours, and thin areas.

    Thin is what has a mean width (2 · area / perimeter) below `CheckParams.sliver_m`.
    """
    return [
        *_between(layer, overlaps, "sliver_overlap", params),
        *_between(layer, gaps, "sliver_gap", params),
        *_thin_areas(layer, params),
    ]


def _between(layer: Layer, found: Misfits, kind: str, params: CheckParams) -> list[Finding]:
    groups: dict[tuple[int, ...], list[int]] = {}
    for k in np.flatnonzero(found.width_m < params.sliver_m).tolist():
        groups.setdefault(found.rows[k], []).append(k)
    sizes = {rows: float(found.square_m[pieces].sum()) for rows, pieces in groups.items()}
    return [
        _sliver(layer, rows, found, groups[rows], kind)
        for rows in sorted(groups, key=lambda rows: -sizes[rows])
        if sizes[rows] >= params.smallest_m2
    ]


def _sliver(
    layer: Layer, rows: tuple[int, ...], found: Misfits, pieces: list[int], kind: str
) -> Finding:
    place = shapely.point_on_surface(found.shapes[pieces[0]])
    codes = tuple(sorted(layer.codes[row] for row in rows))
    named = " and ".join(codes) if len(codes) < 3 else ", ".join(codes[:_NAMED])
    named += " …" if len(codes) > _NAMED else ""
    size = float(found.square_m[pieces].sum())
    widest = length_words(float(found.width_m[pieces].max()))
    count = "one sliver" if len(pieces) == 1 else f"{len(pieces):,} slivers"
    return Finding(
        kind=kind,
        severity="warning",
        layer=layer.code,
        codes=codes,
        message=f"{named} {_SAID[kind]} {count}, {size_words(size)} in all, at most {widest} "
        "wide on average.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
        shape=joined(found.shapes[pieces]),
    )


def _thin_areas(layer: Layer, params: CheckParams) -> list[Finding]:
    widths = mean_widths_m(layer.geometries)
    thin = np.flatnonzero((widths < params.sliver_m) & ~shapely.is_empty(layer.geometries))
    sizes = square_metres(layer.geometries[thin])
    return [
        _thin(layer, int(row), float(size), float(widths[row]))
        for row, size in zip(thin, sizes, strict=True)
    ]


def _thin(layer: Layer, row: int, size: float, width: float) -> Finding:
    place = shapely.point_on_surface(layer.geometries[row])
    return Finding(
        kind="sliver_area",
        severity="warning",
        layer=layer.code,
        codes=(layer.codes[row],),
        message=f"{layer.codes[row]} is a sliver: {size_words(size)}, {length_words(width)} wide "
        "on average.",
        lon=place.x,
        lat=place.y,
        square_metres=size,
        shape=layer.geometries[row],
    )
