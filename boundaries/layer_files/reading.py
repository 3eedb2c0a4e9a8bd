"""From the rows of a file to a layer: texts, mended polygons, WGS 84."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.crs import SourceCrs, parse_crs
from boundaries.errors import LayerFileError, UnknownCrsError
from boundaries.geometry import Repair, polygons_only, repair_polygon
from boundaries.layer_files.coordinates import in_wgs84, refuse_wrong_units, without_denormals
from boundaries.layer_files.opening import open_frame
from boundaries.model import Finding, Layer
from boundaries.rings import self_crossings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.layer_files.source import LayerSource


_RINGS_SHOWN = 3


@dataclass(frozen=True)
class LayerRead:
    """A layer as read, its CRS as understood, and what was found on the way."""

    layer: Layer
    crs: str
    findings: tuple[Finding, ...]


def read_layer(source: LayerSource) -> LayerRead:
    """The areas of a file, in WGS 84, with mended rings.

    Raises
    ------
    LayerFileError
        When the file can't be read, a field is missing, or its coordinates can't be what
        they are declared to be.
    UnknownCrsError
        When the declared CRS is not known.
    """
    frame, file_findings = open_frame(source)
    crs, crs_findings = _crs_of(frame, source)
    codes = _texts(frame, source.code)
    names = _texts(frame, source.name)
    parents = _texts(frame, source.parent) if source.parent else [None] * len(frame)
    known = tuple(code or "" for code in codes)
    geometries, ring_findings = _polygons(frame.geometry.to_numpy(), codes, source)
    refuse_wrong_units(geometries, crs, source)
    geometries, zeroed = without_denormals(in_wgs84(geometries, crs, source), known, source.layer)
    layer = Layer(
        code=source.layer,
        kind=source.kind,
        codes=known,
        names=tuple(name or code or "" for name, code in zip(names, codes, strict=True)),
        declared_parents=tuple(parents),
        parents=(None,) * len(frame),
        geometries=geometries,
    )
    placed = [_placed(finding, crs) for finding in ring_findings]
    return LayerRead(layer, crs.name, (*file_findings, *crs_findings, *placed, *zeroed))


def _crs_of(frame: geopandas.GeoDataFrame, source: LayerSource) -> tuple[SourceCrs, list[Finding]]:
    """The declared CRS, else the file's own."""
    stated = frame.crs
    if source.crs is None:
        if stated is None:
            raise LayerFileError(
                "The file doesn't say which coordinates it uses.",
                where=str(source.path),
                remedy="Declare them with --crs, for example --crs EPSG:4490 or --crs gcj02.",
            )
        return parse_crs(stated.to_wkt()), []
    declared = parse_crs(source.crs)
    try:
        same = stated is None or parse_crs(stated.to_wkt()).name == declared.name
    except UnknownCrsError:
        same = False
    if same:
        return declared, []
    message = f"The file states {stated.name}; {declared.name} was declared and is used."
    return declared, [Finding("crs_overridden", "note", source.layer, (), message)]


def _texts(frame: geopandas.GeoDataFrame, field: str) -> list[str | None]:
    """A field's values as text: 13.0 is 13, blanks are None."""
    values = frame[field]
    return [
        None if missing else _text(value)
        for value, missing in zip(values.tolist(), values.isna().tolist(), strict=True)
    ]


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _polygons(
    raw: NDArray[np.object_], codes: Sequence[str | None], source: LayerSource
) -> tuple[NDArray[np.object_], list[Finding]]:
    """Valid polygons of the raw geometries, and a finding for each that was mended or has none."""
    geometries = np.empty(len(raw), dtype=object)
    findings: list[Finding] = []
    for k, geometry in enumerate(raw):
        area = shapely.Polygon() if _is_nowhere(geometry) else polygons_only(geometry)
        repair = repair_polygon(area)
        geometries[k] = area if repair is None else repair.geometry
        code = codes[k] or f"row {k + 1}"
        if geometries[k].is_empty:
            message = f"{code} has no polygon: {_why_none(geometry, repair)}."
            findings.append(Finding("no_polygon", "error", source.layer, (code,), message))
        elif repair is not None:
            findings.append(_repaired(area, repair, source.layer, code))
    return geometries, findings


def _repaired(raw: BaseGeometry, repair: Repair, layer: str, code: str) -> Finding:
    """Which rings were mended and where, in the file's own coordinates yet."""
    message = f"{code} had an invalid ring ({repair.reason}) and was repaired."
    places, rings = self_crossings(raw)
    if len(places):
        count = "in one place" if len(places) == 1 else f"in {len(places):,} places"
        who = ", ".join(rings[:_RINGS_SHOWN]) + (" …" if len(rings) > _RINGS_SHOWN else "")
        message = f"The {who or 'ring'} of {code} crossed or touched itself {count} "
        message += f"({repair.reason}) and was repaired."
    shape = shapely.MultiPoint(places) if len(places) else None
    return Finding("repaired", "note", layer, (code,), message, shape=shape)


def _placed(finding: Finding, crs: SourceCrs) -> Finding:
    """A finding with its places in WGS 84, where it has any on earth."""
    if finding.shape is None:
        return finding
    x, y = shapely.get_coordinates(finding.shape).T
    lon, lat = crs.to_wgs84(x, y)
    on_earth = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    if not on_earth.any():
        return replace(finding, shape=None)
    places = np.column_stack([lon, lat])[on_earth]
    return replace(finding, lon=float(places[0, 0]), lat=float(places[0, 1]),
                   shape=shapely.MultiPoint(places))  # fmt: skip


def _is_nowhere(geometry: BaseGeometry | None) -> bool:
    """Whether there is no geometry, or a corner of it is no place: leaving it out is no mending."""
    return geometry is None or not bool(np.isfinite(shapely.get_coordinates(geometry)).all())


def _why_none(geometry: BaseGeometry | None, repair: Repair | None) -> str:
    if geometry is None:
        return "its geometry is missing"
    if _is_nowhere(geometry):
        return "a coordinate of it is not a number"
    if repair is not None:
        return f"its rings enclose nothing ({repair.reason})"
    return f"its geometry is {'an empty' if geometry.is_empty else 'a'} {geometry.geom_type}"
