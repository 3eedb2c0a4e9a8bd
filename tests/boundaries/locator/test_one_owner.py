"""Every point of a coverage has exactly one owner, by the half-open rule and exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.hierarchy import nest_levels
from boundaries.locator import Locator
from boundaries.model import Edition
from tests.boundaries.exact import edges_of, on_line, owner
from tests.boundaries.shapes import (
    edition_of_one,
    layer_of,
    on_lattice,
    snapped_coverages,
    square,
    telling_points,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.model import Layer

CORNERS = st.tuples(*[st.tuples(st.integers(0, 6), st.integers(0, 6))] * 3)


def _owners(layer: Layer, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[int]:
    found = Locator(edition_of_one(layer)).locate_many(lon, lat)
    np.testing.assert_array_equal(found.outside, found.areas[layer.code] < 0)
    owners: list[int] = found.areas[layer.code].tolist()
    return owners


def _place(x: float, y: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A place on the lattice, as columns."""
    lon, lat = shapely.get_coordinates(on_lattice(shapely.Point(x, y))).T.copy()
    return lon, lat


def _exact_owners(
    layer: Layer, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> list[int]:  # fmt: skip
    areas = [edges_of(area) for area in layer.geometries]
    return [owner(layer.codes, areas, x, y) for x, y in zip(lon, lat, strict=True)]


@settings(max_examples=25, deadline=None)
@given(snapped_coverages())
def test_a_coverage_has_one_owner_everywhere(layer: Layer) -> None:
    lon, lat = telling_points(layer)
    owners = _owners(layer, lon, lat)
    assert owners == _exact_owners(layer, lon, lat)
    west, south, east, north = shapely.total_bounds(layer.geometries)
    within = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    np.testing.assert_array_equal(np.array(owners) >= 0, within)


@settings(max_examples=25, deadline=None)
@given(st.lists(CORNERS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_areas_that_overlap_or_leave_gaps_give_one_owner_too(
    corners: list[tuple[tuple[int, int], ...]], random: np.random.Generator
) -> None:
    areas = [on_lattice(shapely.Polygon(each)) for each in corners]
    areas = [area for area in areas if area.area > 0] or [square(0, 0)]
    codes = [f"{k:02}" for k in range(len(areas))]
    random.shuffle(codes)
    layer = layer_of(areas, codes)
    lon, lat = telling_points(layer)
    assert _owners(layer, lon, lat) == _exact_owners(layer, lon, lat)


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        pytest.param(1.0, 0.5, "south-east", id="line-between-west-and-east"),
        pytest.param(0.5, 1.0, "north-west", id="line-between-south-and-north"),
        pytest.param(1.0, 1.0, "north-east", id="where-four-meet"),
        pytest.param(2.0, 1.0, "north-east", id="outer-east-line-at-a-joint"),
        pytest.param(1.0, 2.0, "north-east", id="outer-north-line-at-a-joint"),
        pytest.param(2.0, 2.0, "north-east", id="outer-corner"),
        pytest.param(2.0, 0.0, "south-east", id="another-outer-corner"),
        pytest.param(0.0, 0.0, "south-west", id="south-west-corner"),
        pytest.param(2.0, 2.0 + 2**-38, None, id="a-hair-outside"),
    ],
)
def test_the_rule_as_it_is_written(x: float, y: float, code: str | None) -> None:
    codes = ["south-west", "south-east", "north-west", "north-east"]
    block = layer_of([square(0, 0), square(1, 0), square(0, 1), square(1, 1)], codes)
    (found,) = _owners(block, *_place(x, y))
    assert (codes[found] if found >= 0 else None) == code


def test_an_overlap_goes_to_the_lowest_code() -> None:
    areas = [square(0, 0, 2), square(1, 0, 2), square(1, 0)]
    for codes, lowest in ((["b", "a", "c"], 1), (["b", "c", "a"], 2), (["10", "9", "91"], 0)):
        assert _owners(layer_of(areas, codes), *_place(1.5, 0.5)) == [lowest]


@pytest.mark.parametrize("corner", [(-180.0, -90.0), (179.0, 89.0), (-0.5, -0.5), (0.0, 0.0)])
def test_the_ends_of_the_earth_are_owned_too(corner: tuple[float, float]) -> None:
    x, y = corner
    block = [
        shapely.box(x + a, y + b, x + a + 0.5, y + b + 0.5) for a in (0, 0.5) for b in (0, 0.5)
    ]
    layer = layer_of(block)
    steps = np.array([0.0, 5e-324, 1e-300, 0.25, 0.5, 0.75, 1.0])
    near = np.concatenate([steps, np.nextafter(0.5 + x, [-np.inf, np.inf]) - x])
    lon, lat = (each.ravel() for each in np.meshgrid(x + near, y + near))
    owners = _owners(layer, lon, lat)
    assert owners == _exact_owners(layer, lon, lat)
    assert min(owners) >= 0


@settings(max_examples=25, deadline=None)
@given(snapped_coverages(), st.data())
def test_levels_made_of_one_another_agree_on_every_point(layer: Layer, data: st.DataObject) -> None:
    above = data.draw(st.lists(st.integers(0, 2), min_size=len(layer), max_size=len(layer)))
    groups = np.array(above)
    unions = [shapely.union_all(layer.geometries[groups == g]) for g in np.unique(groups)]
    coarse = layer_of(unions, [f"g{g}" for g in np.unique(groups)], code="township")
    (top, bottom), findings = nest_levels([coarse, layer])
    assert findings == []
    lon, lat = telling_points(layer)
    _, _, east, north = shapely.total_bounds(layer.geometries)
    within = (lon < east) & (lat < north)  # beyond that the rule leads out, and codes decide
    found = Locator(Edition("2026-11", (top, bottom))).locate_many(lon[within], lat[within])
    fine, wide = (found.areas[code].tolist() for code in ("village", "township"))
    assert max(fine) >= 0
    assert [bottom.parents[k] if k >= 0 else None for k in fine] == [
        top.codes[k] if k >= 0 else None for k in wide
    ]


def _shared_corners(layer: Layer, count: int) -> NDArray[np.float64]:
    """Corners of several areas, some of them, shape (count, 2)."""
    corner, times = np.unique(shapely.get_coordinates(layer.geometries), axis=0, return_counts=True)
    shared = corner[times > 2]  # a ring counts the corner twice where it begins
    return shared[np.random.default_rng(3).permutation(len(shared))[:count]]


@pytest.mark.parametrize("place", ["boston", "taiwan"])
def test_real_corners_have_one_owner_by_the_rule(
    place: str, request: pytest.FixtureRequest
) -> None:
    locator: Locator = request.getfixturevalue(place)
    layer = locator.edition.levels[-1]
    lon, lat = _shared_corners(layer, 150).T.copy()
    found = locator.locate_many(lon, lat).areas[layer.code]
    tree = shapely.STRtree(layer.geometries)
    exact = []
    for x, y in zip(lon, lat, strict=True):
        near = np.sort(tree.query(shapely.Point(x, y)))
        edges = [edges_of(layer.geometries[k]) for k in near]
        assert sum(on_line(each, x, y) for each in edges) > 1
        exact.append(int(near[owner([layer.codes[k] for k in near], edges, x, y)]))
    assert found.tolist() == exact


def test_a_point_that_is_nowhere_has_no_owner() -> None:
    lon = np.array([np.nan, 119.505, np.nan, 119.505])
    lat = np.array([30.005, np.nan, np.nan, 30.005])
    assert _owners(layer_of([square(0, 0)]), lon, lat) == [-1, -1, -1, 0]
    assert _owners(layer_of([square(0, 0)]), lon[:0], lat[:0]) == []
