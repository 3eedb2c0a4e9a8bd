"""Boundaries are loaded, checked, listed and switched on by command, and refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pytest
import shapely

from boundaries.hierarchy import parents_by_geometry
from gridmap.service import Service
from gridmap.settings import Settings
from tests.boundaries.shapes import square

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import CommandLine

FIELDS = ("--code", "CODE", "--name", "NAME")


def _write(path: Path, codes: dict[str, Any], **options: Any) -> Path:
    table = {"CODE": list(codes), "NAME": [f"村 {code}" for code in codes]}
    frame = geopandas.GeoDataFrame(table, geometry=list(codes.values()), crs=4490)
    frame.to_file(path, **options)
    return path


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    """Two villages side by side."""
    return _write(tmp_path / "villages.gpkg", {"1": square(0, 0), "2": square(1, 0)})


def test_feet_are_refused_by_name_until_they_are_declared(
    gridmap: CommandLine, real_data: Path
) -> None:
    precincts = real_data / "boston" / "Precincts_feet.geojson"
    load = ("boundaries", "load", precincts, "--level", "village",
            "--code", "WARD_PRECINCT", "--name", "PRECINCT")  # fmt: skip
    refused = gridmap.run(*load, expect=1).stderr
    assert "these are not degrees" in refused
    assert "feet or metres of a projected system" in refused
    assert "What to do: Declare that system with --crs EPSG:n" in refused
    assert "EPSG:2249" in refused
    assert gridmap.json("boundaries", "list") == []


def test_boston_lies_where_it_does(boston: CommandLine) -> None:
    (edition,) = boston.json("boundaries", "list")
    assert edition["active"] is True
    assert [(x["code"], x["kind"], x["areas"]) for x in edition["layers"]] == [
        ("township", "level", 22), ("village", "level", 255),
        ("neighborhood", "overlay", 26), ("police", "overlay", 12),
    ]  # fmt: skip
    service = Service(Settings(data_dir=boston.data_dir))
    stored = service.locator().edition
    service.close()
    _, precincts = stored.levels
    assert edition["layers"][1]["crs"] == "EPSG:2249"
    # Two files of the city, one in degrees, one in feet: on the ground they fit one another.
    ward_of = {code: int(code[:2]) for code in precincts.codes}
    agree = [
        int(p or -1) == ward_of[c] for c, p in zip(precincts.codes, precincts.parents, strict=True)
    ]
    assert np.mean(agree) > 0.99


def test_taiwan_nests_by_code_and_by_ground(gridmap: CommandLine, real_data: Path) -> None:
    folder, told = real_data / "taiwan", {}
    for level, file, field in (
        ("district", "counties", "COUNTY"), ("township", "townships", "TOWN"),
        ("village", "villages", "VILL"),
    ):  # fmt: skip
        told[level] = gridmap.json(
            "boundaries", "load", folder / f"{file}.parquet", "--level", level,
            "--code", f"{field}CODE", "--name", f"{field}NAME",
        )  # fmt: skip
    assert {level: each["areas"] for level, each in told.items()} == {
        "village": 7701, "township": 368, "district": 22,
    }  # fmt: skip
    villages = geopandas.read_parquet(folder / "villages.parquet")
    broken = villages[~villages.is_valid]
    mended = [f for f in told["village"]["findings"] if f["kind"] == "repaired"]
    assert len(mended) == len(broken) == 7
    assert {f["codes"][0] for f in mended} == set(broken["VILLCODE"])
    assert all(f["codes"][0] in f["message"] for f in mended)
    misfits = ("no_parent", "parent_disagrees")
    for each in told.values():
        assert not [f for f in each["findings"] if f["kind"] in misfits]
    assert gridmap.json("boundaries", "activate")["active"] is True

    service = Service(Settings(data_dir=gridmap.data_dir))
    counties, towns, stored = service.locator().edition.levels
    service.close()
    assert shapely.is_valid(stored.geometries).all()
    town_of = dict(zip(villages["VILLCODE"], villages["TOWNCODE"], strict=True))
    assert stored.parents == tuple(town_of[code] for code in stored.codes)
    assert stored.parents == parents_by_geometry(stored.geometries, towns.codes, towns.geometries)
    assert towns.parents == tuple(code[:5] for code in towns.codes)
    assert counties.parents == (None,) * 22
    sound = villages.is_valid.to_numpy()
    rows = {code: k for k, code in enumerate(stored.codes)}
    kept = stored.geometries[[rows[code] for code in villages["VILLCODE"]]]
    assert shapely.equals_exact(kept[sound], villages.geometry.to_numpy()[sound]).all()


def test_people_read_tables_and_machines_json(gridmap: CommandLine, tmp_path: Path) -> None:
    path = _write(tmp_path / "v.gpkg", {"1": square(0, 0), "2": square(0.5, 0)})
    shown = gridmap.run("boundaries", "load", path, "--level", "village", *FIELDS)
    assert "Loaded 2 areas of village from v.gpkg (cgcs2000) into edition" in shown.stderr
    assert "gridmap boundaries activate" in shown.stderr
    assert "overlap" in shown.stdout
    assert "1 and 2 both hold" in shown.stdout
    found = gridmap.json("boundaries", "check", expect=3)["findings"]
    assert [(f["kind"], f["severity"], f["codes"]) for f in found] == [
        ("overlap", "warning", ["1", "2"])
    ]
    assert found[0]["square_metres"] > 1e6
    switched = gridmap.run("boundaries", "activate").stderr
    assert "is active: village (2)" in switched
    table = gridmap.run("boundaries", "list").stdout
    assert "v.gpkg" in table
    assert "active" in table


def test_a_clean_edition_is_said_to_be_clean(gridmap: CommandLine, villages: Path) -> None:
    name = ("--edition", "2026 autumn")
    gridmap.run("boundaries", "load", villages, "--level", "village", *FIELDS, *name)
    assert "nothing is wrong" in gridmap.run("boundaries", "check", "2026 autumn").stderr


@pytest.mark.parametrize(
    ("said", "code", "says"),
    [
        pytest.param((), 2, "--level LEVEL or --overlay CODE", id="neither"),
        pytest.param(("--level", "ward"), 1, "no level 'ward'; there are district", id="level"),
        pytest.param(("--overlay", "Police"), 1, "can't be the code of an overlay", id="overlay"),
        pytest.param(("--overlay", "grid"), 1, "no level's code", id="overlay-like-a-level"),
    ],
)
def test_what_makes_no_sense_is_refused(
    said: tuple[str, ...], code: int, says: str, gridmap: CommandLine, villages: Path
) -> None:
    refused = gridmap.run("boundaries", "load", villages, *FIELDS, *said, expect=code).stderr
    assert says in " ".join(refused.replace("│", " ").split())


@pytest.mark.parametrize("name", ["garbage.gpkg", "missing.shp"])
def test_what_cannot_be_read_is_refused_without_a_traceback(
    name: str, gridmap: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "garbage.gpkg").write_bytes(np.random.default_rng(1).bytes(4000))
    load = ("boundaries", "load", tmp_path / name, "--level", "village", *FIELDS)
    refused = gridmap.run(*load, expect=1)
    assert refused.stderr.startswith(f"Error: {tmp_path / name}: ")
    assert refused.stdout == ""


def test_a_zipped_shapefile_in_gbk_needs_its_encoding_said(
    gridmap: CommandLine, tmp_path: Path
) -> None:
    import zipfile

    path = _write(tmp_path / "v.shp", {"1": square(0, 0)}, encoding="gbk")
    path.with_suffix(".cpg").unlink()
    with zipfile.ZipFile(tmp_path / "v.zip", "w") as packed:
        for part in ("shp", "shx", "dbf", "prj"):
            packed.write(path.with_suffix(f".{part}"), f"村社/v.{part}")
    load = ("boundaries", "load", tmp_path / "v.zip", "--level", "village", *FIELDS)
    assert "--encoding gb18030" in gridmap.run(*load, expect=1).stderr
    gridmap.run(*load, "--encoding", "gb18030")
    gridmap.run("boundaries", "activate")
    (link,) = gridmap.json("locate", "119.501", "30.001")["chain"]
    assert link["name"] == "村 1"


def test_before_anything_is_loaded_it_is_said_what_to_do(gridmap: CommandLine) -> None:
    refused = gridmap.run("boundaries", "activate", expect=1).stderr
    assert "No boundaries are loaded yet" in refused
    assert "gridmap boundaries load FILE" in refused


def test_levels_are_those_of_the_settings(gridmap: CommandLine, villages: Path) -> None:
    gridmap.settings["GRIDMAP_LEVELS"] = "city,borough:行政区:Borough"
    gridmap.run("boundaries", "load", villages, "--level", "borough", *FIELDS)
    gridmap.run("boundaries", "activate")
    assert gridmap.json("locate", "119.501", "30.001")["chain"][0]["level"] == "borough"
