"""Mending the areas of a file, and what it did to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import polygons_only, repair_polygon
from boundaries.ground import joined
from boundaries.mending.plane import Plane
from boundaries.mending.slivers import give_gaps, give_overlaps
from boundaries.mending.snapping import insert_vertices, snap_vertices

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.mending.params import MendParams

_SAMPLES = 200
"""Stretches of a piece's outline at whose ends it is measured."""
_ROUNDS = 8
"""Each round leaves less than the one before; two are usual."""


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
    """All areas of a file, mended, and what was done to those that changed."""

    geometries: NDArray[np.object_]
    areas: tuple[AreaMended, ...]


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
    stay. Areas that need nothing keep their bytes; so does what is no polygon.

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
    after = _rounds(before, plane, params, report)
    report("tell")
    mended = geometries.copy()
    told = []
    for k, row in enumerate(rows.tolist()):
        if repaired[row] or not shapely.equals_exact(before[k], after[k], 0.0):
            shape = _as_it_was(plane.to_file(after[k]), geometries[row])
            mended[row] = shape
            told.append(_told(row, before[k], after[k], plane, repaired=bool(repaired[row])))
    return Mended(mended, tuple(told))


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
        area = area if repair is None else repair.geometry
        whole.append(None if area.is_empty else area)
        repaired[k] = repair is not None and not area.is_empty
    return whole, repaired


def _rounds(
    before: NDArray[np.object_], plane: Plane, params: MendParams, report: Callable[[str], None]
) -> NDArray[np.object_]:
    current, reach = before, params.farthest_m
    for _ in range(_ROUNDS):
        report("snap")
        mended = insert_vertices(snap_vertices(current, params.snap_m), params.snap_m)
        report("slivers")
        if params.sliver_m > 0:
            mended = give_overlaps(mended, before, params.sliver_m, reach)
        if params.gap_m > 0:
            mended = give_gaps(mended, before, params.gap_m, reach)
        changed = np.flatnonzero(~shapely.equals_exact(mended, current, 0.0))
        settled = current.copy()
        for row in changed.tolist():
            shape = plane.settled(mended[row])
            settled[row] = shape if shape.is_valid else current[row]
        if bool(shapely.equals_exact(settled, current, 0.0).all()):
            break
        current = settled
    return current


def _as_it_was(shape: BaseGeometry, original: BaseGeometry) -> BaseGeometry:
    """The shape wound, and wrapped in a multipolygon, as the one in the file."""
    first = shapely.get_parts(original)[0]
    clockwise = isinstance(first, shapely.Polygon) and not first.exterior.is_ccw
    wound = shapely.orient_polygons(shape, exterior_cw=clockwise)
    if original.geom_type == "MultiPolygon" and isinstance(wound, shapely.Polygon):
        return shapely.MultiPolygon([wound])
    return wound


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
