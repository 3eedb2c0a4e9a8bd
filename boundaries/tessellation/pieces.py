"""A piece of a village that is to become so many grids, and how a cut divides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.chords import OuterRing, best_cut
from boundaries.tessellation.through_holes import HoleCut, best_hole_cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.tessellation.chords import Cut
    from boundaries.tessellation.rules import GridRules
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
) -> tuple[tuple[Piece, int], tuple[Piece, int]] | None:
    """Both sides of the best cut, and the grids that each is to hold."""
    ring = OuterRing(piece.polygon, piece.weights, corners.new)
    cuts = [best_cut(ring, grids, rules), best_hole_cut(ring, grids, rules)]
    for cut in sorted((cut for cut in cuts if cut), key=lambda cut: cut.score):
        found = _cut_along(piece, ring, cut, grids, corners)
        # Where a hole touches the outer ring, a side may be two that meet in a corner alone.
        if all(shapely.is_valid(side.polygon) for side, _ in found):
            return found
    return None


def _cut_along(
    piece: Piece, ring: OuterRing, cut: Cut | HoleCut, grids: int, corners: Corners
) -> tuple[tuple[Piece, int], tuple[Piece, int]]:
    """Both sides as pieces, each with the holes that lie in it."""
    holes = list(shapely.get_rings(piece.polygon)[1:])
    if isinstance(cut, HoleCut):
        rings = _ring_sides(ring, cut, corners)
        holes = [hole for hole in holes if not shapely.equals_identical(hole, cut.ring)]
    else:
        rings = _straight_sides(ring, cut, corners)
    inside = shapely.Polygon(rings[0])
    within = [bool(inside.covers(shapely.Polygon(h).representative_point())) for h in holes]
    one = shapely.Polygon(rings[0], [h for h, mine in zip(holes, within, strict=True) if mine])
    other = shapely.Polygon(
        rings[1], [h for h, mine in zip(holes, within, strict=True) if not mine]
    )
    loads = piece.weights.inside(np.array([one, other], dtype=object))
    return (Piece(one, loads[0]), cut.left), (Piece(other, loads[1]), grids - cut.left)


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


def _way(
    start: NDArray[np.float64], end: NDArray[np.float64], corners: Corners
) -> NDArray[np.float64]:
    """Corners along a cut, without its ends; shape (n, 2)."""
    count = int(np.hypot(*(end - start)) // corners.spacing)
    way = start + (end - start) * (np.arange(1, count)[:, None] / max(count, 1))
    corners.cut.update((x, y) for x, y in way.tolist())
    return way
