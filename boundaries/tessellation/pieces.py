"""A piece of a village that is to become so many grids, and how a straight cut divides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.chords import OuterRing, best_cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
) -> tuple[tuple[Piece, int], tuple[Piece, int], float] | None:
    """Both sides of the best straight cut, the grids that each is to hold, and its score."""
    ring = OuterRing(piece.polygon, piece.weights, corners.new)
    if ring.load <= 0:
        return None
    cut = best_cut(ring, grids, rules)
    if cut is None:
        return None
    way = _way(ring.corners[cut.end], ring.corners[cut.start], corners)
    left = np.vstack([ring.corners[cut.start : cut.end + 1], way])
    right = np.vstack([ring.corners[cut.end :], ring.corners[: cut.start + 1], way[::-1]])
    holes = list(shapely.get_rings(piece.polygon)[1:])
    inside = shapely.Polygon(left)
    within = [h for h in holes if inside.covers(shapely.Polygon(h).representative_point())]
    one = shapely.Polygon(left, within)
    other = shapely.Polygon(right, [h for h in holes if h not in within])
    loads = piece.weights.inside(np.array([one, other], dtype=object))
    return (
        (Piece(one, loads[0]), cut.left),
        (Piece(other, loads[1]), grids - cut.left),
        cut.score,
    )


def _way(
    start: NDArray[np.float64], end: NDArray[np.float64], corners: Corners
) -> NDArray[np.float64]:
    """Corners along a cut, without its ends; shape (n, 2)."""
    count = int(np.hypot(*(end - start)) // corners.spacing)
    way = start + (end - start) * (np.arange(1, count)[:, None] / max(count, 1))
    corners.cut.update((x, y) for x, y in way.tolist())
    return way
