"""Parts far from everything else, and parts of next to nothing, are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from boundaries.strays import stray_findings
from tests.boundaries.shapes import layer_of, place_of, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ROW = [square(x, 0) for x in range(4)]


def _with(part: BaseGeometry, other: BaseGeometry = ROW[3]) -> BaseGeometry:
    return shapely.union_all([part, other])


def test_neighbours_and_near_islands_are_no_strays() -> None:
    assert stray_findings(layer_of(ROW)) == []
    assert stray_findings(layer_of([*ROW, square(4.25, 0)])) == []
    assert stray_findings(layer_of([square(0, 0)])) == []


def test_an_area_far_from_its_layer_is_a_stray() -> None:
    (found,) = stray_findings(layer_of([*ROW, square(9, 0)]))
    assert (found.kind, found.severity, found.codes) == ("stray", "warning", ("004",))
    assert "7.5 km" in found.message
    assert square(9, 0).contains(place_of(found))


def test_a_part_far_from_its_layer_is_a_stray() -> None:
    (found,) = stray_findings(layer_of([*ROW[:3], _with(square(9, 0))]))
    assert (found.kind, found.severity) == ("stray", "warning")
    assert found.message.startswith("A part of 003 lies")
    assert found.shape is not None
    assert found.shape.equals(square(9, 0))


def test_an_exclave_among_others_is_a_note() -> None:
    long_row = [square(x, 0) for x in range(12)]
    exclave = _with(long_row[0], long_row[11])
    (found,) = stray_findings(layer_of([*long_row[1:11], exclave]))
    assert (found.kind, found.severity, found.codes) == ("stray", "note", ("010",))


def test_a_layer_in_two_halves_has_no_stray() -> None:
    assert stray_findings(layer_of([square(0, 0), square(9, 0)])) == []


@pytest.mark.parametrize(("side_m", "found"), [(2.0, 1), (5.0, 0)])
def test_a_part_of_a_few_square_metres_is_a_scrap(side_m: float, found: int) -> None:
    side = side_m / 100_000 / (1 / 64)
    scraps = stray_findings(layer_of([*ROW[:3], _with(square(3, 1.2, side, side))]))
    assert [(f.kind, f.codes) for f in scraps] == [("scrap", ("003",))] * found
