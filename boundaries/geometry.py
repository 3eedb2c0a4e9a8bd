"""Polygons: mending rings, and measuring them on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_A = 6378137.0
"""Semi-major axis of WGS 84, metres."""
_E2 = 0.0066943799901413165
"""First eccentricity squared of WGS 84."""


@dataclass(frozen=True)
class Repair:
    """A mended geometry, and what was wrong with it."""

    geometry: BaseGeometry
    reason: str


def repair_polygon(geometry: BaseGeometry) -> Repair | None:
    """The geometry with its rings mended, or ``None`` where nothing was wrong with it.

    Follows the structure of the rings (`shapely.make_valid`, method ``structure``): what an
    outer ring encloses stays area. Lines and points that mending leaves over are dropped.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # of coordinates far beyond any earth
        if shapely.is_valid(geometry):
            return None
        mended = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
        if not shapely.is_valid(mended):  # it may leave two parts that share an edge
            mended = shapely.union_all(shapely.get_parts(mended))
        return Repair(polygons_only(mended), shapely.is_valid_reason(geometry))


def polygons_only(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, in two dimensions; empty where it has none."""
    flat: BaseGeometry = shapely.force_2d(geometry)
    if flat.geom_type in {"Polygon", "MultiPolygon"}:
        return flat
    parts = _polygons_in(flat)
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _polygons_in(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons of a collection, and of the collections in it."""
    if isinstance(geometry, shapely.Polygon):
        return [] if geometry.is_empty else [geometry]
    if geometry.geom_type not in {"MultiPolygon", "GeometryCollection"}:
        return []
    return [polygon for part in shapely.get_parts(geometry) for polygon in _polygons_in(part)]


def degree_metres(lat: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of latitude at a latitude, on WGS 84."""
    phi = math.radians(lat)
    root = math.sqrt(1.0 - _E2 * math.sin(phi) ** 2)
    per_lon = math.radians(_A * math.cos(phi) / root)
    per_lat = math.radians(_A * (1.0 - _E2) / root**3)
    return per_lon, per_lat


def _planar_m2(geometry: BaseGeometry) -> float:
    if geometry.is_empty:
        return 0.0
    per_lon, per_lat = degree_metres(geometry.centroid.y)
    return float(geometry.area) * per_lon * per_lat


def square_metres(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Area of each polygon on the ground, square metres; float64, shape (n,).

    Taken in the local scale of each polygon's centre: right to 0.1 % for areas of up to a
    degree across.
    """
    return np.array([_planar_m2(g) for g in geometries], dtype=np.float64)
