"""Whether layers lie where they ought to: within the extent that is set, and near one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer
    from boundaries.positions import Extent

_NEAR_DEGREES = 1.0
"""Layers of one district lie at most this far apart, degrees."""
_SHOWN = 4


def extent_findings(layer: Layer, extent: Extent | None) -> list[Finding]:
    """Areas outside the extent that an installation's settings give: one error, with its cause."""
    if extent is None or not len(layer):
        return []
    allowed = shapely.box(extent.west, extent.south, extent.east, extent.north)
    boxes = shapely.box(*shapely.bounds(layer.geometries).T)
    outside = np.flatnonzero(~shapely.covers(allowed, boxes) & ~shapely.is_empty(layer.geometries))
    if not len(outside):
        return []
    codes = tuple(layer.codes[k] for k in outside)
    named = ", ".join(codes[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")
    every = len(codes) == len(layer)
    message = (
        f"{'All' if every else f'{len(codes):,} of'} {len(layer):,} areas of {layer.code} lie "
        f"outside the extent {extent.west:g}, {extent.south:g}, {extent.east:g}, "
        f"{extent.north:g} ({named}). {_cause(layer.geometries[outside], allowed)}"
    )
    worst = layer.geometries[outside[0]]
    place = shapely.point_on_surface(worst)
    return [
        Finding("outside_extent", "error", layer.code, codes, message, place.x, place.y,
                shape=shapely.box(*shapely.total_bounds(layer.geometries[outside])))
    ]  # fmt: skip


def _cause(outside: NDArray[np.object_], allowed: BaseGeometry) -> str:
    if swapped_into(outside, allowed):
        return (
            "With the axes swapped they lie within: the file, or GRIDMAP_EXTENT, writes latitude "
            "first; write longitude first."
        )
    box = shapely.box(*shapely.total_bounds(outside))
    if shapely.dwithin(box, allowed, _NEAR_DEGREES):
        return (
            "They lie near it: either GRIDMAP_EXTENT is too tight, or these areas do not belong "
            "here."
        )
    return (
        "The layer is read with a wrong coordinate system (declare it with --crs), or is of "
        "another place."
    )


def swapped_into(geometries: NDArray[np.object_], allowed: BaseGeometry) -> bool:
    """Whether all polygons lie within a box once longitude and latitude are exchanged."""
    west, south, east, north = shapely.total_bounds(geometries)
    return bool(allowed.covers(shapely.box(south, west, north, east)))


def far_apart(layers: Sequence[Layer]) -> list[Finding]:
    """Layers that lie nowhere near the first: a wrong CRS or swapped axes put them there."""
    findings: list[Finding] = []
    if not layers:
        return findings
    home = shapely.buffer(shapely.box(*shapely.total_bounds(layers[0].geometries)), _NEAR_DEGREES)
    for layer in layers[1:]:
        box = shapely.box(*shapely.total_bounds(layer.geometries))
        if home.intersects(box):
            continue
        cause = "One of them is read with a wrong coordinate system: declare it with --crs."
        if swapped_into(layer.geometries, home):
            cause = (
                "With its axes swapped it would: the file writes latitude first; write longitude "
                "first. (Declaring another --crs does not help.)"
            )
        message = (
            f"The layer {layer.code} lies nowhere near {layers[0].code}: "
            f"around {box.centroid.x:.3f}, {box.centroid.y:.3f}, not "
            f"{home.centroid.x:.3f}, {home.centroid.y:.3f}. {cause}"
        )
        place = box.centroid
        findings.append(
            Finding("far_away", "error", layer.code, (), message, place.x, place.y, shape=box)
        )
    return findings
