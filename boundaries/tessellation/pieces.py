"""A piece of a village that is to become so many grids, and how a straight cut divides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.chords import OuterRing, best_cut
from boundaries.tessellation.through_holes import best_hole_cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.tessellation.chords import Cut
    from boundaries.tessellation.rules import GridRules
    from boundaries.tessellation.through_holes import HoleCut
    from boundaries.tessellation.weights import Weights


@dataclass(frozen=True)
class Piece:
    """Ground in metres with its load.

    Attributes
    ----------
    polygon
        Valid, in one part.
    weights
        Its load.
    """

    polygon: shapely.Polygon
    weights: Weights


@dataclass
class Corners:
    """What is known of the corners of a village while it is cut.

    Attributes
    ----------
    new
        Put on its line beforehand, as ends for cuts: used only where they are worth it.
    cut
        Put on cuts, as ends for further cuts: free, as nobody else has that line.
    spacing
        Metres between corners of a cut.
    """

    new: set[tuple[float, float]]
    cut: set[tuple[float, float]]
    spacing: float


def cut_piece(
    piece: Piece, grids: int, rules: GridRules, corners: Corners
) -> tuple[tuple[Piece, int], tuple[Piece, int], float] | None:
    """Both sides of the best straight cut, the grids that each is to hold, and its score."""
    ring = OuterRing(piece.polygon, piece.weights, corners.new)
    if ring.load <= 0:
        return None
    straight = best_cut(ring, grids, rules)
    through = best_hole_cut(ring, grids, rules)
    if through is not None and (straight is None or through.score < straight.score):
        rings = _ring_sides(ring, through, corners)
        return _sides(piece, rings, through.left, grids, through.score, through.ring)
    if straight is None:
        return None
    return _sides(
        piece, _straight_sides(ring, straight, corners), straight.left, grids, straight.score
    )


def _straight_sides(
    ring: OuterRing, cut: Cut, corners: Corners
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    way = _way(ring.corners[cut.end], ring.corners[cut.start], corners)
    left = np.vstack([ring.corners[cut.start : cut.end + 1], way])
    return left, np.vstack([ring.corners[cut.end :], ring.corners[: cut.start + 1], way[::-1]])


def _ring_sides(
    ring: OuterRing, cut: HoleCut, corners: Corners
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    there = _way(ring.corners[cut.end], cut.hole[0], corners)
    back = _way(cut.hole[-1], ring.corners[cut.start], corners)
    left = np.vstack([ring.corners[cut.start : cut.end + 1], there, cut.hole, back])
    outer = [ring.corners[cut.end :], ring.corners[: cut.start + 1]]
    return left, np.vstack([*outer, back[::-1], cut.rest, there[::-1]])


def _sides(
    piece: Piece, rings: tuple[NDArray[np.float64], NDArray[np.float64]], left: int, grids: int,
    score: float, cut_hole: shapely.LinearRing | None = None,
) -> tuple[tuple[Piece, int], tuple[Piece, int], float]:  # fmt: skip
    """Both sides as pieces, each with the holes that lie in it."""
    holes = [
        hole
        for hole in shapely.get_rings(piece.polygon)[1:]
        if cut_hole is None or not shapely.equals_identical(hole, cut_hole)
    ]
    inside = shapely.Polygon(rings[0])
    within = [inside.covers(shapely.Polygon(hole).representative_point()) for hole in holes]
    one = shapely.Polygon(rings[0], [h for h, mine in zip(holes, within, strict=True) if mine])
    other = shapely.Polygon(
        rings[1], [h for h, mine in zip(holes, within, strict=True) if not mine]
    )
    loads = piece.weights.inside(np.array([one, other], dtype=object))
    return (Piece(one, loads[0]), left), (Piece(other, loads[1]), grids - left), score


def _way(
    start: NDArray[np.float64], end: NDArray[np.float64], corners: Corners
) -> NDArray[np.float64]:
    """Corners along a cut, without its ends; shape (n, 2)."""
    count = int(np.hypot(*(end - start)) // corners.spacing)
    way = start + (end - start) * (np.arange(1, count)[:, None] / max(count, 1))
    corners.cut.update((x, y) for x, y in way.tolist())
    return way
