"""What the page of findings shows, and its data as its script reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from boundaries.geometry import degree_metres
from gridmap.files.folium_map.outlines import drawn_rings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from boundaries.model import Edition, Finding, Layer
    from gridmap.model.wording import Language, Names

UNITS_PER_DEGREE = 100_000_000
"""Eight decimals: a millimetre, for slivers are centimetres wide."""

SHOWN = 2000
"""Findings that a page carries; the rest is counted."""
_DRAWN_TOLERANCE_DEG = 1e-4
_NEAR_M = 40.0
"""Lines are drawn exactly so far around a finding, and as far again as it is wide."""
_FAR_M = 1500.0
"""Around findings wider than this the simplified lines will do."""
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class FindingsPage:
    """All that the page holds; it asks nobody for more.

    Attributes
    ----------
    title
        Of the page, plain text.
    language
        That it opens in; the reader can switch.
    zone
        In which the moment is told.
    generated_at
        When, with a time zone.
    edition
        Whose layers are drawn below.
    layer_names
        What people call levels and overlays, by code.
    findings
        In any order.
    """

    title: Names
    language: Language
    zone: ZoneInfo
    generated_at: datetime
    edition: Edition
    layer_names: Mapping[str, Names]
    findings: tuple[Finding, ...]


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Errors, then warnings, then notes; the largest first among each."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], -(f.square_metres or 0.0)))


def findings_content(page: FindingsPage) -> dict[str, Any]:
    """JSON values only."""
    ranked = worst_first(page.findings)
    shown = ranked[:SHOWN]
    layers = {layer.code: layer for layer in page.edition.layers}
    near = {code: _NearLines(layer) for code, layer in layers.items()}
    return {
        "title": asdict(page.title),
        "language": page.language,
        "edition": page.edition.name,
        "generated": f"{page.generated_at.astimezone(page.zone):%Y-%m-%d %H:%M}",
        "left": len(ranked) - len(shown),
        "layers": [_layer(layer, page.layer_names) for layer in layers.values()],
        "findings": [_finding(each, near.get(each.layer)) for each in shown],
        "names": _names(shown, page.edition),
    }


def _layer(layer: Layer, names: Mapping[str, Names]) -> dict[str, Any]:
    known = names.get(layer.code)
    simple = shapely.simplify(layer.geometries, _DRAWN_TOLERANCE_DEG)
    return {
        "code": layer.code,
        "names": asdict(known) if known else {"zh": layer.code, "en": layer.code},
        "overlay": layer.kind == "overlay",
        "areas": len(layer),
        "rings": [ring for each in simple for ring in drawn_rings(each, UNITS_PER_DEGREE)],
    }


def _names(findings: Sequence[Finding], edition: Edition) -> dict[str, str]:
    """Names of the areas that findings speak of, where they are more than the code."""
    named = {code for finding in findings for code in finding.codes}
    return {
        code: name
        for layer in edition.layers
        for code, name in zip(layer.codes, layer.names, strict=True)
        if code in named and name != code
    }


def _finding(finding: Finding, near: _NearLines | None) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "layer": finding.layer,
        "codes": list(finding.codes),
        "message": finding.message,
        "place": None if finding.lon is None or finding.lat is None
        else [round(finding.lon, 8), round(finding.lat, 8)],
        "size": None if finding.square_metres is None else float(f"{finding.square_metres:.4g}"),
        "rings": _rings(finding),
        "points": _points(finding),
        "near": near.around(finding) if near else [],
    }  # fmt: skip


def _rings(finding: Finding) -> list[list[int]]:
    if finding.shape is None or finding.shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return []
    return drawn_rings(finding.shape, UNITS_PER_DEGREE)


def _points(finding: Finding) -> list[list[float]]:
    """Single places of a finding, as where a ring crosses itself."""
    if finding.shape is None or finding.shape.geom_type != "MultiPoint":
        return []
    places: list[list[float]] = shapely.get_coordinates(finding.shape).round(8).tolist()
    return places


class _NearLines:
    """The exact lines of a layer around findings."""

    def __init__(self, layer: Layer) -> None:
        self._geometries = layer.geometries
        self._tree = shapely.STRtree(layer.geometries)

    def around(self, finding: Finding) -> list[list[int]]:
        """Lines near a finding, flat: the first place, then the steps from vertex to vertex."""
        frame = self._frame(finding)
        if frame is None:
            return []
        areas = self._geometries[self._tree.query(frame, predicate="intersects")]
        cut = shapely.intersection(shapely.boundary(areas), frame)
        lines = shapely.get_parts(shapely.line_merge(shapely.union_all(cut)))
        return [_steps(line) for line in lines if line.geom_type == "LineString"]

    def _frame(self, finding: Finding) -> shapely.Polygon | None:
        if finding.shape is None:
            return None
        west, south, east, north = finding.shape.bounds
        per_lon, per_lat = degree_metres((south + north) / 2)
        wide, high = (east - west) * per_lon, (north - south) * per_lat
        if max(wide, high) > _FAR_M or not per_lon > 0:
            return None
        beyond = _NEAR_M + max(wide, high)
        return shapely.box(
            west - beyond / per_lon, south - beyond / per_lat,
            east + beyond / per_lon, north + beyond / per_lat,
        )  # fmt: skip


def _steps(line: shapely.LineString) -> list[int]:
    places = np.round(shapely.get_coordinates(line) * UNITS_PER_DEGREE).astype(np.int64)
    return [int(value) for value in np.concatenate((places[:1], np.diff(places, axis=0))).ravel()]
