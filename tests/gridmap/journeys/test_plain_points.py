"""A point that is plain has the position that every point has: as it is, with nothing wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.crs import SourceCrs, parse_crs
from boundaries.positions import OK, Extent, to_positions
from gridmap.journeys.locate_point import is_plain

_NUMBERS = st.one_of(
    st.floats(),
    st.floats(-181, 181),
    st.sampled_from([0.0, -0.0, 90.0, -90.0, 180.0, 5e-324, 119.5, 30.0, 90.00000000000001]),
)
_EXTENTS = st.sampled_from([None, Extent(100, 20, 130, 40), Extent(-180, -90, 180, 90)])
_CRS = st.sampled_from(["wgs84", "cgcs2000", "gcj02", "EPSG:3857"]).map(parse_crs)


@given(x=_NUMBERS, y=_NUMBERS, crs=_CRS, extent=_EXTENTS)
def test_a_plain_point_is_given_back_as_it_is(
    x: float, y: float, crs: SourceCrs, extent: Extent | None
) -> None:
    found = to_positions(np.array([x]), np.array([y]), crs, extent)
    if is_plain(x, y, crs, extent):
        assert found.problem[0] == OK
        assert (found.lon[0], found.lat[0]) == (x, y)


@pytest.mark.parametrize(("x", "y"), [(119.5, 30.0), (-180.0, 12.5), (5e-324, 0.0)])
def test_what_devices_send_is_plain(x: float, y: float) -> None:
    assert is_plain(x, y, parse_crs("wgs84"), None)
