"""Invalid rings are mended to what they enclose, and degrees are measured as on the ellipsoid."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from boundaries.geometry import (
    degree_metres,
    polygons_only,
    repair_polygon,
    square_metres,
)

GEOD = pyproj.Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("wkt", "mended"),
    [
        pytest.param(
            "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
            "MULTIPOLYGON (((0 0, 1 1, 0 2, 0 0)), ((1 1, 2 0, 2 2, 1 1)))",
            id="bow-tie",
        ),
        pytest.param(
            "POLYGON ((0 0, 6 0, 6 6, 3 6, 4 3, 2 3, 3 6, 0 6, 0 0))",
            "POLYGON ((0 0, 6 0, 6 6, 3 6, 0 6, 0 0), (3 6, 2 3, 4 3, 3 6))",
            id="ring-touches-itself-around-a-hole",
        ),
        pytest.param(
            "POLYGON ((0 0, 2 0, 2 1, 5 1, 2 1, 2 2, 0 2, 0 0))",
            "POLYGON ((0 0, 2 0, 2 1, 2 2, 0 2, 0 0))",
            id="line-left-over",
        ),
        pytest.param(
            "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (3 1, 6 1, 6 2, 3 2, 3 1))",
            "POLYGON ((0 0, 4 0, 4 1, 3 1, 3 2, 4 2, 4 4, 0 4, 0 0))",
            id="hole-runs-out",
        ),
        pytest.param(
            "MULTIPOLYGON (((0 0, 3 0, 3 3, 0 3, 0 0)), ((2 0, 5 0, 5 3, 2 3, 2 0)))",
            "POLYGON ((0 0, 5 0, 5 3, 0 3, 0 0))",
            id="parts-overlap",
        ),
        pytest.param(
            "POLYGON ((0 1, 0 2, 1 0, 0 1, 0 0, 1 0, 0 1))",
            "POLYGON ((0 0, 0 2, 1 0, 0 0))",
            id="two-loops-share-an-edge",
        ),
        pytest.param(
            "POLYGON Z ((0 0 5, 2 2 6, 2 0 7, 0 2 8, 0 0 5))",
            "MULTIPOLYGON (((0 0, 1 1, 0 2, 0 0)), ((1 1, 2 0, 2 2, 1 1)))",
            id="bow-tie-with-heights",
        ),
    ],
)
def test_a_broken_ring_is_mended_to_what_it_encloses(wkt: str, mended: str) -> None:
    repair = repair_polygon(shapely.from_wkt(wkt))
    assert repair is not None
    assert repair.geometry.is_valid
    assert not repair.geometry.has_z
    assert repair.geometry.equals(shapely.from_wkt(mended))
    assert repair.reason


def test_the_reason_names_the_place() -> None:
    repair = repair_polygon(shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"))
    assert repair is not None
    assert repair.reason == "Self-intersection[1 1]"


@pytest.mark.parametrize(
    "wkt",
    [
        pytest.param("POLYGON ((0 0, 2 0, 2 0, 0 0))", id="flat"),
        pytest.param("POLYGON ((1 1, 1 1, 1 1, 1 1))", id="point"),
        pytest.param("MULTIPOLYGON (((0 0, 2 0, 1 0, 0 0)), ((5 5, 6 6, 5 5, 5 5)))", id="lines"),
    ],
)
def test_rings_that_enclose_nothing_leave_nothing(wkt: str) -> None:
    repair = repair_polygon(shapely.from_wkt(wkt))
    assert repair is not None
    assert repair.geometry.is_empty


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))",
        "POLYGON ((0 0, 2 0, 2 0, 2 2, 0 2, 0 0))",
        "POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0), (0 0, 2 1, 1 2, 0 0))",
        "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((2 2, 4 2, 4 4, 2 2)))",
        "POLYGON EMPTY",
    ],
)
def test_what_is_valid_is_left_alone(wkt: str) -> None:
    assert repair_polygon(shapely.from_wkt(wkt)) is None


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=12))
def test_any_ring_is_mended_to_a_valid_polygon_within_its_bounds(
    corners: list[tuple[int, int]],
) -> None:
    ring = shapely.Polygon(corners)
    repair = repair_polygon(ring)
    mended = ring if repair is None else repair.geometry
    assert mended.is_valid
    assert mended.geom_type in {"Polygon", "MultiPolygon"}
    assert mended.difference(shapely.MultiPoint(corners).convex_hull).area < 1e-9


@pytest.mark.parametrize(
    ("wkt", "kept"),
    [
        pytest.param(
            "GEOMETRYCOLLECTION (POINT (1 1), MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), "
            "((3 0, 4 0, 4 1, 3 0))), LINESTRING (0 0, 9 9))",
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((3 0, 4 0, 4 1, 3 0)))",
            id="several-polygons-in-a-collection",
        ),
        pytest.param(
            "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0))))",
            "POLYGON ((0 0, 1 0, 1 1, 0 0))",
            id="a-collection-in-a-collection",
        ),
        pytest.param("POLYGON Z ((0 0 1, 1 0 2, 1 1 3, 0 0 1))", "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        pytest.param("LINESTRING (0 0, 1 1)", "MULTIPOLYGON EMPTY", id="line"),
        pytest.param("POINT (1 1)", "MULTIPOLYGON EMPTY", id="point"),
        pytest.param("GEOMETRYCOLLECTION EMPTY", "MULTIPOLYGON EMPTY", id="nothing"),
    ],
)
def test_only_polygons_are_kept(wkt: str, kept: str) -> None:
    assert polygons_only(shapely.from_wkt(wkt)).wkt == shapely.from_wkt(kept).wkt


@given(st.floats(-85, 85))
def test_a_degree_is_as_long_as_on_the_ellipsoid(lat: float) -> None:
    small = 1e-4
    _, _, east = GEOD.inv(-small, lat, small, lat)
    _, _, north = GEOD.inv(0, lat - small, 0, lat + small)
    per_degree = np.array([east, north]) / 2 / small
    np.testing.assert_allclose(degree_metres(lat), per_degree, rtol=1e-6)


@given(
    st.floats(-170, 170), st.floats(-60, 60), st.floats(1e-4, 1), st.floats(1e-4, 1),
    st.floats(0, 360),
)  # fmt: skip
def test_areas_of_up_to_a_degree_are_right_to_a_thousandth(
    lon: float, lat: float, wide: float, high: float, turned: float
) -> None:
    ellipse = shapely.Point(0, 0).buffer(0.5)
    polygon = shapely.transform(ellipse, lambda c: c * (wide, high))
    angle = math.radians(turned)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    polygon = shapely.transform(polygon, lambda c: c @ turn + (lon, lat))
    true, _ = GEOD.geometry_area_perimeter(polygon)
    measured = square_metres(np.array([polygon, shapely.Polygon()]))
    assert measured[0] == pytest.approx(abs(true), rel=1e-3)
    assert measured[1] == 0
