"""Whether the areas of a level are made of those of the next, line for line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.jit import fast, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.index.layout import LayerIndex

_ONE = np.uint64(0x9E3779B97F4A7C15)
_TWO = np.uint64(0xBF58476D1CE4E5B9)
_THREE = np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


@kernel()
def _mixed(bits: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64."""
    bits = (bits ^ (bits >> _30)) * _TWO
    bits = (bits ^ (bits >> _27)) * _THREE
    return bits ^ (bits >> _31)


@kernel("(uint64[::1], int64[::1], int32[::1], uint64[::1])")
def edge_marks(
    bits: NDArray[np.uint64],
    ring_starts: NDArray[np.int64],
    ring_groups: NDArray[np.int32],
    marks: NDArray[np.uint64],
) -> None:
    """For each group of rings a mark of the edges that occur in it an odd number of times.

    Parameters
    ----------
    bits
        The coordinates' bits, x and y by turns.
    ring_groups
        Group of each ring; -1 to leave it out.
    marks
        Two numbers a group; written to. Sets of edges that differ have the same mark by a
        chance of 2⁻¹²⁸.
    """
    for ring in range(len(ring_starts) - 1):
        group = ring_groups[ring]
        if group < 0:
            continue
        v = 2 * ring_starts[ring]
        here = _mixed(bits[v] + _mixed(bits[v + 1] + _ONE))
        for vertex in range(ring_starts[ring] + 1, ring_starts[ring + 1]):
            v = 2 * vertex
            there = _mixed(bits[v] + _mixed(bits[v + 1] + _ONE))
            if there != here:
                # The same for either direction.
                one = _mixed((here ^ there) + _TWO * (here + there))
                marks[2 * group] ^= one
                marks[2 * group + 1] ^= _mixed(one + here * there)
            here = there


def composes(children: LayerIndex, parents: LayerIndex, parent_rows: NDArray[np.int32]) -> bool:
    """Whether each parent's lines are exactly those of its children, inner ones cancelled.

    Then a point that exactly one child holds is held by exactly that child's parent, and no
    parent needs to be asked.

    Parameters
    ----------
    parent_rows
        Row of each child's parent, int32; -1 for none.
    """
    if not len(parent_rows) or bool((parent_rows < 0).any()):
        return False
    of_part = parent_rows[children.part_areas]
    inner = _marks(children, of_part[children.ring_parts], len(parents.boxes))
    outer = _marks(parents, parents.part_areas[parents.ring_parts], len(parents.boxes))
    return bool((inner == outer).all())


def _marks(index: LayerIndex, groups: NDArray[np.int32], count: int) -> NDArray[np.uint64]:
    marks = np.zeros(2 * count, dtype=np.uint64)
    fast(edge_marks)(index.xy.view(np.uint64), index.ring_starts, groups.astype(np.int32), marks)
    return marks
