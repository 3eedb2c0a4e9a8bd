"""Trace the rings of a layer through its grid: which edges touch which cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from boundaries.index.orientation import side_of_edge
from boundaries.jit import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUNDING = 2.0**-48
"""Relative error of a computed crossing, and some: a cell too many does no harm."""


@kernel("int64(float64[::1], int64[::1], float64, float64)")
def crossings_bound(
    xy: NDArray[np.float64], ring_starts: NDArray[np.int64], scale_x: float, scale_y: float
) -> int:
    """At most how many runs `trace` makes."""
    bound = 0
    for ring in range(len(ring_starts) - 1):
        vertex = 2 * ring_starts[ring]
        column, row = math.floor(xy[vertex] * scale_x), math.floor(xy[vertex + 1] * scale_y)
        bound += 2
        for v in range(vertex + 2, 2 * ring_starts[ring + 1], 2):
            c, r = math.floor(xy[v] * scale_x), math.floor(xy[v + 1] * scale_y)
            if c != column or r != row:
                # A superset of the cells may hold one more at either end of each row.
                bound += abs(c - column) + 3 * abs(r - row) + 3
                column, row = c, r
    return bound


@kernel()
def _mark(
    vertex: int,
    place: int,
    last_edge: NDArray[np.int32],
    last_run: NDArray[np.int32],
    run_start: NDArray[np.int32],
    run_count: NDArray[np.int32],
    run_place: NDArray[np.int32],
    runs: int,
) -> int:
    """Note that the edge from a vertex touches a cell of the window; the new number of runs."""
    if last_edge[place] == vertex - 1:
        run_count[last_run[place]] += 1
    elif last_edge[place] != vertex:
        run_start[runs] = vertex
        run_count[runs] = 1
        run_place[runs] = place
        last_run[place] = runs
        runs += 1
    last_edge[place] = vertex
    return runs


@kernel()
def trace_ring(
    xy: NDArray[np.float64],
    first: int,
    stop: int,
    scale_x: float,
    scale_y: float,
    column0: int,
    row0: int,
    columns: int,
    last_edge: NDArray[np.int32],
    last_run: NDArray[np.int32],
    parity: NDArray[np.uint8],
    run_start: NDArray[np.int32],
    run_count: NDArray[np.int32],
    run_place: NDArray[np.int32],
    runs: int,
) -> tuple[int, float]:
    """Trace the edges of one ring through the window of its area.

    Parameters
    ----------
    first, stop
        Its vertices, the last being the first again.
    column0, row0, columns
        The window's first cell and its width, in cells.
    last_edge, last_run
        For each cell of the window the edge (by its first vertex) and the run last noted.
    parity
        For each cell whether an odd number of edges cross its southern line between its
        south-western corner and the next cell's; added to.
    run_start, run_count, run_place, runs
        The runs so far: first vertex, edges, cell of the window; and their number.

    Returns
    -------
    The new number of runs, and twice the signed area inside the ring.
    """
    x0, y0 = xy[2 * first], xy[2 * first + 1]
    ax, ay = x0, y0
    ac, ar = math.floor(ax * scale_x), math.floor(ay * scale_y)
    on_row, twice = ay * scale_y == ar, 0.0
    for vertex in range(first, stop - 1):
        bx, by = xy[2 * vertex + 2], xy[2 * vertex + 3]
        bc, br = math.floor(bx * scale_x), math.floor(by * scale_y)
        twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        b_on_row = by * scale_y == br
        if ac == bc and ar == br:
            place = (ar - row0) * columns + (ac - column0)
            if last_edge[place] == vertex - 1:
                run_count[last_run[place]] += 1
                last_edge[place] = vertex
            else:
                runs = _mark(
                    vertex, place, last_edge, last_run, run_start, run_count, run_place, runs
                )
        else:
            slope = (bx - ax) / (by - ay) if by != ay else 0.0
            slack = (abs(ax) + abs(bx)) * _ROUNDING
            low, high = min(ax, bx), max(ax, bx)
            for row in range(min(ar, br), max(ar, br) + 1):
                left, right = low, high
                if ar != br:
                    bottom = max(row / scale_y, min(ay, by))
                    top = min((row + 1) / scale_y, max(ay, by))
                    p, q = ax + (bottom - ay) * slope, ax + (top - ay) * slope
                    left = max(low, min(p, q) - slack)
                    right = min(high, max(p, q) + slack)
                begin, end = math.floor(left * scale_x), math.floor(right * scale_x)
                base = (row - row0) * columns - column0
                for column in range(begin, end + 1):
                    runs = _mark(
                        vertex, base + column,
                        last_edge, last_run, run_start, run_count, run_place, runs,
                    )  # fmt: skip
        # Within a row of cells, an edge spans the row's southern line only if it ends on it.
        if ar != br or on_row != b_on_row:
            _cross_rows((ax, ay, bx, by), scale_x, scale_y, column0, row0, columns, parity)
        ax, ay, ac, ar, on_row = bx, by, bc, br, b_on_row
    return runs, twice


@kernel()
def _cross_rows(
    ends: tuple[float, float, float, float],
    scale_x: float,
    scale_y: float,
    column0: int,
    row0: int,
    columns: int,
    parity: NDArray[np.uint8],
) -> None:
    """Note where an edge crosses the southern lines of cells; it spans a <= y < b or b <= y < a."""
    ax, ay, bx, by = ends
    lower, upper = math.ceil(min(ay, by) * scale_y), math.ceil(max(ay, by) * scale_y)
    for row in range(lower, upper):
        y = row / scale_y
        x = (ax + (y - ay) * ((bx - ax) / (by - ay))) * scale_x
        near = math.floor(x + 0.5)
        column = math.ceil(x) - 1
        if abs(x - near) < 1e-6 + abs(x) * _ROUNDING:
            column = _last_west(ax, ay, bx, by, y, scale_x, near)
        if column >= column0:
            parity[(row - row0) * columns + min(column - column0, columns - 1)] ^= 1


@kernel()
def _last_west(
    ax: float, ay: float, bx: float, by: float, y: float, scale_x: float, near: int
) -> int:
    """The last column whose lattice corner lies strictly west of an edge, where that is close."""
    west = 1 if by > ay else -1
    column = near + 1
    while side_of_edge(ax, ay, bx, by, column / scale_x, y) != west:
        column -= 1
    return column
