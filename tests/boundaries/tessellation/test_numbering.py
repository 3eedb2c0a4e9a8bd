"""Codes and names follow from the village and a number that begins in the north-west."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from boundaries.errors import BoundaryError
from boundaries.tessellation import Numbering
from boundaries.tessellation.numbering import north_west_first


def test_codes_are_the_villages_with_a_suffix_of_the_length_asked_for() -> None:
    assert Numbering().code("330111001003", 7) == "330111001003007"
    assert Numbering(2).code("W", 12) == "W12"
    with pytest.raises(BoundaryError, match="a suffix of 1 digits"):
        Numbering(1).code("W", 10)


def test_names_follow_the_pattern() -> None:
    assert Numbering().name("1", "Longmen", 3) == "Longmen 3"
    zh = Numbering(name_pattern="{name}第{number}网格")
    assert zh.name("1", "龙门村", 3) == "龙门村第3网格"
    assert Numbering(name_pattern="{code}-{number:02}").name("7", "x", 3) == "7-03"


@pytest.mark.parametrize("pattern", ["{name}", "{number", "{number} {who}", "{0}{number}"])
def test_patterns_that_can_not_be_filled_are_refused(pattern: str) -> None:
    with pytest.raises(BoundaryError, match="name_pattern must hold"):
        Numbering(name_pattern=pattern)


@pytest.mark.parametrize("length", [0, 10])
def test_suffixes_too_short_or_too_long_are_refused(length: int) -> None:
    with pytest.raises(BoundaryError, match=r"within 1\.\.9"):
        Numbering(length)


def test_the_order_runs_from_the_north_west_to_the_south_east() -> None:
    west, east, step = 10.0, 10.2, 0.1
    cells = [shapely.box(x, y, x + step, y + step) for x in (west, east) for y in (0.0, 0.2)]
    order = north_west_first(cells)
    assert order[0] == 1
    assert order[-1] == 2
    shuffled = north_west_first([cells[k] for k in (3, 1, 0, 2)])
    assert np.array([3, 1, 0, 2])[shuffled].tolist() == order.tolist()
