"""A tract: blocks that hang together, to be divided along their lines or straight across one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.joining import best_halves, network_of
from boundaries.tessellation.pieces import Piece, cut_piece
from boundaries.tessellation.weights import AreaWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.joining import Halves
    from boundaries.tessellation.pieces import Corners
    from boundaries.tessellation.rules import GridRules
    from boundaries.tessellation.weights import Weights

_FINE = 0.12
"""Sides that are off by less than this share of a grid's load are as even as lines allow."""
_ROUNDS = 3
_HEAVY = 0.4
"""A block with more than this share of a grid is halved where blocks are too coarse."""


@dataclass(frozen=True)
class Tract:
    """Blocks in metres, shape (n,), the block of the lines each is of, and the load of all."""

    blocks: NDArray[np.object_]
    origin: NDArray[np.int64]
    weights: Weights

    def whole(self) -> BaseGeometry:
        """All blocks as one polygon."""
        return _joined(self.blocks)

    def mended(self) -> Tract:
        """Blocks that were halved and lie together again are one again."""
        blocks: list[BaseGeometry] = []
        origin: list[int] = []
        for each in np.unique(self.origin).tolist():
            mine = self.blocks[self.origin == each]
            parts = [mine[0]] if len(mine) == 1 else shapely.get_parts(_joined(mine)).tolist()
            blocks += parts
            origin += [each] * len(parts)
        column = np.empty(len(blocks), dtype=object)
        column[:] = blocks
        return Tract(column, np.array(origin), self.weights)


def _joined(blocks: NDArray[np.object_]) -> BaseGeometry:
    return blocks[0] if len(blocks) == 1 else shapely.coverage_union_all(blocks)


def divided_tract(
    tract: Tract, grids: int, rules: GridRules, corners: Corners, along: BaseGeometry | None
) -> tuple[tuple[Tract, int], tuple[Tract, int]] | None:
    """Both sides of the best division, with the grids each is to hold; ``None`` for none."""
    tract = tract.mended()
    if tract.weights.total <= 0:  # where nobody lives, grids share the ground
        tract = replace(tract, weights=AreaWeights(float(shapely.area(tract.blocks).sum())))
    if len(tract.blocks) == 1:
        return _straight(tract, grids, rules, corners)
    best: tuple[Halves, Tract, float] | None = None
    for _ in range(_ROUNDS):
        loads = np.array([each.total for each in tract.weights.inside(tract.blocks)])
        halves = best_halves(network_of(tract.blocks, loads, along, rules), grids, rules)
        if halves is not None and (best is None or halves.score < best[0].score):
            best = halves, tract, _unevenness(loads, halves, grids)
        if best is not None and best[2] <= _FINE:
            break
        finer = _finer(tract, loads, _HEAVY * loads.sum() / grids, rules, corners)
        if finer is None:
            break
        tract = finer
    return None if best is None else _sides(best[1], best[0], grids)


def _straight(
    tract: Tract, grids: int, rules: GridRules, corners: Corners
) -> tuple[tuple[Tract, int], tuple[Tract, int]] | None:
    cut = cut_piece(Piece(tract.blocks[0], tract.weights), grids, rules, corners)
    if cut is None:
        return None
    (one, left), (other, right) = cut
    return (_tract_of(one, tract), left), (_tract_of(other, tract), right)


def _tract_of(piece: Piece, tract: Tract) -> Tract:
    block = np.empty(1, dtype=object)
    block[0] = piece.polygon
    return Tract(block, tract.origin[:1], piece.weights)


def _unevenness(loads: NDArray[np.float64], halves: Halves, grids: int) -> float:
    """How far the worse side is from its share, by the load of a grid on it."""
    share = loads[halves.first].sum() / loads.sum() * grids
    right = grids - halves.left
    return float(max(abs(share / halves.left - 1), abs((grids - share) / right - 1)))


def _finer(
    tract: Tract, loads: NDArray[np.float64], heavy: float, rules: GridRules, corners: Corners
) -> Tract | None:
    """The tract with its heavy blocks halved; ``None`` where there is none to halve."""
    blocks: list[BaseGeometry] = []
    origin: list[int] = []
    weights = tract.weights.inside(tract.blocks)
    for block, each, load, own in zip(tract.blocks, tract.origin, loads, weights, strict=True):
        cut = cut_piece(Piece(block, own), 2, rules, corners) if load > heavy else None
        halves = [block] if cut is None else [cut[0][0].polygon, cut[1][0].polygon]
        blocks += halves
        origin += [each] * len(halves)
    if len(blocks) == len(tract.blocks):
        return None
    column = np.empty(len(blocks), dtype=object)
    column[:] = blocks
    return Tract(column, np.array(origin), tract.weights)


def _sides(tract: Tract, halves: Halves, grids: int) -> tuple[tuple[Tract, int], tuple[Tract, int]]:
    first, second = tract.blocks[halves.first], tract.blocks[~halves.first]
    whole = np.empty(2, dtype=object)
    whole[:] = [_joined(first), _joined(second)]
    one, other = tract.weights.inside(whole)
    return (
        (Tract(first, tract.origin[halves.first], one), halves.left),
        (Tract(second, tract.origin[~halves.first], other), grids - halves.left),
    )
