"""Ground counts as withdrawn as far as it lies from what is left but for rims of no width."""

from __future__ import annotations

import pytest
import shapely

from boundaries.mending.reach import stays_within

SQUARE = shapely.box(0, 0, 100, 100)


@pytest.mark.parametrize(
    ("edge", "stays"), [(101.0, True), (101.2, False), (99.0, True), (98.8, False)]
)
def test_an_edge_may_go_as_far_as_the_reach(edge: float, *, stays: bool) -> None:
    assert stays_within(SQUARE, shapely.box(0, 0, edge, 100), 1.1) is stays


def test_a_rim_around_what_was_taken_does_not_count() -> None:
    # Two metres are taken at the right; all of their outline still touches what is left.
    rim = shapely.Polygon(SQUARE.exterior, [shapely.box(98, 1e-7, 100 - 1e-7, 100 - 1e-7).exterior])
    assert shapely.distance(shapely.Point(100, 50), rim) == 0
    assert not stays_within(SQUARE, rim, 1.1)


def test_a_hole_counts_to_its_middle() -> None:
    assert stays_within(SQUARE, SQUARE - shapely.box(10, 10, 12, 90), 1.1)
    assert not stays_within(SQUARE, SQUARE - shapely.box(10, 10, 12.4, 90), 1.1)
