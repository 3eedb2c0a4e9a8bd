"""Squares of 2, 4, 8 … cells, and whether any edge touches one of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def edged_squares(words: NDArray[np.int32], columns: int, rows: int) -> NDArray[np.uint8]:
    """For squares of 2, 4, 8 … cells, up to one that holds the grid, whether any has a record.

    Returns
    -------
    One level after the other, each row after row; uint8. Each level has half as many columns
    and rows as the one below, rounded up.
    """
    level = (words[: columns * rows] < -1).reshape(rows, columns)
    levels = []
    while max(level.shape) > 1:
        wide = np.zeros((-(-level.shape[0] // 2) * 2, -(-level.shape[1] // 2) * 2), dtype=bool)
        wide[: level.shape[0], : level.shape[1]] = level
        level = wide[0::2, 0::2] | wide[1::2, 0::2] | wide[0::2, 1::2] | wide[1::2, 1::2]
        levels.append(level.reshape(-1).astype(np.uint8))
    return np.concatenate(levels) if levels else np.empty(0, dtype=np.uint8)
