"""Parameters that mean nothing are refused with the rule and the value."""

from __future__ import annotations

import pytest

from gridmap.errors import InputError
from gridmap.hotspots.params import DbscanParams


@pytest.mark.parametrize("radius_m", [0.0, 0.99, -100.0, 50_001.0, float("nan"), float("inf")])
def test_a_radius_is_one_to_fifty_thousand_metres(radius_m: float) -> None:
    with pytest.raises(InputError, match=f"1 to 50,000 metres; got {radius_m}"):
        DbscanParams(radius_m)


@pytest.mark.parametrize("least_count", [1, 0, -5, 1_000_001])
def test_a_core_is_at_least_two(least_count: int) -> None:
    with pytest.raises(InputError, match=f"2 to 1,000,000 requests; got {least_count}"):
        DbscanParams(100.0, least_count)


def test_the_ends_of_the_ranges_are_in_them() -> None:
    assert DbscanParams(1.0, 2).radius_m == 1.0
    assert DbscanParams(50_000.0, 1_000_000).least_count == 1_000_000
