"""How good one side of a cut is: round, and as heavy as the grids that it is to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def side_score(
    grids: NDArray[np.int64] | int,
    of: int,
    share: NDArray[np.float64] | float,
    area: NDArray[np.float64] | float,
    perimeter: NDArray[np.float64] | float,
    balance: float,
) -> Any:
    """What a side counts; less is better, and the scores of both sides are added.

    Parameters
    ----------
    grids, of
        Grids that the side is to hold, of those that both sides hold.
    share
        Its load in grids' worth.
    area, perimeter
        In square metres and metres; the perimeter of a square of grids is four times the root
        of its area.
    balance
        See `GridRules`.
    """
    off = share / grids - 1.0
    roundness = perimeter / (4.0 * np.sqrt(area))
    return grids / of * (roundness + balance * off * off)
