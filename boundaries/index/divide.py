"""Divide crowded cells, until few edges are left to look at in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.index.layout import (
    CROWDED,
    NO_SLOT,
    RUN_WORDS,
    areas_at,
    base_words,
    left_slot,
    right_slot,
    runs_at,
    sides_word,
    signed_word,
)
from boundaries.index.lookup import holders
from boundaries.index.records import set_base
from boundaries.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel()
def meets_box(
    ax: float,
    ay: float,
    bx: float,
    by: float,
    west: float,
    south: float,
    east: float,
    north: float,
) -> bool:
    """Whether an edge may touch a box; never false where it does."""
    if max(ax, bx) < west or min(ax, bx) > east or max(ay, by) < south or min(ay, by) > north:
        return False
    dx, dy = bx - ax, by - ay
    reach = max(abs(west - ax), abs(east - ax)) + max(abs(south - ay), abs(north - ay))
    slack = 1e-14 * (abs(dx) + abs(dy)) * reach + 1e-300
    one = dx * (south - ay) - dy * (west - ax)
    two = dx * (south - ay) - dy * (east - ax)
    three = dx * (north - ay) - dy * (west - ax)
    four = dx * (north - ay) - dy * (east - ax)
    low, high = min(one, two, three, four), max(one, two, three, four)
    return low <= slack and high >= -slack


@kernel()
def _runs_in(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    target: int,
    box: tuple[float, float, float, float],
) -> tuple[int, int]:
    """Copy what of a record's runs may touch a box; their number, and that of their edges."""
    place = runs_at(words, record)
    found, edges = 0, 0
    for _ in range(words[record + 1]):
        open_run = False
        for vertex in range(words[place], words[place] + words[place + 1]):
            v = 2 * vertex
            if not meets_box(
                xy[v], xy[v + 1], xy[v + 2], xy[v + 3], box[0], box[1], box[2], box[3]
            ):
                open_run = False
                continue
            edges += 1
            if open_run:
                words[target + RUN_WORDS * (found - 1) + 1] += 1
                continue
            at = target + RUN_WORDS * found
            words[at], words[at + 1], words[at + 2] = vertex, 1, words[place + 2]
            found += 1
            open_run = True
        place += RUN_WORDS
    return found, edges


@kernel()
def _edges_of(words: NDArray[np.int32], record: int) -> int:
    """How many edges a record has."""
    place = runs_at(words, record)
    edges = 0
    for run in range(words[record + 1]):
        edges += words[place + RUN_WORDS * run + 1]
    return edges


@kernel()
def _sub_record(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    outer: tuple[float, float],
    box: tuple[float, float, float, float],
    size: int,
    inside: NDArray[np.int32],
    new: NDArray[np.int32],
) -> tuple[int, int, bool]:
    """Append the record of a part of a cell: its word, the new size, whether it is crowded.

    Parameters
    ----------
    outer
        East and south of the whole cell.
    box
        West, south, east, north of the part.
    inside, new
        Room for a number a slot.
    """
    slots = words[record]
    areas = areas_at(words, record)
    held, last = 0, -1
    for slot in range(slots):
        if slot & 31 == 0:
            mask = holders(words, xy, record, slot >> 5, box[0], box[1], outer[0], outer[1])
        inside[slot] = (mask >> (slot & 31)) & 1
        new[slot] = inside[slot] - 1
        if inside[slot]:
            held += 1
            last = slot
    # Written behind the room that the slots may need, then moved up to what they do need.
    draft = size + (runs_at(words, record) - record)
    runs, edges = _runs_in(words, xy, record, draft, box)
    if runs == 0 and held <= 1:
        return words[areas + last] if held else -1, size, False
    for run in range(runs):
        sides = words[draft + RUN_WORDS * run + 2]
        for slot in (left_slot(sides), right_slot(sides)):
            if slot != NO_SLOT:
                new[slot] = 0
    kept = 0
    for slot in range(slots):
        if new[slot] >= 0:
            new[slot] = kept
            kept += 1
    words[size], words[size + 1] = kept, runs
    kept_areas = size + 2 + base_words(kept)
    for place in range(size + 2, kept_areas):
        words[place] = 0
    for slot in range(slots):
        to = new[slot]
        if to >= 0:
            words[kept_areas + to] = words[areas + slot]
            if inside[slot]:
                bits = words[size + 2 + (to >> 5)] | (1 << (to & 31))
                words[size + 2 + (to >> 5)] = signed_word(bits)
    place = kept_areas + kept
    for run in range(runs):
        at = draft + RUN_WORDS * run
        words[place], words[place + 1] = words[at], words[at + 1]
        left, right = left_slot(words[at + 2]), right_slot(words[at + 2])
        left = left if left == NO_SLOT else new[left]
        right = right if right == NO_SLOT else new[right]
        words[place + 2] = sides_word(left, right)
        place += RUN_WORDS
    set_base(words, xy, size, box[0], box[1], box[2])
    # Where dividing did not help, it would not help again: all meet in one spot.
    fewer = 4 * edges <= 3 * _edges_of(words, record)
    return -size - 2, place, fewer and edges > CROWDED


