"""Compile a layer into its index."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.geometry import degree_metres
from boundaries.index.divide import divide
from boundaries.index.gather import gather, group
from boundaries.index.layout import (
    COLUMNS,
    NOBODY,
    ROWS,
    RUN_WORDS,
    SCALE_X,
    SCALE_Y,
    SOUTH,
    WEST,
    LayerIndex,
    frame_of,
)
from boundaries.index.pyramid import edged_squares
from boundaries.index.records import write_records
from boundaries.index.rings import Rings, boxes_of, refuse_unfit, rings_of
from boundaries.index.trace import crossings_bound
from boundaries.jit import fast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_FEWEST_CELLS, _MOST_CELLS = 24.0, 4096.0
"""Cells an area of its bounding box."""
_VERTICES_SQUARED_A_CELL = 80.0
"""Cells an area grow with the square of its vertices: four points in five need no edge."""
_QUICKLY = 300.0
"""The same for an index that is asked once: larger cells are made sooner, and answer later."""
_FINEST = 44
"""Cells are at least 2⁻⁴⁴ degrees wide: cell numbers stay exact as floats."""
_AREAS_A_STEP = 4096
_GROWTH, _GROWTH_AT_LEAST = 3, 4_000_000
"""How many times as many words dividing crowded cells may make of an index, and how many more."""


def compile_layer(
    codes: Sequence[str],
    geometries: NDArray[np.object_],
    progress: Callable[[float], None] | None = None,
    *,
    quick: bool = False,
) -> LayerIndex:
    """The index of a layer.

    Parameters
    ----------
    codes
        Of the areas; where areas overlap, the lowest owns.
    geometries
        Valid polygons and multipolygons, lon, lat in WGS 84; shape (n,).
    progress
        Called with the share that is done.
    quick
        Made in half the time, for points that are asked about once; the answers are the same.

    Raises
    ------
    BoundaryError
        When coordinates are not finite, off the earth, or too close to 0 to compute with.
    """
    report = progress or (lambda _share: None)
    rings = rings_of(geometries)
    refuse_unfit(rings.xy)
    boxes = boxes_of(geometries)
    frame = _frame(boxes, len(rings.xy) // 2, _QUICKLY if quick else _VERTICES_SQUARED_A_CELL)
    order = np.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    words, size = _records(rings, boxes, order, frame, report)
    words = words[:size].copy()
    report(1.0)
    return LayerIndex(
        frame=frame,
        words=words,
        xy=rings.xy,
        ring_starts=rings.starts,
        ring_parts=rings.parts,
        part_areas=rings.part_areas,
        ranks=np.argsort(order).astype(np.int32),
        boxes=boxes.reshape(-1, 4),
        edged=edged_squares(words, int(frame[COLUMNS]), int(frame[ROWS])),
    )


def _frame(boxes: NDArray[np.float64], vertices: int, squared_a_cell: float) -> NDArray[np.float64]:
    """The grid over a layer: about square cells on the ground, as many as its areas need."""
    areas = len(boxes) // 4
    if not areas:
        return frame_of(1.0, 1.0, 0, 0, 1, 1)
    west, south = float(boxes[0::4].min()), float(boxes[1::4].min())
    east, north = float(boxes[2::4].max()), float(boxes[3::4].max())
    each = (vertices / areas) ** 2 / squared_a_cell
    cells = areas * min(max(each, _FEWEST_CELLS), _MOST_CELLS)
    per_lon, per_lat = degree_metres(min(max((south + north) / 2, -80.0), 80.0))
    wide, high = (east - west) * per_lon, (north - south) * per_lat
    least = per_lat * 2.0**-_FINEST
    side = max(math.sqrt(wide * high / cells), max(wide, high) / (2 * cells), least)
    x, y = _exponents(math.log2(per_lon / side), math.log2(per_lat / side))
    scale_x, scale_y = 2.0**x, 2.0**y
    column, row = math.floor(west * scale_x), math.floor(south * scale_y)
    columns = math.floor(east * scale_x) - column + 1
    rows = math.floor(north * scale_y) - row + 1
    return frame_of(scale_x, scale_y, column, row, columns, rows)


def _exponents(x: float, y: float) -> tuple[int, int]:
    """Whole exponents of 2 for the cells a degree that come nearest to the cells wanted.

    Their sum decides how many cells there are; of two ways to round, cells stay about square.
    No cell is wider than a degree: the smallest numbers must not be made smaller.
    """
    both = round(x + y)
    column = round((both + x - y) / 2)
    pair = column, both - column
    return min(max(pair[0], 0), _FINEST), min(max(pair[1], 0), _FINEST)


@dataclass
class _Gathered:
    """What `gather` writes to; its arrays grow as needed."""

    sizes: NDArray[np.int64]
    runs: list[NDArray[np.int32]]
    cell_of: NDArray[np.int32]
    slots: list[NDArray[np.int32]]


def _gathered(
    rings: Rings,
    boxes: NDArray[np.float64],
    order: NDArray[np.int64],
    frame: NDArray[np.float64],
    grid: NDArray[np.int32],
    report: Callable[[float], None],
) -> _Gathered:
    areas = len(order)
    bound = int(fast(crossings_bound)(rings.xy, rings.starts, frame[SCALE_X], frame[SCALE_Y]))
    window = _largest_window(boxes, frame)
    room = max(bound, 4 * window, 1024)
    made = _Gathered(
        np.zeros(3, dtype=np.int64),
        [np.empty(bound, dtype=np.int32) for _ in range(4)],
        np.empty(room, dtype=np.int32),
        [np.empty(room, dtype=np.int32) for _ in range(2)],
    )
    last = [np.empty(window, dtype=np.int32) for _ in range(2)]
    parity = np.empty(window, dtype=np.uint8)
    done = 0
    while done < areas:
        stop = min(done + _AREAS_A_STEP, areas)
        before = done
        done = int(fast(gather)(
            rings.xy, rings.starts, rings.is_shell.view(np.uint8), rings.area_rings,
            order, boxes, frame, grid, *last, parity, made.sizes, *made.runs, made.cell_of,
            *made.slots, done, stop,
        ))  # fmt: skip
        if done == before:
            made.cell_of = _twice(made.cell_of)
            made.slots = [_twice(slot) for slot in made.slots]
        report(0.6 * done / areas)
    return made


def _largest_window(boxes: NDArray[np.float64], frame: NDArray[np.float64]) -> int:
    wide = np.floor(boxes[2::4] * frame[SCALE_X]) - np.floor(boxes[0::4] * frame[SCALE_X]) + 1
    high = np.floor(boxes[3::4] * frame[SCALE_Y]) - np.floor(boxes[1::4] * frame[SCALE_Y]) + 1
    return int((wide * high).max(initial=1))


def _twice(array: NDArray[np.int32]) -> NDArray[np.int32]:
    grown = np.empty(2 * len(array), dtype=np.int32)
    grown[: len(array)] = array
    return grown


def _grouped(
    keys: NDArray[np.int32], count: int, groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    starts, members = np.empty(groups + 1, dtype=np.int64), np.empty(count, dtype=np.int32)
    fast(group)(keys, count, groups, starts, members)
    return starts, members


def _records(
    rings: Rings,
    boxes: NDArray[np.float64],
    order: NDArray[np.int64],
    frame: NDArray[np.float64],
    report: Callable[[float], None],
) -> tuple[NDArray[np.int32], int]:
    cells = int(frame[COLUMNS] * frame[ROWS])
    grid = np.full(cells, NOBODY, dtype=np.int32)
    made = _gathered(rings, boxes, order, frame, grid, report)
    runs, slots, shared = (int(n) for n in made.sizes)
    slot_starts, slot_members = _grouped(made.slots[0], slots, shared)
    run_starts, run_members = _grouped(made.runs[2], runs, shared)
    words = np.empty(cells + 3 * shared + 2 * slots + RUN_WORDS * runs, dtype=np.int32)
    words[:cells] = grid
    crowded, counts = np.empty(shared, dtype=np.int32), np.zeros(1, dtype=np.int64)
    size = cells
    step = max(shared // 16, 1 << 16)
    for begin in range(0, shared, step):
        size = int(fast(write_records)(
            rings.xy, frame, begin, min(begin + step, shared), slot_starts, slot_members,
            made.slots[1], run_starts, run_members, made.runs[0], made.runs[1], made.runs[3],
            made.cell_of, words, words, size, crowded, counts,
        ))  # fmt: skip
        report(0.6 + 0.3 * begin / shared)
    return _divided(rings.xy, frame, words, size, crowded[: counts[0]])


def _divided(
    xy: NDArray[np.float64],
    frame: NDArray[np.float64],
    words: NDArray[np.int32],
    size: int,
    crowded: NDArray[np.int32],
) -> tuple[NDArray[np.int32], int]:
    """Crowded cells, and crowded parts of them, divided."""
    columns = int(frame[COLUMNS])
    places = crowded.astype(np.int64)
    corners = np.empty(2 * len(crowded))
    corners[0::2] = frame[WEST] + (crowded % columns) / frame[SCALE_X]
    corners[1::2] = frame[SOUTH] + (crowded // columns) / frame[SCALE_Y]
    wide, high = 1.0 / frame[SCALE_X], 1.0 / frame[SCALE_Y]
    budget = _GROWTH * size + _GROWTH_AT_LEAST
    while len(places) and min(wide, high) >= 4 * 2.0**-_FINEST and size <= budget:
        state = np.array([0, size, 0], dtype=np.int64)
        new_places = np.empty(16 * len(places), dtype=np.int64)
        new_corners = np.empty(32 * len(places))
        while state[0] < len(places) and state[1] <= budget:
            fast(divide)(xy, words, places, corners, wide, high, new_places, new_corners, state)
            if state[0] < len(places):
                words = _twice(words)
        size, found = int(state[1]), int(state[2])
        places, corners = new_places[:found].copy(), new_corners[: 2 * found].copy()
        wide, high = wide / 4, high / 4
    return words, size
