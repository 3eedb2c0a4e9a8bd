"""The ground that the API's tests stand on: squares that nest exactly, and who owns a point."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely import Point, box
from shapely.geometry import mapping

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import Polygon

WEST, SOUTH = 11990, 3000
"""South-west corner, hundredths of a degree."""
LEVELS = ("township", "village", "grid")
DENSE = "330111001001001"
"""The grid that most requests lie in."""
LAST_REPORT = datetime(2026, 10, 31, 12, tzinfo=UTC)


def _square(column: int, row: int, size: int) -> Polygon:
    """A square whose corners are the same numbers as its neighbours'."""
    west, south = WEST + column, SOUTH + row
    return box(west / 100, south / 100, (west + size) / 100, (south + size) / 100)


def _quarters(code: str, column: int, row: int, size: int) -> list[tuple[str, int, int]]:
    half = size // 2
    return [
        (f"{code}{k:03}", column + half * (k % 2 == 0), row + half * (k > 2)) for k in range(1, 5)
    ]


def _levels() -> dict[str, dict[str, Polygon]]:
    townships = [("330111001", 0, 0), ("330111002", 4, 0)]
    villages = [v for code, c, r in townships for v in _quarters(code, c, r, 4)]
    grids = [g for code, c, r in villages for g in _quarters(code, c, r, 2)]
    squares = zip(LEVELS, (townships, villages, grids), (4, 2, 1), strict=True)
    return {
        level: {code: _square(c, r, size) for code, c, r in listed}
        for level, listed, size in squares
    }


AREAS: dict[str, dict[str, Polygon]] = _levels() | {
    "police": {"P1": box(119.89, 29.99, 119.955, 30.05), "P2": box(119.955, 29.99, 119.99, 30.05)}
}
"""Layer code to area code to polygon, WGS 84: 2 townships, 8 villages, 32 grids; 2 beats."""


def name_of(code: str) -> str:
    """The name that the files give an area."""
    return f"片区{code[-3:]}"


def owners(lon: float, lat: float) -> dict[str, str]:
    """Layer code to code of the area whose interior holds a point, asked of shapely directly."""
    point = Point(lon, lat)
    return {
        layer: code
        for layer, areas in AREAS.items()
        for code, polygon in areas.items()
        if polygon.contains(point)
    }


def write_layers(folder: Path) -> dict[str, Path]:
    """A GeoJSON file for each layer."""
    folder.mkdir(parents=True)
    return {layer: _write_layer(folder / f"{layer}.geojson", layer) for layer in AREAS}


def _write_layer(path: Path, layer: str) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name_of(code)},
            "geometry": mapping(polygon),
        }
        for code, polygon in AREAS[layer].items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def filed() -> list[dict[str, Any]]:
    """The requests: 60 cars on one spot, 40 heaps of rubbish all over, and 10 without a place."""
    chance = np.random.default_rng(7)
    rows = [
        ("abandoned_car", 119.905 + chance.normal(0, 1e-4), 30.005 + chance.normal(0, 1e-4))
        for _ in range(60)
    ]
    rows += [
        ("rubbish", chance.uniform(119.901, 119.979), chance.uniform(30.001, 30.039))
        for _ in range(40)
    ]
    rows += [("street_light", 120.5, 30.5 + k / 100) for k in range(5)] + [("noise", 0, 0)] * 5
    return [
        {
            "id": f"N-{k:03}",
            "category": category,
            "lon": float(lon),
            "lat": float(lat),
            "text": f"住在{k}号的居民反映",
            "opened": (LAST_REPORT - timedelta(hours=3 * (len(rows) - 1 - k))).isoformat(),
            "closed": LAST_REPORT.isoformat() if k % 4 == 0 else "",
        }
        for k, (category, lon, lat) in enumerate(rows)
    ]


def write_requests(path: Path) -> Path:
    """The requests as a CSV."""
    rows = filed()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
