"""Write the records of cells that several areas share, or that edges touch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from boundaries.index.layout import (
    COLUMNS,
    CROWDED,
    NO_SLOT,
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
    sides_word,
    signed_word,
)
from boundaries.index.lookup import holders
from boundaries.jit import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@kernel()
def _reversed_twin(xy: NDArray[np.float64], one: int, other: int, edges: int) -> bool:
    """Whether two runs of so many edges are the same chain, walked from either end."""
    for k in range(edges + 1):
        a, b = 2 * (one + k), 2 * (other + edges - k)
        if xy[a] != xy[b] or xy[a + 1] != xy[b + 1]:
            return False
    return True


@kernel()
def set_base(
    words: NDArray[np.int32],
    xy: NDArray[np.float64],
    record: int,
    west: float,
    south: float,
    east: float,
) -> None:
    """Make the base of a record that holds who holds the cell's south-western corner.

    What the edges say at that corner is taken out of it, so that they may be asked anywhere.
    """
    for chunk in range(base_words(words[record])):
        mask = holders(words, xy, record, chunk, west, south, east, south)
        words[record + 2 + chunk] = signed_word(mask)


@kernel(
    "int64(float64[::1], float64[::1], int64, int64, int64[::1], int32[::1], int32[::1],"
    " int64[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[::1],"
    " int32[::1], int64, int32[::1], int64[::1])"
)
def write_records(
    xy: NDArray[np.float64],
    frame: NDArray[np.float64],
    begin: int,
    stop: int,
    slot_starts: NDArray[np.int64],
    slots: NDArray[np.int32],
    slot_area: NDArray[np.int32],
    run_starts: NDArray[np.int64],
    runs: NDArray[np.int32],
    run_start: NDArray[np.int32],
    run_count: NDArray[np.int32],
    run_area: NDArray[np.int32],
    cell_of: NDArray[np.int32],
    grid: NDArray[np.int32],
    words: NDArray[np.int32],
    size: int,
    crowded: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:
    """Write the records of shared cells, from one on; `words` must have room for them all.

    Parameters
    ----------
    begin, stop
        Which of the shared cells.
    slot_starts, slots, run_starts, runs
        Slots and runs of each shared cell, as `group` sorts them.
    grid
        The grid's words: those of the cells are set to their records.
    words, size
        Records are appended here, behind so many words.
    crowded, counts
        Written to: cells whose records ought to be divided, and at 0 their number.

    Returns
    -------
    The new size.
    """
    scale_x, scale_y, columns = frame[SCALE_X], frame[SCALE_Y], math.floor(frame[COLUMNS])
    column0, row0 = math.floor(frame[WEST] * scale_x), math.floor(frame[SOUTH] * scale_y)
    for shared in range(begin, stop):
        first_slot, n_slots = slot_starts[shared], slot_starts[shared + 1] - slot_starts[shared]
        first_run, n_runs = run_starts[shared], run_starts[shared + 1] - run_starts[shared]
        words[size] = n_slots
        areas, place = areas_at(words, size), runs_at(words, size)
        for base in range(size + 2, areas):
            words[base] = 0
        for k in range(n_slots):
            entry = slot_area[slots[first_slot + k]]
            words[areas + k] = entry >> 1
            if entry & 1:
                bits = words[size + 2 + (k >> 5)] | (1 << (k & 31))
                words[size + 2 + (k >> 5)] = signed_word(bits)
        written, edges = 0, 0
        for k in range(first_run, first_run + n_runs):
            run = runs[k]
            start, count, entry = run_start[run], run_count[run], run_area[run]
            slot = 0
            while words[areas + slot] != entry >> 1:
                slot += 1
            merged = False
            if n_runs <= 64:
                for j in range(written):
                    at = place + RUN_WORDS * j
                    # Reversed, what is left of one is right of the other.
                    left, right = left_slot(words[at + 2]), right_slot(words[at + 2])
                    free = right if entry & 1 else left
                    if (
                        free == NO_SLOT
                        and words[at + 1] == count
                        and _reversed_twin(xy, words[at], start, count)
                    ):
                        words[at + 2] = (
                            sides_word(left, slot) if entry & 1 else sides_word(slot, right)
                        )
                        merged = True
                        break
            if not merged:
                at = place + RUN_WORDS * written
                words[at] = start
                words[at + 1] = count
                words[at + 2] = (
                    sides_word(slot, NO_SLOT) if entry & 1 else sides_word(NO_SLOT, slot)
                )
                written += 1
                edges += count
        words[size + 1] = written
        cell = cell_of[shared]
        column, row = column0 + cell % columns, row0 + cell // columns
        west, east = column / scale_x, (column + 1) / scale_x
        set_base(words, xy, size, west, row / scale_y, east)
        grid[cell] = -size - 2
        if edges > CROWDED:
            crowded[counts[0]] = cell
            counts[0] += 1
        size = place + RUN_WORDS * written
    return size
