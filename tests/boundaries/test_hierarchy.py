"""Every area's parent comes from what the file says, else from codes, else from the ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from boundaries.hierarchy import nest_levels, parents_by_geometry
from tests.boundaries.shapes import layer_of, place_of, snapped_coverages, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Layer

TOWNSHIPS = layer_of([square(0, 0, 2, 2), square(2, 0, 2, 2)], ["330111001", "330111002"],
                     code="township")  # fmt: skip
PLACES = [square(0, 0, 2), square(0, 1, 2), square(2, 0, 2), square(2, 1, 2)]
CODES = ["330111001001", "330111001002", "330111002001", "330111002002"]


def _villages(codes: list[str], declared: list[str | None] | None = None) -> Layer:
    return layer_of(PLACES, codes, declared=declared)


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        pytest.param(square(0, 0), "a", id="within"),
        pytest.param(square(0, 0, 2, 2), "a", id="the-whole-of-it"),
        pytest.param(square(1.4, 0), "a", id="mostly"),
        pytest.param(square(1.6, 0), "b", id="mostly-the-other"),
        pytest.param(square(-0.4, 0), "a", id="partly-outside"),
        pytest.param(square(-0.6, 0), None, id="mostly-outside"),
        pytest.param(square(9, 9), None, id="elsewhere"),
        pytest.param(square(2, 2), None, id="touching-a-corner"),
        pytest.param(square(1, 2, 2), None, id="touching-a-line"),
    ],
)
def test_parents_by_geometry(child: BaseGeometry, expected: str | None) -> None:
    parents = np.array([square(0, 0, 2, 2), square(2, 0, 2, 2)])
    assert parents_by_geometry(np.array([child]), ["a", "b"], parents) == (expected,)


@settings(max_examples=40, deadline=None)
@given(snapped_coverages(), snapped_coverages())
def test_the_parent_by_geometry_holds_the_most(children: Layer, parents: Layer) -> None:
    found = parents_by_geometry(children.geometries, parents.codes, parents.geometries)
    for child, code in zip(children.geometries, found, strict=True):
        shares = shapely.area(shapely.intersection(parents.geometries, child)) / child.area
        if code is None:
            assert shares.max() < 0.5 + 1e-9
        else:
            assert shares[parents.codes.index(code)] >= max(0.5, shares.max()) - 1e-9


def test_codes_say_the_parents_where_all_of_them_do() -> None:
    (above, below), findings = nest_levels([TOWNSHIPS, _villages(CODES)])
    assert above.parents == (None, None)
    assert below.parents == ("330111001", "330111001", "330111002", "330111002")
    assert findings == []


def test_the_ground_says_them_where_a_code_does_not() -> None:
    (_, below), findings = nest_levels([TOWNSHIPS, _villages(["v1", *CODES[1:]])])
    assert below.parents == ("330111001", "330111001", "330111002", "330111002")
    assert findings == []


def test_a_column_wins_over_both() -> None:
    named: list[str | None] = ["330111002", "330111001", "330111002", "330111002"]
    (_, below), (found,) = nest_levels([TOWNSHIPS, _villages(CODES, named)])
    assert below.parents == tuple(named)
    assert (found.kind, found.severity, found.codes) == (
        "parent_disagrees", "warning", ("330111001001",),
    )  # fmt: skip
    assert "330111002" in found.message
    assert "lies in 330111001" in found.message


def test_a_code_that_the_ground_denies_is_said() -> None:
    (_, below), (found,) = nest_levels([TOWNSHIPS, _villages([*CODES[:3], "330111001003"])])
    assert below.parents[3] == "330111001"
    assert (found.kind, found.codes) == ("parent_disagrees", ("330111001003",))
    assert PLACES[3].contains(place_of(found))


@pytest.mark.parametrize(
    ("parent", "says"),
    [("330111009", "there is no such township"), (None, "names no township")],
)
def test_a_column_that_names_nobody_is_an_error(parent: str | None, says: str) -> None:
    named = [parent, "330111001", "330111002", "330111002"]
    _, (found,) = nest_levels([TOWNSHIPS, _villages(CODES, named)])
    assert (found.kind, found.severity, found.codes) == ("no_parent", "error", (CODES[0],))
    assert says in found.message


def test_an_area_in_no_parent_is_an_orphan() -> None:
    strays = layer_of([*PLACES, square(9, 9)], ["a", "b", "c", "d", "e"])
    (_, below), (found,) = nest_levels([TOWNSHIPS, strays])
    assert below.parents[4] is None
    assert (found.kind, found.severity, found.codes) == ("no_parent", "warning", ("e",))


def test_levels_nest_in_the_one_above_whichever_are_loaded() -> None:
    district = layer_of([square(0, 0, 4, 2)], ["330111"], code="district")
    (_, below), findings = nest_levels([district, _villages(CODES)])
    assert below.parents == ("330111",) * 4
    (_, middle, lowest), more = nest_levels([district, TOWNSHIPS, _villages(CODES)])
    assert middle.parents == ("330111", "330111")
    assert lowest.parents[2] == "330111002"
    assert findings == more == []


def test_the_coarsest_level_has_no_parents_whatever_its_column_says() -> None:
    named = replace(TOWNSHIPS, declared_parents=("330111", "330111"))
    (above,), findings = nest_levels([named])
    assert above.parents == (None, None)
    assert above.declared_parents == ("330111", "330111")
    assert findings == []


def test_two_of_three_witnesses_that_disagree_are_told_with_what_each_says() -> None:
    named: list[str | None] = ["330111001", "330111001", "330111002", "330111002"]
    codes = [*CODES[:3], "330111001004"]  # the last one's code names the other township
    (_, below), (found,) = nest_levels([TOWNSHIPS, _villages(codes, named)])
    assert below.parents[3] == "330111002"
    assert (found.kind, found.codes) == ("parent_disagrees", ("330111001004",))
    assert "its column names township 330111002" in found.message
    assert "its code names township 330111001" in found.message
    assert "lies in 330111002" in found.message


def test_codes_that_the_ground_denies_are_no_witness() -> None:
    turned = [CODES[2], CODES[3], CODES[0], CODES[1]]  # as if by chance
    (_, below), findings = nest_levels([TOWNSHIPS, _villages(turned)])
    assert below.parents == ("330111001", "330111001", "330111002", "330111002")
    assert findings == []
