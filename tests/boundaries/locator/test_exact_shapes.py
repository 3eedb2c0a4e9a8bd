"""Owners are the oracle's where geometry is hard: slivers, stars, the ends of the earth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from benchmarks.locator.points import hairs, joined, sampled, strewn, telling
from tests.boundaries.locator.judge import agrees
from tests.boundaries.shapes import layer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

ULP = 2.0**-46
"""One unit in the last place of 119.5."""


def _pie(wedges: int, x: float = 119.5, y: float = 30.0) -> list[BaseGeometry]:
    turn = np.linspace(0, 2 * np.pi, wedges, endpoint=False)
    rim = np.column_stack([x + np.cos(turn), y + np.sin(turn)])
    return [shapely.Polygon([(x, y), rim[k], rim[(k + 1) % wedges]]) for k in range(wedges)]


def _star(corners: int) -> BaseGeometry:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = np.where(np.arange(corners) % 2, 0.5, 0.503)
    return shapely.Polygon(
        np.column_stack([119.5 + radius * np.cos(turn), 30 + radius * np.sin(turn)])
    )


def _strips(count: int, wide: float, tilt: float) -> list[BaseGeometry]:
    """Long strips side by side that share their lines, 1° long."""
    west = 119.5 + np.arange(count + 1) * wide
    return [
        shapely.Polygon(
            [(west[k], 30), (west[k + 1], 30), (west[k + 1] + tilt, 31), (west[k] + tilt, 31)]
        )
        for k in range(count)
    ]


def _mesh(x: Sequence[float], y: Sequence[float]) -> list[BaseGeometry]:
    return [
        shapely.box(x[i], y[j], x[i + 1], y[j + 1])
        for j in range(len(y) - 1)
        for i in range(len(x) - 1)
    ]


def _ring_around(inner: BaseGeometry) -> BaseGeometry:
    return shapely.difference(shapely.box(119, 29.5, 120, 30.5), inner)


STAR = _star(10_000)
ISLANDS = shapely.MultiPolygon(
    [shapely.box(119 + k / 8, 30, 119 + k / 8 + 1 / 16, 31) for k in range(8)]
)
HARD: dict[str, list[BaseGeometry]] = {
    "pie-of-200": _pie(200),
    "pie-of-200-at-nothing": _pie(200, 0.0, 0.0),
    "100-copies-of-a-square": [shapely.box(119, 30, 120, 31)] * 100,
    "100-squares-one-in-another": [
        shapely.box(119 - k / 128, 30 - k / 128, 119 + k / 128, 30 + k / 128) for k in range(1, 101)
    ],
    "squares-an-ulp-further-each": [
        shapely.box(119.5 + k * ULP, 30, 119.75 + k * ULP, 30.25) for k in range(80)
    ],
    "upright-strips": _strips(100, 1e-9, 0.0),
    "strips-an-ulp-wide": _strips(60, ULP, 0.0),
    "leaning-strips": _strips(100, 1e-7, 0.3),
    "leaning-strips-an-ulp-wide": _strips(60, ULP, 0.25),
    "areas-of-an-ulp": _mesh(
        (119.5 + np.arange(9) * ULP).tolist(), (30 + np.arange(9) * ULP / 4).tolist()
    ),
    "10000-corners": [STAR, _ring_around(STAR)],
    "whole-degrees": _mesh([118.0, 119.0, 120.0, 121.0], [29.0, 30.0, 31.0, 32.0]),
    "halves-about-nothing": _mesh([-1.0, -0.5, 0.0, 0.5, 1.0], [-1.0, -0.5, 0.0, 0.5, 1.0]),
    "powers-of-two": _mesh([0.0, 2**-40, 2**-20, 1.0, 64.0], [0.0, 2**-60, 2**-9, 1.0, 32.0]),
    "islands-in-two-seas": [ISLANDS, shapely.difference(shapely.box(118, 29, 121, 32), ISLANDS)],
    "whole-earth": _mesh([-180.0, -60.0, 60.0, 180.0], [-90.0, -30.0, 30.0, 90.0]),
    "hemispheres": _mesh([-180.0, 0.0, 180.0], [-90.0, 0.0, 90.0]),
    "north-pole": _mesh([-180.0, -90.0, 0.0, 90.0, 180.0], [88.0, 89.0, 90.0]),
    "seam-east-only": _mesh([179.0, 179.5, 180.0], [-1.0, 0.0, 1.0]),
    "seam-west-only": _mesh([-180.0, -179.5, -179.0], [-1.0, 0.0, 1.0]),
    "seam-not-in-step": [
        *_mesh([179.0, 180.0], [-1.0, 0.25, 1.0]), *_mesh([-180.0, -179.0], [-0.75, 0.5, 0.75])
    ],
    "one-area-over-the-seam": [
        shapely.MultiPolygon([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)]),
        shapely.box(-179, 0, -178, 1),
    ],
    "tips-on-the-seam": [
        shapely.Polygon([(180, 0), (179, 1), (179, -1)]),
        shapely.Polygon([(-180, 0), (-179, -2), (-179, 2)]),
    ],
    "smallest-allowed": _mesh([0.0, 2.0**-300, 2.0**-299, 1.0], [0.0, 2.0**-300, 2.0**-299, 1.0]),
    "wide-and-tiny": [
        shapely.box(-180, -90, 180, 90), shapely.box(119.5, 30, 119.5 + ULP, 30 + ULP)
    ],
    "a-far-island": [shapely.box(0, 0, 1e-6, 1e-6), shapely.box(170, 80, 170 + 1e-6, 80 + 1e-6)],
}  # fmt: skip
EVERYWHERE = np.array(
    [
        *(0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, -1e-310, 1e-300, 2.0**-300, 2.0**-301),
        *(-180.0, 180.0, -90.0, 90.0, 179.99999999999997, -179.99999999999997, 119.5, 30.0),
        *(181.0, -181.0, 91.0, 1e3, 1e18, -1e300, 1.7976931348623157e308),
        *(np.inf, -np.inf, np.nan),
    ]
)
"""Coordinates that programs stumble over; every pair of them is asked about."""


@pytest.mark.parametrize("shape", HARD)
def test_every_corner_middle_and_hair(shape: str) -> None:
    layer = layer_of(HARD[shape])
    tried = joined(sampled(telling(layer.geometries), 8_000), strewn(layer.geometries, 1_000))
    owners = agrees(layer, *tried)
    assert np.sum(owners >= 0) > len(layer)


@pytest.mark.parametrize("shape", HARD)
def test_every_odd_coordinate(shape: str) -> None:
    layer = layer_of(HARD[shape])
    lon, lat = (each.ravel() for each in np.meshgrid(EVERYWHERE, EVERYWHERE))
    owners = agrees(layer, lon, lat)
    known = np.isfinite(lon) & np.isfinite(lat)
    assert np.all(owners[~known] == -1)


@pytest.mark.parametrize("shape", ["pie-of-200", "100-copies-of-a-square", "whole-earth"])
def test_the_lowest_code_is_that_of_the_alphabet(shape: str) -> None:
    """As "10" comes before "9", whatever the order of the file is."""
    areas = HARD[shape]
    codes = [str(k * 7919 % 1009) for k in range(len(areas))]
    layer = layer_of(areas, codes)
    agrees(layer, *sampled(telling(layer.geometries), 4_000))


@pytest.mark.parametrize("shape", ["whole-degrees", "pie-of-200", "10000-corners", "whole-earth"])
def test_the_order_of_points_does_not_matter(shape: str) -> None:
    layer = layer_of(HARD[shape])
    lon, lat = sampled(telling(layer.geometries), 4_000)
    owners = agrees(layer, lon, lat)
    mixed = np.random.default_rng(1).permutation(len(lon))
    np.testing.assert_array_equal(agrees(layer, lon[mixed], lat[mixed]), owners[mixed])


def test_a_hair_apart_are_two_owners() -> None:
    layer = layer_of(HARD["strips-an-ulp-wide"])
    middle = np.array([119.5 + 30 * ULP]), np.array([30.5])
    assert len(set(agrees(layer, *hairs(middle)).tolist())) == 3
