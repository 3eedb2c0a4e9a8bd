"""A page of the whole demonstration district stays small enough to send by mail."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from shapely.geometry import mapping, shape

from gridmap.demo.files import write_demo
from gridmap.files.folium_map import HeatmapPage, MapCategory, MapLayer, render_heatmap_page
from gridmap.heatmap.classes import Scale
from gridmap.heatmap.frames import ALL_CATEGORIES, FrameParams, draw_frames, history_peaks
from gridmap.heatmap.image import Bounds
from gridmap.heatmap.periods import whole_days
from gridmap.model.wording import Names
from gridmap.spatial.distance import LocalMetres
from tests.gridmap.files.folium_map.conftest import ZONE, Points

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not resources.files("gridmap.files").joinpath("browser", "heatmap_page.js").is_file(),
    reason="gridmap/files/browser is not built: install with pip, or run npm run build in web/",
)

PLACE = LocalMetres(119.8, 30.0)
MOST_BYTES = 4_000_000


def test_1500_grids_13_categories_24_months(tmp_path: Path, sample: HeatmapPage) -> None:
    files = write_demo(tmp_path)
    layers = [
        _layer(code, file)
        for code, file in [
            ("district", files.district),
            ("township", files.townships),
            ("village", files.villages),
            ("grid", files.grids),
        ]
    ]
    bounds = Bounds(*_outer(layers[0]).bounds)
    points = _points(files.requests, bounds)
    codes = [code for code, _ in Counter(points.category).most_common(13)]
    seconds = points.reported_us / 1e6
    first, last = (datetime.fromtimestamp(t, UTC) for t in (seconds.min(), seconds.max()))
    span = whole_days(first, last, ZONE)
    params = FrameParams()
    peaks = history_peaks(
        points, [ALL_CATEGORIES, *codes],
        span=span, zone=ZONE, projection=PLACE, params=params.density,
    )  # fmt: skip
    scales = {code: Scale.up_to(peak) for code, peak in peaks.items()}
    frames = draw_frames(
        points, scales,
        span=span, zone=ZONE, projection=PLACE, bounds=bounds, params=params,
    )  # fmt: skip
    categories = tuple(
        MapCategory(code, Names(code, code), scale, tuple(f for f in frames if f.category == code))
        for code, scale in scales.items()
    )
    page = replace(sample, bounds=bounds, categories=categories, layers=tuple(layers))
    assert len(layers[3].areas["features"]) == 1500
    assert len(codes) == 13
    assert [len(category.frames) for category in categories] == [25] * 14
    assert len(render_heatmap_page(page)) <= MOST_BYTES


def _layer(code: str, file: Path) -> MapLayer:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = np.array([shape(each["geometry"]) for each in features], dtype=object)
    simple = shapely.coverage_simplify(shapes, 1e-4)
    areas: dict[str, Any] = {
        "features": [
            {"properties": each["properties"], "geometry": mapping(drawn)}
            for each, drawn in zip(features, simple, strict=True)
        ]
    }
    return MapLayer(code, Names(code, code), areas)


def _outer(layer: MapLayer) -> shapely.geometry.base.BaseGeometry:
    return shape(layer.areas["features"][0]["geometry"])


def _points(file: Path, bounds: Bounds) -> Points:
    """Rows that can be read and lie within the bounds, off the most frequent coordinate."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if _is_usable(row)]
    places = Counter((row["经度"], row["纬度"]) for row in rows)
    stack = places.most_common(1)[0][0]
    rows = [row for row in rows if (row["经度"], row["纬度"]) != stack]
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("经度", "纬度"))
    moments = [datetime.fromisoformat(row["上报时间"]).replace(tzinfo=ZONE) for row in rows]
    category = np.array([row["诉求类别"] for row in rows], dtype=object)
    here = (lon > bounds.west) & (lon < bounds.east) & (lat > bounds.south) & (lat < bounds.north)
    reported_us = np.array([round(each.timestamp() * 1e6) for each in moments])
    return Points(lon[here], lat[here], reported_us[here], category[here])


def _is_usable(row: dict[str, str]) -> bool:
    try:
        datetime.fromisoformat(row["上报时间"])
        return bool(np.isfinite([float(row["经度"]), float(row["纬度"])]).all())
    except (TypeError, ValueError):
        return False
