"""Blocks joined to two sides of a piece: swept across in many directions, then improved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from boundaries.tessellation.score import side_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.tessellation.rules import GridRules

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DIRECTIONS = 12
_IMPROVED = 4
"""Sweeps that are worth improving."""
_MOVES = 200


@dataclass(frozen=True)
class BlockNetwork:
    """Blocks of a piece, and which share a line.

    Attributes
    ----------
    middles
        Shape (n, 2).
    loads, areas, outlines
        Load, square metres, and metres of line shared with no other block; shape (n,).
    one, other
        Blocks on either side of each shared line, shape (m,).
    counted
        Metres of each shared line, less where it follows a given line; shape (m,).
    """

    middles: Floats
    loads: Floats
    areas: Floats
    outlines: Floats
    one: Ints
    other: Ints
    counted: Floats

    def __len__(self) -> int:
        return len(self.areas)


def network_of(
    blocks: NDArray[np.object_], loads: Floats, along: shapely.Geometry | None, rules: GridRules
) -> BlockNetwork:
    """The network of some blocks that cover a piece.

    Parameters
    ----------
    along
        The given lines, to know which shared lines follow one.
    """
    one, other = shapely.STRtree(blocks).query(blocks, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    shared = shapely.intersection(shapely.boundary(blocks[one]), shapely.boundary(blocks[other]))
    length = shapely.length(shared)
    one, other, shared, length = (each[length > 0] for each in (one, other, shared, length))
    counted = length.copy()
    if along is not None:
        shapely.prepare(along)
        middle = shapely.line_interpolate_point(shapely.line_merge(shared), 0.5, normalized=True)
        follows = shapely.dwithin(along, middle, _ON_LINE_M)
        counted[follows] *= rules.along_lines
    outlines = shapely.length(blocks) - np.bincount(
        np.concatenate([one, other]), np.concatenate([length, length]), minlength=len(blocks)
    )
    middles = shapely.get_coordinates(shapely.point_on_surface(blocks))
    return BlockNetwork(
        middles, loads, shapely.area(blocks), np.maximum(outlines, 0.0), one, other, counted
    )


_ON_LINE_M = 0.01


@dataclass(frozen=True)
class Halves:
    """Which blocks lie on the first side, how many grids that is to hold, and how good it is."""

    first: Bools
    left: int
    score: float


def best_halves(network: BlockNetwork, grids: int, rules: GridRules) -> Halves | None:
    """The best division of the blocks in two connected sides; ``None`` where there is none."""
    found: list[Halves] = []
    for order in _sweeps(network, rules.seed):
        score, left = _prefix_scores(network, order, grids, rules)
        cut = int(np.argmin(score))
        first = np.zeros(len(network), dtype=bool)
        first[order[: cut + 1]] = True
        found.append(Halves(first, int(left[cut]), float(score[cut])))
    found.sort(key=lambda halves: halves.score)
    improved = [_improved(network, halves, grids, rules) for halves in found[:_IMPROVED]]
    whole = [halves for halves in improved if halves is not None]
    return min(whole, key=lambda halves: halves.score, default=None)


def _sweeps(network: BlockNetwork, seed: int) -> list[Ints]:
    phase = np.random.default_rng(seed).random()
    angles = (np.arange(_DIRECTIONS) + phase) * np.pi / _DIRECTIONS
    across = network.middles @ np.array([np.cos(angles), np.sin(angles)])
    return [np.argsort(across[:, k], kind="stable") for k in range(_DIRECTIONS)]


def _prefix_scores(
    network: BlockNetwork, order: Ints, grids: int, rules: GridRules
) -> tuple[Floats, Ints]:
    """For each first so many blocks of an order, but all: score, and grids on their side."""
    n = len(network)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    early = np.minimum(place[network.one], place[network.other])
    late = np.maximum(place[network.one], place[network.other])
    opened = np.bincount(early, network.counted, minlength=n)
    cut = np.cumsum(opened - np.bincount(late, network.counted, minlength=n))[:-1]
    load, area, outline = (
        np.cumsum(column[order])[:-1] for column in (network.loads, network.areas, network.outlines)
    )
    return _scores(network, (load, area, outline, cut), grids, rules)


def _scores(
    network: BlockNetwork, side: tuple[Floats, Floats, Floats, Floats], grids: int, rules: GridRules
) -> tuple[Floats, Ints]:
    load, area, outline, cut = side
    share = load / network.loads.sum() * grids
    left = np.clip(np.floor(share + 0.5), 1, grids - 1).astype(np.int64)
    rest = network.areas.sum() - area
    score = side_score(left, grids, share, area, outline + cut, rules.balance)
    score += side_score(
        grids - left, grids, grids - share, rest, network.outlines.sum() - outline + cut,
        rules.balance,
    )  # fmt: skip
    return score, left


def _improved(network: BlockNetwork, halves: Halves, grids: int, rules: GridRules) -> Halves | None:
    """The halves made connected, then improved block by block while that helps."""
    first = _connected(network, halves.first)
    if first is None:
        return None
    now = _score_of(network, first, grids, rules)
    for _ in range(_MOVES):
        moved = _best_move(network, first, now.score, grids, rules)
        if moved is None:
            break
        now, first = moved, moved.first
    return now


def _score_of(network: BlockNetwork, first: Bools, grids: int, rules: GridRules) -> Halves:
    cut = network.counted[first[network.one] != first[network.other]].sum()
    side = tuple(
        np.array([column[first].sum()])
        for column in (network.loads, network.areas, network.outlines)
    )
    score, left = _scores(network, (*side, np.array([cut])), grids, rules)  # type: ignore[arg-type]
    return Halves(first, int(left[0]), float(score[0]))


def _connected(network: BlockNetwork, first: Bools) -> Bools | None:
    """The sides, each reduced to its heaviest connected blocks; the others change sides."""
    first = first.copy()
    for side in (True, False, True):
        stray = _strays(network, first == side)
        first[stray] = not side
    both = first.any() and not first.all()
    whole = not (len(_strays(network, first)) or len(_strays(network, ~first)))
    return first if both and whole else None


def _strays(network: BlockNetwork, mine: Bools) -> Ints:
    """Blocks of a side that do not hang together with its largest blocks."""
    if not mine.any():
        return np.empty(0, dtype=np.int64)
    inside = mine[network.one] & mine[network.other]
    n = len(network)
    graph = coo_array(
        (np.ones(inside.sum(), dtype=np.int8), (network.one[inside], network.other[inside])),
        shape=(n, n),
    )
    _, label = connected_components(graph, directed=False)
    largest = np.argmax(np.bincount(label[mine], network.areas[mine]))
    return np.flatnonzero(mine & (label != largest))


def _best_move(
    network: BlockNetwork, first: Bools, score: float, grids: int, rules: GridRules
) -> Halves | None:
    """The halves after the move of one block that helps most and tears no side; or ``None``."""
    crossing = first[network.one] != first[network.other]
    edge = np.unique(np.concatenate([network.one[crossing], network.other[crossing]]))
    sign = np.where(first[edge], -1.0, 1.0)
    n = len(network)
    across = np.where(crossing, -network.counted, network.counted)
    change = np.bincount(network.one, across, n) + np.bincount(network.other, across, n)
    cut = network.counted[crossing].sum() + change[edge]
    load, area, outline = (
        column[first].sum() + sign * column[edge]
        for column in (network.loads, network.areas, network.outlines)
    )
    possible = (area > 0) & (area < network.areas.sum() * (1 - 1e-12))
    scores = np.full(len(edge), np.inf)
    if possible.any():
        side = (load[possible], area[possible], outline[possible], cut[possible])
        scores[possible] = _scores(network, side, grids, rules)[0]
    for k in np.argsort(scores, kind="stable")[:6]:
        if scores[k] >= score - 1e-9:
            return None
        moved = first.copy()
        moved[edge[k]] = ~moved[edge[k]]
        whole = moved.any() and not moved.all()
        if whole and not len(_strays(network, moved)) and not len(_strays(network, ~moved)):
            return _score_of(network, moved, grids, rules)
    return None
