"""Figures of grids are those that can be reckoned by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from boundaries.tessellation import (
    Loads,
    k_means_pieces,
    measure_grids,
    square_pieces,
)

VILLAGE = shapely.box(10, 0, 10.02, 0.02)
AREAS = np.array([VILLAGE], dtype=object)
HALVES = np.array([shapely.box(10, 0, 10.01, 0.02), shapely.box(10.01, 0, 10.02, 0.02)])
ROWS = np.zeros(2, dtype=np.int64)


def _loads(*places: tuple[float, float, float]) -> Loads:
    lon, lat, weight = (np.array(column) for column in zip(*places, strict=True))
    return Loads(lon, lat, weight, np.zeros(len(places), dtype=np.int32))


def test_spread_least_and_most_are_of_the_loads() -> None:
    loads = _loads((10.005, 0.01, 3.0), (10.015, 0.01, 1.0))
    figures = measure_grids(AREAS, HALVES, ROWS, loads).figures(2.0)
    assert (figures.grids, figures.load, figures.least, figures.most) == (2, 4.0, 0.5, 1.5)
    assert figures.spread == figures.spread_within == 0.5


def test_a_point_on_the_line_between_grids_counts_once() -> None:
    figures = measure_grids(AREAS, HALVES, ROWS, _loads((10.01, 0.01, 2.0))).figures(1.0)
    assert figures.load == 2.0


def test_compactness_is_that_of_the_shape_on_the_ground() -> None:
    figures = measure_grids(AREAS, AREAS, ROWS[:1], None).figures(1.0)
    assert figures.compactness == pytest.approx(math.pi / 4, rel=1e-3)
    assert figures.load == pytest.approx(2.226 * 2.211, rel=1e-3)


def test_cuts_are_measured_and_what_of_them_lies_on_lines() -> None:
    upper_half = shapely.LineString([(10.01, 0.01), (10.01, 0.03)])
    lines = np.array([upper_half], dtype=object)
    figures = measure_grids(AREAS, HALVES, ROWS, None, lines).figures(1.0)
    assert figures.cut_m == pytest.approx(2211.5, rel=1e-3)
    assert figures.along_lines == pytest.approx(0.5, abs=0.01)
    assert measure_grids(AREAS, HALVES, ROWS, None).figures(1.0).along_lines is None


def test_grids_in_parts_are_counted() -> None:
    torn = np.array([shapely.MultiPolygon([shapely.box(10, 0, 10.01, 0.01),
                                           shapely.box(10.015, 0, 10.02, 0.01)])])  # fmt: skip
    assert measure_grids(AREAS, torn, ROWS[:1], None).figures(1.0).in_parts == 1


def test_villages_without_load_leave_the_spread_alone() -> None:
    areas = np.array([VILLAGE, shapely.box(11, 0, 11.01, 0.01)])
    loads = _loads((10.01, 0.01, 4.0))
    measured = measure_grids(areas, areas, np.array([0, 1]), loads)
    assert measured.figures(4.0, 0).spread == 0
    assert measured.figures(4.0, 1).load == 0
    assert measured.figures(4.0).spread == 1.0


def test_what_grids_are_compared_with_covers_the_villages() -> None:
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform((10, 0), (10.02, 0.02), (300, 2)).T
    loads = Loads(lon, lat, np.ones(300), np.zeros(300, dtype=np.int32))
    counts = np.array([5])
    for pieces, rows in (
        square_pieces(AREAS, counts), k_means_pieces(AREAS, counts, loads, 0),
        k_means_pieces(AREAS, counts, None, 0),
    ):  # fmt: skip
        assert shapely.area(pieces).sum() == pytest.approx(VILLAGE.area)
        assert (rows == 0).all()
        assert len(pieces) >= 5
