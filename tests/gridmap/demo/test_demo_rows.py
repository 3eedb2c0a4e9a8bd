"""The table of requests is what a hotline exports: good rows are good, bad ones bad as listed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gridmap.demo.files import DemoFiles

KINDS = {
    "no_coordinate", "letters_in_coordinate", "zero_coordinate", "whole_degrees", "swapped_axes",
    "outside_district", "impossible_date", "no_time", "closed_before_reported", "missing_id",
    "unknown_category", "duplicated_id", "cut_short", "too_many_fields",
}  # fmt: skip
ID, OPENED, CLOSED, CATEGORY = 0, 1, 2, 3
TEXT, ADDRESS, LON, LAT, CHANNEL, REPORTER = 5, 6, 7, 8, 9, 10
FORMAT = "%Y-%m-%d %H:%M:%S"

Rows = list[list[str]]


@pytest.fixture(scope="module")
def good(rows: Rows, truth_rows: list[dict[str, str]]) -> list[tuple[list[str], dict[str, str]]]:
    """Rows that nothing was done to, with the truth about each."""
    return [(r, t) for r, t in zip(rows, truth_rows, strict=True) if not t["bad"]]


def test_there_are_as_many_rows_as_asked_for(rows: Rows, demo: DemoFiles) -> None:
    assert len(rows) == 60_000 == demo.counts.requests


def test_good_rows_can_be_read(good: list[tuple[list[str], dict[str, str]]]) -> None:
    for row, _ in good:
        assert len(row) == 11
        assert all(row[column] for column in (OPENED, CATEGORY, TEXT, ADDRESS, CHANNEL))
        assert _exists(row[OPENED])
        assert not row[CLOSED] or (_exists(row[CLOSED]) and row[CLOSED] > row[OPENED])
        assert re.fullmatch(r"\d{3}\.\d{6}", row[LON])
        assert re.fullmatch(r"\d{2}\.\d{6}", row[LAT])
        assert re.fullmatch(r"([0-9a-f]{12})?", row[REPORTER])
        assert "{" not in row[TEXT]
    assert len({row[ID] for row, _ in good}) == len(good)


def test_good_rows_lie_in_their_grid(
    good: list[tuple[list[str], dict[str, str]]],
    polygons: dict[str, NDArray[np.object_]],
    codes: dict[str, list[str]],
) -> None:
    of_code = dict(zip(codes["grids"], polygons["grids"], strict=True))
    placed = [(row, true) for row, true in good if true["position"] != "default"]
    inside = shapely.contains_xy(
        np.array([of_code[true["grid"]] for _, true in placed]),
        np.array([float(row[LON]) for row, _ in placed]),
        np.array([float(row[LAT]) for row, _ in placed]),
    )
    assert inside.all()


def test_default_coordinate_is_one_spot_with_everything(rows: Rows, truth: dict[str, Any]) -> None:
    stacked = [rows[number - 1] for number in truth["default_coordinate_rows"]]
    assert 0.02 * len(rows) < len(stacked) < 0.04 * len(rows)
    assert {(float(row[LON]), float(row[LAT])) for row in stacked} == {
        (truth["service_centre"]["lon"], truth["service_centre"]["lat"])
    }
    assert len({row[CATEGORY] for row in stacked}) > 10
    counts = Counter((row[LON], row[LAT]) for row in rows if len(row) == 11)
    (_, most), (_, second) = counts.most_common(2)
    assert second < 0.1 * most


def test_bad_rows_are_listed_and_of_every_kind(truth: dict[str, Any]) -> None:
    bad = truth["bad_rows"]
    assert 50 <= len(bad) <= 70
    assert {one["kind"] for one in bad} == KINDS
    assert len({one["row"] for one in bad}) == len(bad)


def test_bad_rows_are_bad_as_listed(
    rows: Rows, truth: dict[str, Any], polygons: dict[str, NDArray[np.object_]]
) -> None:
    district = polygons["district"][0]
    good_words = Counter(row[CATEGORY] for row in rows if len(row) > CATEGORY)
    for one in truth["bad_rows"]:
        row, kind = rows[one["row"] - 1], one["kind"]
        assert row[ID] == one["id"] or kind in {"missing_id", "duplicated_id"}
        if kind in {"cut_short", "too_many_fields"}:
            assert (len(row) < 11) == (kind == "cut_short")
            assert len(row) != 11
            continue
        assert len(row) == 11
        lon, lat = _number(row[LON]), _number(row[LAT])
        assert {
            "no_coordinate": row[LON] == row[LAT] == "",
            "letters_in_coordinate": row[LON] != "" and lon is None,
            "zero_coordinate": lon == lat == 0,
            "whole_degrees": (lon, lat) == (120, 30),
            "swapped_axes": lon is not None and lon < 31 and lat is not None and lat > 119,
            "outside_district": lon is not None
            and lat is not None
            and not district.buffer(0.05).contains(shapely.Point(lon, lat)),
            "impossible_date": row[OPENED] != "" and not _exists(row[OPENED]),
            "no_time": row[OPENED] == "",
            "closed_before_reported": row[CLOSED] != "" and row[CLOSED] < row[OPENED],
            "missing_id": row[ID] == "",
            "unknown_category": good_words[row[CATEGORY]] < 10,
            "duplicated_id": row[ID] != one["id"]
            and row[ID] in {earlier[ID] for earlier in rows[: one["row"] - 1]},
        }[kind], one


def test_repeats_follow_near_their_first_by_someone_else(
    rows: Rows, truth: dict[str, Any], truth_rows: list[dict[str, str]]
) -> None:
    repeated = {one["of_row"] for one in truth["duplicates"]}
    incidents = {row["incident"] for row in truth_rows}
    assert 0.05 < len(repeated) / len(incidents) < 0.15
    for one in truth["duplicates"]:
        row, first = rows[one["row"] - 1], rows[one["of_row"] - 1]
        true, of_true = truth_rows[one["row"] - 1], truth_rows[one["of_row"] - 1]
        assert true["incident"] == of_true["incident"]
        assert true["category"] == of_true["category"]
        assert first[OPENED] < row[OPENED]
        assert not first[CLOSED] or row[OPENED] < first[CLOSED]
        assert not row[REPORTER] or row[REPORTER] != first[REPORTER]
        if "default" not in {true["position"], of_true["position"]}:
            assert _metres(row, first) < 180


def test_some_people_call_often_and_cadres_find_some(rows: Rows) -> None:
    callers = Counter(row[REPORTER] for row in rows if len(row) == 11 and row[REPORTER])
    assert sum(count >= 5 for count in callers.values()) > 200
    channels = Counter(row[CHANNEL] for row in rows if len(row) == 11)
    assert {"电话", "微信", "网页", "网格员"} <= set(channels)
    assert 0.01 < channels["网格员"] / len(rows) < 0.06


def test_every_category_is_there(truth: dict[str, Any], truth_rows: list[dict[str, str]]) -> None:
    counts = Counter(row["category"] for row in truth_rows)
    assert set(counts) == {
        "abandoned_car", "square_dancing", "noise", "rubbish", "street_light", "illegal_parking",
        "illegal_building", "water", "stray_dogs", "dispute", "road", "trees", "other",
    }  # fmt: skip
    assert {one["code"]: one["rows"] for one in truth["categories"]} == dict(counts)
    assert min(counts.values()) > 500


def test_abandoned_cars_come_back_after_they_were_cleared(
    rows: Rows, truth: dict[str, Any], truth_rows: list[dict[str, str]]
) -> None:
    clusters = [one for one in truth["clusters"] if one["category"] == "abandoned_car"]
    assert len(clusters) == 40
    returned = 0
    for cluster in clusters:
        members = [number - 1 for number in cluster["rows"]]
        assert all(truth_rows[row]["cluster"] == cluster["id"] for row in members)
        opened = sorted(datetime.fromisoformat(rows[row][OPENED]) for row in members)
        gaps = [(b - a).days for a, b in pairwise(opened)]
        returned += sum(gap >= 28 for gap in gaps) >= 2
        spread = [float(truth_rows[row]["lon"]) - cluster["lon"] for row in members]
        assert np.abs(spread).max() * 96_000 < 6 * cluster["spread_m"]
    assert returned >= 30
    last = [max(wave["last"] for wave in cluster["waves"]) for cluster in clusters]
    assert sum(moment >= "2026-09-01" for moment in last) >= 15


def test_squares_are_loud_in_the_evening(rows: Rows, truth: dict[str, Any]) -> None:
    squares = [one for one in truth["clusters"] if one["category"] == "square_dancing"]
    assert len(squares) == 25
    assert sum(one["one_caller"] for one in squares) == 3
    for square in squares:
        hours = [int(rows[number - 1][OPENED][11:13]) for number in square["rows"]]
        assert len(hours) >= 30
        assert sum(18 <= hour <= 21 for hour in hours) > 0.8 * len(hours)
        callers = Counter(rows[number - 1][REPORTER] for number in square["rows"])
        callers.pop("", None)
        loudest = callers.most_common(1)[0][1]
        assert (loudest > 0.5 * len(hours)) == square["one_caller"]


def test_mapping_names_columns_that_exist(demo: DemoFiles, header: list[str]) -> None:
    mapping = tomllib.loads(demo.mapping.read_text(encoding="utf-8"))
    assert (mapping["source"], mapping["timezone"], mapping["crs"]) == (
        "demo", "Asia/Shanghai", "wgs84",
    )  # fmt: skip
    assert mapping["times"] == {"format": FORMAT}
    assert set(mapping["columns"]) == {
        "id", "lon", "lat", "category", "opened", "closed", "text", "address", "channel",
        "reporter",
    }  # fmt: skip
    assert len(set(mapping["columns"].values())) == 10
    assert set(mapping["columns"].values()) <= set(header)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _exists(text: str) -> bool:
    try:
        datetime.strptime(text, FORMAT)  # noqa: DTZ007  local time, as the table writes it
    except ValueError:
        return False
    return True


def _metres(one: list[str], other: list[str]) -> float:
    east = (float(one[LON]) - float(other[LON])) * 96_400
    north = (float(one[LAT]) - float(other[LAT])) * 110_850
    return float(np.hypot(east, north))
