"""A compiled layer answers alike with numba and without it, whatever is asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.locator.points import joined, strewn, telling
from boundaries.index.compiled_layer import CompiledLayer
from boundaries.index.compiler import compile_layer
from tests.boundaries.shapes import SOUTH, STEP, WEST, layer_of, snapped_coverages, square

if TYPE_CHECKING:
    from boundaries.model import Layer


@settings(max_examples=25, deadline=None)
@given(snapped_coverages())
def test_owners_and_distances(layer: Layer) -> None:
    index = compile_layer(layer.codes, layer.geometries)
    quick, plain = CompiledLayer(index), CompiledLayer(index, plain=True)
    lon, lat = joined(telling(layer.geometries), strewn(layer.geometries, 40))
    rows, ruled = quick.owners(lon, lat)
    same_rows, same_ruled = plain.owners(lon, lat)
    np.testing.assert_array_equal(rows, same_rows)
    np.testing.assert_array_equal(np.sort(ruled), same_ruled)
    for k in range(0, len(lon), max(1, len(lon) // 12)):
        x, y = float(lon[k]), float(lat[k])
        assert quick.owner(x, y) == plain.owner(x, y)
        assert quick.line_distance(0, x, y) == pytest.approx(plain.line_distance(0, x, y))
        assert quick.nearest_area(x, y)[0] == pytest.approx(plain.nearest_area(x, y)[0])
        shares, same = quick.shares(x, y, 900.0), plain.shares(x, y, 900.0)
        assert shares == pytest.approx(same)
        assert sum(shares.values()) <= 1 + 1e-9


@settings(max_examples=20, deadline=None)
@given(snapped_coverages())
def test_an_index_made_quickly_answers_alike(layer: Layer) -> None:
    lon, lat = joined(telling(layer.geometries), strewn(layer.geometries, 200))
    made = [compile_layer(layer.codes, layer.geometries, quick=quick) for quick in (False, True)]
    one, other = (CompiledLayer(index).owners(lon, lat)[0] for index in made)
    np.testing.assert_array_equal(one, other)
    assert made[0].words.size >= made[1].words.size


def test_many_points_come_back_in_their_order_from_threads_and_tiles() -> None:
    layer = layer_of([square(c, r) for c in range(40) for r in range(40)])
    compiled = CompiledLayer(compile_layer(layer.codes, layer.geometries))
    seeded = np.random.default_rng(7)
    lon = WEST + STEP * seeded.uniform(-1, 41, 200_000)
    lat = SOUTH + STEP * seeded.uniform(-1, 41, 200_000)
    lon[5], lat[9] = math.nan, math.inf
    column, row = np.floor((lon - WEST) / STEP), np.floor((lat - SOUTH) / STEP)
    within = (column >= 0) & (column < 40) & (row >= 0) & (row < 40)
    expected = np.where(within, column * 40 + row, -1)
    for threads in (1, 2, 5):
        rows, _ = compiled.owners(lon, lat, threads)
        np.testing.assert_array_equal(rows, expected)
