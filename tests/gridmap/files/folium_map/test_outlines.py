"""Outlines keep every vertex to a tenth of a metre, and names stand where they have room."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping

from gridmap.files.folium_map.outlines import area_rows, drawn_rings

DEGREES = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


def decoded(ring: list[int]) -> list[tuple[int, int]]:
    """Vertices of a ring, as the page's script reads them."""
    pairs = zip(ring[::2], ring[1::2], strict=True)
    return list(itertools.accumulate(pairs, lambda at, step: (at[0] + step[0], at[1] + step[1])))


@given(st.lists(DEGREES, min_size=3, max_size=30))
def test_every_vertex_is_kept_to_six_decimals(vertices: list[tuple[float, float]]) -> None:
    ring = shapely.Polygon(vertices)
    expected = [(round(lon * 1e6), round(lat * 1e6)) for lon, lat in ring.exterior.coords[:-1]]
    expected = [v for v, before in zip(expected, [None, *expected], strict=False) if v != before]
    rings = drawn_rings(ring)
    if len(expected) >= 3:
        assert [decoded(each) for each in rings] == [expected]
    else:
        assert rings == []


def test_parts_and_holes_are_rings_alike() -> None:
    hole = [(1, 1), (1, 2), (2, 2), (2, 1)]
    holed = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [hole])
    rings = drawn_rings(shapely.MultiPolygon([holed, shapely.box(5, 5, 6, 6)]))
    assert [len(each) for each in rings] == [8, 8, 8]
    areas = [shapely.Polygon(decoded(each)).area / 1e12 for each in rings]
    assert sorted(areas) == pytest.approx([1, 1, 9])


def test_a_line_that_two_areas_share_stays_shared() -> None:
    rng = np.random.default_rng(8)
    line = [(10 + rng.normal(0, 0.001), 50 + k / 97) for k in range(40)]
    west = shapely.Polygon([*line, (9, line[-1][1]), (9, line[0][1])])
    east = shapely.Polygon([*line, (11, line[-1][1]), (11, line[0][1])])
    shared = [set(decoded(drawn_rings(area)[0])) for area in (west, east)]
    assert len(shared[0] & shared[1]) == 40


def test_a_name_stands_inside_as_far_from_the_lines_as_said() -> None:
    banana = shapely.LineString([(120, 30), (120.1, 30.08), (120.2, 30)]).buffer(0.01)
    features = [{"properties": {"code": 1, "name": "甲"}, "geometry": mapping(banana)}]
    (row,) = area_rows({"features": features})
    place = shapely.Point(row["label"][0] / 1e6, row["label"][1] / 1e6)
    assert banana.contains(place)
    squeeze = math.cos(math.radians(30.04))
    level = shapely.transform(banana, lambda c: c * [squeeze, 1.0])
    far = level.exterior.distance(shapely.Point(place.x * squeeze, place.y)) * 111_195
    assert row["room"] == pytest.approx(far, rel=0.02)
    assert (row["code"], row["parent"]) == ("1", None)


def test_a_layer_without_areas_has_no_rows() -> None:
    assert area_rows({"features": []}) == []
    assert area_rows({"features": [{"properties": {}, "geometry": None}]}) == []
