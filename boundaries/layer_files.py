"""Reading a layer from the files that a GIS office has.

GeoJSON, Shapefile (zipped too), GeoPackage, FlatGeobuf and GeoParquet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.crs import SourceCrs, parse_crs
from boundaries.errors import LayerFileError, UnknownCrsError
from boundaries.geometry import polygons_only, repair_polygon
from boundaries.model import Finding, Layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas
    from numpy.typing import NDArray

    from boundaries.model import LayerKind

ENDINGS = (".geojson", ".json", ".shp", ".zip", ".gpkg", ".fgb", ".parquet", ".geoparquet")
_PARQUET = {".parquet", ".geoparquet"}
_SHOWN = 12
"""How many names of fields or tables a message lists."""


@dataclass(frozen=True)
class LayerSource:
    """Where a layer comes from and how its file is to be read.

    Attributes
    ----------
    path
        The file.
    layer, kind
        Code and kind of the layer that it becomes.
    code, name, parent
        Names of the file's fields.
    crs
        Declared CRS; the file's own statement holds when not given.
    table
        Name of the table inside the file, where it has several.
    encoding
        Of a Shapefile's texts, where its ``.cpg`` doesn't say.
    """

    path: Path
    layer: str
    kind: LayerKind
    code: str
    name: str
    parent: str | None = None
    crs: str | None = None
    table: str | None = None
    encoding: str | None = None


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
    frame = _read_frame(source)
    crs, crs_findings = _crs_of(frame, source)
    codes = _texts(frame, source.code, source)
    names = _texts(frame, source.name, source)
    parents = _texts(frame, source.parent, source) if source.parent else [None] * len(frame)
    geometries, ring_findings = _polygons(frame.geometry.to_numpy(), codes, source)
    _refuse_wrong_units(geometries, crs, source)
    layer = Layer(
        code=source.layer,
        kind=source.kind,
        codes=tuple(code or "" for code in codes),
        names=tuple(name or code or "" for name, code in zip(names, codes, strict=True)),
        declared_parents=tuple(parents),
        parents=(None,) * len(frame),
        geometries=_in_wgs84(geometries, crs, source),
    )
    findings = (*crs_findings, *ring_findings, *code_findings(layer))
    return LayerRead(layer, crs.name, findings)


def _read_frame(source: LayerSource) -> geopandas.GeoDataFrame:
    import geopandas
    from pyogrio.errors import DataSourceError

    path = source.path
    if not path.is_file():
        raise LayerFileError("There is no such file.", where=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise LayerFileError(
            f"Files ending in {path.suffix or 'nothing'!r} are not read as boundaries.",
            where=str(path),
            remedy=f"Give one of {', '.join(ENDINGS)}.",
        )
    try:
        if path.suffix.lower() in _PARQUET:
            frame = geopandas.read_parquet(path)
        else:
            _refuse_ambiguous_table(source)
            options = {"encoding": source.encoding} if source.encoding else {}
            frame = geopandas.read_file(path, layer=source.table, **options)
    except (DataSourceError, ValueError, OSError, UnicodeError) as error:
        raise LayerFileError(
            f"The file can't be read: {str(error).splitlines()[0]}", where=str(path)
        ) from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise LayerFileError("The file holds no geometry.", where=str(path))
    if frame.empty:
        raise LayerFileError("The file holds no area.", where=str(path))
    return frame


def _refuse_ambiguous_table(source: LayerSource) -> None:
    import pyogrio

    tables = [str(name) for name, _ in pyogrio.list_layers(source.path)]
    if source.table is None and len(tables) > 1:
        raise LayerFileError(
            f"The file holds {len(tables)} tables: {_listed(tables)}.",
            where=str(source.path),
            remedy="Say which with --table.",
        )
    if source.table is not None and source.table not in tables:
        raise LayerFileError(
            f"The file has no table {source.table!r}; it has {_listed(tables)}.",
            where=str(source.path),
        )


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


def _texts(frame: geopandas.GeoDataFrame, field: str, source: LayerSource) -> list[str | None]:
    """A field's values as text: 13.0 is 13, blanks are None."""
    if field not in frame.columns or field == frame.geometry.name:
        fields = [str(c) for c in frame.columns if c != frame.geometry.name]
        raise LayerFileError(
            f"The file has no field {field!r}; it has {_listed(fields)}.", where=str(source.path)
        )
    return [_text(value) for value in frame[field].tolist()]


