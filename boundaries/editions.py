"""The one entry for writers: layers in, a checked edition and its findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from boundaries.coverage import coverage_findings
from boundaries.hierarchy import code_findings, nest_levels
from boundaries.model import Edition, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from boundaries.model import Layer

_NEAR_DEGREES = 1.0
"""Layers of one district lie at most this far apart, degrees."""


def assemble_edition(
    name: str, layers: Sequence[Layer], level_order: Sequence[str]
) -> tuple[Edition, list[Finding]]:
    """The layers as an edition, parents filled in, with what does not fit between them.

    Parameters
    ----------
    layers
        At most one for each code.
    level_order
        Codes of all levels, coarse to fine; levels that are not loaded are passed over.
    """
    loose = edition_of(name, layers, level_order)
    nested, findings = nest_levels(loose.levels)
    edition = Edition(name, nested, loose.overlays)
    return edition, findings + _far_apart(edition.layers)


def edition_of(name: str, layers: Sequence[Layer], level_order: Sequence[str]) -> Edition:
    """The layers in order, as they are: levels coarse to fine, overlays by code."""
    by_code = {layer.code: layer for layer in layers if layer.kind == "level"}
    levels = tuple(by_code[code] for code in level_order if code in by_code)
    overlays = sorted((x for x in layers if x.kind == "overlay"), key=lambda x: x.code)
    return Edition(name, levels, tuple(overlays))


def check_edition(
    edition: Edition,
    level_order: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> list[Finding]:
    """Everything that is wrong with an edition: codes, overlaps, gaps, nesting."""
    findings: list[Finding] = []
    for layer in edition.layers:
        if progress is not None:
            progress(layer.code)
        findings += check_layer(layer)
    _, between = assemble_edition(edition.name, edition.layers, level_order)
    return findings + between


def check_layer(layer: Layer) -> list[Finding]:
    """What is wrong with one layer by itself; its polygons must be valid."""
    return code_findings(layer) + coverage_findings(layer)


def _far_apart(layers: Sequence[Layer]) -> list[Finding]:
    """Layers that lie nowhere near the first: a wrong CRS puts them there."""
    findings: list[Finding] = []
    if not layers:
        return findings
    home = shapely.buffer(shapely.box(*shapely.total_bounds(layers[0].geometries)), _NEAR_DEGREES)
    for layer in layers[1:]:
        box = shapely.box(*shapely.total_bounds(layer.geometries))
        if not home.intersects(box):
            message = (
                f"The layer {layer.code} lies nowhere near {layers[0].code}: "
                f"around {box.centroid.x:.3f}, {box.centroid.y:.3f}, not "
                f"{home.centroid.x:.3f}, {home.centroid.y:.3f}. One of them is read with a "
                "wrong coordinate system: declare it with --crs."
            )
            place = box.centroid
            findings.append(Finding("far_away", "error", layer.code, (), message, place.x, place.y))
    return findings
