"""Owners are the oracle's in whole and broken layers that nobody chose; a coverage has no ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.locator.layers import coverage, nested
from benchmarks.locator.points import crowded, hairs, joined, sampled, strewn, telling
from boundaries.locator import Locator
from tests.boundaries.locator.judge import agrees, same_as_oracle
from tests.boundaries.shapes import layer_of, snapped_coverages

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from benchmarks.locator.layers import Family
    from boundaries.model import Layer

STEPS = st.integers(-4, 4).map(float)
ANYWHERE = st.floats(-180, 180) | STEPS
NEAR = st.floats(119.4, 119.6)
HAIRS = st.integers(-6, 6).map(lambda k: 119.5 + k * 2.0**-46)
DEGREES = st.sampled_from([STEPS, ANYWHERE, NEAR, HAIRS])
ENDS = [-180.0, -179.0, 0.0, 179.0, 180.0]
POLES = [-90.0, -89.0, 0.0, 89.0, 90.0]


def _in_contract(area: BaseGeometry) -> bool:
    size = np.abs(shapely.get_coordinates(area))
    return bool(area.is_valid and area.area > 0 and not np.any((size > 0) & (size < 2.0**-300)))


@st.composite
def broken_layers(draw: st.DrawFn) -> Layer:
    """Triangles to heptagons, with holes cut into some, that overlap and leave gaps at will."""
    x = draw(DEGREES)
    places = st.tuples(x, x.map(lambda v: v / 4))
    drawn = draw(st.lists(st.lists(places, min_size=3, max_size=7), min_size=1, max_size=12))
    areas: list[BaseGeometry] = []
    for ring in drawn:
        area: BaseGeometry = shapely.Polygon(ring)
        cut: bool = draw(st.booleans())
        if areas and cut:
            other = areas[draw(st.integers(0, len(areas) - 1))]
            area = shapely.difference(area, other) if area.is_valid else area
        if area.geom_type in {"Polygon", "MultiPolygon"} and _in_contract(area):
            areas.append(area)
    areas = areas or [shapely.box(0, 0, 1, 1)]
    codes = draw(st.permutations([str(k) for k in range(len(areas))]))
    return layer_of(areas, codes)


def _pair_of(degrees: list[float]) -> st.SearchStrategy[list[float]]:
    """Two of them, the lesser first."""
    return st.lists(st.sampled_from(degrees), min_size=2, max_size=2, unique=True).map(sorted)


@st.composite
def boxes_at_the_ends(draw: st.DrawFn) -> Layer:
    """Boxes with sides at the antimeridian, the poles, and what meets them there."""
    sides = st.tuples(_pair_of(ENDS), _pair_of(POLES))
    drawn = draw(st.lists(sides, min_size=1, max_size=6))
    areas = [shapely.box(west, south, east, north) for (west, east), (south, north) in drawn]
    return layer_of(areas, draw(st.permutations([str(k) for k in range(len(areas))])))


@settings(max_examples=120, deadline=None)
@given(broken_layers(), st.lists(st.tuples(st.floats(), st.floats()), max_size=20))
def test_broken_layers(layer: Layer, free: list[tuple[float, float]]) -> None:
    odd = np.array(free, dtype=float).reshape(-1, 2)
    agrees(layer, *joined(telling(layer.geometries), (odd[:, 0], odd[:, 1])))


@settings(max_examples=60, deadline=None)
@given(boxes_at_the_ends(), st.floats(-1, 1))
def test_boxes_at_the_ends_of_the_earth(layer: Layer, lat: float) -> None:
    ends = np.array([-180.0, 180.0, -180.0, 180.0]), np.array([lat, lat, -lat, 90 * lat])
    agrees(layer, *joined(telling(layer.geometries), ends, hairs(ends)))


@settings(max_examples=40, deadline=None)
@given(snapped_coverages())
def test_whole_coverages_have_one_owner_everywhere(layer: Layer) -> None:
    west, south, east, north = shapely.total_bounds(layer.geometries)
    lon, lat = joined(telling(layer.geometries), strewn(layer.geometries, 500))
    owners = agrees(layer, lon, lat)
    within = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    np.testing.assert_array_equal(owners >= 0, within)


@pytest.mark.parametrize("family", ["even", "city"])
def test_drawn_coverages(family: Family) -> None:
    layer = coverage(400, seed=11, family=family).layer
    tried = joined(
        sampled(telling(layer.geometries), 20_000),
        strewn(layer.geometries, 10_000),
        crowded(layer.geometries, 10_000),
    )
    agrees(layer, *tried)


def test_each_level_of_a_nest_is_answered_as_if_alone() -> None:
    drawn = coverage(600, seed=12)
    edition = nested(drawn, {"district": 5, "township": 20, "village": 90})
    locator = Locator(edition)
    lon, lat = joined(
        sampled(telling(edition.levels[-1].geometries), 10_000),
        sampled(telling(edition.levels[0].geometries), 10_000),
        strewn(drawn.layer.geometries, 5_000),
    )
    found = locator.locate_many(lon, lat)
    for layer in edition.levels:
        same_as_oracle(layer, lon, lat, found.areas[layer.code])
        np.testing.assert_array_equal(found.areas[layer.code] < 0, found.outside)
