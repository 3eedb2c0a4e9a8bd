"""Findings as files: GeoJSON for a GIS, CSV for a table, a page for everybody."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import shapely

from gridmap.errors import InputError
from gridmap.files.folium_map import render_findings_page
from gridmap.files.folium_map.findings import worst_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from boundaries.model import Finding
    from gridmap.files.folium_map import FindingsPage

ENDINGS = (".geojson", ".csv", ".html")
"""Of the files that are written."""

_COLUMNS = ("severity", "kind", "layer", "codes", "message", "lon", "lat", "square_metres")


def finding_values(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, without its shape."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "layer": finding.layer,
        "codes": list(finding.codes),
        "message": finding.message,
        "lon": finding.lon,
        "lat": finding.lat,
        "square_metres": finding.square_metres,
    }


def refuse_other_ending(path: Path) -> None:
    """Refuse a file that would not be written, before work begins.

    Raises
    ------
    InputError
        Naming the endings there are.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(
            f"Findings are not written to files ending in {path.suffix or 'nothing'!r}.",
            where=str(path),
            remedy=f"Name one of {', '.join(ENDINGS)}.",
        )


def write_findings(path: Path, page: FindingsPage) -> None:
    """Write the findings of a page in the form that the file's ending names; the worst first.

    Raises
    ------
    InputError
        When it can't be written, or its ending is none of `ENDINGS`.
    NotReadyError
        When the browser's files were not built.
    """
    refuse_other_ending(path)
    ranked = worst_first(page.findings)
    kind = path.suffix.lower()
    if kind == ".html":
        content = render_findings_page(page)
    else:
        content = (_csv(ranked) if kind == ".csv" else _geojson(ranked)).encode()
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise InputError(f"It can't be written: {error.strerror}.", where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _csv(findings: Sequence[Finding]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for finding in findings:
        writer.writerow(finding_values(finding) | {"codes": " ".join(finding.codes)})
    return "\ufeff" + text.getvalue()  # the mark without which Excel takes it for another encoding


def _geojson(findings: Sequence[Finding]) -> str:
    """RFC 7946: WGS 84, a feature for each finding with its shape, else its place, else neither."""
    features = ",\n".join(
        json.dumps(
            {
                "type": "Feature",
                "properties": finding_values(finding),
                "geometry": _geometry(finding),
            },
            ensure_ascii=False,
        )
        for finding in findings
    )
    return '{"type": "FeatureCollection", "features": [\n' + features + "\n]}\n"


def _geometry(finding: Finding) -> dict[str, Any] | None:
    shape = finding.shape
    if shape is not None:
        # RFC 7946 wants outer rings counter-clockwise.
        drawn: dict[str, Any] = shapely.geometry.mapping(shapely.orient_polygons(shape))
        return drawn
    if finding.lon is None or finding.lat is None:
        return None
    return {"type": "Point", "coordinates": [finding.lon, finding.lat]}
