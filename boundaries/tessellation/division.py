"""A village divided into its grids, part by part: cut in two, and each side again."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.blocks import blocks_of
from boundaries.tessellation.tracts import Tract, divided_tract

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.pieces import Corners
    from boundaries.tessellation.rules import GridRules
    from boundaries.tessellation.weights import Weights


def divide_village(
    village: BaseGeometry, weights: Weights, grids: int, rules: GridRules, corners: Corners,
    lines: NDArray[np.object_],
) -> list[BaseGeometry]:  # fmt: skip
    """The grids of a village, in metres; fewer than asked for where no cut can be made.

    Parameters
    ----------
    village
        Polygon or multipolygon in metres, valid.
    weights
        Its load.
    lines
        Roads and rivers to follow, in metres; shape (n,).
    """
    parts = shapely.get_parts(village)
    loads = weights.inside(parts) if len(parts) > 1 else [weights]
    own = np.array([load.total for load in loads])
    homes = _homes(parts, own, grids, rules.alone * own.sum() / grids)
    together = np.array([own[homes == home].sum() for home in np.unique(homes)])
    numbers = shared_out(together, grids)
    made: list[BaseGeometry] = []
    for home, number in zip(np.unique(homes), numbers, strict=True):
        divided = divide_part(parts[home], loads[home], number, rules, corners, lines)
        made += _with_islets(
            divided, [parts[k] for k in np.flatnonzero(homes == home) if k != home]
        )
    return made


def _homes(
    parts: NDArray[np.object_], loads: NDArray[np.float64], grids: int, alone: float
) -> NDArray[np.int64]:
    """For each part the part that it is divided with: itself, unless it is too light by itself.

    A part lighter than `alone` is; and the lightest are where there are more parts than grids.
    """
    homes = np.arange(len(parts))
    # Of equally light parts, the smaller joins first.
    order = np.lexsort([shapely.area(parts), loads])
    by_itself = len(parts)
    for part in order[:-1].tolist():
        if loads[part] >= alone and by_itself <= grids:
            continue
        others = np.array([k for k in np.unique(homes) if homes[k] == k and k != part])
        nearest = others[shapely.distance(parts[others], parts[part]).argmin()]
        homes[homes == part] = nearest
        by_itself -= 1
    return homes


def shared_out(loads: NDArray[np.float64], grids: int) -> list[int]:
    """So many grids shared out by load, at least one each: the next to the heaviest a grid."""
    numbers = [1] * len(loads)
    heap = [(-float(load), k) for k, load in enumerate(loads)]
    heapq.heapify(heap)
    for _ in range(grids - len(loads)):
        _, k = heap[0]
        numbers[k] += 1
        # Sainte-Laguë's divisors: a share is rounded, not cut off.
        heapq.heapreplace(heap, (-float(loads[k]) / (numbers[k] - 0.5) * 0.5, k))
    return numbers


def _with_islets(grids: list[BaseGeometry], islets: list[BaseGeometry]) -> list[BaseGeometry]:
    """The grids with each islet joined to the one nearest to it."""
    joined = [[grid] for grid in grids]
    for islet in islets:
        joined[int(shapely.distance(np.array(grids, dtype=object), islet).argmin())].append(islet)
    return [
        parts[0] if len(parts) == 1
        else shapely.MultiPolygon(shapely.get_parts(np.array(parts, dtype=object)).tolist())
        for parts in joined
    ]  # fmt: skip


def divide_part(
    part: shapely.Polygon, weights: Weights, grids: int, rules: GridRules, corners: Corners,
    lines: NDArray[np.object_],
) -> list[BaseGeometry]:  # fmt: skip
    """The grids of one part, along the lines where that is as good as any other cut."""
    if grids == 1:
        return [part]
    blocks = blocks_of(part, lines, corners)
    along = shapely.union_all(lines) if len(blocks) > 1 else None
    return _divided(Tract(blocks, np.arange(len(blocks)), weights), grids, rules, corners, along)


def _divided(
    tract: Tract, grids: int, rules: GridRules, corners: Corners, along: BaseGeometry | None
) -> list[BaseGeometry]:
    made: list[BaseGeometry] = []
    waiting = [(tract, grids)]
    while waiting:
        piece, number = waiting.pop()
        halves = divided_tract(piece, number, rules, corners, along) if number > 1 else None
        if halves is None:
            made.append(piece.whole())
        else:
            waiting += reversed(halves)
    return made
