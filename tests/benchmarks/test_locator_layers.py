"""What benchmarks draw is a whole coverage with exactly shared lines, the same on every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from benchmarks.locator.layers import coverage, nested
from benchmarks.locator.odd_layers import KINDS, odd_layer
from benchmarks.locator.points import crowded, strewn
from boundaries.hierarchy import nest_levels

if TYPE_CHECKING:
    from benchmarks.locator.layers import Family


@pytest.mark.parametrize("family", ["even", "city"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_coverage_is_valid_and_has_no_gaps(family: Family, seed: int) -> None:
    drawn = coverage(500, seed, family).layer.geometries
    assert len(drawn) == 500
    assert shapely.is_valid(drawn).all()
    assert shapely.coverage_is_valid(drawn)
    whole = shapely.coverage_union_all(drawn)
    assert whole.geom_type == "Polygon"
    assert len(shapely.get_rings(whole)) == 1
    assert np.isclose(shapely.area(drawn).sum(), whole.area)
    np.testing.assert_array_equal(drawn, coverage(500, seed, family).layer.geometries)


def test_areas_have_the_vertices_that_the_figures_are_given_for() -> None:
    assert 95 < coverage(3_000).vertices < 115
    assert 28 < coverage(3_000, halvings=2, doubled=0.25).vertices < 34


def test_city_areas_are_of_very_unequal_size() -> None:
    even, city = (
        shapely.area(coverage(2_000, family=f).layer.geometries) for f in ("even", "city")
    )
    assert even.max() / np.median(even) < 5
    assert city.max() / np.median(city) > 100


def test_levels_are_unions_of_the_finer_ones() -> None:
    edition = nested(coverage(800), {"township": 8, "village": 60})
    assert [len(level) for level in edition.levels] == [8, 60, 800]
    again, findings = nest_levels(edition.levels)
    assert findings == []
    assert [level.parents for level in again] == [level.parents for level in edition.levels]


def test_points_lie_in_the_box_and_crowds_crowd() -> None:
    layer = coverage(300).layer.geometries
    west, south, east, north = shapely.total_bounds(layer)
    emptiest = []
    for spread in (strewn, crowded):
        lon, lat = spread(layer, 20_000)
        assert west <= lon.min() <= lon.max() <= east
        assert south <= lat.min() <= lat.max() <= north
        counts, _, _ = np.histogram2d(lon, lat, bins=20)
        emptiest.append(np.median(counts) / counts.max())
    assert emptiest[1] < emptiest[0] / 3


@pytest.mark.parametrize("kind", KINDS)
def test_odd_layers_are_valid_polygons_with_codes_of_their_own(kind: str) -> None:
    for seed in range(5):
        layer = odd_layer(kind, seed)
        assert shapely.is_valid(layer.geometries).all()
        assert len(set(layer.codes)) == len(layer)
        assert {area.geom_type for area in layer.geometries} <= {"Polygon", "MultiPolygon"}
