"""Every point of a coverage is held by exactly one area, by the half-open rule, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.geometry import holds_half_open
from tests.boundaries.exact import edges_of, holds_moved
from tests.boundaries.shapes import snapped_coverages, telling_points

if TYPE_CHECKING:
    from boundaries.model import Layer

SHAPES = {
    "square": "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))",
    "clockwise": "POLYGON ((0 0, 0 2, 2 2, 2 0, 0 0))",
    "L": "POLYGON ((0 0, 3 0, 3 1, 1 1, 1 3, 0 3, 0 0))",
    "U": "POLYGON ((0 0, 3 0, 3 3, 2 3, 2 1, 1 1, 1 3, 0 3, 0 0))",
    "stairs": "POLYGON ((0 0, 3 0, 3 1, 2 1, 2 2, 1 2, 1 3, 0 3, 0 0))",
    "diamond": "POLYGON ((2 0, 4 2, 2 4, 0 2, 2 0))",
    "hole": "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 3 1, 3 3, 1 3, 1 1))",
    "hole-touching-the-ring": "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (0 2, 2 1, 2 3, 0 2))",
    "two-parts-touching": "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((2 2, 4 2, 4 4, 2 2)))",
    "island-in-hole": "MULTIPOLYGON (((0 0, 6 0, 6 6, 0 6, 0 0), (1 1, 5 1, 5 5, 1 5, 1 1)), "
    "((2 2, 4 2, 4 4, 2 4, 2 2)))",
    "flat-tops": "POLYGON ((0 0, 1 2, 2 2, 3 0, 4 2, 5 2, 6 0, 6 3, 0 3, 0 0))",
    "vertex-on-a-line": "POLYGON ((0 0, 1 0, 2 0, 4 0, 4 4, 2 4, 0 4, 0 0))",
    "needle": "POLYGON ((0 0, 4 1, 4 1.0000000000000002, 0 0))",
    "thirds": "POLYGON ((0.1 0.1, 0.7 0.2, 0.3 0.9, 0.1 0.1))",
    "denormal": "POLYGON ((0 0, 5e-324 0, 1 1, 0 5e-324, 0 0))",
    "at-the-antimeridian": "POLYGON ((179 -1, 180 -1, 180 1, 179 1, 179 -1))",
    "at-the-pole": "POLYGON ((-180 89, 180 89, 180 90, -180 90, -180 89))",
}


def _probes(polygon: shapely.Geometry) -> np.ndarray:
    """Corners, middles of edges and of corners, and all their neighbours an ulp away."""
    corner = shapely.get_coordinates(polygon)
    pairs = np.array([(a + b) / 2 for a in corner for b in corner])
    places = np.vstack([corner, pairs, (corner[:-1] * 3 + corner[1:]) / 4])
    near = [
        np.column_stack([np.nextafter(places[:, 0], dx), np.nextafter(places[:, 1], dy)])
        for dx in (-np.inf, np.inf)
        for dy in (-np.inf, np.inf)
    ]
    straight = [
        np.column_stack([np.nextafter(places[:, 0], places[:, 0] + side), places[:, 1]])
        for side in (-1, 1)
    ]
    return np.unique(np.vstack([places, *near, *straight]), axis=0)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_rule_is_that_of_the_moved_point(shape: str) -> None:
    polygon = shapely.from_wkt(SHAPES[shape])
    edges = edges_of(polygon)
    probes = _probes(polygon)
    wrong = [
        (x, y) for x, y in probes if holds_half_open(polygon, x, y) != holds_moved(edges, x, y)
    ]
    assert wrong == []
    assert 0 < sum(holds_half_open(polygon, x, y) for x, y in probes) < len(probes)


COORDINATE = st.floats(-180, 180) | st.integers(-3, 3).map(float)


@given(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=7),
    st.tuples(COORDINATE, COORDINATE),
    st.integers(0, 6),
)
def test_the_rule_holds_for_any_ring_and_any_point(
    corners: list[tuple[float, float]], free: tuple[float, float], k: int
) -> None:
    ring = shapely.Polygon(corners)
    edges = edges_of(ring)
    x, y = corners[k % len(corners)]
    for place in (free, (x, y), (free[0], y), (x, free[1])):
        assert holds_half_open(ring, *place) == holds_moved(edges, *place)


@settings(max_examples=40, deadline=None)
@given(snapped_coverages())
def test_a_point_of_a_coverage_is_held_once(layer: Layer) -> None:
    lon, lat = telling_points(layer)
    held = [
        sum(holds_half_open(area, x, y) for area in layer.geometries)
        for x, y in zip(lon, lat, strict=True)
    ]
    assert max(held) == 1
    west, south, east, north = shapely.total_bounds(layer.geometries)
    inside = (west <= lon) & (lon < east) & (south <= lat) & (lat < north)
    np.testing.assert_array_equal(np.array(held) == 1, inside)
