"""Whole numbers dealt out in proportion."""

import numpy as np

from gridmap.demo.plane import Floats, Ints


def apportion(weights: Floats, total: int, least: int, most: Ints) -> Ints:
    """Deal out a total in proportion to weights, within limits for each.

    What is left after rounding down goes to the largest remainders (Hamilton's method); what
    is more than somebody's most goes to the others.

    Parameters
    ----------
    weights
        Not negative, with a positive sum.
    total
        What is dealt out, within the sum of the limits.
    least
        What everyone gets beforehand.
    most
        What nobody gets more than; at least ``least``.

    Raises
    ------
    ValueError
        When the total is outside the sum of the limits.
    """
    if not least * weights.size <= total <= int(np.maximum(most, least).sum()):
        raise ValueError(
            f"the total must be within {least * weights.size}..{int(most.sum())}, got {total}"
        )
    dealt = np.full(weights.size, least)
    while left := total - int(dealt.sum()):
        hungry = np.where(dealt < most, weights + 1e-12, 0.0)
        shares = hungry / hungry.sum() * left
        given = np.floor(shares).astype(np.int64)
        order = np.argsort(given - shares, kind="stable")
        given[order[: left - int(given.sum())]] += 1
        dealt = np.minimum(dealt + given, np.maximum(most, dealt))
    return dealt
