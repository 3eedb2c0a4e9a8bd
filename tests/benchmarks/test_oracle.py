"""The oracle for millions of points answers as the slow one that moves each point by rationals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.locator.oracle import Oracle
from tests.boundaries.exact import edges_of, on_line, owner
from tests.boundaries.shapes import layer_of, snapped_coverages, square, telling_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from boundaries.model import Layer

CORNERS = st.tuples(*[st.tuples(st.integers(0, 6), st.integers(0, 6))] * 3)


def _same(
    geometries: NDArray[np.object_],
    codes: Sequence[str],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> None:
    oracle, areas = Oracle(geometries, codes), [edges_of(area) for area in geometries]
    places = list(zip(lon.tolist(), lat.tolist(), strict=True))
    assert oracle.owners(lon, lat).tolist() == [owner(codes, areas, x, y) for x, y in places]
    on = [any(on_line(edges, x, y) for edges in areas) for x, y in places]
    assert oracle.on_lines(lon, lat).tolist() == on


@settings(max_examples=20, deadline=None)
@given(snapped_coverages())
def test_on_coverages(layer: Layer) -> None:
    _same(layer.geometries, layer.codes, *telling_points(layer))


@settings(max_examples=20, deadline=None)
@given(st.lists(CORNERS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_on_areas_that_overlap_and_leave_gaps(
    corners: list[tuple[tuple[int, int], ...]], random: np.random.Generator
) -> None:
    areas = [shapely.Polygon(each) for each in corners]
    layer = layer_of([area for area in areas if area.area > 0] or [square(0, 0)])
    codes = list(layer.codes)
    random.shuffle(codes)
    lon, lat = (each.ravel() for each in np.meshgrid(*[np.arange(-0.5, 7, 0.5)] * 2))
    _same(layer.geometries, codes, lon, lat)


COORDINATE = st.floats(-170, 170) | st.integers(-3, 3).map(float)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=7), COORDINATE)
def test_on_any_ring(corners: list[tuple[float, float]], free: float) -> None:
    ring = layer_of([shapely.Polygon(corners)])
    places = np.array(
        [*corners, *[(free, y) for _, y in corners], *[(x, free) for x, _ in corners]]
    )
    near = [np.nextafter(places, -np.inf), np.nextafter(places, np.inf)]
    _same(ring.geometries, ring.codes, *np.vstack([places, *near]).T.copy())


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        pytest.param(180.0, 0.5, "west", id="the-step-east-leads-to-the-west"),
        pytest.param(180.0, 1.0, "lowest", id="where-it-leads-out-an-area-touching-owns-it"),
        pytest.param(-180.0, 0.5, "west", id="the-west-owns-its-line"),
        pytest.param(-180.0, 1.0, "lowest", id="by-either-name-it-is-one-place"),
        pytest.param(np.nextafter(180, 0), 0.5, "east", id="a-hair-before"),
        pytest.param(np.nan, 0.5, None, id="no-number"),
        pytest.param(np.inf, 0.5, None, id="infinite"),
    ],
)
def test_at_the_antimeridian(lon: float, lat: float, expected: str | None) -> None:
    boxes = np.array([shapely.box(-180, 0, -179, 1), shapely.box(179, 0, 180, 1)])
    codes = ["west", "east"]
    found = Oracle(boxes, codes).owners(np.array([lon]), np.array([lat]))[0]
    lowest = min(codes)
    code = lowest if expected == "lowest" else expected
    assert (codes[found] if found >= 0 else None) == code
