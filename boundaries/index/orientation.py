"""On which side of an edge a point lies, exactly, in floating point.

References
----------
Shewchuk, J. R. (1997). Adaptive precision floating-point arithmetic and fast robust geometric
predicates. Discrete & Computational Geometry 18, 305-363. https://doi.org/10.1007/PL00009321
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FILTER = 3.3306690738754716e-16
"""(3 + 16 ε) ε with ε = 2⁻⁵³: the relative error of the determinant, ibid., section 4.2."""
_UNDERFLOW = 1e-290
"""Far above what products may lose to underflow, far below any product of coordinates."""
_SPLITTER = 134217729.0
"""2²⁷ + 1."""
_SCALE = 2.0**480
"""Lifts products of the smallest numbers clear of underflow; the sign does not change."""

SMALLEST = 2.0**-300
"""Coordinates of areas are 0 or at least this far from it; those of points need not be."""


@kernel()
def side_of_edge(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> int:
    """1 where a point lies left of the line from a to b, -1 right of it, 0 on it; exact.

    Parameters
    ----------
    ax, ay, bx, by
        Degrees, magnitude at most 720, and 0 or at least `SMALLEST`.
    x, y
        Degrees, magnitude at most 720.
    """
    left = (ax - x) * (by - y)
    right = (ay - y) * (bx - x)
    det = left - right
    bound = _FILTER * (abs(left) + abs(right)) + _UNDERFLOW
    if det > bound:
        return 1
    if det < -bound:
        return -1
    # A corner of the edge itself, the commonest point on a line, needs no long arithmetic.
    if (ax == x and ay == y) or (bx == x and by == y):
        return 0
    return _exact_side(ax * _SCALE, ay * _SCALE, bx * _SCALE, by * _SCALE, x * _SCALE, y * _SCALE)


@kernel()
def is_west(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    """Whether a point lies strictly west of the line through an edge that is not level; exact.

    The same as `side_of_edge`, written so that the common case has one branch alone.
    """
    left = (ax - x) * (by - y)
    right = (ay - y) * (bx - x)
    det = left - right
    if abs(det) > _FILTER * (abs(left) + abs(right)) + _UNDERFLOW:
        return (det > 0.0) == (by > ay)
    return side_of_edge(ax, ay, bx, by, x, y) == (1 if by > ay else -1)


@kernel()
def _exact_side(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> int:
    """The sign of ax·by - ay·bx + bx·cy - by·cx + cx·ay - cy·ax, summed without error.

    Each product is written as the sum of two numbers, and each number added to an expansion,
    whose components do not overlap: the last that is not zero has the sign of the sum (ibid.,
    theorem 10, Grow-Expansion).
    """
    expansion = np.zeros(12)
    for k in range(6):
        if k == 0:
            high, low = _two_product(ax, by)
        elif k == 1:
            high, low = _two_product(-ay, bx)
        elif k == 2:
            high, low = _two_product(bx, cy)
        elif k == 3:
            high, low = _two_product(-by, cx)
        elif k == 4:
            high, low = _two_product(cx, ay)
        else:
            high, low = _two_product(-cy, ax)
        _grow(expansion, 2 * k, low)
        _grow(expansion, 2 * k + 1, high)
    for k in range(11, -1, -1):
        if expansion[k] > 0.0:
            return 1
        if expansion[k] < 0.0:
            return -1
    return 0


@kernel()
def _grow(expansion: NDArray[np.float64], size: int, added: float) -> None:
    """Add a number to an expansion of so many components, which gets one more."""
    carried = added
    for k in range(size):
        carried, expansion[k] = _two_sum(carried, expansion[k])
    expansion[size] = carried


@kernel()
def _two_product(a: float, b: float) -> tuple[float, float]:
    """The rounded product and what the rounding lost (ibid., theorem 18, after Dekker)."""
    product = a * b
    wide = _SPLITTER * a
    a1 = wide - (wide - a)
    a0 = a - a1
    wide = _SPLITTER * b
    b1 = wide - (wide - b)
    b0 = b - b1
    return product, a0 * b0 - (((product - a1 * b1) - a0 * b1) - a1 * b0)


@kernel()
def _two_sum(a: float, b: float) -> tuple[float, float]:
    """The rounded sum and what the rounding lost (ibid., theorem 7)."""
    total = a + b
    virtual = total - a
    return total, (a - (total - virtual)) + (b - virtual)
