"""The oracle that judges the half-open rule agrees with what can be seen by eye."""

from __future__ import annotations

import pytest
import shapely

from tests.boundaries.exact import edges_of, holds_moved, on_line, owner

SQUARE = edges_of(shapely.box(0, 0, 2, 2))
BESIDE = edges_of(shapely.box(2, 0, 4, 2))
RING = edges_of(shapely.box(0, 0, 6, 6) - shapely.box(2, 2, 4, 4))


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        pytest.param(1, 1, True, id="middle"),
        pytest.param(0, 1, True, id="west-line"),
        pytest.param(2, 1, False, id="east-line"),
        pytest.param(1, 0, True, id="south-line"),
        pytest.param(1, 2, False, id="north-line"),
        pytest.param(0, 0, True, id="south-west-corner"),
        pytest.param(0, 2, False, id="north-west-corner"),
        pytest.param(2, 0, False, id="south-east-corner"),
        pytest.param(5e-324, 5e-324, True, id="denormal"),
        pytest.param(-5e-324, 1, False, id="denormal-outside"),
    ],
)
def test_of_a_square_west_and_south_belong_to_it(x: float, y: float, inside: bool) -> None:  # noqa: FBT001
    assert holds_moved(SQUARE, x, y) is inside


def test_a_hole_is_outside_and_its_lines_are_shared_out_the_other_way() -> None:
    assert not holds_moved(RING, 3, 3)
    assert not holds_moved(RING, 2, 3)
    assert holds_moved(RING, 4, 3)


def test_a_line_is_exactly_a_line() -> None:
    slanted = edges_of(shapely.Polygon([(0, 0), (3, 1), (0, 1)]))
    assert on_line(slanted, 1.5, 0.5)
    assert not on_line(slanted, 1.5, 0.5 + 2**-53)
    assert not on_line(slanted, 1, 1 / 3)  # a third is no double


def test_the_one_owner() -> None:
    areas = [SQUARE, BESIDE]
    assert owner("ab", areas, 2, 1) == 1
    assert owner("ab", areas, 4, 1) == 1  # leads out: the area touching there
    assert owner("ab", areas, 4.5, 1) == -1
    assert owner("ba", [SQUARE, SQUARE], 1, 1) == 1  # both hold it: the lower code
