"""Write the records of cells that several areas share, or that edges touch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from boundaries.index.lookup import holders
from boundaries.jit import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CROWDED = 32
"""More edges than this, and a cell is divided once more."""


@kernel()
def signed_word(value: int) -> int:
    """32 bits as the signed number that they are as an int32."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


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
    for chunk in range((words[record] + 31) >> 5):
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
    scale_x, scale_y, columns = frame[0], frame[1], math.floor(frame[6])
    column0, row0 = math.floor(frame[2] * scale_x), math.floor(frame[3] * scale_y)
    for shared in range(begin, stop):
        first_slot, n_slots = slot_starts[shared], slot_starts[shared + 1] - slot_starts[shared]
        first_run, n_runs = run_starts[shared], run_starts[shared + 1] - run_starts[shared]
        chunks = (n_slots + 31) >> 5
        words[size] = n_slots
        for chunk in range(chunks):
            words[size + 2 + chunk] = 0
        for k in range(n_slots):
            entry = slot_area[slots[first_slot + k]]
            words[size + 2 + chunks + k] = entry >> 1
            if entry & 1:
                bits = words[size + 2 + (k >> 5)] | (1 << (k & 31))
                words[size + 2 + (k >> 5)] = signed_word(bits)
        place = size + 2 + chunks + n_slots
        written, edges = 0, 0
        for k in range(first_run, first_run + n_runs):
            run = runs[k]
            start, count, entry = run_start[run], run_count[run], run_area[run]
            slot = 0
            while words[size + 2 + chunks + slot] != entry >> 1:
                slot += 1
            merged = False
            if n_runs <= 64:
                for j in range(written):
                    at = place + 3 * j
                    if (
                        words[at + 1] == count
                        and (
                            words[at + 2] & 0xFFFF == 0xFFFF
                            or (words[at + 2] >> 16) & 0xFFFF == 0xFFFF
                        )
                        and _reversed_twin(xy, words[at], start, count)
                    ):
                        # Reversed, what is left of one is right of the other.
                        sides = words[at + 2] & 0xFFFFFFFF
                        if entry & 1 and sides >> 16 == 0xFFFF:
                            words[at + 2] = signed_word((sides & 0xFFFF) | (slot << 16))
                            merged = True
                            break
                        if not entry & 1 and sides & 0xFFFF == 0xFFFF:
                            words[at + 2] = signed_word((sides & 0xFFFF0000) | slot)
                            merged = True
                            break
            if not merged:
                at = place + 3 * written
                words[at] = start
                words[at + 1] = count
                sides = slot | 0xFFFF0000 if entry & 1 else 0xFFFF | slot << 16
                words[at + 2] = signed_word(sides)
                written += 1
                edges += count
        words[size + 1] = written
        cell = cell_of[shared]
        column, row = column0 + cell % columns, row0 + cell // columns
        west, east = column / scale_x, (column + 1) / scale_x
        set_base(words, xy, size, west, row / scale_y, east)
        grid[cell] = -size - 2
        if edges > 32:
            crowded[counts[0]] = cell
            counts[0] += 1
        size = place + 3 * written
    return size
