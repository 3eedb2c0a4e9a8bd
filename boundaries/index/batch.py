"""Owners of many points: in blocks, so that memory is waited for once a block, not once a point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from boundaries.index.layout import COLUMNS, EAST, NORTH, SCALE_X, SCALE_Y, SOUTH, WEST, runs_at
from boundaries.index.lookup import UNCLEAN, leaf_of, owner_by
from boundaries.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 1024
"""Points whose cells are fetched together."""


_READ = "Array(float64, 1, 'C', readonly=True)"


@kernel(f"(float64[::1], {_READ}, {_READ}, int64, float64[::1], float64[::1], int32[::1])")
def by_tile(
    frame: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    side: int,
    sorted_lon: NDArray[np.float64],
    sorted_lat: NDArray[np.float64],
    order: NDArray[np.int32],
) -> None:
    """Copy points tile by tile: neighbours look at the same memory.

    Parameters
    ----------
    side
        Tiles a side of the grid, at most 128.
    sorted_lon, sorted_lat
        Written to, shape (n,).
    order
        Written to, shape (n,): places of the points.
    """
    west, south = frame[WEST], frame[SOUTH]
    per_lon, per_lat = side / (frame[EAST] - west), side / (frame[NORTH] - south)
    tiles = np.empty(len(lon), dtype=np.int16)
    starts = np.zeros(side * side + 1, dtype=np.int64)
    for k in range(len(lon)):
        x, y = (lon[k] - west) * per_lon, (lat[k] - south) * per_lat
        tile = 0
        if 0.0 <= x < side and 0.0 <= y < side:
            tile = math.floor(y) * side + math.floor(x)
        tiles[k] = tile
        starts[tile + 1] += 1
    for tile in range(side * side):
        starts[tile + 1] += starts[tile]
    for k in range(len(lon)):
        tile = tiles[k]
        place = starts[tile]
        sorted_lon[place], sorted_lat[place] = lon[k], lat[k]
        order[place] = k
        starts[tile] = place + 1


@kernel("(int32[::1], int32[::1], int32[::1])")
def put_back(found: NDArray[np.int32], order: NDArray[np.int32], owners: NDArray[np.int32]) -> None:
    """Put the answers of sorted points where the points came from."""
    for k in range(len(order)):
        owners[order[k]] = found[k]


@kernel(f"int64(float64[::1], int32[::1], float64[::1], {_READ}, {_READ}, int32[::1], int64[::1])")
def owners_at(
    frame: NDArray[np.float64],
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    owners: NDArray[np.int32],
    unclean: NDArray[np.int64],
) -> int:
    """Fill in the owner of each point: its row, -1 for none.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,); NaN has no owner.
    owners
        Written to, shape (n,).
    unclean
        Written to, shape (n,): the places of points that a rule decided, see `owner_at`.

    Returns
    -------
    How many of those there are.
    """
    west, south, east, north = frame[WEST], frame[SOUTH], frame[EAST], frame[NORTH]
    scale_x, scale_y, columns = frame[SCALE_X], frame[SCALE_Y], math.floor(frame[COLUMNS])
    first_column, first_row = math.floor(west * scale_x), math.floor(south * scale_y)
    waiting = np.empty(_BLOCK, dtype=np.int64)
    found, touched = 0, 0
    for start in range(0, len(lon), _BLOCK):
        stop = min(start + _BLOCK, len(lon))
        waits = 0
        for k in range(start, stop):
            x, y = lon[k], lat[k]
            word = -1
            if west <= x < east and south <= y < north:
                column, row = math.floor(x * scale_x), math.floor(y * scale_y)
                word = words[(row - first_row) * columns + (column - first_column)]
            owners[k] = word
            waiting[waits] = k
            waits += word < -1
        for w in range(waits):
            touched += words[-owners[waiting[w]] - 2]
        for w in range(waits):
            record = -owners[waiting[w]] - 2
            if words[record] > 0 and words[record + 1] > 0:
                run = runs_at(words, record)
                vertex = words[run]
                touched += (xy[2 * vertex] > 0.0) + (xy[2 * (vertex + words[run + 1])] > 0.0)
        for w in range(waits):
            k = waiting[w]
            record = -owners[k] - 2
            if words[record] < 0:
                word, right, bottom = leaf_of(frame, words, lon[k], lat[k])
            else:
                column, row = math.floor(lon[k] * scale_x), math.floor(lat[k] * scale_y)
                word, right, bottom = -record - 2, (column + 1) / scale_x, row / scale_y
            if word < -1:
                word = owner_by(words, xy, -word - 2, lon[k], lat[k], right, bottom)
                if word < -1:
                    word = UNCLEAN - word
                    unclean[found] = k
                    found += 1
            owners[k] = word
    # The fetches ahead must not be taken for nothing and left out.
    return found if touched >= -(1 << 62) else -1
