"""What the arrays of a compiled layer mean.

A dyadic grid lies over the layer: the sides of its cells are powers of two, in degrees, so that
the cell of a point is computed without rounding. ``words`` begins with one word for each cell,
row after row from the south-west:

- ``>= 0``: the cell lies wholly inside one area; this is its row in the layer;
- `NOBODY`: it lies wholly outside;
- ``<= -2``: the cell's record begins at word ``-value - 2``.

A record of a crowded cell says how it is divided once more::

    -k | 4**k words like the grid's own, row after row

Any other record says who may own a point of the cell, and by which edges that is decided::

    slots | runs | base, 32 slots a word | row of the area of each slot | runs, RUN_WORDS each

A run is a chain of edges of one ring: first vertex, number of edges, and the slots of the areas
on its left and right, 16 bits each, `NO_SLOT` for none. All edges that touch the cell are in its
runs, whole, never cut. A ray goes east from the point: every edge it crosses changes who owns it.
Edges that do not touch the cell are not looked at: what those east of it change is in ``base``,
and changes with the latitude only where a run ends east of the cell, at the latitude of that end.
Slots are in the order of the areas' codes, so that the lowest owns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOBODY = -1
NO_SLOT = 0xFFFF
RUN_WORDS = 3
CROWDED = 32
"""More edges than this, and a cell is divided once more."""

SCALE_X, SCALE_Y, WEST, SOUTH, EAST, NORTH, COLUMNS, ROWS = range(8)
"""Places in a frame."""


@kernel()
def base_words(slots: int) -> int:
    """How many words the base of so many slots takes."""
    return (slots + 31) >> 5


@kernel()
def areas_at(words: NDArray[np.int32], record: int) -> int:
    """Where the rows of a record's slots stand."""
    return record + 2 + base_words(words[record])


@kernel()
def runs_at(words: NDArray[np.int32], record: int) -> int:
    """Where a record's runs stand."""
    slots: int = words[record]
    return record + 2 + base_words(slots) + slots


@kernel()
def left_slot(sides: int) -> int:
    """Slot of the area on the left of a run, from its last word."""
    return sides & 0xFFFF


@kernel()
def right_slot(sides: int) -> int:
    """Slot of the area on its right."""
    return (sides >> 16) & 0xFFFF


@kernel()
def sides_word(left: int, right: int) -> int:
    """The last word of a run with these slots beside it."""
    return signed_word(left | (right << 16))


@kernel()
def signed_word(value: int) -> int:
    """32 bits as the signed number that they are as an int32."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


@dataclass(frozen=True)
class LayerIndex:
    """The arrays of one compiled layer; none of them is ever written to again.

    Attributes
    ----------
    frame
        Cells a degree of longitude and of latitude (powers of two), west, south, east and
        north of the grid in degrees, and its columns and rows; float64, shape (8,).
    words
        The grid and its records, int32.
    xy
        lon, lat, lon, lat … of every vertex of every ring, degrees, float64.
    ring_starts
        First vertex of each ring, and the number of vertices behind the last; int64.
    ring_parts
        Number of the polygon that each ring belongs to, int32; the first is its shell.
    part_areas
        Row of the area that each polygon belongs to, int32.
    ranks
        Place of each area in the order of their codes, int32, shape (n,).
    boxes
        West, south, east, north of each area, float64, shape (n, 4).
    edged
        For squares of 2, 4, 8 … cells whether any edge touches one of them, uint8; see
        `pyramid`.
    """

    frame: NDArray[np.float64]
    words: NDArray[np.int32]
    xy: NDArray[np.float64]
    ring_starts: NDArray[np.int64]
    ring_parts: NDArray[np.int32]
    part_areas: NDArray[np.int32]
    ranks: NDArray[np.int32]
    boxes: NDArray[np.float64]
    edged: NDArray[np.uint8]

    @property
    def nbytes(self) -> int:
        """Bytes of the index besides the layer's own coordinates."""
        return self.words.nbytes + self.edged.nbytes + self.boxes.nbytes + self.frame.nbytes


def frame_of(
    scale_x: float, scale_y: float, column: int, row: int, columns: int, rows: int
) -> NDArray[np.float64]:
    """A frame from its scales (powers of two), first cell, and size."""
    west, south = column / scale_x, row / scale_y
    east, north = (column + columns) / scale_x, (row + rows) / scale_y
    return np.array([scale_x, scale_y, west, south, east, north, columns, rows], dtype=np.float64)
