"""Where areas of a layer share ground or leave some out, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only, square_metres
from boundaries.ground import mean_widths_m

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_BLOCK = 512
"""Intersections that are made at a time: polygons around them may be large."""


@dataclass(frozen=True)
class Misfits:
    """Connected pieces of ground that several areas hold, or none.

    Attributes
    ----------
    rows
        For each piece the rows of the areas concerned: the two that share it, or all around.
    shapes
        Polygons, shape (n,).
    square_m, width_m
        Area and mean width (2 · area / perimeter) of each, metres, shape (n,).
    """

    rows: tuple[tuple[int, ...], ...]
    shapes: NDArray[np.object_]
    square_m: NDArray[np.float64]
    width_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)


def overlaps_of(geometries: NDArray[np.object_]) -> Misfits:
    """The ground that pairs of valid polygons share, in connected pieces."""
    return _measured(*overlap_pieces(geometries))


def overlap_pieces(
    geometries: NDArray[np.object_],
) -> tuple[list[tuple[int, ...]], list[BaseGeometry]]:
    """Pairs of rows and the connected pieces that they share, in any plane."""
    left, right = _suspect_pairs(geometries)
    rows: list[tuple[int, ...]] = []
    pieces: list[BaseGeometry] = []
    for first in range(0, len(left), _BLOCK):
        one, other = left[first : first + _BLOCK], right[first : first + _BLOCK]
        shared = shapely.intersection(geometries[one], geometries[other])
        parts = [shapely.get_parts(polygons_only(each)) for each in shared]
        for a, b, found in zip(one.tolist(), other.tolist(), parts, strict=True):
            rows += [(a, b)] * len(found)
            pieces += found.tolist()
    return rows, pieces


def _suspect_pairs(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of areas that meet, of which one has edges that do not fit its neighbours.

    All others fit: they are skipped. An area that lies wholly inside another has such edges,
    the one around it may have none.
    """
    torn = np.flatnonzero(torn_areas(geometries))
    one, other = shapely.STRtree(geometries).query(geometries[torn], predicate="intersects")
    pairs = np.sort(np.column_stack([torn[one], other]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return pairs[:, 0], pairs[:, 1]


def torn_areas(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether an edge of each area does not fit those of its neighbours; shape (n,)."""
    edges = shapely.coverage_invalid_edges(geometries)
    return np.asarray(~shapely.is_empty(edges), dtype=np.bool_)


def gaps_of(geometries: NDArray[np.object_], ground: BaseGeometry | None = None) -> Misfits:
    """The ground that areas enclose and that none of them holds, in connected pieces.

    Of all that is not held, the piece that reaches the frame is the outside. Rings would not
    do: areas that meet in corners alone enclose ground too, and in a hole an area may stand.

    Parameters
    ----------
    ground
        `all_ground` of them, where it is known already.
    """
    return _measured(*gap_pieces(geometries, ground))


def gap_pieces(
    geometries: NDArray[np.object_], ground: BaseGeometry | None = None
) -> tuple[list[tuple[int, ...]], list[BaseGeometry]]:
    """Rows of the areas around and the connected pieces that they enclose, in any plane."""
    whole = all_ground(geometries) if ground is None else ground
    if whole.is_empty:
        return [], []
    west, south, east, north = shapely.bounds(whole)
    frame = shapely.box(west - 1, south - 1, east + 1, north + 1)
    pieces = shapely.get_parts(polygons_only(shapely.difference(frame, whole)))
    holes = pieces[~shapely.intersects(pieces, frame.exterior)]
    hole, area = shapely.STRtree(geometries).query(holes, predicate="intersects")
    around: list[list[int]] = [[] for _ in holes]
    for h, a in zip(hole.tolist(), area.tolist(), strict=True):
        around[h].append(a)
    return [tuple(sorted(each)) for each in around], holes.tolist()


def all_ground(geometries: NDArray[np.object_]) -> BaseGeometry:
    """The union of valid polygons; quick where their edges fit."""
    torn = torn_areas(geometries)
    fitting = shapely.coverage_union_all(geometries[~torn])
    if not torn.any():
        return fitting
    # The large union takes part once; among the torn ones it would at every step.
    return shapely.union(fitting, shapely.union_all(geometries[torn]))


def _measured(rows: list[tuple[int, ...]], pieces: list[BaseGeometry]) -> Misfits:
    """The pieces with their sizes, the largest first."""
    shapes = np.empty(len(pieces), dtype=object)
    shapes[:] = pieces
    sizes, widths = square_metres(shapes), mean_widths_m(shapes)
    order = np.argsort(-sizes, kind="stable")
    return Misfits(tuple(rows[k] for k in order), shapes[order], sizes[order], widths[order])
