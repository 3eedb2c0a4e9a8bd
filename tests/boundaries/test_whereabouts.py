"""A layer outside the extent that is set, or far from the others, is an error with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from boundaries.positions import Extent
from boundaries.whereabouts import extent_findings, far_apart
from tests.boundaries.shapes import layer_of, square

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EXTENT = Extent(119.0, 29.5, 120.5, 30.5)
PLACES = [square(0, 0), square(1, 0)]


def _moved(east: float, north: float) -> list[BaseGeometry]:
    return [shapely.transform(each, lambda c: c + np.array([east, north])) for each in PLACES]


def _swapped() -> list[BaseGeometry]:
    return [shapely.transform(each, lambda c: c[:, ::-1]) for each in PLACES]


def test_a_layer_within_the_extent_is_fine() -> None:
    assert extent_findings(layer_of(PLACES), EXTENT) == []
    assert extent_findings(layer_of(_moved(60, 0)), None) == []


@pytest.mark.parametrize(
    ("places", "cause"),
    [
        pytest.param(_moved(60, 0), "wrong coordinate system", id="elsewhere"),
        pytest.param(_moved(1.2, 0), "GRIDMAP_EXTENT is too tight", id="next-door"),
        pytest.param(_swapped(), "latitude first", id="swapped"),
    ],
)
def test_areas_outside_are_one_error_with_the_cause(places: list[BaseGeometry], cause: str) -> None:
    (found,) = extent_findings(layer_of(places), EXTENT)
    assert (found.kind, found.severity, found.codes) == (
        "outside_extent", "error", ("000", "001"),
    )  # fmt: skip
    assert cause in found.message


def test_those_that_lie_outside_are_named() -> None:
    (found,) = extent_findings(layer_of([PLACES[0], _moved(60, 0)[0]]), EXTENT)
    assert found.codes == ("001",)
    assert "1 of 2 areas" in found.message


def test_a_layer_with_swapped_axes_is_told_apart_from_one_of_another_system() -> None:
    home = layer_of(PLACES, code="township")
    (swapped,) = far_apart([home, layer_of(_swapped())])
    assert "axes swapped" in swapped.message
    (away,) = far_apart([home, layer_of(_moved(60, 0))])
    assert "wrong coordinate system" in away.message
    assert far_apart([home, layer_of(PLACES)]) == far_apart([]) == []
