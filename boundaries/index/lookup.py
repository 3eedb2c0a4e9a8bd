"""Who owns a point: the cell, then the few edges that touch it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from boundaries.index.layout import (
    COLUMNS,
    EAST,
    NO_SLOT,
    NORTH,
    RUN_WORDS,
    SCALE_X,
    SCALE_Y,
    SOUTH,
    WEST,
    areas_at,
    base_words,
    left_slot,
    right_slot,
    runs_at,
)
from boundaries.index.orientation import is_west, side_of_edge
from boundaries.jit import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNCLEAN = -3
"""Answers at or below it say: row ``UNCLEAN - answer``, but not by exactly one area's ground."""


@kernel()
def leaf_of(
    frame: NDArray[np.float64], words: NDArray[np.int32], lon: float, lat: float
) -> tuple[int, float, float]:
    """The word that decides about a point, and the east and south of its cell.

    The point must lie in the frame.
    """
    scale_x, scale_y = frame[SCALE_X], frame[SCALE_Y]
    column, row = math.floor(lon * scale_x), math.floor(lat * scale_y)
    first_column, first_row = math.floor(frame[WEST] * scale_x), math.floor(frame[SOUTH] * scale_y)
    word = words[(row - first_row) * math.floor(frame[COLUMNS]) + (column - first_column)]
    while word <= -2 and words[-word - 2] < 0:
        place = -word - 2
        halvings = -words[place]
        side = 1 << halvings
        scale_x *= side
        scale_y *= side
        column, row = math.floor(lon * scale_x), math.floor(lat * scale_y)
        word = words[place + 1 + (row & (side - 1)) * side + (column & (side - 1))]
    return word, (column + 1) / scale_x, row / scale_y


@kernel()
def holders(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    chunk: int,
    lon: float,
    lat: float,
    east: float,
    south: float,
) -> int:
    """Which of 32 slots of a record hold a point, half-open; bit k for slot 32·chunk + k."""
    first = 32 * chunk
    mask: int = words[record + 2 + chunk] & 0xFFFFFFFF
    place = runs_at(words, record)
    # Booleans are added up instead of branched on: nobody can foresee where a point lies.
    for _ in range(words[record + 1]):
        vertex = 2 * words[place]
        last = vertex + 2 * words[place + 1]
        ax, ay = xy[vertex], xy[vertex + 1]
        above = ay > lat
        odd = (ax >= east) & (ay > south) & (not above)
        while vertex < last:
            vertex += 2
            by = xy[vertex + 1]
            if above != (by > lat):
                ax, ay = xy[vertex - 2], xy[vertex - 1]
                odd ^= is_west(ax, ay, xy[vertex], by, lon, lat)
                above = not above
        odd ^= (xy[last] >= east) & (xy[last + 1] > south) & (not above)
        sides = words[place + 2]
        left, right = left_slot(sides) - first, right_slot(sides) - first
        toggled = (((left >= 0) & (left < 32)) << (left & 31)) | (
            ((right >= 0) & (right < 32)) << (right & 31)
        )
        mask ^= toggled * odd
        place += RUN_WORDS
    return mask


@kernel()
def touching(
    words: NDArray[np.int32], xy: NDArray[np.float64], record: int, lon: float, lat: float
) -> int:
    """The lowest slot of a record with an edge through a point, -1 for none."""
    place, lowest = runs_at(words, record), NO_SLOT
    for _ in range(words[record + 1]):
        vertex = 2 * words[place]
        last = vertex + 2 * words[place + 1]
        sides = words[place + 2]
        first = min(left_slot(sides), right_slot(sides))
        while vertex < last and first < lowest:
            ax, ay, bx, by = xy[vertex], xy[vertex + 1], xy[vertex + 2], xy[vertex + 3]
            vertex += 2
            beside = min(ax, bx) <= lon <= max(ax, bx) and min(ay, by) <= lat <= max(ay, by)
            if beside and side_of_edge(ax, ay, bx, by, lon, lat) == 0:
                lowest = first
        place += RUN_WORDS
    return lowest if lowest < NO_SLOT else -1


@kernel()
def owner_by(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    lon: float,
    lat: float,
    east: float,
    south: float,
) -> int:
    """The owner that a record names, as `owner_at` gives it."""
    areas = areas_at(words, record)
    owner, holding = -1, 0
    for chunk in range(base_words(words[record])):
        mask = holders(words, xy, record, chunk, lon, lat, east, south)
        if mask != 0:
            lowest = mask & -mask
            holding += 1 if mask == lowest else 2
            if owner < 0:
                slot = 32 * chunk
                while lowest > 2:
                    lowest >>= 1
                    slot += 1
                slot += lowest >> 1
                owner = words[areas + slot]
    if holding == 1:
        return owner
    if holding > 1:
        return UNCLEAN - owner
    slot = touching(words, xy, record, lon, lat)
    return -1 if slot < 0 else UNCLEAN - words[areas + slot]


@kernel("int64(float64[::1], int32[::1], float64[::1], float64, float64)")
def owner_at(
    frame: NDArray[np.float64],
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    lon: float,
    lat: float,
) -> int:
    """Row of the area that owns a point; -1 for none.

    At or below `UNCLEAN` the row is ``UNCLEAN - answer``, and the answer is a rule's: the point
    lies in several areas, or in none but on the outer line of one.
    """
    if not (frame[WEST] <= lon < frame[EAST] and frame[SOUTH] <= lat < frame[NORTH]):
        return -1
    word, east, south = leaf_of(frame, words, lon, lat)
    if word >= -1:
        return word
    return owner_by(words, xy, -word - 2, lon, lat, east, south)