def _text(value: object) -> str | None:
    if value is None or value != value:  # noqa: PLR0124  NaN and NaT are not themselves
        return None
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
        area = shapely.Polygon() if geometry is None else polygons_only(geometry)
        repair = repair_polygon(area)
        geometries[k] = area if repair is None else repair.geometry
        code = codes[k] or f"row {k + 1}"
        if geometries[k].is_empty:
            message = f"{code} has no polygon: its geometry is {_kind(geometry)}."
            findings.append(Finding("no_polygon", "error", source.layer, (code,), message))
        elif repair is not None:
            message = f"{code} had an invalid ring ({repair.reason}) and was repaired."
            findings.append(Finding("repaired", "note", source.layer, (code,), message))
    return geometries, findings


def _kind(geometry: object) -> str:
    return "missing" if geometry is None else str(getattr(geometry, "geom_type", "empty")).lower()


def _refuse_wrong_units(
    geometries: NDArray[np.object_], crs: SourceCrs, source: LayerSource
) -> None:
    """Refuse coordinates that can't be degrees though they are declared to be."""
    west, south, east, north = shapely.total_bounds(geometries)
    if not crs.geographic or (max(-west, east) <= 180 and max(-south, north) <= 90):
        return
    seen = f"x from {west:,.6g} to {east:,.6g} and y from {south:,.6g} to {north:,.6g}"
    said = "declared" if source.crs else "the file says"
    if max(-west, east) <= 90 and max(-south, north) <= 180:
        raise LayerFileError(
            f"Coordinates run {seen}: latitude and longitude look swapped ({said} {crs.name}).",
            where=str(source.path),
            remedy="Write longitude first.",
        )
    raise LayerFileError(
        f"Coordinates run {seen}: these are not degrees ({said} {crs.name}), but the feet or "
        "metres of a projected system.",
        where=str(source.path),
        remedy="Declare that system with --crs EPSG:n, for example EPSG:2249 for Massachusetts "
        "in feet or EPSG:4549 for CGCS2000 in metres.",
    )


def _in_wgs84(
    geometries: NDArray[np.object_], crs: SourceCrs, source: LayerSource
) -> NDArray[np.object_]:
    """The geometries in WGS 84; every vertex is moved by itself, so shared borders stay shared."""
    if crs.name in {"wgs84", "cgcs2000"}:
        return geometries
    coordinates = shapely.get_coordinates(geometries)
    lon, lat = crs.to_wgs84(coordinates[:, 0], coordinates[:, 1])
    if not ((np.abs(lon) <= 180) & (np.abs(lat) <= 90)).all():
        raise LayerFileError(
            f"Some coordinates lie off the earth when read as {crs.name}.",
            where=str(source.path),
            remedy="Declare the right system with --crs.",
        )
    moved = shapely.set_coordinates(geometries.copy(), np.column_stack([lon, lat]))
    return np.asarray(moved, dtype=object)


def code_findings(layer: Layer) -> list[Finding]:
    """Areas without a code, and codes that several areas carry: both are errors."""
    missing = [k + 1 for k, code in enumerate(layer.codes) if not code]
    findings = [
        Finding("no_code", "error", layer.code, (), f"The area in row {row} has no code.")
        for row in missing
    ]
    rows: dict[str, list[int]] = {}
    for k, code in enumerate(layer.codes):
        rows.setdefault(code, []).append(k + 1)
    for code, found in rows.items():
        if code and len(found) > 1:
            message = f"{len(found)} areas carry the code {code}: rows {_listed(found)}."
            findings.append(Finding("duplicate_code", "error", layer.code, (code,), message))
    return findings


def _listed(items: Sequence[object]) -> str:
    shown = ", ".join(str(item) for item in items[:_SHOWN])
    return shown + (" …" if len(items) > _SHOWN else "")
