"""On real layers distances are shapely's, shares those of points strewn over the disc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from benchmarks.locator.points import strewn
from boundaries.locator import Locator
from tests.boundaries.locator.local_metres import around, beside_lines, disc
from tests.boundaries.shapes import edition_of_one

if TYPE_CHECKING:
    from boundaries.model import Layer

STREWN = 20_000
RADII = [10.0, 40.0, 150.0, 700.0, 5000.0]
CASES = [("boston", "township"), ("boston", "village"), ("taiwan", "village")]


def _layer(request: pytest.FixtureRequest, case: tuple[str, str]) -> Layer:
    """A real layer: its locator comes from the fixture of its name."""
    locator: Locator = request.getfixturevalue(case[0])
    return next(layer for layer in locator.edition.layers if layer.code == case[1])


@pytest.mark.parametrize("radius", RADII)
@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_shares_near_lines_are_those_of_chance(
    request: pytest.FixtureRequest, case: tuple[str, str], radius: float
) -> None:
    layer = _layer(request, case)
    locator = Locator(edition_of_one(layer))
    rng = np.random.default_rng([9, int(radius)])
    for lon, lat in beside_lines(layer.geometries, 20.0, 12, rng):
        shares = {
            each.code: each.probability for each in locator.locate(lon, lat, radius).candidates
        }
        rows = locator.locate_many(*disc(lon, lat, radius, STREWN, rng)).areas[layer.code]
        strewn_shares = np.bincount(rows[rows >= 0], minlength=len(layer)) / STREWN
        outside = np.mean(rows < 0)
        for row in np.flatnonzero(strewn_shares).tolist():
            share = shares.get(layer.codes[row], 0.0)
            assert abs(strewn_shares[row] - share) <= _spread(share), (lon, lat, layer.codes[row])
        assert all(share <= 1.0 + 1e-9 for share in shares.values())
        assert abs(1 - outside - sum(shares.values())) <= _spread(float(outside))
        assert list(shares.values()) == sorted(shares.values(), reverse=True)


def _spread(share: float) -> float:
    """Four standard deviations, and a few points more where hardly any are expected."""
    return 4 * float(np.sqrt(max(share * (1 - share), 0.0) / STREWN)) + 4 / STREWN


@pytest.mark.parametrize("case", [("boston", "village"), ("taiwan", "village")], ids="-".join)
def test_distances_to_lines_are_shapely_s(
    request: pytest.FixtureRequest, case: tuple[str, str]
) -> None:
    locator: Locator = request.getfixturevalue(case[0])
    layers = {layer.code: layer for layer in locator.edition.levels}
    finest = layers[case[1]].geometries
    rng = np.random.default_rng(10)
    middles = shapely.get_coordinates(shapely.point_on_surface(finest))[:: len(finest) // 40 + 1]
    judged = 0
    for lon, lat in [*middles.tolist(), *beside_lines(finest, 200.0, 40, rng)]:
        for link in locator.locate(lon, lat).chain:
            layer = layers[link.level]
            own = layer.geometries[[layer.codes.index(link.code)]]
            metres = shapely.distance(
                shapely.boundary(around(own, lon, lat))[0], shapely.Point(0, 0)
            )
            assert link.border_m == pytest.approx(metres, rel=1e-6, abs=1e-6)
            judged += 1
    assert judged > 100


@pytest.mark.parametrize("accuracy", [None, 5.0, 60.0])
@pytest.mark.parametrize("case", [("boston", "village"), ("taiwan", "village")], ids="-".join)
def test_ask_first_is_said_where_another_area_is_as_near(
    request: pytest.FixtureRequest, case: tuple[str, str], accuracy: float | None
) -> None:
    layer = _layer(request, case)
    locator = Locator(edition_of_one(layer))
    rng = np.random.default_rng(13)
    limit = 15.0 if accuracy is None else accuracy
    said = []
    for lon, lat in beside_lines(layer.geometries, 2 * limit, 60, rng):
        found = locator.locate(lon, lat, accuracy)
        if not found.chain:
            continue
        box = shapely.box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
        near = shapely.STRtree(layer.geometries).query(box)
        others = near[[layer.codes[k] != found.chain[0].code for k in near]]
        local = around(layer.geometries[others], lon, lat)
        metres = shapely.distance(local, shapely.Point(0, 0))
        least = float(metres.min(initial=np.inf))
        if abs(least - limit) > 1e-6:
            assert found.ask_first == (least < limit)
            said.append(found.ask_first)
    assert {True, False} == set(said)


def test_outside_the_nearest_area_is_the_nearest_by_brute_force(taiwan: Locator) -> None:
    villages = taiwan.edition.levels[-1]
    lon, lat = strewn(villages.geometries, 60, seed=17)
    judged = 0
    for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
        nearest = taiwan.locate(x, y).nearest
        if nearest is None:
            continue
        metres = shapely.distance(around(villages.geometries, x, y), shapely.Point(0, 0))
        if metres.min() < 90_000:
            assert nearest.distance_m == pytest.approx(metres.min(), rel=1e-6)
            mine = villages.codes.index(nearest.code)
            assert metres[mine] == pytest.approx(metres.min(), rel=1e-9)
            judged += 1
    assert judged > 15
