"""Placing by command, one point or a file of them, is exact, complete and said in words."""

from __future__ import annotations

import csv
import gzip
import resource
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pyproj
import pytest
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.conftest import CommandLine

CITY_HALL = ("42.3594", "-71.0587")
"""Latitude and longitude of all that was never geocoded."""
LAYERS = {
    "township": ("Wards", "WARD", "WARD"),
    "village": ("Precincts_feet", "WARD_PRECINCT", "WARD_PRECINCT"),
    "police": ("Police_Districts", "ID", "DISTRICT"),
    "neighborhood": ("Boston_Neighborhoods", "Neighborhood_ID", "Name"),
}
ADDED = [f"{layer}_{what}" for layer in ("township", "village", "neighborhood", "police")
         for what in ("code", "name")] + ["placement", "placement_reason"]  # fmt: skip


def _column(rows: list[list[str]], field: str) -> list[str]:
    place = rows[0].index(field)
    return [row[place] for row in rows[1:]]


@pytest.fixture(scope="module")
def requests(real_data: Path) -> list[list[str]]:
    """The city's file as it is: header and 121,145 rows."""
    with gzip.open(real_data / "boston" / "boston_311_2015.csv.gz", "rt", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def assigned(
    boston: CommandLine, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[list[str]]:
    """The same after ``gridmap assign``."""
    out = tmp_path_factory.mktemp("assigned") / "out.csv.gz"
    source = real_data / "boston" / "boston_311_2015.csv.gz"
    told = boston.json("assign", source, "-o", out, "--lon", "LONGITUDE", "--lat", "LATITUDE")
    with gzip.open(out, "rt", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert (told["rows"], told["rejected"]) == (121_145, 0)
    assert told["placements"] == Counter(_column(rows, "placement"))
    assert told["reasons"] == {"outside_every_area": told["placements"]["outside"]}
    return rows


def test_every_column_of_the_city_comes_out_as_it_went_in(
    requests: list[list[str]], assigned: list[list[str]]
) -> None:
    width = len(requests[0])
    assert assigned[0] == [*requests[0], *ADDED]
    assert len(assigned) == len(requests)
    assert all(out[:width] == row for out, row in zip(assigned, requests, strict=True))


def _polygons(real_data: Path, layer: str) -> tuple[NDArray[np.object_], list[str], list[str]]:
    """A layer's polygons, codes and names, by geopandas alone."""
    file, code, name = LAYERS[layer]
    frame = geopandas.read_file(real_data / "boston" / f"{file}.geojson")
    if layer == "village":
        frame = frame.set_crs(2249, allow_override=True).to_crs(4326)
    valid = frame.geometry.make_valid(method="structure", keep_collapsed=False)
    return valid.to_numpy(), frame[code].astype(str).tolist(), frame[name].astype(str).tolist()


@pytest.mark.parametrize("layer", LAYERS)
def test_every_row_has_the_area_that_shapely_finds(
    layer: str, real_data: Path, assigned: list[list[str]]
) -> None:
    polygons, codes, names = _polygons(real_data, layer)
    places = zip(_column(assigned, "LONGITUDE"), _column(assigned, "LATITUDE"), strict=True)
    x, y = np.array([(float(lon), float(lat)) for lon, lat in places]).T
    distinct, back = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    point, area = shapely.STRtree(polygons).query(shapely.points(distinct), predicate="intersects")
    holders: list[set[tuple[str, str]]] = [set() for _ in distinct]
    for p, a in zip(point.tolist(), area.tolist(), strict=True):
        holders[p].add((codes[a], names[a]))
    found = list(
        zip(_column(assigned, f"{layer}_code"), _column(assigned, f"{layer}_name"), strict=True)
    )
    wrong = [
        row
        for row, (one, place) in enumerate(zip(found, back.ravel().tolist(), strict=True))
        if one not in (holders[place] or {("", "")})
    ]
    assert wrong == []
    if layer == "village":
        nowhere = [not held for held in holders]
        outside = [
            nowhere[place] and not ward
            for place, ward in zip(
                back.ravel().tolist(), _column(assigned, "township_code"), strict=True
            )
        ]
        kinds = ["outside" if each else "inside" for each in outside]
        assert _column(assigned, "placement") == kinds
    several = sum(len(held) > 1 for held in holders)
    assert several < 20  # nearly all rows have no choice


def _agreement(
    assigned: list[list[str]], ours: list[str], theirs: list[str]
) -> float:  # fmt: skip
    """Share of rows off City Hall, with a value of the city's, in which both say the same."""
    places = zip(_column(assigned, "LATITUDE"), _column(assigned, "LONGITUDE"), strict=True)
    judged = [
        mine == city
        for mine, city, place in zip(ours, theirs, places, strict=True)
        if city and place != CITY_HALL
    ]
    assert len(judged) > 90_000
    return float(np.mean(judged))


def test_the_city_agrees(assigned: list[list[str]]) -> None:
    wards = [value.removeprefix("Ward ").lstrip("0") for value in _column(assigned, "ward")]
    ward = _agreement(assigned, _column(assigned, "township_code"), wards)
    beats = [value.replace("-", "") for value in _column(assigned, "police_district")]
    police = _agreement(assigned, _column(assigned, "police_code"), beats)
    assert ward >= 0.989
    assert police >= 0.995


def test_parquet_in_and_out_says_the_same(
    boston: CommandLine, tmp_path: Path, assigned: list[list[str]]
) -> None:
    import pyarrow as pa

    fields = ("CASE_ENQUIRY_ID", "LONGITUDE", "LATITUDE", "TYPE")
    texts = {field: _column(assigned, field) for field in fields}
    table = pa.table(
        {
            "CASE_ENQUIRY_ID": [int(text) for text in texts["CASE_ENQUIRY_ID"]],
            "LONGITUDE": [float(text) for text in texts["LONGITUDE"]],
            "LATITUDE": [float(text) for text in texts["LATITUDE"]],
            "TYPE": pa.array(texts["TYPE"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    boston.run(
        "assign", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet",
        "--lon", "LONGITUDE", "--lat", "LATITUDE",
    )  # fmt: skip
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.select(table.schema.names).equals(table)
    for name in ADDED:
        assert [value or "" for value in out.column(name).to_pylist()] == _column(assigned, name)


def test_a_full_disk_leaves_nothing_half_written(
    boston: CommandLine, real_data: Path, tmp_path: Path
) -> None:
    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    source = real_data / "boston" / "boston_311_2015.csv.gz"
    done = subprocess.run(
        boston.command(
            "assign", source, "-o", tmp_path / "out.csv", "--lon", "LONGITUDE", "--lat", "LATITUDE"
        ),
        capture_output=True, text=True, check=False, env=boston.environment,
        cwd=tmp_path, preexec_fn=small_disk,
    )  # fmt: skip
    assert done.returncode == 1
    assert "can't be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_city_hall_has_its_chain_in_degrees_and_in_feet(boston: CommandLine) -> None:
    found = boston.json("locate", CITY_HALL[1], CITY_HALL[0])
    assert list(found) == [
        "point", "edition", "placement", "reason", "ask_first", "border_m", "chain", "overlays",
        "candidates", "nearest",
    ]  # fmt: skip
    assert found["point"] == {"lon": -71.0587, "lat": 42.3594, "crs": "wgs84"}
    assert [(each["level"], each["code"]) for each in found["chain"]] == [
        ("village", "0306"), ("township", "3"),
    ]  # fmt: skip
    assert [(each["layer"], each["name"]) for each in found["overlays"]] == [
        ("neighborhood", "Downtown"), ("police", "A1"),
    ]  # fmt: skip
    feet = pyproj.Transformer.from_crs(4326, 2249, always_xy=True).transform(-71.0587, 42.3594)
    again = boston.json("locate", *map(str, feet), "--crs", "EPSG:2249", "--accuracy", "60")
    assert again["point"]["crs"] == "EPSG:2249"
    for key in ("chain", "overlays", "border_m"):
        assert again[key] == found[key]
    assert again["candidates"][0]["code"] == "0306"
    assert sum(each["probability"] for each in again["candidates"]) == pytest.approx(1, abs=1e-3)


def test_people_read_whose_a_point_is(boston: CommandLine) -> None:
    shown = boston.run("locate", "-71.0587", "42.3594").stdout
    for word in ("village", "0306", "township", "neighborhood", "Downtown", "police", "A1"):
        assert word in shown


def test_outside_and_unplaced_want_a_look(boston: CommandLine) -> None:
    far = boston.json("locate", "-71.3", "42.36", expect=3)
    assert (far["placement"], far["reason"]) == ("outside", "outside_every_area")
    assert far["nearest"]["level"] == "village"
    assert 9_000 < far["nearest"]["distance_m"] < 14_000
    swapped = boston.json("locate", "42.36", "-71.06", expect=3)
    assert swapped["placement"] == "outside"  # a place on earth, in the Indian Ocean
    assert "Can't be placed: zero_coordinate" in boston.run("locate", "0", "0", expect=3).stderr


def test_what_makes_no_sense_is_refused(boston: CommandLine, gridmap: CommandLine) -> None:
    unknown = boston.run("locate", "1.5", "2.5", "--crs", "feet", expect=1).stderr
    assert "No coordinate reference system is called 'feet'" in unknown
    accuracy = boston.run("locate", "1.5", "2.5", "--accuracy=-1", expect=1).stderr
    assert "An accuracy must be 0 to 50,000 metres" in accuracy
    empty = gridmap.run("locate", "1.5", "2.5", expect=1).stderr
    assert "No boundaries are active yet" in empty
    assert "gridmap boundaries activate" in empty


def test_rejected_rows_want_a_look_and_an_extent_holds(boston: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "lon,lat\n-71.0587,42.3594\n-71.3,42.36\n-71.0587,42.3594,extra\n,\n"
    )
    command = type(boston)(boston.data_dir, {"GRIDMAP_EXTENT": "-71.2,42.2,-70.9,42.4"})
    done = command.run(
        "assign", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--lon", "lon", "--lat", "lat",
        "--prefix", "gm_", expect=3,
    )  # fmt: skip
    assert "4 rows, written to" in done.stderr
    assert "1 inside" in done.stderr
    assert "1   of them outside_extent" in done.stderr
    assert "1 rejected, kept in" in done.stderr
    header, *rows = (tmp_path / "out.csv").read_text().splitlines()
    assert header.startswith("lon,lat,gm_township_code")
    assert [row.rpartition(",")[2] for row in rows] == ["", "outside_extent", "no_coordinate"]
