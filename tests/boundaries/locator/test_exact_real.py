"""On real layers owners are the oracle's on every line asked about, and shapely's off the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.locator.points import corners, hairs, joined, middles, sampled, strewn
from tests.boundaries.locator.judge import same_as_oracle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from boundaries.locator import Locator

    Floats = NDArray[np.float64]


def _all_right(locator: Locator, places: Places) -> None:
    found = locator.locate_many(*places).areas
    for layer in locator.edition.layers:
        same_as_oracle(layer, *places, found[layer.code])


def test_every_request_in_boston(boston: Locator, boston_points: tuple[Floats, Floats]) -> None:
    _all_right(boston, boston_points)


@pytest.mark.parametrize("code", ["township", "village", "police", "neighborhood"])
def test_boston_s_vertices_and_middles(boston: Locator, code: str) -> None:
    layer = next(each for each in boston.edition.layers if each.code == code)
    exact = joined(corners(layer.geometries), middles(layer.geometries))
    _all_right(boston, joined(sampled(exact, 10_000), sampled(hairs(exact), 10_000)))


@pytest.mark.parametrize(("code", "areas"), [("district", 2), ("township", 12), ("village", 120)])
def test_taiwan_s_vertices_and_middles(taiwan: Locator, code: str, areas: int) -> None:
    """Of some areas all of them, asked of every level."""
    layer = next(each for each in taiwan.edition.layers if each.code == code)
    rows = np.random.default_rng(21).choice(len(layer), areas, replace=False)
    exact = joined(corners(layer.geometries[rows]), middles(layer.geometries[rows]))
    _all_right(taiwan, joined(exact, sampled(hairs(exact), 2_000)))


def test_places_all_over_taiwan(taiwan: Locator) -> None:
    _all_right(taiwan, strewn(taiwan.edition.levels[-1].geometries, 20_000))
