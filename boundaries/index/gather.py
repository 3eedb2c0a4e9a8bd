"""Gather, area by area, what each cell of the grid needs to know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from boundaries.index.layout import COLUMNS, SCALE_X, SCALE_Y, SOUTH, WEST
from boundaries.index.trace import trace_ring
from boundaries.jit import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@kernel()
def _claim(
    grid: NDArray[np.int32],
    cell: int,
    area: int,
    inside: int,
    touched: int,
    sizes: NDArray[np.int64],
    cell_of: NDArray[np.int32],
    slot_of: NDArray[np.int32],
    slot_area: NDArray[np.int32],
) -> None:
    """Note that an area holds a cell wholly, or that its edges touch the cell."""
    word = grid[cell]
    if word == -1 and not touched:
        grid[cell] = area
        return
    if word >= -1:
        shared = sizes[2]
        cell_of[shared] = cell
        grid[cell] = -shared - 2
        sizes[2] += 1
        if word >= 0:
            slot_of[sizes[1]] = shared
            slot_area[sizes[1]] = 2 * word + 1
            sizes[1] += 1
    slot_of[sizes[1]] = -grid[cell] - 2
    slot_area[sizes[1]] = 2 * area + inside
    sizes[1] += 1


@kernel(
    "int64(float64[::1], int64[::1], uint8[::1], int64[::1], int64[::1], float64[::1],"
    " float64[::1], int32[::1], int32[::1], int32[::1], uint8[::1], int64[::1], int32[::1],"
    " int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int64, int64)"
)
def gather(
    xy: NDArray[np.float64],
    ring_starts: NDArray[np.int64],
    is_shell: NDArray[np.uint8],
    area_rings: NDArray[np.int64],
    order: NDArray[np.int64],
    boxes: NDArray[np.float64],
    frame: NDArray[np.float64],
    grid: NDArray[np.int32],
    last_edge: NDArray[np.int32],
    last_run: NDArray[np.int32],
    parity: NDArray[np.uint8],
    sizes: NDArray[np.int64],
    run_start: NDArray[np.int32],
    run_count: NDArray[np.int32],
    run_of: NDArray[np.int32],
    run_area: NDArray[np.int32],
    cell_of: NDArray[np.int32],
    slot_of: NDArray[np.int32],
    slot_area: NDArray[np.int32],
    begin: int,
    stop: int,
) -> int:
    """Take the areas in their order, from one place of it on, as far as there is room.

    Parameters
    ----------
    is_shell
        For each ring whether it is the shell of its polygon.
    area_rings
        First ring of each area, shape (n + 1,).
    order
        Rows of the areas in the order of their codes.
    grid
        A word a cell: `NOBODY`, the row of the one area that holds it, or ``-2 - k`` where it
        is the shared cell number k; written to.
    last_edge, last_run, parity
        Room for the window of the largest area.
    sizes
        Runs, slots and shared cells so far; written to.
    run_start, run_count, run_of, run_area
        Of each run its first vertex, edges, shared cell, and twice the area's row, plus one
        where the area lies left of it; written to.
    cell_of
        Cell of each shared cell; written to.
    slot_of, slot_area
        Of each slot its shared cell, and twice the area's row, plus one where the area holds
        the cell's south-western corner; written to.

    Returns
    -------
    The place in the order to go on from; `stop` when all are done.
    """
    scale_x, scale_y = frame[SCALE_X], frame[SCALE_Y]
    column0, row0 = math.floor(frame[WEST] * scale_x), math.floor(frame[SOUTH] * scale_y)
    columns = math.floor(frame[COLUMNS])
    for k in range(begin, stop):
        area = order[k]
        west, south = (
            math.floor(boxes[4 * area] * scale_x),
            math.floor(boxes[4 * area + 1] * scale_y),
        )
        wide = math.floor(boxes[4 * area + 2] * scale_x) - west + 1
        high = math.floor(boxes[4 * area + 3] * scale_y) - south + 1
        window = wide * high
        if sizes[1] + 2 * window > len(slot_of):
            return k
        for place in range(window):
            last_edge[place] = -2
            parity[place] = 0
        first_run = sizes[0]
        for ring in range(area_rings[area], area_rings[area + 1]):
            start, end = ring_starts[ring], ring_starts[ring + 1]
            before = sizes[0]
            sizes[0], twice = trace_ring(
                xy, start, end, scale_x, scale_y, west, south, wide,
                last_edge, last_run, parity, run_start, run_count, run_of, before,
            )  # fmt: skip
            left = 1 if (twice > 0.0) == (is_shell[ring] != 0) else 0
            for run in range(before, sizes[0]):
                run_area[run] = 2 * area + left
        for r in range(high):
            inside = 0
            for c in range(wide - 1, -1, -1):
                place = r * wide + c
                inside ^= parity[place]
                if inside or last_edge[place] >= 0:
                    cell = (south + r - row0) * columns + (west + c - column0)
                    touched = 1 if last_edge[place] >= 0 else 0
                    _claim(grid, cell, area, inside, touched, sizes, cell_of, slot_of, slot_area)
        for run in range(first_run, sizes[0]):
            place = run_of[run]
            cell = (south + place // wide - row0) * columns + (west + place % wide - column0)
            run_of[run] = -grid[cell] - 2
    return stop


@kernel("(int32[::1], int64, int64, int64[::1], int32[::1])")
def group(
    keys: NDArray[np.int32],
    count: int,
    groups: int,
    starts: NDArray[np.int64],
    members: NDArray[np.int32],
) -> None:
    """Sort entries by their key, equal ones in their order (a counting sort).

    Parameters
    ----------
    keys
        The first `count` are looked at, each 0 to ``groups - 1``.
    starts
        Written to, shape (groups + 1,): where the members of each group begin.
    members
        Written to, shape (count,).
    """
    for k in range(groups + 1):
        starts[k] = 0
    for k in range(count):
        starts[keys[k] + 1] += 1
    for k in range(groups):
        starts[k + 1] += starts[k]
    for k in range(count):
        key = keys[k]
        members[starts[key]] = k
        starts[key] += 1
    for k in range(groups, 0, -1):
        starts[k] = starts[k - 1]
    starts[0] = 0