@kernel()
def _divide(
    xy: NDArray[np.float64],
    words: NDArray[np.int32],
    size: int,
    place: int,
    corner: tuple[float, float],
    extent: tuple[float, float],
    places: NDArray[np.int64],
    corners: NDArray[np.float64],
    found: int,
) -> tuple[int, int]:
    """Divide one cell; the new size, and the new number of parts to divide again."""
    record = -words[place] - 2
    slots = words[record]
    inside, new = np.empty(slots, dtype=np.int32), np.empty(slots, dtype=np.int32)
    outer = (corner[0] + extent[0], corner[1])
    table = size
    words[table] = -2
    size = table + 17
    for part in range(16):
        row, column = part >> 2, part & 3
        box = (
            corner[0] + column * extent[0] / 4,
            corner[1] + row * extent[1] / 4,
            corner[0] + (column + 1) * extent[0] / 4,
            corner[1] + (row + 1) * extent[1] / 4,
        )
        at = table + 1 + part
        word, size, crowded = _sub_record(words, xy, record, outer, box, size, inside, new)
        words[at] = word
        if crowded:
            places[found] = at
            corners[2 * found], corners[2 * found + 1] = box[0], box[1]
            found += 1
    words[place] = -table - 2
    return size, found


@kernel(
    "(float64[::1], int32[::1], int64[::1], float64[::1], float64, float64,"
    " int64[::1], float64[::1], int64[::1])"
)
def divide(
    xy: NDArray[np.float64],
    words: NDArray[np.int32],
    places: NDArray[np.int64],
    corners: NDArray[np.float64],
    wide: float,
    high: float,
    new_places: NDArray[np.int64],
    new_corners: NDArray[np.float64],
    state: NDArray[np.int64],
) -> None:
    """Divide cells into 4 × 4 parts each, as far as there is room.

    Parameters
    ----------
    places, corners
        Where the word of each cell stands, and its south-western corner; shapes (n,), (2n,).
    wide, high
        Of the cells, degrees.
    new_places, new_corners
        The same of parts that are crowded still; written to, room for 16 n.
    state
        Cells done, words written, parts found; written to.
    """
    while state[0] < len(places):
        k = state[0]
        record = -words[places[k]] - 2
        room = 17 + 16 * (4 + 3 * words[record] + 3 * _edges_of(words, record))
        if state[1] + room > len(words):
            return
        state[1], state[2] = _divide(
            xy,
            words,
            state[1],
            places[k],
            (corners[2 * k], corners[2 * k + 1]),
            (wide, high),
            new_places,
            new_corners,
            state[2],
        )
        state[0] += 1
