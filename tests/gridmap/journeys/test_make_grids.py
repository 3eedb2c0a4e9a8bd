"""Grids are made of what is stored or read, and loaded as any layer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from boundaries.crs import parse_crs
from boundaries.tessellation import CellShape, GridRules, Numbering
from gridmap.errors import InputError
from gridmap.files.points import PointTable
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.load_grids import load_grid_level
from gridmap.journeys.make_cells import layer_to_cover, load_cells, make_cells
from gridmap.journeys.make_grids import (
    GridPlan,
    layer_within,
    loads_of_file,
    loads_of_points,
    make_grid_level,
)
from tests.gridmap.ground import NOW, SIDE, SOUTH, WEST, load_ground, middle_of, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from boundaries.model import Edition
    from gridmap.service import Service

PLAN = GridPlan("grid", "village", GridRules(0.3), Numbering(3, "{name} {number}"))


@pytest.fixture
def draft(service: Service, tmp_path: Path) -> Edition:
    """What the next edition begins with: two townships, 16 villages, a police beat."""
    load_ground(service, tmp_path)
    return service.editions.begun(service.editions.draft(None, NOW))


def _table(x: list[float], y: list[float], **fields: list[object]) -> PointTable:
    problem = np.zeros(len(x), dtype=np.uint8)
    return PointTable(np.array(x), np.array(y), problem, dict(fields), 0)


def test_grids_by_area_are_loaded_and_answer(service: Service, draft: Edition) -> None:
    villages = layer_within(draft, PLAN, service.level_order)
    made = make_grid_level(draft, villages, PLAN, None)
    loaded = load_grid_level(made, draft, service.editions, service.level_order, NOW)
    assert (loaded.areas, loaded.layer) == (64, "grid")
    assert not [finding for finding in loaded.findings if finding.severity != "note"]
    activate_edition(loaded.edition, service.editions, service.level_order, NOW)
    placement = service.locator().locate(*middle_of(1, 2))
    grid, village = placement.chain[:2]
    assert village.code == village_of(1, 2)
    assert grid.code.startswith(village.code)
    assert len(grid.code) == 15
    assert grid.name.startswith("Village 12 ")


def test_loaded_grids_nest_corner_for_corner(service: Service, draft: Edition) -> None:
    """Also in the villages and townships, which get the corners that cuts end in."""
    made = make_grid_level(draft, layer_within(draft, PLAN, service.level_order), PLAN, None)
    assert made.made.on_edge
    name = load_grid_level(made, draft, service.editions, service.level_order, NOW).edition
    stored = service.editions.read(service.editions.named(name).id)
    township, village, grid = stored.levels
    for coarse, fine in ((village, grid), (township, village)):
        for code, area in zip(coarse.codes, coarse.geometries, strict=True):
            mine = [k for k, parent in enumerate(fine.parents) if parent == code]
            whole = shapely.coverage_union_all(fine.geometries[mine])
            assert whole.normalize() == area.normalize()


def test_points_of_a_file_are_taken_with_their_weights_or_told(draft: Edition) -> None:
    x, y = middle_of(0, 0)
    table = _table(
        [x, x, x, 0.0, 10.0, float("nan")], [y, y, y, 0.0, 50.5, 1.0],
        n=["2.5", "", "-1", "1", "1", "1"],
    )  # fmt: skip
    placed = loads_of_file(table, "n", parse_crs("wgs84"), None, draft.levels[-1])
    assert placed.loads.weights.tolist() == [2.5]
    assert placed.left_out == {
        "no_weight": 2, "zero_coordinate": 1, "outside_every_area": 1, "no_coordinate": 1
    }  # fmt: skip
    each = loads_of_file(table, None, parse_crs("wgs84"), None, draft.levels[-1])
    assert each.loads.weights.tolist() == [1, 1, 1]


def test_loads_are_shared_as_the_target_says(draft: Edition) -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform((WEST, SOUTH), (WEST + SIDE, SOUTH + SIDE), (90, 2)).T
    placed = loads_of_points(lon, lat, draft.levels[-1])
    plan = GridPlan("grid", "village", GridRules(30), Numbering(), compare=True)
    made = make_grid_level(draft, draft.levels[-1], plan, placed.loads)
    codes = [code for code in made.layer.codes if code.startswith(village_of(0, 0))]
    assert len(made.layer) == 18
    assert codes == [f"{village_of(0, 0)}{n:03}" for n in (1, 2, 3)]
    assert made.measured.figures(30).load == 90
    assert set(made.compared) == {"square cells", "k-means"}


def test_as_many_as_another_layer_has(draft: Edition) -> None:
    plan = GridPlan("village", "township", GridRules(1.0), Numbering(), like="village")
    made = make_grid_level(draft, draft.levels[0], plan, None)
    assert np.bincount(made.made.village).tolist() == [8, 8]
    assert made.compared["village"].grids == 16
    assert made.compared["village"].spread < 1e-3


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (GridPlan("cell", "village", GridRules(1), Numbering()), "no level 'cell'"),
        (GridPlan("grid", "district", GridRules(1), Numbering()), "no level 'district'"),
        (GridPlan("township", "village", GridRules(1), Numbering()), "not finer"),
    ],
)
def test_levels_that_can_not_be_divided_are_refused(
    plan: GridPlan, why: str, draft: Edition, service: Service
) -> None:
    with pytest.raises(InputError, match=why):
        layer_within(draft, plan, service.level_order)


def test_what_can_not_be_made_or_loaded_is_refused(draft: Edition, service: Service) -> None:
    nowhere = loads_of_points(np.array([0.5]), np.array([0.5]), draft.levels[-1])
    with pytest.raises(InputError, match="No point with a weight") as refused:
        make_grid_level(draft, draft.levels[-1], PLAN, nowhere.loads)
    assert "doctor" in refused.value.remedy
    other = GridPlan("grid", "village", GridRules(1), Numbering(), like="wards")
    with pytest.raises(InputError, match="no layer 'wards'"):
        make_grid_level(draft, draft.levels[-1], other, None)
    plan = GridPlan("grid", "township", GridRules(4), Numbering())
    made = make_grid_level(draft, draft.levels[0], plan, None)
    with pytest.raises(InputError, match="village lies between"):
        load_grid_level(made, draft, service.editions, service.level_order, NOW)


def test_cells_are_laid_over_a_layer_and_loaded_as_an_overlay(
    draft: Edition, service: Service
) -> None:
    cells = make_cells(draft, layer_to_cover(draft, "police"), CellShape("hexagon", 400))
    west, south, east, north = shapely.total_bounds(cells.geometries)
    assert (west, south) == pytest.approx((WEST, SOUTH), abs=1e-6)
    assert (east, north) == pytest.approx((WEST + 3 * SIDE, SOUTH + 4 * SIDE), abs=1e-6)
    assert cells.square_metres.max() == pytest.approx(400**2 * 3**0.5 / 2)
    loaded = load_cells(cells, "hexagon_400", draft, service.editions, service.level_order, NOW)
    assert (loaded.layer, loaded.areas) == ("hexagon_400", len(cells.codes))
    with pytest.raises(InputError, match="no layer 'wards'"):
        layer_to_cover(draft, "wards")
    assert len(make_cells(draft, None, CellShape("square", 1000, clipped=False)).codes) >= 16
