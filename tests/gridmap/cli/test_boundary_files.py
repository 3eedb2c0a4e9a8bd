"""Boundaries are checked into files, mended into a copy, and exported so that load reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely

from tests.boundaries.shapes import square

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import CommandLine

HALF_METRE = 0.5 / 111_000 / (1 / 64)
"""In lattice steps."""
FIELDS = ("--code", "CODE", "--name", "NAME")


def _write(path: Path, areas: dict[str, Any], **more: list[Any]) -> Path:
    table = {"CODE": list(areas), "NAME": [f"村 {code}" for code in areas]} | more
    geopandas.GeoDataFrame(table, geometry=list(areas.values()), crs=4326).to_file(path)
    return path


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """Three villages: a thin overlap, a broad one, and a field that nobody asks for."""
    areas = {
        "330111001001": square(0, 0, 1, 1 + HALF_METRE),
        "330111001002": square(0, 1),
        "330111002001": square(0.9, 0, 1.1, 2),
    }
    return _write(tmp_path / "torn.gpkg", areas, PEOPLE=[5, 6, 7])


@pytest.fixture
def loaded(gridmap: CommandLine, torn: Path, tmp_path: Path) -> CommandLine:
    """Townships and torn villages, not switched on."""
    towns = {"330111001": square(0, 0, 1, 2), "330111002": square(1, 0, 1, 2)}
    path = _write(tmp_path / "towns.gpkg", towns)
    gridmap.run("boundaries", "load", path, "--level", "township", *FIELDS)
    gridmap.run("boundaries", "load", torn, "--level", "village", *FIELDS)
    return gridmap


def test_a_check_writes_what_it_found(loaded: CommandLine, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("f.geojson", "f.csv")]
    options = [each for file in files for each in ("-o", file)]
    found = loaded.json("boundaries", "check", *options, expect=3)["findings"]
    assert {f["kind"] for f in found} == {"overlap", "sliver_overlap", "outside_parent"}
    features = json.loads(files[0].read_text(encoding="utf-8"))["features"]
    assert len(features) == len(found)
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features]
    assert all(shape.geom_type in {"Polygon", "MultiPolygon"} for shape in shapes)
    assert len(files[1].read_text(encoding="utf-8").splitlines()) == len(found) + 1
    said = loaded.run("boundaries", "check", expect=3)
    assert "outside_parent" in said.stdout
    assert "warnings (" in said.stderr
    refused = loaded.run("boundaries", "check", "-o", tmp_path / "f.txt", expect=1)
    assert ".geojson, .csv, .html" in refused.stderr


def test_an_extent_keeps_layers_of_elsewhere_out(gridmap: CommandLine, torn: Path) -> None:
    gridmap.settings["GRIDMAP_EXTENT"] = "-72,42,-70,43"
    refused = gridmap.run("boundaries", "load", torn, "--level", "village", *FIELDS, expect=1)
    assert "outside the extent" in refused.stderr
    assert "wrong coordinate system" in refused.stderr


def test_a_mended_copy_is_told_by_area(gridmap: CommandLine, torn: Path, tmp_path: Path) -> None:
    mend = ("boundaries", "mend", torn, "--level", "village", "--code", "CODE")
    told = gridmap.run(*mend, "-o", tmp_path / "copy.gpkg", "--findings", tmp_path / "m.csv")
    assert "moved at most, m" in told.stdout
    assert "of 3 areas of torn.gpkg changed" in told.stderr
    assert "Left as it is, for somebody to decide" in told.stderr
    assert "mended" in (tmp_path / "m.csv").read_text(encoding="utf-8")
    again = ("boundaries", "mend", tmp_path / "copy.gpkg", "--overlay", "v", "--code", "CODE")
    assert gridmap.json(*again, "-o", tmp_path / "again.gpkg")["changed"] == []


def test_a_file_is_never_mended_over_itself(
    gridmap: CommandLine, torn: Path, tmp_path: Path
) -> None:
    mend = ("boundaries", "mend", torn, "--level", "village", "--code", "CODE", "-o")
    assert "never written over" in gridmap.run(*mend, torn, expect=1).stderr
    link = tmp_path / "link.gpkg"
    link.symlink_to(torn)
    assert "never written over" in gridmap.run(*mend, link, expect=1).stderr
    assert "Name one of" in gridmap.run(*mend, tmp_path / "x.shp", expect=1).stderr
    bad = gridmap.run(*mend, tmp_path / "x.gpkg", "--snap", "99", expect=1)
    assert "snap_m must be from 0 to 50 metres" in bad.stderr


def test_all_layers_go_into_a_geopackage_and_into_no_other(
    loaded: CommandLine, tmp_path: Path
) -> None:
    told = loaded.json("boundaries", "export", "-o", tmp_path / "all.gpkg")
    assert told["layers"] == {"township": 2, "village": 3}
    tables = geopandas.list_layers(tmp_path / "all.gpkg")["name"].tolist()
    assert tables == ["township", "village"]
    villages = geopandas.read_file(tmp_path / "all.gpkg", layer="village")
    assert villages["parent_code"].tolist() == ["330111001", "330111001", "330111002"]
    assert set(villages["level"]) == {"village"}
    refused = loaded.run("boundaries", "export", "-o", tmp_path / "all.geojson", expect=1).stderr
    assert "--layer" in refused
    unknown = loaded.run("boundaries", "export", "-o", tmp_path / "a.fgb", "--layer", "x", expect=1)
    assert "has no layer 'x'" in unknown.stderr
