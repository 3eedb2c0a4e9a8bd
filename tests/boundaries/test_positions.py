"""Every position is usable or has the one reason why it isn't; none is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.crs import WGS84, parse_crs
from boundaries.errors import BoundaryError
from boundaries.positions import NOT_A_NUMBER, OK, REASONS, Extent, to_positions

NAN, INF = np.nan, np.inf
FUYANG = Extent(119.4, 29.7, 120.3, 30.2)
ANY = st.floats(allow_nan=True, allow_infinity=True)


def _reason(x: float, y: float, crs: str = "wgs84", extent: Extent | None = None) -> str:
    found = to_positions(np.array([x]), np.array([y]), parse_crs(crs), extent)
    assert np.isnan(found.lon[0]) == np.isnan(found.lat[0]) == (found.problem[0] != OK)
    return REASONS[found.problem[0]]


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        pytest.param(119.95, 30.05, "", id="usable"),
        pytest.param(-71.0587, 42.3594, "", id="west"),
        pytest.param(180.0, 12.5, "", id="antimeridian"),
        pytest.param(12.5, -90.0, "", id="pole"),
        pytest.param(NAN, 30.05, "no_coordinate", id="no-longitude"),
        pytest.param(119.95, NAN, "no_coordinate", id="no-latitude"),
        pytest.param(INF, 30.05, "not_a_number", id="endless"),
        pytest.param(NAN, -INF, "not_a_number", id="endless-and-none"),
        pytest.param(0.0, 0.0, "zero_coordinate", id="zero"),
        pytest.param(-0.0, 0.0, "zero_coordinate", id="minus-zero"),
        pytest.param(0.0, 51.4779, "", id="greenwich"),
        pytest.param(120.0, 30.0, "whole_degrees", id="whole"),
        pytest.param(120.0, 30.05, "", id="half-whole"),
        pytest.param(180.0001, 30.05, "outside_the_earth", id="too-far-east"),
        pytest.param(30.05, 119.95, "outside_the_earth", id="swapped-in-china"),
        pytest.param(119.95, -90.5, "outside_the_earth", id="too-far-south"),
        pytest.param(200.0, 100.0, "outside_the_earth", id="whole-but-off-the-earth"),
        pytest.param(40_500_000.0, 3_325_000.0, "outside_the_earth", id="metres"),
        pytest.param(1e308, -1e308, "outside_the_earth", id="huge"),
    ],
)
def test_the_reason_of_a_position(x: float, y: float, reason: str) -> None:
    assert _reason(x, y) == reason


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        pytest.param(119.95, 30.05, "", id="within"),
        pytest.param(119.4, 29.7, "", id="corner"),
        pytest.param(120.3, 30.2, "", id="other-corner"),
        pytest.param(119.3999, 30.05, "outside_extent", id="west"),
        pytest.param(120.3001, 30.05, "outside_extent", id="east"),
        pytest.param(119.95, 29.6999, "outside_extent", id="south"),
        pytest.param(119.95, 30.2001, "outside_extent", id="north"),
        pytest.param(116.0, 39.0, "outside_extent", id="whole-but-elsewhere"),
        pytest.param(0.0, 0.0, "zero_coordinate", id="zero-says-more"),
        pytest.param(500.0, 30.05, "outside_the_earth", id="off-the-earth-says-more"),
        pytest.param(120.0, 30.0, "whole_degrees", id="whole-within"),
    ],
)
def test_an_extent_keeps_points_from_elsewhere_out(x: float, y: float, reason: str) -> None:
    assert _reason(x, y, extent=FUYANG) == reason


def test_an_extent_is_looked_at_in_wgs84() -> None:
    # In GCJ-02 this is 120.3030, just outside; where it truly lies is inside.
    assert _reason(120.3030, 30.05, "gcj02", FUYANG) == ""
    assert _reason(120.3030, 30.05, "wgs84", FUYANG) == "outside_extent"


def test_whole_feet_are_no_whole_degrees() -> None:
    assert _reason(775_420.0, 2_956_480.0, "EPSG:2249") == ""
    assert _reason(0.0, 0.0, "EPSG:2249") == "zero_coordinate"


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_whole_degrees_are_judged_as_they_were_written(crs: str) -> None:
    assert _reason(120.0, 30.0, crs) == "whole_degrees"
    assert _reason(1e200, 3.5, crs) == "outside_the_earth"


def test_what_is_known_already_wins() -> None:
    given_problem = np.array([NOT_A_NUMBER, OK], dtype=np.uint8)
    found = to_positions(
        np.array([119.95, 119.95]), np.array([30.05, 30.05]), WGS84, None, given_problem
    )
    assert found.problem.tolist() == [NOT_A_NUMBER, OK]
    assert np.isnan(found.lon[0])
    assert found.lon[1] == 119.95


@given(st.lists(st.tuples(ANY, ANY), max_size=20), st.sampled_from(["wgs84", "gcj02", "bd09"]))
def test_usable_positions_lie_on_the_earth_and_the_rest_have_a_reason(
    places: list[tuple[float, float]], crs: str
) -> None:
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    found = to_positions(x, y, parse_crs(crs))
    usable = found.problem == OK
    assert len(found.lon) == len(found.lat) == len(found.problem) == len(places)
    assert (np.abs(found.lon[usable]) <= 180).all()
    assert (np.abs(found.lat[usable]) <= 90).all()
    assert np.isnan(found.lon[~usable]).all()
    assert found.problem.max(initial=0) < len(REASONS)


@pytest.mark.parametrize(
    "sides",
    [
        pytest.param((120, 30, 119, 31), id="east-of-west"),
        pytest.param((119, 31, 120, 30), id="upside-down"),
        pytest.param((119, 30, 119, 31), id="no-width"),
        pytest.param((-181, 30, 119, 31), id="off-the-earth"),
        pytest.param((119, NAN, 120, 31), id="not-a-number"),
    ],
)
def test_an_extent_that_is_none_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(BoundaryError, match="west < east"):
        Extent(*sides)
