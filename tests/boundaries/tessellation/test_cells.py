"""Plain cells are all alike, fit one another, and cover the outline once."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.errors import BoundaryError
from boundaries.tessellation import CellShape, analysis_cells

PLACE = st.tuples(st.floats(-900, 900), st.floats(-900, 900))
OUTLINE = st.lists(PLACE, min_size=3, max_size=8).map(
    lambda corners: shapely.MultiPoint(corners).convex_hull
)


@pytest.mark.parametrize(
    ("shape", "ground"),
    [("square", 250.0**2), ("hexagon", 250.0**2 * math.sqrt(3) / 2)],
)
def test_whole_cells_are_alike_and_cover_the_outline(shape: str, ground: float) -> None:
    outline = shapely.Point(40, -30).buffer(900)
    cells = analysis_cells(outline, CellShape(shape, 250, clipped=False))
    assert shapely.area(cells.geometries) == pytest.approx(ground)
    assert shapely.coverage_is_valid(cells.geometries)
    assert shapely.coverage_union_all(cells.geometries).covers(outline)
    assert (shapely.area(shapely.intersection(cells.geometries, outline)) > 0).all()
    assert len(set(cells.codes)) == len(cells.codes)


@settings(max_examples=30, deadline=None)
@given(OUTLINE, st.sampled_from(["square", "hexagon"]), st.floats(60, 900))
def test_clipped_cells_fit_and_are_the_outline(
    outline: shapely.Polygon, shape: str, size: float
) -> None:
    if outline.area < 100:
        return
    cells = analysis_cells(outline, CellShape(shape, size))
    assert shapely.coverage_is_valid(cells.geometries)
    assert shapely.area(cells.geometries).sum() == pytest.approx(outline.area)
    whole = analysis_cells(outline, CellShape(shape, size, clipped=False))
    place = dict(zip(whole.codes, whole.geometries, strict=True))
    for code, cell in zip(cells.codes, cells.geometries, strict=True):
        assert cell.difference(place[code].buffer(1e-6)).is_empty


def test_a_place_has_the_same_cell_whatever_the_outline() -> None:
    cell = CellShape("hexagon", 100, clipped=False)
    small = analysis_cells(shapely.box(0, 0, 300, 300), cell)
    large = analysis_cells(shapely.box(-500, -500, 500, 500), cell)
    known = dict(zip(large.codes, large.geometries, strict=True))
    assert set(small.codes) < set(known)
    same = [known[code] for code in small.codes]
    assert shapely.equals_identical(np.array(same), small.geometries).all()


@pytest.mark.parametrize(
    ("shape", "size"), [("triangle", 100.0), ("square", 0.0), ("square", float("nan"))]
)
def test_cells_that_can_not_be_are_refused(shape: str, size: float) -> None:
    with pytest.raises(BoundaryError):
        CellShape(shape, size)


def test_too_many_cells_are_refused_with_a_remedy() -> None:
    with pytest.raises(BoundaryError, match="1,000,000") as refused:
        analysis_cells(shapely.box(0, 0, 1e6, 1e6), CellShape("square", 1))
    assert "larger" in refused.value.remedy
