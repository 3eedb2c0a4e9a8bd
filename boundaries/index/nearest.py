"""The nearest line to a point: squares of cells, nearest first, until none can be nearer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from boundaries.index.layout import (
    COLUMNS,
    NO_SLOT,
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

OWN, OTHERS = 0, 1
"""Whether lines of one area are looked for, or of all areas but that one."""
_STACK = 256


@kernel()
def box_distance(
    lon: float,
    lat: float,
    per_lon: float,
    per_lat: float,
    west: float,
    south: float,
    east: float,
    north: float,
) -> float:
    """Metres from a point to a box in the local scale; 0 inside it."""
    dx = max(west - lon, lon - east, 0.0) * per_lon
    dy = max(south - lat, lat - north, 0.0) * per_lat
    return math.sqrt(dx * dx + dy * dy)


@kernel()
def edge_distance(ax: float, ay: float, bx: float, by: float) -> float:
    """Distance from the origin to an edge."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0
    if length > 0.0:
        along = min(max(-(ax * dx + ay * dy) / length, 0.0), 1.0)
    x, y = ax + along * dx, ay + along * dy
    return math.sqrt(x * x + y * y)


@kernel()
def is_cut(ax: float, ay: float, bx: float, by: float) -> bool:
    """Whether an edge is where a map was cut, not a border: the antimeridian, or a pole."""
    return (ax == bx and abs(ax) == 180.0) or (ay == by and abs(ay) == 90.0)


@kernel()
def _nearest_in(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    here: tuple[float, float, float, float],
    area: int,
    wanted: int,
    best: float,
    found: int,
) -> tuple[float, int]:
    """The nearest wanted edge of a record, if it is nearer than the best: metres, whose."""
    lon, lat, per_lon, per_lat = here
    areas, place = areas_at(words, record), runs_at(words, record)
    for _ in range(words[record + 1]):
        left, right = left_slot(words[place + 2]), right_slot(words[place + 2])
        one = words[areas + left] if left != NO_SLOT else -1
        two = words[areas + right] if right != NO_SLOT else -1
        if wanted == OWN:
            whose = area if area in (one, two) else -1
        else:
            whose = one if one >= 0 and one != area else two
            whose = whose if whose != area else -1
        if whose >= 0:
            for vertex in range(words[place], words[place] + words[place + 1]):
                v = 2 * vertex
                ax, ay, bx, by = xy[v], xy[v + 1], xy[v + 2], xy[v + 3]
                distance = edge_distance(
                    (ax - lon) * per_lon, (ay - lat) * per_lat,
                    (bx - lon) * per_lon, (by - lat) * per_lat,
                )  # fmt: skip
                if distance < best and not is_cut(ax, ay, bx, by):
                    best, found = distance, whose
        place += RUN_WORDS
    return best, found


@kernel(
    "Tuple((float64, int64))(float64[::1], int32[::1], float64[::1], uint8[::1],"
    " float64, float64, float64, float64, int64, int64, float64)"
)
def nearest_line(
    frame: NDArray[np.float64],
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    edged: NDArray[np.uint8],
    lon: float,
    lat: float,
    per_lon: float,
    per_lat: float,
    area: int,
    wanted: int,
    limit: float,
) -> tuple[float, int]:
    """Distance to the nearest line within a limit, and the area it belongs to.

    Parameters
    ----------
    per_lon, per_lat
        Metres a degree at the point.
    area, wanted
        Lines of this row alone (`OWN`), or of all others (`OTHERS`; row -1 for all there are).
    limit
        Metres.

    Returns
    -------
    Metres and row; the limit and -1 where no line is nearer. Lines along the antimeridian and
    the poles are where maps are cut, and do not count.
    """
    columns, rows = math.floor(frame[COLUMNS]), math.floor(frame[ROWS])
    levels, starts, widths = 0, np.zeros(32, dtype=np.int64), np.zeros(32, dtype=np.int64)
    widths[0] = columns
    wide, high, start = columns, rows, 0
    while wide > 1 or high > 1:
        wide, high = (wide + 1) >> 1, (high + 1) >> 1
        levels += 1
        starts[levels], widths[levels] = start, wide
        start += wide * high
    here = (lon, lat, per_lon, per_lat)
    # Nodes to look at: level (negative within a divided cell), column, row, and word or -1.
    nodes = np.empty(4 * _STACK, dtype=np.int64)
    corners = np.empty(4 * _STACK)
    bounds = np.empty(_STACK)
    best, found = limit, -1
    count = 1
    nodes[0], nodes[1], nodes[2], nodes[3] = levels, 0, 0, 0
    bounds[0] = 0.0
    corners[2], corners[3] = (1 << levels) / frame[SCALE_X], (1 << levels) / frame[SCALE_Y]
    corners[0], corners[1] = frame[WEST], frame[SOUTH]
    while count > 0:
        count -= 1
        if bounds[count] >= best:
            continue
        level, column, row = nodes[4 * count], nodes[4 * count + 1], nodes[4 * count + 2]
        word = nodes[4 * count + 3]
        west, south = corners[4 * count], corners[4 * count + 1]
        width, height = corners[4 * count + 2], corners[4 * count + 3]
        if level == 0 and word == 0:
            word = words[row * columns + column]
        side, table = 2, -1
        if level == 0:
            if word >= -1:
                continue
            record = -word - 2
            if words[record] >= 0:
                best, found = _nearest_in(words, xy, record, here, area, wanted, best, found)
                continue
            side, table = 1 << -words[record], record + 1
        first = count
        for part in range(side * side):
            r, c = part // side, part % side
            child, child_level, child_word = 0, 0, 0
            if table >= 0:
                child_word = words[table + part]
                if child_word >= -1:
                    continue
            else:
                child_level = level - 1
                c2, r2 = 2 * column + c, 2 * row + r
                if c2 >= widths[level - 1] or (r2 << (level - 1)) >= rows:
                    continue
                if level > 1 and edged[starts[level - 1] + r2 * widths[level - 1] + c2] == 0:
                    continue
            w, s = west + c * width / side, south + r * height / side
            e, n = west + (c + 1) * width / side, south + (r + 1) * height / side
            bound = box_distance(lon, lat, per_lon, per_lat, w, s, e, n)
            if bound >= best:
                continue
            # Kept in order, so that the nearest is taken first.
            child = count
            while child > first and bounds[child - 1] < bound:
                for k in range(4):
                    nodes[4 * child + k] = nodes[4 * child - 4 + k]
                    corners[4 * child + k] = corners[4 * child - 4 + k]
                bounds[child] = bounds[child - 1]
                child -= 1
            nodes[4 * child], nodes[4 * child + 1] = child_level, 2 * column + c
            nodes[4 * child + 2], nodes[4 * child + 3] = 2 * row + r, child_word
            corners[4 * child], corners[4 * child + 1] = w, s
            corners[4 * child + 2], corners[4 * child + 3] = e - w, n - s
            bounds[child] = bound
            count += 1
    return best, found
