"""Ground outside of a parent, and ground of a parent without an area below, is measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from boundaries.geometry import square_metres
from boundaries.hierarchy import nest_levels
from boundaries.nesting import nesting_findings
from tests.boundaries.shapes import layer_of, place_of, snapped_coverages, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Finding, Layer

TOWNSHIPS = layer_of([square(0, 0, 2, 2), square(2, 0, 2, 2)], ["a", "b"], code="township")
PLACES = [square(0, 0, 2), square(0, 1, 2), square(2, 0, 2), square(2, 1, 2)]


def _found(*villages: BaseGeometry) -> list[Finding]:
    nested, _ = nest_levels([TOWNSHIPS, layer_of(villages)])
    return nesting_findings(nested)


def test_what_nests_has_no_findings() -> None:
    assert _found(*PLACES) == []


def test_an_area_that_reaches_beyond_its_parent_is_told_with_its_share() -> None:
    (found,) = _found(square(0, 0, 2.5), PLACES[1], square(2.5, 0, 1.5), PLACES[3])
    assert (found.kind, found.severity, found.codes) == ("outside_parent", "warning", ("000", "a"))
    assert found.square_metres == pytest.approx(1304e3, rel=0.01)
    assert "(20.00% of it) lie outside its township a, in b." in found.message
    assert square(2, 0, 0.5).contains(place_of(found))


def test_ground_in_no_parent_is_said_to_be_so() -> None:
    (found,) = _found(square(0, -0.5, 2, 1.5), *PLACES[1:])
    assert "in no township" in found.message


def test_many_that_reach_a_little_beyond_are_one_note() -> None:
    little = 0.005
    (found,) = _found(square(-little, 0, 2 + little), square(-little, 1, 2 + little), *PLACES[2:])
    assert (found.kind, found.severity) == ("outside_parent", "note")
    assert found.codes[-1] == "a"
    assert "2 areas of village reach beyond township a" in found.message
    assert found.square_metres == pytest.approx(2 * 2.61e6 * little, rel=0.02)


def test_a_parent_without_an_area_somewhere_is_told() -> None:
    (found,) = _found(*PLACES[:3])
    assert (found.kind, found.severity, found.codes) == ("not_covered", "warning", ("b",))
    assert "50.00%" in found.message
    assert found.shape is not None
    assert found.shape.equals(PLACES[3])


def test_an_area_that_lies_in_another_parent_is_not_told_twice() -> None:
    below = replace(layer_of(PLACES), declared_parents=("b", "a", "b", "b"))
    nested, disagreeing = nest_levels([TOWNSHIPS, below])
    assert [f.kind for f in disagreeing] == ["parent_disagrees"]
    assert nesting_findings(nested) == []


@settings(max_examples=40, deadline=None)
@given(snapped_coverages(), snapped_coverages())
def test_what_is_told_adds_up_to_what_differs(above: Layer, below: Layer) -> None:
    upper = replace(above, code="township")
    nested, _ = nest_levels([upper, below])
    missing = sum(f.square_metres or 0 for f in nesting_findings(nested) if f.kind == "not_covered")
    ground, held = (layer.geometries for layer in (upper, below))
    bare = [shapely.difference(each, shapely.union_all(held)) for each in ground]
    expected = float(square_metres(np.array(bare, dtype=object)).sum())
    assert missing == pytest.approx(expected, rel=1e-3, abs=10)
