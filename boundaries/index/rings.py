"""The rings of a layer, flat, as the index keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import BoundaryError
from boundaries.index.orientation import SMALLEST

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Rings:
    """All rings of a layer.

    Attributes
    ----------
    xy
        lon, lat, lon, lat … of every vertex, float64.
    starts
        First vertex of each ring, and the number of vertices behind the last, int64.
    parts, is_shell
        The polygon of each ring, int32, and whether it is its shell.
    part_areas
        Row of the area of each polygon, int32.
    area_rings
        First ring of each area, and the number of rings behind the last, int64.
    """

    xy: NDArray[np.float64]
    starts: NDArray[np.int64]
    parts: NDArray[np.int32]
    part_areas: NDArray[np.int32]
    is_shell: NDArray[np.bool_]
    area_rings: NDArray[np.int64]


def rings_of(geometries: NDArray[np.object_]) -> Rings:
    """The rings of polygons and multipolygons, in the order of their coordinates."""
    coordinates = shapely.get_coordinates(geometries)
    np.add(coordinates, 0.0, out=coordinates)  # makes a plain zero of a negative one
    lengths, is_shell, of_area, rows = _ring_shapes(geometries)
    ring_parts = np.cumsum(is_shell, dtype=np.int32) - np.int32(1)
    return Rings(
        coordinates.reshape(-1),
        _sums(lengths),
        ring_parts,
        rows[is_shell],
        is_shell,
        _sums(of_area),
    )


def _ring_shapes(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64], NDArray[np.int32]]:
    """Vertices of each ring, which are shells, how many an area has, and the area of each.

    The rings are in the order of `shapely.get_coordinates`. Most areas are one ring, which
    need not be taken apart.
    """
    plain = shapely.get_type_id(geometries) == shapely.GeometryType.POLYGON
    plain &= (shapely.get_num_interior_rings(geometries) == 0) & ~shapely.is_empty(geometries)
    of_area = plain.astype(np.int64)
    others = np.flatnonzero(~plain)
    parts, part_of = shapely.get_parts(geometries[others], return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    of_area[others] = np.bincount(part_of[ring_part], minlength=len(others))
    rows = np.repeat(np.arange(len(geometries), dtype=np.int32), of_area)
    of_other = ~plain[rows]
    lengths = np.empty(len(rows), dtype=np.int64)
    lengths[~of_other] = shapely.get_num_coordinates(geometries[plain])
    lengths[of_other] = shapely.get_num_coordinates(rings)
    is_shell = np.ones(len(rows), dtype=bool)
    is_shell[of_other] = np.diff(ring_part, prepend=-1) != 0
    return lengths, is_shell, of_area, rows


def _sums(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each group begins, and where the last ends; shape (n + 1,)."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def refuse_unfit(xy: NDArray[np.float64]) -> None:
    """Refuse coordinates that can't be computed with exactly.

    Raises
    ------
    BoundaryError
        When one is not finite, off the earth, or too close to 0.
    """
    size = np.abs(xy)
    if not bool((size[0::2] <= 180).all() and (size[1::2] <= 90).all()):
        raise BoundaryError(
            "An area has coordinates that are not on the earth.",
            remedy="Declare the coordinate system that the layer is in.",
        )
    if bool(((size > 0) & (size < SMALLEST)).any()):
        raise BoundaryError(
            f"An area has coordinates within {SMALLEST:.0e} degrees of 0, but not 0.",
            remedy="Write them as 0.",
        )


def boxes_of(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """West, south, east, north of each area, flat; what is empty has the box 0, 0, 0, 0."""
    return np.ascontiguousarray(np.nan_to_num(shapely.bounds(geometries)) + 0.0).reshape(-1)
