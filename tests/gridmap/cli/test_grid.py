"""Grids and cells are made, measured, written and loaded by command, and refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pytest
import shapely

from boundaries.layer_files import LayerSource
from gridmap.files.frame_file import write_area_file
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.load_boundaries import load_layer
from gridmap.service import Service
from gridmap.settings import Settings
from tests.conftest import CommandLine
from tests.gridmap.ground import NOW, SIDE, SOUTH, WEST

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Four villages in a row, switched on; drafts come and go."""
    command = CommandLine(tmp_path_factory.mktemp("grid") / "installation")
    command.data_dir.mkdir()
    squares = [
        shapely.box(WEST + k * SIDE, SOUTH, WEST + (k + 1) * SIDE, SOUTH + SIDE) for k in range(4)
    ]
    path = command.data_dir / "villages.parquet"
    names = {"code": [f"V{k}" for k in range(4)], "name": [f"村{k}" for k in range(4)]}
    write_area_file(path, names, np.array(squares))
    service = Service(Settings(data_dir=command.data_dir))
    source = LayerSource(path, "village", "level", "code", "name")
    load_layer(source, None, service.editions, service.level_order, NOW)
    activate_edition(None, service.editions, service.level_order, NOW)
    service.close()
    return command


@pytest.fixture
def homes(tmp_path: Path) -> Path:
    """A hundred addresses in the western two villages, and three that are nowhere."""
    rng = np.random.default_rng(3)
    places = rng.uniform((WEST, SOUTH), (WEST + 2 * SIDE, SOUTH + SIDE), (100, 2))
    rows = [f"{x:.6f},{y:.6f},2" for x, y in places] + ["0,0,1", "10,10.5,1", "119.905,30.005,?"]
    path = tmp_path / "homes.csv"
    path.write_text("\n".join(["lon,lat,households", *rows]))
    return path


def test_households_are_shared_out_and_what_is_left_out_is_told(
    villages: CommandLine, homes: Path, tmp_path: Path
) -> None:
    out = tmp_path / "grids.gpkg"
    make = ("boundaries", "grid", "--points", homes, "--weight", "households", "--target", "25",
            "-o", out, "--compare")  # fmt: skip
    told = villages.json(*make, expect=3)
    assert told["left_out"] == {"zero_coordinate": 1, "outside_every_area": 1, "no_weight": 1}
    assert told["total"]["load"] == 200
    assert told["total"]["spread_within"] < 0.15
    assert {"square cells", "k-means"} == set(told["compared"])
    assert [area["code"] for area in told["areas"]] == ["V0", "V1", "V2", "V3"]
    assert sum(area["grids"] for area in told["areas"]) == told["asked"] == told["total"]["grids"]
    read = geopandas.read_file(out)
    assert len(read) == told["asked"]
    assert read["load"].sum() == 200
    assert set(read["parent_code"]) == {"V0", "V1", "V2", "V3"}
    assert shapely.coverage_is_valid(read.geometry.to_numpy())
    shown = villages.run(*make[:-1], expect=3)
    assert "grids made" in shown.stdout
    assert "1 points were left out: without a usable weight." in shown.stderr


def test_grids_are_loaded_named_in_the_services_language_and_switched_on(
    villages: CommandLine,
) -> None:
    zh = CommandLine(villages.data_dir, {"GRIDMAP_LANGUAGE": "zh", "GRIDMAP_GRID_SUFFIX": "2"})
    told = zh.json("boundaries", "grid", "--by", "area", "--target", "0.4", "--load")
    assert told["loaded"]["areas"] == told["asked"] == 12
    service = Service(Settings(data_dir=villages.data_dir))
    stored = service.editions.read(service.editions.named(told["loaded"]["edition"]).id)
    service.close()
    grids = stored.levels[-1]
    assert grids.codes[:4] == ("V001", "V002", "V003", "V101")
    assert grids.names[0] == "村0第1网格"
    assert grids.parents[:4] == ("V0", "V0", "V0", "V1")
    assert grids.geometries[0].covers(shapely.Point(WEST, SOUTH + SIDE))


def test_lines_are_followed(villages: CommandLine, tmp_path: Path) -> None:
    road = shapely.LineString([(WEST - 1, SOUTH + SIDE * 0.45), (WEST + 1, SOUTH + SIDE * 0.55)])
    lines = tmp_path / "roads.geojson"
    geopandas.GeoSeries([road], crs=4326).to_file(lines)
    make = ("boundaries", "grid", "--by", "area", "--target", "0.55", "-o", tmp_path / "g.parquet")
    assert villages.json(*make, "--lines", lines)["total"]["along_lines"] > 0.9


def test_cells_are_written_and_loaded_as_an_overlay(villages: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "cells.parquet"
    cells = ("boundaries", "grid", "--shape", "hexagon", "--size", "300")
    told = villages.json(*cells, "-o", out, "--load")
    assert "transverse Mercator" in told["projection"]
    assert told["cells"] == len(geopandas.read_parquet(out)) == told["loaded"]["areas"]
    assert told["loaded"]["layer"] == "hexagon_300"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--by", "area", "--target", "1"], "say -o FILE, or --load"),
        (["--by", "area", "-o", "g.gpkg"], "say either --target N or --like LAYER"),
        (["--target", "1", "-o", "g.gpkg"], "say where households are"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_usage_is_told(options: list[str], why: str, villages: CommandLine) -> None:
    told = " ".join(villages.run("boundaries", "grid", *options, expect=2).stderr.split())
    assert why in told


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--target", "0"], "target must be a number above 0"),
        (["--target", "1", "--within", "township"], "has no level 'township'"),
        (["--target", "0.001", "--suffix-length", "1"], "a suffix of 1 digits can number"),
        (["--target", "1", "--lines", "nothing.gpkg"], "There is no such file"),
        (["--shape", "circle"], "A cell is a square or a hexagon"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_be_done_is_explained(
    options: list[str], why: str, villages: CommandLine, tmp_path: Path
) -> None:
    out = ("-o", tmp_path / "g.gpkg", "--by", "area")
    refused = villages.run("boundaries", "grid", *options, *out, expect=1)
    assert why in " ".join(refused.stderr.split())
    assert not (tmp_path / "g.gpkg").exists()


def test_without_boundaries_there_is_nothing_to_divide(gridmap: CommandLine) -> None:
    make = ("boundaries", "grid", "--by", "area", "--target", "1")
    assert "Run gridmap boundaries load" in gridmap.run(*make, "-o", "g.gpkg", expect=1).stderr
