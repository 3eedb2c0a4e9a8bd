"""How much of a disc lies in each area, exactly, from the lines that cross it alone.

By Green's theorem the area of a polygon within a disc is half the integral of x dy - y dx along
the polygon's lines inside the disc and along the arcs of the circle inside the polygon. The arcs
follow from the angles at which lines enter and leave, and from who holds one point of the circle.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from boundaries.index.layout import (
    COLUMNS,
    EAST,
    NO_SLOT,
    NORTH,
    ROWS,
    RUN_WORDS,
    SCALE_X,
    SCALE_Y,
    SOUTH,
    WEST,
    areas_at,
    left_slot,
    right_slot,
    runs_at,
)
from boundaries.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STACK = 512


@kernel()
def _clip(
    low: float, high: float, at: float, step: float, begin: float, end: float
) -> tuple[float, float]:
    """The part of [low, high] where at + t · step lies in [begin, end); empty if low >= high.

    Neighbouring cells compute the same t for the line between them, so that nothing is counted
    twice, and nothing is left out.
    """
    if step == 0.0:
        return (low, high) if begin <= at < end else (1.0, 0.0)
    t0, t1 = (begin - at) / step, (end - at) / step
    return max(low, min(t0, t1)), min(high, max(t0, t1))


@kernel()
def _place_of(areas: NDArray[np.int64], used: NDArray[np.int64], area: int) -> int:
    """Place of an area in an open table that is never full; a new one where it has none."""
    size = len(areas)
    place = (area * 40503) % size
    while areas[place] != -1 and areas[place] != area:
        place = place + 1 if place + 1 < size else 0
    if areas[place] == -1:
        areas[place] = area
        used[0] += 1
    return place


@kernel()
def _add_edge(
    ends: tuple[float, float, float, float],
    box: tuple[float, float, float, float],
    disc: tuple[float, float, float, float, float],
    left: int,
    right: int,
    sums: NDArray[np.float64],
    angles: NDArray[np.float64],
    whose: NDArray[np.int64],
    events: int,
) -> int:
    """Add what the part of an edge in a cell contributes; the new number of events.

    Parameters
    ----------
    ends, box
        Of the edge and the cell, degrees.
    disc
        Its centre and the metres a degree there, then its radius in metres.
    left, right
        Places of the areas beside the edge, -1 for none.
    angles, whose
        Of each event: where on the circle, and ``2 · place``, plus one where a line whose area
        lies left of it leaves the disc.
    """
    ax, ay, bx, by = ends
    if (ax, ay) > (bx, by):
        ax, ay, bx, by = bx, by, ax, ay
        left, right = right, left
    low, high = _clip(0.0, 1.0, ax, bx - ax, box[0], box[2])
    low, high = _clip(low, high, ay, by - ay, box[1], box[3])
    px, py = (ax - disc[0]) * disc[2], (ay - disc[1]) * disc[3]
    dx, dy = (bx - ax) * disc[2], (by - ay) * disc[3]
    a, b, c = dx * dx + dy * dy, px * dx + py * dy, px * px + py * py - disc[4] * disc[4]
    root = b * b - a * c
    if low >= high or root <= 0.0 or a == 0.0:
        return events
    root = math.sqrt(root)
    enters, leaves = (-b - root) / a, (-b + root) / a
    begin, end = max(low, enters), min(high, leaves)
    if begin < end:
        twice = (end - begin) * (px * dy - py * dx)
        if left >= 0:
            sums[left] += 0.5 * twice
        if right >= 0:
            sums[right] -= 0.5 * twice
    for crossing in range(2):
        t = leaves if crossing else enters
        if low <= t < high:
            angle = math.atan2(py + t * dy, px + t * dx)
            if left >= 0:
                angles[events], whose[events] = angle, 2 * left + crossing
                events += 1
            if right >= 0:
                angles[events], whose[events] = angle, 2 * right + 1 - crossing
                events += 1
    return events


@kernel(
    "int64(float64[::1], int32[::1], float64[::1], float64, float64, float64, float64, float64,"
    " int64[::1], float64[::1], float64[::1], int64[::1], int64[::1])"
)
def disc_lines(
    frame: NDArray[np.float64],
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    lon: float,
    lat: float,
    per_lon: float,
    per_lat: float,
    radius: float,
    areas: NDArray[np.int64],
    sums: NDArray[np.float64],
    angles: NDArray[np.float64],
    whose: NDArray[np.int64],
    used: NDArray[np.int64],
) -> int:
    """Add up what the lines inside a disc contribute to each area's share.

    Parameters
    ----------
    radius
        Metres; the disc is a circle in the local scale.
    areas, sums
        A table of rows, -1 where free, and square metres beside it; written to.
    angles, whose
        Where lines cross the circle; written to, see `_add_edge`.
    used
        How many places of the table are in use; written to.

    Returns
    -------
    The number of crossings; -1 where an array is too short.
    """
    disc = (lon, lat, per_lon, per_lat, radius)
    west, east = lon - radius / per_lon, lon + radius / per_lon
    south, north = lat - radius / per_lat, lat + radius / per_lat
    if west > frame[EAST] or east < frame[WEST] or south > frame[NORTH] or north < frame[SOUTH]:
        return 0
    columns, rows = math.floor(frame[COLUMNS]), math.floor(frame[ROWS])
    first_column = max(math.floor((west - frame[WEST]) * frame[SCALE_X]), 0)
    last_column = min(math.floor((east - frame[WEST]) * frame[SCALE_X]), columns - 1)
    first_row = max(math.floor((south - frame[SOUTH]) * frame[SCALE_Y]), 0)
    last_row = min(math.floor((north - frame[SOUTH]) * frame[SCALE_Y]), rows - 1)
    nodes = np.zeros(_STACK, dtype=np.int64)
    boxes = np.zeros(4 * _STACK)
    events = 0
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            word = words[row * columns + column]
            if word >= -1:
                continue
            nodes[0] = -word - 2
            boxes[0], boxes[1] = (
                frame[WEST] + column / frame[SCALE_X],
                frame[SOUTH] + row / frame[SCALE_Y],
            )
            boxes[2] = frame[WEST] + (column + 1) / frame[SCALE_X]
            boxes[3] = frame[SOUTH] + (row + 1) / frame[SCALE_Y]
            count = 1
            while count > 0:
                count -= 1
                record = nodes[count]
                w, s = boxes[4 * count], boxes[4 * count + 1]
                e, n = boxes[4 * count + 2], boxes[4 * count + 3]
                if w > east or e < west or s > north or n < south:
                    continue
                if words[record] < 0:
                    side = 1 << -words[record]
                    for part in range(side * side):
                        child = words[record + 1 + part]
                        if child < -1:
                            r, c = part // side, part % side
                            nodes[count] = -child - 2
                            boxes[4 * count] = w + c * (e - w) / side
                            boxes[4 * count + 1] = s + r * (n - s) / side
                            boxes[4 * count + 2] = w + (c + 1) * (e - w) / side
                            boxes[4 * count + 3] = s + (r + 1) * (n - s) / side
                            count += 1
                    continue
                rows_at, place = areas_at(words, record), runs_at(words, record)
                for _ in range(words[record + 1]):
                    edges = words[place + 1]
                    if used[0] + 2 > len(areas) >> 1 or events + 4 * edges > len(angles):
                        return -1
                    left, right = left_slot(words[place + 2]), right_slot(words[place + 2])
                    one, two = -1, -1
                    if left != NO_SLOT:
                        one = _place_of(areas, used, words[rows_at + left])
                    if right != NO_SLOT:
                        two = _place_of(areas, used, words[rows_at + right])
                    for vertex in range(words[place], words[place] + edges):
                        v = 2 * vertex
                        events = _add_edge(
                            (xy[v], xy[v + 1], xy[v + 2], xy[v + 3]),
                            (w, s, e, n), disc, one, two, sums, angles, whose, events,
                        )  # fmt: skip
                    place += RUN_WORDS
    return events
