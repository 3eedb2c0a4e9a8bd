"""Slivers given to the neighbour with which they share the longest line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only
from boundaries.mending.reach import lies_within, stays_within, without_rims
from boundaries.misfits import gap_pieces, overlap_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_ON_LINE_M = 1e-5
"""So near to a line is on it: computed crossings are rounded."""
_SMALLEST_M2 = 1e-6
"""Pieces below this, square metres, are rounding."""


def give_overlaps(
    geometries: NDArray[np.object_], before: NDArray[np.object_], width_m: float, reach_m: float
) -> NDArray[np.object_]:
    """Polygons in metres without the thin overlaps between them.

    Parameters
    ----------
    before
        The polygons as they were: none may withdraw farther from there than the reach.
    width_m
        Overlaps of less mean width that are nowhere wider are taken from one of the two areas.
    """
    given = geometries.copy()
    for rows, piece in zip(*overlap_pieces(geometries), strict=True):
        if not is_thin(piece, width_m):
            continue
        one, other = rows
        # What an earlier piece took is no longer shared.
        still = polygons_only(
            shapely.intersection(shapely.intersection(piece, given[one]), given[other])
        )
        if still.area > _SMALLEST_M2:
            _take(given, before, (one, other), still, (width_m, reach_m))
    return given


def is_thin(piece: BaseGeometry, width_m: float) -> bool:
    """Whether a polygon's mean width (2 · area / perimeter) is below a width, and it is there."""
    return bool(piece.area > _SMALLEST_M2 and 2.0 * piece.area < width_m * piece.length)


def _take(
    given: NDArray[np.object_],
    before: NDArray[np.object_],
    rows: tuple[int, int],
    piece: BaseGeometry,
    limits: tuple[float, float],
) -> None:
    """Take a piece from the area that has the shorter line with it, where it moves little."""
    one, other = rows
    # Where the piece ends at the other's line, the one goes on.
    with_one = shared_length(piece, shapely.boundary(given[other]))
    with_other = shared_length(piece, shapely.boundary(given[one]))
    losers = (other, one) if with_one >= with_other else (one, other)
    for loser in losers:
        left = polygons_only(shapely.difference(given[loser], piece))
        if left.is_empty or not left.is_valid:
            continue
        # A rim around the piece would hide how far the ground withdraws.
        near = lies_within(piece, without_rims(left), limits[0])
        if near and stays_within(before[loser], left, limits[1]):
            given[loser] = left
            return


def shared_length(piece: BaseGeometry, line: BaseGeometry) -> float:
    """Length of a polygon's edges that lie on a line."""
    total = 0.0
    for ring in shapely.get_rings(shapely.get_parts(piece)):
        corners = shapely.get_coordinates(ring)
        middles = shapely.points((corners[1:] + corners[:-1]) / 2)
        on = shapely.distance(middles, line) <= _ON_LINE_M
        total += float(np.hypot(*np.diff(corners, axis=0)[on].T).sum())
    return total


def give_gaps(
    geometries: NDArray[np.object_], before: NDArray[np.object_], width_m: float, reach_m: float
) -> NDArray[np.object_]:
    """Polygons in metres with the thin gaps between them filled.

    A gap along several areas is cut where one of them ends, so that each gets its own stretch.

    Parameters
    ----------
    before
        The polygons as they were: none may advance farther from there than the reach.
    """
    given = geometries.copy()
    tree = shapely.STRtree(geometries)
    for _, piece in zip(*gap_pieces(geometries), strict=True):
        if not is_thin(piece, width_m):
            continue
        around = np.sort(tree.query(piece, predicate="dwithin", distance=_ON_LINE_M))
        for part in _stretches(piece, shapely.boundary(geometries[around]), width_m):
            _fill(given, before, around.tolist(), part, (width_m, reach_m))
    return given


def _fill(
    given: NDArray[np.object_],
    before: NDArray[np.object_],
    around: Sequence[int],
    piece: BaseGeometry,
    limits: tuple[float, float],
) -> None:
    """Give a piece to the area with the longest line along it that need not reach far."""
    lengths = {row: shared_length(piece, shapely.boundary(given[row])) for row in around}
    for row in sorted(around, key=lambda row: (-lengths[row], row)):
        if lengths[row] <= 0 or not lies_within(piece, given[row], limits[0]):
            continue
        filled = polygons_only(shapely.union(given[row], piece))
        joined = len(shapely.get_parts(filled)) <= len(shapely.get_parts(given[row]))
        # A piece may be held already but for the rounding of its corners.
        gained = filled.area - given[row].area > _SMALLEST_M2
        fits = filled.is_valid and joined and gained
        if fits and stays_within(before[row], filled, limits[1]):
            given[row] = filled
            return


def _stretches(
    piece: BaseGeometry, lines: NDArray[np.object_], width_m: float
) -> list[BaseGeometry]:
    """A gap cut across where the area beside it changes on one side."""
    if len(lines) <= 2 or not isinstance(piece, shapely.Polygon):
        return [piece]
    corners = shapely.get_coordinates(piece.exterior)[:-1]
    middles = shapely.points((corners + np.roll(corners, -1, axis=0)) / 2)
    beside = np.argmin([shapely.distance(middles, line) for line in lines], axis=0)
    cuts = []
    for k in np.flatnonzero(beside != np.roll(beside, 1)).tolist():
        edges = [e for e in range(len(corners)) if beside[e] not in (beside[k], beside[k - 1])]
        if not edges:
            continue
        ends = np.stack([corners[edges], np.roll(corners, -1, axis=0)[edges]], axis=1)
        across = np.asarray(shapely.linestrings(ends), dtype=object)
        nearest = across[int(np.argmin(shapely.distance(across, shapely.Point(corners[k]))))]
        cut = shapely.shortest_line(shapely.Point(corners[k]), nearest)
        if 0 < cut.length <= 2.0 * width_m:
            cuts.append(cut)
    faces = shapely.get_parts(
        shapely.polygonize([shapely.union_all([piece.exterior, *piece.interiors, *cuts])])
    )
    inside = shapely.covers(shapely.buffer(piece, _ON_LINE_M), faces)
    return list(faces[inside]) or [piece]
