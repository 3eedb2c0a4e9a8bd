"""The one entry for writers: layers in, a checked edition and its findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boundaries.codes import code_findings
from boundaries.coverage import gap_findings, overlap_findings
from boundaries.hierarchy import nest_levels
from boundaries.misfits import all_ground, gaps_of, overlaps_of
from boundaries.model import Edition, Finding
from boundaries.nesting import nesting_findings
from boundaries.slivers import sliver_findings
from boundaries.strays import stray_findings
from boundaries.tolerances import DEFAULT_CHECK, CheckParams
from boundaries.whereabouts import extent_findings, far_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer
    from boundaries.positions import Extent


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
    return edition, findings + far_apart(edition.layers)


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
    *,
    extent: Extent | None = None,
    params: CheckParams = DEFAULT_CHECK,
) -> list[Finding]:
    """Everything that is wrong with an edition: codes, coverage, strays, nesting, extent."""
    findings: list[Finding] = []
    grounds = {}
    for layer in edition.layers:
        if progress is not None:
            progress(layer.code)
        grounds[layer.code] = all_ground(layer.geometries)
        findings += check_layer(layer, grounds[layer.code], extent=extent, params=params)
    nested, between = assemble_edition(edition.name, edition.layers, level_order)
    return findings + between + nesting_findings(nested.levels, params, grounds)


def check_layer(
    layer: Layer,
    ground: BaseGeometry | None = None,
    *,
    extent: Extent | None = None,
    params: CheckParams = DEFAULT_CHECK,
) -> list[Finding]:
    """What is wrong with one layer by itself; its polygons must be valid.

    Parameters
    ----------
    ground
        `all_ground` of its geometries, where it is known already.
    extent
        Where its areas may lie; anywhere on earth when not given.
    """
    overlaps, gaps = overlaps_of(layer.geometries), gaps_of(layer.geometries, ground)
    return [
        *code_findings(layer),
        *extent_findings(layer, extent),
        *overlap_findings(layer, overlaps, params),
        *gap_findings(layer, gaps, params),
        *sliver_findings(layer, overlaps, gaps, params),
        *stray_findings(layer, params),
    ]


def check_nesting(edition: Edition, *, params: CheckParams = DEFAULT_CHECK) -> list[Finding]:
    """Ground on which the levels do not agree; their parents must be filled in."""
    return nesting_findings(edition.levels, params)
