"""The side of an edge is that of rational arithmetic, compiled and plain, for any coordinates."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.index.orientation import SMALLEST, is_west, side_of_edge
from boundaries.jit import fast, kernel

COORDINATES = st.floats(-360, 360).filter(lambda v: v == 0 or abs(v) >= SMALLEST)
ROUND = st.integers(-720, 720).map(lambda k: k / 4)
PLACES = COORDINATES | ROUND
ANYWHERE = PLACES | st.floats(-1e-290, 1e-290) | st.just(5e-324) | st.just(-5e-324)


@kernel("int64(float64, float64, float64, float64, float64, float64)")
def side(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> int:
    """The predicate by itself, so that it can be called compiled."""
    return side_of_edge(ax, ay, bx, by, x, y)


@kernel("boolean(float64, float64, float64, float64, float64, float64)")
def west(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    """The same for the shorter one."""
    return is_west(ax, ay, bx, by, x, y)


def _rational(*numbers: float) -> int:
    ax, ay, bx, by, x, y = map(Fraction, numbers)
    determinant = (ax - x) * (by - y) - (ay - y) * (bx - x)
    return (determinant > 0) - (determinant < 0)


def _agrees(*numbers: float) -> None:
    expected = _rational(*numbers)
    assert fast(side)(*numbers) == side(*numbers) == expected
    if numbers[1] != numbers[3]:
        strictly = expected == (1 if numbers[3] > numbers[1] else -1)
        assert fast(west)(*numbers) == west(*numbers) == strictly


@settings(max_examples=400, deadline=None)
@given(PLACES, PLACES, PLACES, PLACES, ANYWHERE, ANYWHERE)
def test_points_anywhere(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> None:
    _agrees(ax, ay, bx, by, x, y)


@settings(max_examples=400, deadline=None)
@given(PLACES, PLACES, PLACES, PLACES, st.floats(0, 1))
def test_points_as_near_to_the_line_as_floats_come(
    ax: float, ay: float, bx: float, by: float, along: float
) -> None:
    _agrees(ax, ay, bx, by, ax + along * (bx - ax), ay + along * (by - ay))
    _agrees(ax, ay, bx, by, (ax + bx) / 2, (ay + by) / 2)
    _agrees(ax, ay, bx, by, bx, by)
