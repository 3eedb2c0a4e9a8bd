"""The systems that are tried are those that coordinates of a place may be in."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from boundaries.crs_candidates import Candidate, crs_candidates, look_projected

BOSTON = (-71.19, 42.22, -70.92, 42.40)
RNG = np.random.default_rng(0)
LON, LAT = RNG.uniform((-71.15, 42.25), (-71.0, 42.38), (200, 2)).T


def _written(epsg: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(LON, LAT)
    return np.asarray(x), np.asarray(y)


def _named(candidates: list[Candidate]) -> dict[str, Candidate]:
    return {name: c for c in candidates for name in (c.name, *c.also)}


def test_degrees_are_tried_in_three_datums_both_ways_round() -> None:
    names = [candidate.name for candidate in crs_candidates(LON, LAT, BOSTON)]
    assert names == ["wgs84", "gcj02", "bd09", "wgs84 swapped", "gcj02 swapped", "bd09 swapped"]
    assert not look_projected(LON, LAT)


@pytest.mark.parametrize("epsg", [2249, 26986, 32619, 3857])
def test_feet_and_metres_find_their_system(epsg: int) -> None:
    x, y = _written(epsg)
    assert look_projected(x, y)
    found = _named(crs_candidates(x, y, BOSTON))[f"EPSG:{epsg}"]
    lon, lat = found.to_wgs84(x, y)
    np.testing.assert_allclose(lon, LON, atol=1e-4)
    np.testing.assert_allclose(lat, LAT, atol=1e-4)


def test_northing_first_is_found_too() -> None:
    x, y = _written(2249)
    found = crs_candidates(y, x, BOSTON, ["EPSG:2249"])
    assert found[0].name == "EPSG:2249 swapped"
    lon, _ = found[0].to_wgs84(y, x)
    np.testing.assert_allclose(lon, LON, atol=1e-6)


def test_a_system_that_layers_were_read_in_is_named_first() -> None:
    x, y = _written(2249)
    assert crs_candidates(x, y, BOSTON, ["EPSG:2249", "nonsense", "wgs84"])[0].name == "EPSG:2249"


def test_coordinates_of_nowhere_near_have_no_candidate() -> None:
    assert crs_candidates(np.full(9, 5e9), np.full(9, 5e9), BOSTON) == []
