"""The answer for one point: its chain, how far its line is, who else may own it, or who is near."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.locator import UNKNOWN_ACCURACY_M, Locator
from boundaries.model import Edition
from tests.boundaries.shapes import (
    STEP,
    edition_of_one,
    layer_of,
    on_lattice,
    snapped_coverages,
    square,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from boundaries.model import Layer, Link

GEOD = pyproj.Geod(ellps="WGS84")
VILLAGES = layer_of([square(0, 0), square(1, 0), square(3, 0)], ["a1", "a2", "b1"])
TOWNSHIPS = layer_of([square(0, 0, 2), square(3, 0)], ["a", "b"], code="township")
BEATS = layer_of([square(0, 0, 1, 0.5), square(9, 9)], ["n", "s"], code="police", kind="overlay")
LOCATOR = Locator(Edition("2026-11", (TOWNSHIPS, VILLAGES), (BEATS,)))
METRE = 1 / 96_500 / STEP
"""About a metre east at 30° north, in lattice steps."""


def _at(x: float, y: float) -> tuple[float, float]:
    place = shapely.get_coordinates(on_lattice(shapely.Point(x, y)))[0]
    return float(place[0]), float(place[1])


def _codes(links: Sequence[Link]) -> list[tuple[str, str]]:
    return [(link.level, link.code) for link in links]


def test_inside_the_chain_runs_fine_to_coarse() -> None:
    found = LOCATOR.locate(*_at(0.4, 0.3))
    assert (found.placement, found.reason, found.edition) == ("inside", None, "2026-11")
    assert not found.ask_first
    assert _codes(found.chain) == [("village", "a1"), ("township", "a")]
    assert [link.name for link in found.chain] == ["name of a1", "name of a"]
    assert [(each.layer, each.code, each.name) for each in found.overlays] == [
        ("police", "n", "name of n")
    ]
    assert found.border_m == found.chain[0].border_m
    assert (found.nearest, found.candidates) == (None, ())


def test_distances_to_lines_are_those_on_the_ellipsoid() -> None:
    village, township = LOCATOR.locate(*_at(0.9, 0.4)).chain
    _, _, east = GEOD.inv(*_at(0.9, 0.4), *_at(1, 0.4))
    _, _, south = GEOD.inv(*_at(0.9, 0.4), *_at(0.9, 0))
    assert village.border_m == pytest.approx(east, rel=1e-4)
    assert township.border_m == pytest.approx(south, rel=1e-4)


@pytest.mark.parametrize(
    ("metres", "accuracy", "placement"),
    [
        pytest.param(12, None, "border", id="near-a-neighbour"),
        pytest.param(18, None, "inside", id="far-enough"),
        pytest.param(18, 20, "border", id="not-accurate-enough"),
        pytest.param(12, 10, "inside", id="accurate-enough"),
        pytest.param(0, None, "border", id="on-the-line"),
        pytest.param(0, 0, "border", id="on-the-line-exactly"),
        pytest.param(400, 500, "border", id="hardly-accurate-at-all"),
    ],
)
def test_near_another_area_a_person_is_asked_first(
    metres: float, accuracy: float | None, placement: str
) -> None:
    found = LOCATOR.locate(*_at(1 + metres * METRE, 0.5), accuracy)
    assert found.placement == placement
    assert found.ask_first == (placement == "border")
    assert _codes(found.chain)[0] == ("village", "a2")
    assert UNKNOWN_ACCURACY_M == 15


def test_the_district_s_own_outer_line_is_nobody_else_s() -> None:
    assert LOCATOR.locate(*_at(0 + 3 * METRE, 0.7)).placement == "inside"
    assert LOCATOR.locate(*_at(3, 0.7)).placement == "inside"


@pytest.mark.parametrize(("x", "y"), [(2.5, 0.5), (-1, 0.5), (1, 3), (50, 50)])
def test_outside_the_nearest_area_is_named(x: float, y: float) -> None:
    found = LOCATOR.locate(*_at(x, y))
    assert (found.placement, found.reason) == ("outside", "outside_every_area")
    assert (found.chain, found.candidates) == ((), ())
    assert found.border_m is None
    assert found.nearest is not None
    assert found.nearest.level == "village"
    assert found.nearest.distance_m > 700


def test_an_overlay_alone_does_not_make_a_point_inside() -> None:
    found = LOCATOR.locate(*_at(9.5, 9.5))
    assert found.placement == "outside"
    assert [each.code for each in found.overlays] == ["s"]


def test_where_only_a_coarse_level_reaches_its_area_answers() -> None:
    wider = replace(TOWNSHIPS, geometries=np.array([square(0, 0, 2, 3), square(3, 0)]))
    found = Locator(Edition("2026-11", (wider, VILLAGES))).locate(*_at(1, 2))
    assert found.placement == "inside"
    assert _codes(found.chain) == [("township", "a")]


@pytest.mark.parametrize("place", [(181.0, 30.0), (119.5, 90.5), (np.nan, 30.0), (np.inf, np.nan)])
def test_off_the_earth_nothing_is_placed(place: tuple[float, float]) -> None:
    found = LOCATOR.locate(*place)
    assert (found.placement, found.reason) == ("unplaced", "outside_the_earth")
    assert (found.chain, found.overlays) == ((), ())


def test_one_point_is_answered_as_among_many(taiwan: Locator) -> None:
    west, south, east, north = taiwan.edition.bounds
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(west, east, 300), rng.uniform(south, north, 300)
    areas = taiwan.locate_many(lon, lat).areas
    for k in range(len(lon)):
        found = dict(_codes(taiwan.locate(lon[k], lat[k]).chain))
        for layer in taiwan.edition.levels:
            row = areas[layer.code][k]
            assert found.get(layer.code) == (layer.codes[row] if row >= 0 else None)


def _equidistant(
    geometries: NDArray[np.object_], lon: float, lat: float
) -> NDArray[np.object_]:  # fmt: skip
    """Geometries in metres, true from the middle."""
    crs = f"+proj=aeqd +lon_0={lon!r} +lat_0={lat!r} +ellps=WGS84"
    project = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
    return shapely.transform(geometries, lambda c: np.column_stack(project(*c.T)))


def test_the_nearest_area_is_that_in_a_metric_projection(taiwan: Locator) -> None:
    """Of all villages, by brute force, in an equidistant projection around each point."""
    villages = taiwan.edition.levels[-1]
    west, south, east, north = taiwan.edition.bounds
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(west, east, 60), rng.uniform(south, north, 60)
    outside = taiwan.locate_many(lon, lat).outside
    corners, area = shapely.get_coordinates(villages.geometries, return_index=True)
    judged = 0
    for x, y in zip(lon[outside].tolist(), lat[outside].tolist(), strict=True):
        nearest = taiwan.locate(x, y).nearest
        assert nearest is not None
        if nearest.distance_m > 30_000:
            continue  # so far off, the local scale of a point is not that of the coast
        close = np.unique(area[(np.abs(corners - (x, y)) < 0.5).all(axis=1)])
        flat = _equidistant(villages.geometries[close], x, y)
        distance = shapely.distance(flat, shapely.Point(0, 0))
        assert nearest.distance_m == pytest.approx(distance.min(), rel=5e-3)
        mine = close.tolist().index(villages.codes.index(nearest.code))
        assert distance[mine] == pytest.approx(distance.min(), rel=5e-3)
        judged += 1
    assert judged > 15


def test_far_away_the_nearest_area_is_that_along_the_earth(taiwan: Locator) -> None:
    """Of all villages' vertices, by brute force, along geodesics."""
    villages = taiwan.edition.levels[-1]
    corners, area = shapely.get_coordinates(villages.geometries, return_index=True)
    rng = np.random.default_rng(12)
    judged = 0
    for x, y in zip(
        rng.uniform(90, 150, 12).tolist(), rng.uniform(0, 50, 12).tolist(), strict=True
    ):
        nearest = taiwan.locate(x, y).nearest
        _, _, metres = GEOD.inv(np.full(len(area), x), np.full(len(area), y), *corners.T)
        assert nearest is not None
        if metres.min() > 110_000:
            judged += 1
            assert nearest.distance_m == pytest.approx(metres.min(), rel=1e-9)
            assert nearest.code in {villages.codes[k] for k in area[metres == metres.min()]}
    assert judged > 8


