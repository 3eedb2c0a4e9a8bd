"""Grids cover their village exactly, never cross its line, hang together, and share the load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.errors import BoundaryError
from boundaries.tessellation import GridRules, Loads, make_grids, measure_grids, with_corners
from tests.boundaries.shapes import snapped_coverages

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer
    from boundaries.tessellation import GridsMade

QUICK = settings(max_examples=25, deadline=None)


def column(*geometries: BaseGeometry) -> NDArray[np.object_]:
    """An array of geometries."""
    areas = np.empty(len(geometries), dtype=object)
    areas[:] = geometries
    return areas


def star(angles: int, radii: list[float], scale: float) -> BaseGeometry:
    """A polygon around 10° E, 50° N with a corner in each direction, as far as its radius."""
    turn = np.arange(angles) / angles * 2 * np.pi
    spokes = np.array(radii[:angles])[:, None] * scale
    return shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * spokes + (10, 50))


@st.composite
def villages(draw: st.DrawFn) -> BaseGeometry:
    """Concave, thin, tiny and huge polygons, with and without a hole."""
    angles = draw(st.integers(3, 14))
    radius = st.floats(0.2, 1.0)
    scale = draw(st.sampled_from([1e-8, 1e-4, 0.01, 0.2]))
    shape = star(angles, draw(st.lists(radius, min_size=14, max_size=14)), scale)
    if draw(st.booleans()):
        shape = shape.difference(star(7, [0.15] * 7, scale))
    if draw(st.booleans()):
        shape = shapely.transform(shape, lambda c: (c - (10, 50)) * (1, 0.02) + (10, 50))
    return shape


def assert_exact(made: GridsMade, areas: NDArray[np.object_]) -> None:
    """The grids are a coverage that nests in the areas, corner for corner."""
    assert shapely.is_valid(made.geometries).all()
    assert shapely.coverage_is_valid(made.geometries)
    cornered = with_corners(areas, made.on_edge)
    for row, (area, plain) in enumerate(zip(cornered, areas, strict=True)):
        grids = made.geometries[made.village == row]
        assert shapely.coverage_union_all(grids).normalize().equals(area.normalize())
        corners = set(map(tuple, shapely.get_coordinates(grids).tolist()))
        assert corners >= set(map(tuple, shapely.get_coordinates(plain).tolist()))
        assert shapely.area(grids).sum() == pytest.approx(plain.area, rel=1e-9)


@QUICK
@given(villages(), st.integers(1, 9))
def test_any_village_is_covered_exactly_by_grids_in_one_part(
    village: BaseGeometry, grids: int
) -> None:
    areas = column(village)
    made = make_grids(areas, None, GridRules(1.0), counts=np.array([grids]))
    assert_exact(made, areas)
    assert (shapely.get_type_id(made.geometries) == shapely.GeometryType.POLYGON).all()
    assert len(made.geometries) == grids
    assert made.number.tolist() == list(range(1, grids + 1))


@QUICK
@given(snapped_coverages(), st.data())
def test_crooked_coverages_are_divided_into_one_coverage(layer: Layer, data: st.DataObject) -> None:
    """Of villages with holes, islands, and neighbours that touch in a corner alone."""
    asked = data.draw(
        st.lists(st.integers(1, 5), min_size=len(layer), max_size=len(layer)), label="asked"
    )
    made = make_grids(layer.geometries, None, GridRules(1.0), counts=np.array(asked))
    assert_exact(made, layer.geometries)
    assert (np.bincount(made.village, minlength=len(layer)) <= asked).all()


LINE = st.lists(st.tuples(st.floats(9.98, 10.02), st.floats(49.98, 50.02)), min_size=2, max_size=6)


@QUICK
@given(
    st.lists(st.floats(0.5, 1.0), min_size=14, max_size=14),
    st.lists(LINE, min_size=1, max_size=6),
    st.integers(2, 8),
)
def test_any_lines_leave_the_village_whole(
    radii: list[float], lines: list[list[tuple[float, float]]], grids: int
) -> None:
    areas = column(star(14, radii, 0.02))
    roads = column(*[shapely.LineString(line) for line in lines if len(set(line)) > 1])
    made = make_grids(areas, None, GridRules(1.0), roads, np.array([grids]))
    assert_exact(made, areas)
    assert (shapely.get_num_geometries(made.geometries) == 1).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_grids_share_points_evenly_and_the_same_seed_gives_the_same(seed: int, grids: int) -> None:
    rng = np.random.default_rng(seed)
    places = rng.uniform((10, 50), (10.02, 50.01), (500, 2))
    areas = column(shapely.box(10, 50, 10.02, 50.01))
    owner = np.zeros(500, dtype=np.int32)
    loads = Loads(places[:, 0], places[:, 1], rng.uniform(0.5, 1.5, 500), owner)
    target = float(loads.weights.sum()) / grids
    made = make_grids(areas, loads, GridRules(target, seed))
    again = make_grids(areas, loads, GridRules(target, seed))
    assert shapely.equals_identical(made.geometries, again.geometries).all()
    figures = measure_grids(areas, made.geometries, made.village, loads).figures(target)
    assert figures.grids == grids
    assert figures.load == pytest.approx(float(loads.weights.sum()))
    assert 0.75 < figures.least <= figures.most < 1.25
    assert figures.compactness > 0.5


def test_long_edges_of_neighbours_get_the_same_corners() -> None:
    left = shapely.Polygon([(10, 50), (10.02, 50.003), (10.007, 50.015)])
    right = shapely.Polygon([(10.02, 50.003), (10.03, 50.02), (10.007, 50.015)])
    areas = column(left, right)
    made = make_grids(areas, None, GridRules(1.0), counts=np.array([6, 1]))
    assert_exact(made, areas)
    shared = [edge for edge in made.on_edge if edge == ((10.007, 50.015), (10.02, 50.003))]
    whole = made.geometries[made.village == 1][0]
    assert len(shared) == 1
    assert shapely.get_num_coordinates(whole) == 4 + len(made.on_edge[shared[0]])


def test_ground_around_another_village_is_opened_in_two_places() -> None:
    ring = shapely.box(10, 50, 10.02, 50.02) - shapely.box(10.004, 50.004, 10.016, 50.016)
    areas = column(ring)
    made = make_grids(areas, None, GridRules(1.0), counts=np.array([6]))
    figures = measure_grids(areas, made.geometries, made.village, None).figures(1.0)
    assert_exact(made, areas)
    assert figures.spread < 0.05
    assert all(len(grid.interiors) == 0 for grid in made.geometries)


def test_islands_are_joined_over_the_water_only_when_they_are_too_light() -> None:
    island, islet, large = (
        shapely.box(10, 50, 10.02, 50.02),
        shapely.box(10.03, 50, 10.033, 50.003),
        shapely.box(10.05, 50, 10.09, 50.02),
    )
    areas = column(shapely.MultiPolygon([island, islet, large]))
    made = make_grids(areas, None, GridRules(1.0), counts=np.array([6]))
    assert_exact(made, areas)
    joined = [grid for grid in made.geometries if grid.geom_type == "MultiPolygon"]
    assert len(joined) == 1
    assert joined[0].covers(islet)
    assert not any(g.intersects(island) and g.intersects(large) for g in made.geometries)
    assert sum(grid.intersects(island) for grid in made.geometries) == 2
    (one,) = make_grids(areas, None, GridRules(1.0), counts=np.array([1])).geometries
    assert one.equals(areas[0])


def test_the_number_of_grids_is_the_load_by_the_target_at_least_one() -> None:
    areas = column(*(shapely.box(x, 50, x + 0.01, 50.01) for x in (10, 10.01, 10.02)))
    x = np.concatenate([np.linspace(10.0005, 10.0095, 24), np.linspace(10.0105, 10.0195, 25)])
    owner = np.repeat(np.array([0, 1], dtype=np.int32), [24, 25])
    y = 50.001 + 0.008 * np.modf(np.arange(49) * 0.618)[0]
    made = make_grids(areas, Loads(x, y, np.ones(49), owner), GridRules(10.0))
    assert made.asked.tolist() == [2, 3, 1]
    assert np.bincount(made.village).tolist() == [2, 3, 1]


@pytest.mark.parametrize("roads", [False, True])
def test_ground_without_load_is_shared_by_area(*, roads: bool) -> None:
    areas = column(shapely.box(10, 50, 10.02, 50.01), shapely.box(10.02, 50, 10.04, 50.01))
    road = shapely.LineString([(9.99, 50.004), (10.05, 50.006)])
    lon = np.linspace(10.001, 10.004, 9)
    loads = Loads(lon, np.full(9, 50.002), np.ones(9), np.zeros(9, dtype=np.int32))
    lines = column(road) if roads else None
    made = make_grids(areas, loads, GridRules(1.0), lines, np.array([4, 3]))
    assert_exact(made, areas)
    assert np.bincount(made.village).tolist() == [4, 3]
    empty = shapely.area(made.geometries[made.village == 1])
    assert empty.max() < (1.6 if roads else 1.3) * empty.min()  # a road is worth some unevenness


def test_a_cut_follows_a_river_that_runs_through_the_middle() -> None:
    river = shapely.LineString(
        [(9.99, 50.004), (10.004, 50.006), (10.012, 50.004), (10.03, 50.006)]
    )
    areas = column(shapely.box(10, 50, 10.02, 50.01))
    made = make_grids(areas, None, GridRules(1.0), column(river), np.array([2]))
    measured = measure_grids(areas, made.geometries, made.village, None, column(river))
    figures = measured.figures(1.0)
    assert figures.along_lines is not None
    assert figures.along_lines > 0.95
    straight = make_grids(areas, None, GridRules(1.0), counts=np.array([2]))
    assert_exact(made, areas)
    assert not shapely.equals_identical(made.geometries, straight.geometries).any()


@pytest.mark.parametrize(
    "wrong",
    [{"target": 0}, {"target": float("nan")}, {"seed": -1}, {"balance": 0}, {"along_lines": 0},
     {"alone": 2}],
    ids=str,
)  # fmt: skip
def test_rules_out_of_their_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BoundaryError, match=f"{next(iter(wrong))} must be"):
        GridRules(**({"target": 1.0} | wrong))  # type: ignore[arg-type]


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(BoundaryError, match="not negative"):
        Loads(np.zeros(1), np.zeros(1), np.array([-1.0]), np.zeros(1, dtype=np.int32))
