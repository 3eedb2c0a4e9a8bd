"""Every coordinate system that can be declared comes to WGS 84 as published, and back."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.crs import (
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    parse_crs,
    wgs84_to_gcj02,
)
from boundaries.errors import UnknownCrsError

IN_CHINA = st.tuples(st.floats(73.5, 135.1), st.floats(3.8, 53.6))


def _one(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lon]), np.array([lat])


@pytest.mark.parametrize(
    ("wgs", "gcj", "digits"),
    [
        pytest.param(
            (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597), 1e-12, id="shanghai"
        ),
        pytest.param(
            (116.377817, 39.911954), (116.38404722455657, 39.91334545536069), 1e-12, id="beijing"
        ),
        pytest.param((116.42079, 39.90105), (116.427022, 39.902446), 5e-7, id="six-digits"),
    ],
)
def test_gcj02_is_as_published(
    wgs: tuple[float, float], gcj: tuple[float, float], digits: float
) -> None:
    there = np.ravel(wgs84_to_gcj02(*_one(*wgs)))
    np.testing.assert_allclose(there, gcj, rtol=0, atol=digits)
    back = np.ravel(parse_crs("gcj02").to_wgs84(*_one(*gcj)))
    np.testing.assert_allclose(back, wgs, rtol=0, atol=max(digits, 1e-9))


def test_bd09_is_as_published() -> None:
    there = np.ravel(gcj02_to_bd09(*_one(116.404, 39.915)))
    np.testing.assert_allclose(there, [116.41036949371029, 39.92133699351021], rtol=0, atol=1e-12)
    back = np.ravel(bd09_to_gcj02(*_one(116.41036949371029, 39.92133699351021)))
    np.testing.assert_allclose(back, [116.404, 39.915], rtol=0, atol=1e-9)


@given(IN_CHINA)
def test_gcj02_and_back_is_the_same_place(place: tuple[float, float]) -> None:
    back = gcj02_to_wgs84(*wgs84_to_gcj02(*_one(*place)))
    np.testing.assert_allclose(np.ravel(back), place, rtol=0, atol=1e-9)


@given(IN_CHINA)
def test_bd09_and_back_is_the_same_place(place: tuple[float, float]) -> None:
    there = gcj02_to_bd09(*wgs84_to_gcj02(*_one(*place)))
    back = parse_crs("bd09").to_wgs84(*there)
    np.testing.assert_allclose(np.ravel(back), place, rtol=0, atol=1e-9)


def test_the_shift_in_fuyang_is_half_a_kilometre() -> None:
    lon, lat = (each.ravel() for each in np.meshgrid(np.r_[119.4:120.2:9j], np.r_[29.7:30.2:7j]))
    shifted = wgs84_to_gcj02(lon, lat)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(lon, lat, *shifted)
    assert 500 < np.min(metres) < np.max(metres) < 580


@pytest.mark.parametrize("name", ["gcj02", "bd09"])
def test_a_shift_off_the_earth_is_not_finite(name: str) -> None:
    x = np.array([1e300, -1e17, 200.0, 120.0, 0.0, np.nan])
    y = np.array([30.0, 1e308, -99.0, 90.0, -1e9, 30.0])
    lon, lat = parse_crs(name).to_wgs84(x, y)
    assert not (np.isfinite(lon) & np.isfinite(lat)).any()


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("wgs84", "wgs84"),
        (" WGS 84 ", "wgs84"),
        ("WGS-84", "wgs84"),
        ("EPSG:4326", "wgs84"),
        ("EPSG:4979", "wgs84"),
        ("OGC:CRS84", "wgs84"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"),
        ("urn:ogc:def:crs:EPSG::4326", "wgs84"),
        ("cgcs2000", "cgcs2000"),
        ("CGCS 2000", "cgcs2000"),
        ("EPSG:4490", "cgcs2000"),
        ("EPSG:4480", "cgcs2000"),
        ("GCJ-02", "gcj02"),
        ("gcj02", "gcj02"),
        ("BD-09", "bd09"),
        ("EPSG:2249", "EPSG:2249"),
        ("epsg:2249", "EPSG:2249"),
        ("EPSG:7415", "EPSG:28992"),
    ],
)
def test_one_system_by_any_of_its_names(declared: str, name: str) -> None:
    assert parse_crs(declared).name == name
    if not name.startswith("EPSG"):
        assert parse_crs(declared).geographic


@pytest.mark.parametrize("name", ["wgs84", "cgcs2000"])
def test_wgs84_and_cgcs2000_are_left_as_they_are(name: str) -> None:
    lon, lat = np.array([119.123456789]), np.array([30.987654321])
    found = parse_crs(name).to_wgs84(lon, lat)
    assert (found[0][0], found[1][0]) == (119.123456789, 30.987654321)


@pytest.mark.parametrize(
    ("code", "centre"),
    [
        pytest.param("EPSG:2249", (-71.06, 42.36), id="feet-in-massachusetts"),
        pytest.param("EPSG:4549", (119.95, 30.05), id="metres-cgcs2000"),
        pytest.param("EPSG:3857", (119.95, 30.05), id="web-mercator"),
        pytest.param("EPSG:4267", (-71.06, 42.36), id="degrees-of-1927"),
        pytest.param("EPSG:27700", (-1.5, 53.8), id="british-grid"),
    ],
)
def test_a_registered_system_is_as_pyproj_has_it(code: str, centre: tuple[float, float]) -> None:
    rng = np.random.default_rng(7)
    lon, lat = np.array(centre)[:, None] + rng.uniform(-0.3, 0.3, (2, 500))
    there = pyproj.Transformer.from_crs(4326, code, always_xy=True).transform(lon, lat)
    back = parse_crs(code).to_wgs84(*there)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(lon, lat, *back)
    assert np.max(metres) < 1e-3


def test_a_system_without_a_number_stands_by_its_definition() -> None:
    own = "+proj=tmerc +lat_0=0 +lon_0=119.8 +x_0=40000 +ellps=GRS80 +units=m +type=crs"
    crs = parse_crs(own)
    assert not crs.geographic
    there = pyproj.Proj(own)(119.95, 30.05)
    lon, lat = crs.to_wgs84(*_one(*there))
    assert (lon[0], lat[0]) == (pytest.approx(119.95, abs=1e-9), pytest.approx(30.05, abs=1e-9))
    assert parse_crs(crs.name).name == crs.name


def test_degrees_are_told_from_other_angles() -> None:
    assert parse_crs("EPSG:4267").geographic
    assert not parse_crs("EPSG:4807").geographic  # grads, from Paris


@pytest.mark.parametrize("text", ["", "EPSG:", "EPSG:999999", "feet", "PROJCS[", "{}", "gcj03"])
def test_what_nobody_knows_is_said_with_what_is_known(text: str) -> None:
    with pytest.raises(UnknownCrsError) as refused:
        parse_crs(text)
    assert repr(text) in refused.value.what
    assert "EPSG:n" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("EPSG:5773", "Vertical", id="heights"),
        pytest.param("EPSG:4978", "Geocentric", id="from-the-centre"),
        pytest.param("IAU_2015:30100", "Moon", id="moon"),
    ],
)
def test_what_gives_no_place_on_a_map_of_the_earth_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnknownCrsError, match="no positions on a map of the earth") as refused:
        parse_crs(text)
    assert why in refused.value.what
