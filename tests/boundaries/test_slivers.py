"""Ground thinner than a metre is a sliver: told once for each pair of neighbours, with its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from boundaries.coverage import gap_findings, overlap_findings
from boundaries.ground import mean_widths_m
from boundaries.misfits import gaps_of, overlaps_of
from boundaries.slivers import sliver_findings
from boundaries.tolerances import CheckParams
from tests.boundaries.shapes import layer_of, place_of, square

if TYPE_CHECKING:
    from boundaries.model import Finding, Layer

HALF_METRE = 0.5 / 111_000 / (1 / 64)
"""In lattice steps, northward."""


def _found(layer: Layer, params: CheckParams | None = None) -> list[Finding]:
    overlaps, gaps = overlaps_of(layer.geometries), gaps_of(layer.geometries)
    return sliver_findings(layer, overlaps, gaps, params or CheckParams())


def test_the_mean_width_of_a_strip_is_its_width() -> None:
    strip = square(0, 0, 1, HALF_METRE)
    whole = square(0, 0)
    np.testing.assert_allclose(mean_widths_m(np.array([strip, whole])), [0.5, 811], rtol=0.01)


def test_a_thin_overlap_is_a_sliver_and_no_overlap() -> None:
    layer = layer_of([square(0, 0, 1, 1 + HALF_METRE), square(0, 1)])
    (found,) = _found(layer)
    assert (found.kind, found.severity, found.codes) == (
        "sliver_overlap", "warning", ("000", "001"),
    )  # fmt: skip
    assert found.square_metres == pytest.approx(1505 * 0.5, rel=0.01)
    assert "one sliver" in found.message
    assert found.shape is not None
    assert found.shape.covers(place_of(found))
    assert overlap_findings(layer) == []
    wide = CheckParams(sliver_m=0.4)
    assert _found(layer, wide) == []
    assert len(overlap_findings(layer, params=wide)) == 1


def test_the_slivers_of_a_pair_are_told_together() -> None:
    teeth = [square(x / 4 + 0.05, 1, 0.125, HALF_METRE) for x in range(4)]
    left_out = shapely.difference(square(0, 1, 1, 1), shapely.union_all(teeth))
    layer = layer_of([square(0, 0), left_out])
    (found,) = _found(layer)
    assert found.kind == "sliver_gap"
    assert "4 slivers" in found.message
    assert found.square_metres == pytest.approx(1505 * 0.5 / 2, rel=0.02)
    assert found.shape is not None
    assert len(shapely.get_parts(found.shape)) == 4
    assert gap_findings(layer) == []


def test_a_thin_area_is_told() -> None:
    layer = layer_of([square(0, 0), square(0, 1, 1, HALF_METRE)])
    (found,) = _found(layer)
    assert (found.kind, found.codes) == ("sliver_area", ("001",))


def test_rounding_is_no_sliver() -> None:
    layer = layer_of([square(0, 0, 1, 1 + HALF_METRE / 1e4), square(0, 1)])
    assert _found(layer) == []
