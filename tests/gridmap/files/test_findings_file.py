"""Findings are written as GeoJSON with their shapes and as CSV; other files are refused."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import shapely

from boundaries.model import Edition, Finding
from gridmap.errors import InputError
from gridmap.files.findings_file import write_findings
from gridmap.files.folium_map import FindingsPage
from gridmap.model.wording import Names
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from pathlib import Path

CLOCKWISE = square(0, 0).reverse()
FOUND = (
    Finding("scrap", "note", "village", ("a",), "A scrap.", 119.5, 30.0, 3.0),
    Finding("no_code", "error", "village", (), "The area in row 2 has no code."),
    Finding("gap", "warning", "village", ("a", "b"), "A gap, “here”.", 119.5, 30.0, 9.0, CLOCKWISE),
)


def _page() -> FindingsPage:
    edition = Edition("2026-11", (layer_of([square(0, 0)]),))
    return FindingsPage(
        Names("标题", "Title"), "en", ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC), edition,
        {}, FOUND,
    )  # fmt: skip


def test_geojson_holds_a_feature_for_each_the_worst_first(tmp_path: Path) -> None:
    write_findings(tmp_path / "f.geojson", _page())
    features = json.loads((tmp_path / "f.geojson").read_text(encoding="utf-8"))["features"]
    assert [each["properties"]["kind"] for each in features] == ["no_code", "gap", "scrap"]
    assert features[0]["geometry"] is None
    assert features[2]["geometry"] == {"type": "Point", "coordinates": [119.5, 30.0]}
    drawn = shapely.geometry.shape(features[1]["geometry"])
    assert drawn.equals(CLOCKWISE)
    assert isinstance(drawn, shapely.Polygon)
    assert drawn.exterior.is_ccw  # as RFC 7946 wants it
    assert features[1]["properties"]["codes"] == ["a", "b"]


def test_csv_is_a_table_that_spreadsheets_open(tmp_path: Path) -> None:
    write_findings(tmp_path / "f.csv", _page())
    content = (tmp_path / "f.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [row["severity"] for row in rows] == ["error", "warning", "note"]
    assert rows[1]["message"] == "A gap, “here”."
    assert rows[1]["codes"] == "a b"
    assert rows[0]["lon"] == ""


def test_other_files_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ending in '\.xlsx'"):
        write_findings(tmp_path / "f.xlsx", _page())
    with pytest.raises(InputError, match="can't be written"):
        write_findings(tmp_path / "missing" / "f.csv", _page())
    assert list(tmp_path.iterdir()) == []
