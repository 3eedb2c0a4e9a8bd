"""Mending fits neighbours to one another, moves nobody far, and finds nothing to do again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boundaries.crs import parse_crs
from boundaries.errors import BoundaryError
from boundaries.geometry import repair_polygon
from boundaries.mending import Mended, MendParams, mend_areas, metres_per_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SCALE = (1.0, 1.0)
"""These tests draw in metres."""
PARAMS = MendParams()


def _mended(*areas: BaseGeometry | None) -> Mended:
    column = np.empty(len(areas), dtype=object)
    column[:] = areas
    return mend_areas(column, SCALE, PARAMS)


def _thin(pieces: list[BaseGeometry], width: float) -> list[BaseGeometry]:
    """Polygons that a disc of that diameter does not fit in."""
    parts = [part for piece in pieces for part in shapely.get_parts(piece) if part.area > 1e-6]
    return [p for p in parts if 2 * shapely.maximum_inscribed_circle(p).length < width]


def test_vertices_that_mean_the_same_place_become_one() -> None:
    left, right = shapely.box(0, 0, 100, 100), shapely.box(100.06, 0.02, 200, 99.97)
    mended = _mended(left, right)
    assert shapely.coverage_is_valid(mended.geometries)
    assert shapely.union_all(mended.geometries).geom_type == "Polygon"
    assert {change.row for change in mended.areas} <= {0, 1}
    assert max(change.moved_m for change in mended.areas) <= 0.1


def test_an_edge_is_led_through_the_vertices_that_it_passes() -> None:
    wide = shapely.box(0, 0, 100, 100)
    upper = shapely.Polygon([(0, 100), (40, 100.05), (100, 100), (100, 200), (0, 200)])
    mended = _mended(wide, upper)
    assert shapely.coverage_is_valid(mended.geometries)
    assert (40, 100.05) in set(mended.geometries[0].exterior.coords)
    assert mended.geometries[1] is upper


@pytest.mark.parametrize(("width", "goes"), [(0.6, True), (1.5, False)])
def test_an_overlap_goes_only_where_it_is_thin(width: float, *, goes: bool) -> None:
    left, right = shapely.box(0, 0, 100, 100), shapely.box(100 - width, 0, 200, 100)
    mended = _mended(left, right)
    shared = shapely.intersection(*mended.geometries).area
    assert shared == pytest.approx(0 if goes else 100 * width, abs=1e-9)
    assert len(mended.areas) == goes
    if goes:
        (change,) = mended.areas
        assert abs(change.after_m2 - change.before_m2) == pytest.approx(60)
        assert change.moved_m == pytest.approx(0.6)


def test_a_gap_goes_to_the_neighbour_with_the_longest_line_and_is_cut_where_one_ends() -> None:
    lower = shapely.box(0, 0, 100, 50)
    uppers = [shapely.box(0, 50.4, 50, 100), shapely.box(50, 50.4, 100, 100)]
    sides = [shapely.box(-10, 0, 0, 100), shapely.box(100, 0, 110, 100)]
    mended = _mended(lower, *uppers, *sides)
    whole = shapely.union_all(mended.geometries)
    assert whole.equals(shapely.box(-10, 0, 110, 100))
    assert max(change.moved_m for change in mended.areas) <= 0.4 + 1e-6
    assert sum(shapely.area(mended.geometries)) == pytest.approx(120 * 100)


def test_an_area_that_is_nothing_but_a_sliver_stays() -> None:
    sliver = shapely.box(99.6, 10, 100, 90)
    mended = _mended(shapely.box(0, 0, 100, 100), sliver)
    assert len(mended.geometries) == 2
    assert not mended.geometries[1].is_empty


def test_what_needs_nothing_is_the_same_object_and_what_is_no_polygon_too() -> None:
    clean = [shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)]
    point = shapely.Point(5, 5)
    mended = _mended(*clean, None, point)
    assert all(a is b for a, b in zip(mended.geometries, [*clean, None, point], strict=True))
    assert mended.areas == ()


def test_rings_are_repaired_and_told() -> None:
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    (change,) = _mended(bow_tie).areas
    assert change.repaired
    assert change.after_m2 == pytest.approx(5000)


@pytest.mark.parametrize("wrong", [-0.1, 51.0, float("nan")])
def test_tolerances_have_a_range(wrong: float) -> None:
    with pytest.raises(BoundaryError, match="sliver_m must be from 0 to 50 metres"):
        MendParams(sliver_m=wrong)


@st.composite
def torn_coverages(draw: st.DrawFn) -> NDArray[np.object_]:
    columns, rows = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    return _torn(columns, rows, seed, draw(st.sampled_from([0.02, 0.2, 0.6, 2.0])))


def _torn(columns: int, rows: int, seed: int, error: float) -> NDArray[np.object_]:
    """Cells of 100 m, each with its corners and some of its edges drawn by a hand of its own."""
    rng = np.random.default_rng(seed)
    cells = []
    for x in range(columns):
        for y in range(rows):
            corners = np.array([(x, y), (x + 0.5, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)])
            hand = rng.normal(0, error, (5, 2)) * rng.integers(0, 2, (5, 1))
            cells.append(shapely.Polygon(corners * 100.0 + hand))
    return np.array(cells, dtype=object)


@settings(max_examples=60, deadline=None)
@given(torn_coverages())
@example(_torn(3, 3, 6454404, 0.6))  # a gap that is filled but for the rounding of its corners
@example(_torn(3, 2, 6454403, 0.6))  # a rim thinner than rounding hides what was taken
@example(_torn(3, 3, 93, 0.2))  # a vertex is snapped, and the sliver that it makes taken back
@example(_torn(2, 2, 146, 0.6))  # a gap is filled bit by bit
@example(_torn(4, 2, 1463, 2.0))  # rings wound the other way have crossings with other bits
@example(_torn(3, 3, 435, 2.0))  # without end: see below
def test_mending_keeps_its_promises(torn: NDArray[np.object_]) -> None:
    mended = mend_areas(torn, SCALE, PARAMS)
    after = mended.geometries
    assert len(after) == len(torn)
    assert shapely.is_valid(after).all()
    changed = {change.row: change for change in mended.areas}
    for row, (old, new) in enumerate(zip(torn, after, strict=True)):
        if row not in changed:
            assert new is old
            continue
        reach = PARAMS.farthest_m + 1e-6
        assert shapely.buffer(old, reach, quad_segs=64).covers(new)
        assert shapely.buffer(new, reach, quad_segs=64).covers(old)
        assert changed[row].moved_m <= reach
        assert changed[row].after_m2 == pytest.approx(new.area)
    again = mend_areas(after, SCALE, PARAMS)
    assert again.areas == ()
    assert all(a is b for a, b in zip(again.geometries, after, strict=True))


def test_areas_whose_mending_finds_no_end_are_left_and_told() -> None:
    torn = _torn(3, 3, 435, 2.0)
    elsewhere = [shapely.box(900, 0, 1000, 100), shapely.box(1000.06, 0, 1100, 100)]
    mended = _mended(*torn, *elsewhere)
    assert mended.left
    assert all(mended.geometries[row] is torn[row] for row in mended.left)
    assert {change.row for change in mended.areas} & {9, 10}
    assert _mended(*mended.geometries).left == mended.left


@settings(max_examples=60, deadline=None)
@given(torn_coverages())
def test_nothing_thinner_than_the_snapping_is_left(torn: NDArray[np.object_]) -> None:
    after = mend_areas(torn, SCALE, PARAMS).geometries
    overlaps = [
        shapely.intersection(after[j], after[k])
        for j in range(len(after))
        for k in range(j + 1, len(after))
    ]
    whole = shapely.union_all(after)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    assert _thin(overlaps + holes, PARAMS.snap_m) == []


@pytest.mark.parametrize(
    ("file", "crs"),
    [
        ("Wards.geojson", "wgs84"),
        ("Precincts_feet.geojson", "EPSG:2249"),
        ("Boston_Neighborhoods.geojson", "wgs84"),
    ],
)
def test_real_layers_are_fitted_together(file: str, crs: str, real_data: object) -> None:
    import geopandas

    raw = geopandas.read_file(f"{real_data}/boston/{file}").geometry.to_numpy()
    scale = metres_per_unit(parse_crs(crs), raw)
    mended = mend_areas(raw, scale, PARAMS)
    assert mended.areas
    assert max(change.moved_m for change in mended.areas) <= PARAMS.farthest_m
    valid = np.array(
        [g if (r := repair_polygon(g)) is None else r.geometry for g in raw], dtype=object
    )
    torn = [(~shapely.is_empty(shapely.coverage_invalid_edges(g))).sum()
            for g in (valid, mended.geometries)]  # fmt: skip
    assert torn[1] < torn[0] / 2 or torn[1] <= 2
    assert mend_areas(mended.geometries, metres_per_unit(parse_crs(crs), mended.geometries),
                      PARAMS).areas == ()  # fmt: skip
