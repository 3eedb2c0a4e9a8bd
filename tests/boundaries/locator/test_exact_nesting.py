"""A level is answered by its own lines, however nearly it is made of the finer one's areas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.locator.layers import coverage, nested
from benchmarks.locator.points import hairs, joined, sampled, strewn, telling
from boundaries.locator import Locator
from boundaries.model import Edition
from tests.boundaries.locator.judge import same_as_oracle
from tests.boundaries.shapes import layer_of, snapped_coverages

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer

    Shapes = NDArray[np.object_]


def _moved(areas: Shapes) -> Shapes:
    """One corner of every area a hair off: no line is shared to the bit any more."""

    def shift(places: NDArray[np.float64]) -> NDArray[np.float64]:
        places = places.copy()
        highest = np.argmax(places[:, 1])
        same = (places == places[highest]).all(axis=1)
        places[same, 1] = np.nextafter(places[highest, 1], np.inf)
        return places

    found: Shapes = np.array([shapely.transform(area, shift) for area in areas])
    return found


def _grown(areas: Shapes) -> Shapes:
    """Beyond the finer level's outer line, and over the neighbours."""
    found: Shapes = shapely.buffer(areas, 1 / 256, join_style="mitre")
    return found


def _shrunk(areas: Shapes) -> Shapes:
    """Gaps between, and places in a finer area that no coarser one has."""
    smaller = shapely.buffer(areas, -1 / 512, join_style="mitre")
    found: Shapes = np.where(shapely.is_empty(smaller), areas, smaller)
    return found


def _fewer(areas: Shapes) -> Shapes:
    """Corners on straight lines left out: the same ground by other edges."""
    found: Shapes = shapely.simplify(areas, 0.0)
    return found


def _same(areas: Shapes) -> Shapes:
    return areas


CHANGES: dict[str, Callable[[Shapes], Shapes]] = {
    "exactly": _same,
    "by-fewer-corners": _fewer,
    "but-for-a-hair": _moved,
    "and-more": _grown,
    "and-less": _shrunk,
}


def _levels(layer: Layer, groups: NDArray[np.int64], change: str) -> tuple[Layer, Layer]:
    unions: list[BaseGeometry] = [
        shapely.union_all(layer.geometries[groups == g]) for g in np.unique(groups)
    ]
    changed = CHANGES[change](np.array(unions))
    fit = shapely.is_valid(changed) & (shapely.area(changed) > 0)
    areas = np.where(fit, changed, np.array(unions))
    coarse = layer_of(areas, [f"g{g}" for g in np.unique(groups)], code="township")
    return coarse, replace(layer, parents=tuple(f"g{g}" for g in groups))


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=25, deadline=None)
@given(layer=snapped_coverages(), data=st.data())
def test_two_levels(change: str, layer: Layer, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.integers(0, 2), min_size=len(layer), max_size=len(layer)))
    levels = _levels(layer, np.array(drawn), change)
    _all_right(Edition("2026-11", levels))


@pytest.mark.parametrize("swapped", [1, 7])
def test_areas_that_name_another_s_parent(swapped: int) -> None:
    edition = nested(coverage(200, seed=31), {"district": 3, "township": 15})
    finest = edition.levels[-1]
    parents = list(finest.parents)
    for k in range(swapped):
        parents[k * 20] = next(p for p in parents if p != parents[k * 20])
    levels = (*edition.levels[:-1], replace(finest, parents=tuple(parents)))
    _all_right(Edition("2026-11", levels))


@pytest.mark.parametrize("missing", [0, 5])
def test_a_finer_level_that_lacks_areas(missing: int) -> None:
    """Where no village is, a township still is."""
    edition = nested(coverage(200, seed=32), {"district": 3, "township": 15})
    finest = edition.levels[-1]
    kept = np.setdiff1d(np.arange(200), np.arange(missing) * 30)
    part = layer_of(finest.geometries[kept], [finest.codes[k] for k in kept], code=finest.code)
    part = replace(part, parents=tuple(finest.parents[k] for k in kept))
    _all_right(Edition("2026-11", (*edition.levels[:-1], part)))


def _all_right(edition: Edition) -> None:
    finest = edition.levels[-1].geometries
    every = joined(*(telling(level.geometries) for level in edition.levels))
    lon, lat = joined(sampled(every, 6_000), strewn(finest, 500))
    lon, lat = joined((lon, lat), sampled(hairs((lon, lat)), 500))
    locator = Locator(edition)
    found = locator.locate_many(lon, lat)
    outside = np.ones(len(lon), dtype=bool)
    for level in edition.levels:
        same_as_oracle(level, lon, lat, found.areas[level.code])
        outside &= found.areas[level.code] < 0
    np.testing.assert_array_equal(found.outside, outside)
    columns = np.array([found.areas[level.code] for level in edition.levels])
    for k in range(0, len(lon), 17):
        assert locator.rows_at(float(lon[k]), float(lat[k])) == tuple(columns[:, k].tolist())
