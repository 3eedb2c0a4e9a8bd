"""The datum that points are in is found by the boundaries, or it is said that they can't tell."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from boundaries.crs import gcj02_to_bd09, wgs84_to_gcj02
from boundaries.layer_files import LayerSource, read_layer
from boundaries.locator import Locator
from gridmap.errors import InputError
from gridmap.files.points import PointTable
from gridmap.journeys.try_datums import TrialOptions, owners_by_text, try_datums
from tests.boundaries.shapes import edition_of_one, layer_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from boundaries.model import Edition, Layer
    from gridmap.journeys.try_datums import Trial

WEST, SOUTH, SIDE = 119.9, 30.0, 0.02
CELLS = [
    shapely.box(x, y, x + SIDE, y + SIDE)
    for x in WEST + SIDE * np.arange(5)
    for y in SOUTH + SIDE * np.arange(5)
]
EDITION = edition_of_one(layer_of(CELLS, [f"33{k:04}" for k in range(25)]))
LON, LAT = np.random.default_rng(7).uniform(
    (WEST, SOUTH), (WEST + 5 * SIDE, SOUTH + 5 * SIDE), (3000, 2)
).T  # fmt: skip


def _table(x: NDArray[np.float64], y: NDArray[np.float64], **fields: list[object]) -> PointTable:
    return PointTable(np.asarray(x), np.asarray(y), np.zeros(len(x), dtype=np.uint8), fields, 0)


def _try(table: PointTable, edition: Edition = EDITION, **options: object) -> Trial:
    return try_datums(table, edition, Locator(edition), TrialOptions(**options))  # type: ignore[arg-type]


def _written_as(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    gcj = wgs84_to_gcj02(LON, LAT)
    return {"wgs84": (LON, LAT), "gcj02": gcj, "bd09": gcj02_to_bd09(*gcj)}[name]


@pytest.mark.parametrize("name", ["wgs84", "gcj02", "bd09"])
@pytest.mark.parametrize("swapped", [False, True])
def test_thousands_of_points_tell_by_the_outline_alone(name: str, *, swapped: bool) -> None:
    x, y = _written_as(name)
    trial = _try(_table(y, x) if swapped else _table(x, y))
    best = trial.candidates[trial.verdict.best.name]
    assert (best.crs.name, best.swapped) == (name, swapped)
    assert trial.verdict.rivals == ()
    assert trial.verdict.judge == "outline"
    assert trial.verdict.best.inside == 1


def test_a_few_points_can_not_tell_without_their_areas_and_can_with_them() -> None:
    inner = (np.abs(LON - WEST - 0.05) < 0.03) & (np.abs(LAT - SOUTH - 0.05) < 0.03)
    rows = np.flatnonzero(inner)[:60]
    x, y = (values[rows] for values in _written_as("gcj02"))
    blind = _try(_table(x, y)).verdict
    assert {"wgs84", "gcj02", "bd09"} == {each.name for each in (blind.best, *blind.rivals)}
    column = ((LON[rows] - WEST) // SIDE * 5 + (LAT[rows] - SOUTH) // SIDE).astype(int)
    truth: list[object] = [f"33{k:04}" for k in column]
    told = _try(_table(x, y, area=truth), truth="area")
    assert told.verdict.judge == "truth"
    assert (told.verdict.best.name, told.verdict.rivals) == ("gcj02", ())
    assert told.verdict.best.agreement == 1


@pytest.mark.parametrize("epsg", [4549, 32650, 3857])
def test_metres_are_tried_in_the_systems_of_the_place(epsg: int) -> None:
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(LON, LAT)
    trial = _try(_table(x, y))
    alike = [trial.verdict.best, *trial.verdict.rivals]
    names = [name for a in alike for name in (a.name, *trial.candidates[a.name].also)]
    assert f"EPSG:{epsg}" in names
    assert trial.verdict.best.inside > 0.999


def test_what_can_tell_nothing_is_counted_apart() -> None:
    bad_x = np.array([0.0, 120.0, 500.0, np.nan, *np.full(80, 119.95)])
    bad_y = np.array([0.0, 30.0, 999.0, 30.0, *np.full(80, 30.05)])
    table = _table(np.concatenate([bad_x, LON]), np.concatenate([bad_y, LAT]))
    trial = _try(table)
    assert trial.left_out == {
        "zero_coordinate": 1, "whole_degrees": 1, "outside_the_earth": 1, "no_coordinate": 1,
        "default_coordinate": 80,
    }  # fmt: skip
    assert (trial.rows, trial.tried) == (3084, 3000)


def test_of_many_points_some_are_drawn_the_same_each_time() -> None:
    one, other = (_try(_table(LON, LAT), most=500) for _ in range(2))
    assert one.tried == 500
    assert one.verdict == other.verdict


def test_owners_are_known_by_code_by_name_and_by_their_number() -> None:
    layer = layer_of(CELLS[:4], ["1", "2", "C-11", "D4"])
    texts = ["1", "Ward 2", "02", "c11", "NAME OF D4", "D 4", "nobody", "", "1 or 2"]
    known = owners_by_text(texts, layer)
    assert known == {
        "1": 0, "Ward 2": 1, "02": 1, "c11": 2, "NAME OF D4": 3, "D 4": 3
    }  # fmt: skip


def test_points_and_options_that_can_not_be_tried_are_refused() -> None:
    nothing = np.zeros(3)
    with pytest.raises(InputError, match="No point") as refused:
        _try(_table(nothing, nothing))
    assert "3 zero_coordinate" in refused.value.remedy
    with pytest.raises(InputError, match="No coordinate system"):
        _try(_table(nothing + 5e9, nothing + 5e9))
    with pytest.raises(InputError, match="No value of 'a' is the code or name"):
        _try(_table(LON[:2], LAT[:2], a=["x", "y"]), truth="a")
    with pytest.raises(InputError, match="no layer 'wards'"):
        _try(_table(LON[:2], LAT[:2], a=["x", "y"]), truth="a", layer="wards")
    with pytest.raises(InputError, match="At least one point"):
        TrialOptions(most=0)


def test_points_of_another_place_fit_nothing() -> None:
    assert not _try(_table(LON + 3, LAT)).verdict.fits


def test_boston_is_what_the_city_says_it_is(real_data: Path) -> None:
    folder = real_data / "boston"
    source = LayerSource(folder / "Wards.geojson", "ward", "level", "WARD", "WARD")
    edition = edition_of_one(read_layer(source).layer)
    with gzip.open(folder / "boston_311_2015.csv.gz", "rt", encoding="utf-8") as text:
        rows = [row for k, row in enumerate(csv.DictReader(text)) if k % 20 == 0]
    lon = np.array([float(row["LONGITUDE"] or "nan") for row in rows])
    lat = np.array([float(row["LATITUDE"] or "nan") for row in rows])
    wards: list[object] = [row["ward"] for row in rows]
    trial = _try(_table(lon, lat, ward=wards), edition, truth="ward", layer="ward")
    assert trial.left_out["default_coordinate"] > 0.1 * len(rows)
    assert (trial.verdict.best.name, trial.verdict.rivals) == ("wgs84", ())
    assert (trial.verdict.best.agreement or 0) > 0.98
    x, y = Transformer.from_crs(4326, 2249, always_xy=True).transform(lon, lat)
    feet = _try(_table(np.asarray(y), np.asarray(x), ward=wards), edition, truth="ward")
    best = feet.candidates[feet.verdict.best.name]
    assert best.swapped
    assert "EPSG:2249" in (best.crs.name, *best.also)


@pytest.mark.parametrize(("declared", "best"), [("gcj02", "gcj02"), (None, "wgs84")])
def test_points_are_judged_beside_the_outline_as_it_was_read(
    declared: str | None, best: str, real_data: Path
) -> None:
    """Fuyang's outline says WGS 84 and is GCJ-02: believed, it lets GCJ-02 points look like it."""
    path = real_data / "fuyang" / "district_330111_datum_not_stated.geojson"
    source = LayerSource(path, "district", "level", "adcode", "name", crs=declared)
    layer = read_layer(source).layer
    true = layer if declared else read_layer(replace(source, crs="gcj02")).layer
    places = np.random.default_rng(2).uniform(*_corners(true), (20_000, 2))
    places = places[shapely.contains_xy(true.geometries[0], *places.T)]
    trial = _try(_table(*wgs84_to_gcj02(*places.T)), edition_of_one(layer))
    assert (trial.verdict.best.name, trial.verdict.rivals) == (best, ())
    assert trial.verdict.best.inside > 0.9999


def _corners(layer: Layer) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    west, south, east, north = shapely.total_bounds(layer.geometries)
    return np.array([west, south]), np.array([east, north])
