"""Distances to lines are those on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from boundaries.index.compiled_layer import CompiledLayer
from boundaries.index.compiler import compile_layer

GEOD = Geod(ellps="WGS84")


@settings(deadline=None)
@given(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05), st.sampled_from([-71.06, 119.95, 0.0]))
def test_the_distance_to_a_line_is_that_on_the_ellipsoid(dx: float, dy: float, lon: float) -> None:
    square = shapely.box(lon - 0.02, 30.03, lon + 0.02, 30.07) - shapely.box(
        lon - 0.01, 30.04, lon, 30.05
    )
    x, y = lon + dx, 30.05 + dy
    along = shapely.get_coordinates(shapely.segmentize(square.boundary, 1e-5))
    _, _, metres = GEOD.inv(np.full(len(along), x), np.full(len(along), y), *along.T)
    # Points along the lines stand a metre apart: that far their nearest may miss the true one.
    areas = np.array([square], dtype=object)
    found = CompiledLayer(compile_layer(["1"], areas)).line_distance(0, x, y)
    assert found == pytest.approx(np.min(metres), rel=2e-3, abs=0.8)
