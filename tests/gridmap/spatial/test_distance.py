"""Metres around a place are those on the ellipsoid, wherever a city lies."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.spatial.distance import LocalMetres

GEOD = pyproj.Geod(ellps="WGS84")
CITIES = {
    "fuyang": (119.95, 30.05), "boston": (-71.06, 42.36), "quito": (-78.47, -0.18),
    "suva": (178.44, -18.14), "tromso": (18.96, 69.65), "null-island": (0.0, 0.0),
}  # fmt: skip
LON, LAT = st.floats(-179.4, 179.4), st.floats(-75, 75)


@pytest.mark.parametrize("city", CITIES)
def test_distances_in_a_city_are_right_to_one_in_ten_thousand(city: str) -> None:
    lon, lat = CITIES[city]
    here = LocalMetres.around(lon, lat)
    rng = np.random.default_rng(6)
    far, turn = rng.uniform(0, 80_000, (2, 400)), rng.uniform(0, 360, (2, 400))
    ends = [
        GEOD.fwd(np.full(400, here.lon), np.full(400, here.lat), turn[k], far[k])[:2]
        for k in (0, 1)
    ]
    _, _, true = GEOD.inv(*ends[0], *ends[1])
    (x1, y1), (x2, y2) = (here.forward(*end) for end in ends)
    np.testing.assert_allclose(np.hypot(x2 - x1, y2 - y1), true, rtol=1e-4, atol=1e-3)


@given(LON, LAT, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_there_and_back_is_the_same_place(lon: float, lat: float, dx: float, dy: float) -> None:
    here = LocalMetres.around(lon, lat)
    back = here.inverse(*here.forward(np.array([lon + dx]), np.array([lat + dy])))
    np.testing.assert_allclose(np.ravel(back), [lon + dx, lat + dy], rtol=0, atol=1e-9)


@given(LON, LAT)
def test_the_centre_is_near_and_stays_for_small_changes(lon: float, lat: float) -> None:
    here = LocalMetres.around(lon, lat)
    assert abs(here.lon - lon) <= 0.05 + 1e-9
    assert abs(here.lat - lat) <= 0.05 + 1e-9
    assert LocalMetres.around(here.lon + 0.04, here.lat - 0.04) == here
    assert here.place_of(0.0, 0.0) == pytest.approx((here.lon, here.lat), abs=1e-12)


def test_east_is_east_and_north_is_north() -> None:
    here = LocalMetres(119.9, 30.0)
    x, y = here.forward(np.array([119.9, 120.0, 119.9]), np.array([30.0, 30.0, 30.1]))
    np.testing.assert_allclose([x[0], y[0], x[2]], 0, atol=1e-6)
    assert x[1] == pytest.approx(GEOD.inv(119.9, 30.0, 120.0, 30.0)[2], rel=1e-5)
    assert y[2] == pytest.approx(GEOD.inv(119.9, 30.0, 119.9, 30.1)[2], rel=1e-9)
    assert here.place_of(float(x[1]), float(y[1])) == pytest.approx((120.0, 30.0), abs=1e-9)
