"""A comparison counts requests as they lie, before and after, by polygons alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from boundaries.locator import Locator
from boundaries.model import Edition
from gridmap.errors import NotFoundError
from gridmap.journeys.compare_editions import Tally, compare_editions, comparison_answer
from gridmap.store.placements import Spots
from tests.boundaries.shapes import SOUTH as BOTTOM
from tests.boundaries.shapes import STEP, WEST, layer_of, square
from tests.gridmap.ground import load_ground, village_of
from tests.gridmap.next_edition import areas_of, load_areas, with_moved_line

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from gridmap.service import Service

OLD = {"a": square(0, 0), "b": square(1, 0), "c": square(2, 0), "d": square(3, 0)}
NEW = {"a": square(0, 0, 1.5), "b": square(1.5, 0, 0.5), "m": square(2, 0, 2)}
N = 3000


@pytest.fixture(scope="module")
def spots() -> Spots:
    """Points all over the squares and around them, half of them open."""
    rng = np.random.default_rng(4)
    lon = WEST + STEP * rng.uniform(-0.5, 4.5, N)
    lat = BOTTOM + STEP * rng.uniform(-0.2, 1.2, N)
    return Spots(lon, lat, rng.random(N) < 0.5)


def _edition(name: str, areas: dict[str, BaseGeometry]) -> Edition:
    return Edition(name, (layer_of(list(areas.values()), list(areas)),))


def _tally(spots: Spots, ground: BaseGeometry) -> Tally:
    inside = shapely.contains_xy(ground, spots.lon, spots.lat)
    return Tally(int(inside.sum()), int((inside & spots.open).sum()))


def test_requests_are_counted_where_they_lie(spots: Spots) -> None:
    stages: list[str] = []
    compared = compare_editions(
        Locator(_edition("one", OLD)), Locator(_edition("two", NEW)), spots, stages.append
    )
    (layer,) = compared.layers
    assert (compared.old, compared.new, stages) == ("one", "two", ["compare", "count requests"])
    by_kind = {(c.change.kind, c.change.new): c for c in layer.changes}
    assert list(by_kind) == [("merged", ("m",)), ("moved", ("a",)), ("moved", ("b",))]
    both, strip = shapely.union(OLD["c"], OLD["d"]), square(1, 0, 0.5)
    merged = by_kind["merged", ("m",)]
    assert merged.requests == merged.moving == _tally(spots, both)
    for code in "ab":
        change = by_kind["moved", (code,)]
        assert change.requests == _tally(spots, shapely.union(OLD[code], NEW[code]))
        assert change.moving == _tally(spots, strip)
    assert layer.moving == _tally(spots, shapely.union(both, strip))
    flows = {(flow.old, flow.new): tally for flow, tally in layer.flows}
    assert flows == {
        ("b", "a"): _tally(spots, strip), ("c", "m"): _tally(spots, OLD["c"]),
        ("d", "m"): _tally(spots, OLD["d"]),
    }  # fmt: skip


def test_without_requests_or_changes_nothing_is_counted(spots: Spots) -> None:
    none = Spots(np.empty(0), np.empty(0), np.empty(0, dtype=np.bool_))
    one, two = Locator(_edition("one", OLD)), Locator(_edition("two", NEW))
    (layer,) = compare_editions(one, two, none).layers
    assert {each.requests for each in layer.changes} == {Tally()}
    (same,) = compare_editions(one, one, spots).layers
    assert (same.changes, same.flows, same.moving) == ((), (), Tally())


def test_the_answer_holds_codes_names_and_hectares_to_the_square_metre(spots: Spots) -> None:
    compared = compare_editions(Locator(_edition("one", OLD)), Locator(_edition("two", NEW)), spots)
    (layer,) = comparison_answer(compared)["layers"]
    merged, moved, _ = layer["changes"]
    assert merged["old"] == [{"code": c, "name": f"name of {c}"} for c in "cd"]
    (gained,) = moved["gained"]
    assert gained["code"] == "b"
    assert gained["hectares"] == round(compared.layers[0].changes[1].change.gained["b"], 4)
    assert layer["counts"] == {"merged": 1, "moved": 2}


def test_without_names_the_draft_is_compared_with_what_is_active(
    service: Service, tmp_path: Path
) -> None:
    load_ground(service, tmp_path)
    with pytest.raises(NotFoundError, match="no draft"):
        service.compared(None, None)
    load_areas(service, tmp_path, with_moved_line(areas_of(service)), edition="next")
    compared = service.compared(None, None)
    assert (compared.old, compared.new) == ("2026-11", "next")
    moved = [
        each.change.new
        for layer in compared.layers
        for each in layer.changes
        if each.change.kind == "moved"
    ]
    assert sorted(moved) == sorted([(village_of(0, 1),), (village_of(1, 1),)])
    assert service.compared("next", "2026-11").old == "next"
