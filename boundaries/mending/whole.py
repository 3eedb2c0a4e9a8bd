"""Mending the areas of a file, and what it did to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only, repair_polygon
from boundaries.ground import joined
from boundaries.mending.plane import Plane
from boundaries.mending.rounds import Rounds, drawn_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.mending.params import MendParams

_SAMPLES = 200
"""Stretches of a piece's outline at whose ends it is measured."""


@dataclass(frozen=True)
class AreaMended:
    """What was done to one area.

    Attributes
    ----------
    row
        Of the file, from 0.
    before_m2, after_m2
        Area on the ground.
    moved_m
        How far its ground reaches beyond where it was, or was withdrawn from, at most.
    repaired
        Whether its rings were invalid; `before_m2` is that of the repaired ones then.
    change
        The ground that was added or taken, in the file's coordinates; may be empty.
    """

    row: int
    before_m2: float
    after_m2: float
    moved_m: float
    repaired: bool
    change: BaseGeometry


@dataclass(frozen=True)
class Mended:
    """All areas of a file, mended, and what was done to those that changed.

    Attributes
    ----------
    geometries
        In the file's coordinates, shape (n,).
    areas
        What was done, one for each area that changed.
    left
        Rows of areas that were left as they were (rings apart): mending them would have found no
        end, or moved ground too far.
    """

    geometries: NDArray[np.object_]
    areas: tuple[AreaMended, ...]
    left: tuple[int, ...] = ()


def mend_areas(
    geometries: NDArray[np.object_],
    scale: tuple[float, float],
    params: MendParams,
    progress: Callable[[str], None] | None = None,
) -> Mended:
    """The polygons of a file with safe repairs: rings, snapping, slivers.

    Rings are repaired where they are invalid. Then, until nothing changes: vertices of
    neighbours that mean the same place are put there, edges are led through the vertices that
    they pass by, and overlaps and gaps below a width are given to the neighbour with the longest
    line along them. No area moves farther than `MendParams.farthest_m`; wider overlaps and gaps
    stay. Another run changes nothing: areas that would find no rest within that reach are left
    as they were, and told. Areas that need nothing keep their bytes; so does what is no polygon.

    Parameters
    ----------
    geometries
        In the file's coordinates, shape (n,), ``None`` allowed.
    scale
        Metres of a unit of x and y there, from `metres_per_unit`.
    """
    report = progress or (lambda _stage: None)
    report("rings")
    whole, repaired = _repaired(geometries)
    rows = np.array([k for k, each in enumerate(whole) if each is not None], dtype=np.int64)
    polygons = np.array([whole[k] for k in rows], dtype=object)
    plane = Plane(polygons, scale)
    before = plane.to_metres(polygons)
    after, left = Rounds(plane, params, report).fit(before)
    report("tell")
    mended = geometries.copy()
    told = []
    for k, row in enumerate(rows.tolist()):
        if repaired[row] or not shapely.equals_exact(before[k], after[k], 0.0):
            mended[row] = plane.to_file(after[k])
            told.append(_told(row, before[k], after[k], plane, repaired=bool(repaired[row])))
    return Mended(mended, tuple(told), tuple(rows[left].tolist()))


def _repaired(
    geometries: NDArray[np.object_],
) -> tuple[list[BaseGeometry | None], NDArray[np.bool_]]:
    """Valid polygons in two dimensions, ``None`` for what is none, and which were repaired."""
    whole: list[BaseGeometry | None] = []
    repaired = np.zeros(len(geometries), dtype=np.bool_)
    for k, geometry in enumerate(geometries):
        if geometry is None or not bool(np.isfinite(shapely.get_coordinates(geometry)).all()):
            whole.append(None)
            continue
        area = polygons_only(geometry)
        repair = repair_polygon(area)
        area = area if repair is None else drawn_as(repair.geometry, geometry)
        whole.append(None if area.is_empty else area)
        repaired[k] = repair is not None and not area.is_empty
    return whole, repaired


def _told(
    row: int, before: BaseGeometry, after: BaseGeometry, plane: Plane, *, repaired: bool
) -> AreaMended:
    added = polygons_only(shapely.difference(after, before))
    taken = polygons_only(shapely.difference(before, after))
    change = joined(np.array([added, taken], dtype=object))
    return AreaMended(
        row,
        float(before.area),
        float(after.area),
        max(_farthest(added, before), _farthest(taken, after)),
        repaired,
        plane.to_file(change),
    )


def _farthest(piece: BaseGeometry, polygon: BaseGeometry) -> float:
    """How far a piece of ground reaches from a polygon, metres."""
    if piece.is_empty:
        return 0.0
    # Between corners an edge may lie farther away than both. Of its lines: where polygons are
    # divided into short edges, thin ones lose corners.
    along = shapely.segmentize(shapely.boundary(piece), piece.length / _SAMPLES)
    places = shapely.points(shapely.get_coordinates(along))
    return float(np.max(shapely.distance(places, polygon)))