@settings(max_examples=15, deadline=None)
@given(snapped_coverages(), st.floats(0, 6), st.floats(0, 6), st.floats(5, 4000))
def test_shares_are_those_of_points_strewn_over_the_disc(
    layer: Layer, x: float, y: float, accuracy: float
) -> None:
    locator, place = Locator(edition_of_one(layer)), _at(x, y)
    found = locator.locate(*place, accuracy)
    shares = {each.code: each.probability for each in found.candidates}
    rng = np.random.default_rng(4)
    count = 40_000
    far, turn = accuracy * np.sqrt(rng.random(count)), rng.uniform(0, 360, count)
    lon, lat, _ = GEOD.fwd(np.full(count, place[0]), np.full(count, place[1]), turn, far)
    rows = locator.locate_many(lon, lat).areas[layer.code]
    strewn = np.bincount(rows[rows >= 0], minlength=len(layer)) / count
    for code, share in zip(layer.codes, strewn, strict=True):
        # Five standard deviations, and what a local scale and a disc of 128 sides leave.
        spread = 5 * np.sqrt(max(share * (1 - share), 1e-4) / count) + 2e-3
        assert shares.get(code, 0.0) == pytest.approx(share, abs=spread)
    assert sum(shares.values()) == pytest.approx(strewn.sum(), abs=0.015)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_well_inside_a_coverage_shares_make_one(boston: Locator) -> None:
    for accuracy in (1.0, 50.0, 600.0):
        found = boston.locate(-71.0700, 42.3300, accuracy)
        assert sum(each.probability for each in found.candidates) == pytest.approx(1, abs=2e-3)
        assert {each.level for each in found.candidates} == {"village"}
        likeliest = max(found.candidates, key=lambda each: each.probability)
        assert found.candidates[0] == likeliest
    assert len(found.candidates) > 3
    assert boston.locate(-71.0700, 42.3300, 0.0).candidates == ()
