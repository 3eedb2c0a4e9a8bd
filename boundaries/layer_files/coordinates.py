"""From the coordinates of a file to WGS 84, and what they can't be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import LayerFileError
from boundaries.model import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs
    from boundaries.layer_files.source import LayerSource

SMALLEST_DEGREE = 2.0**-300
"""Degrees nearer to zero than this are zero: products of smaller ones would vanish."""


def refuse_wrong_units(
    geometries: NDArray[np.object_], crs: SourceCrs, source: LayerSource
) -> None:
    """Refuse degrees that are metres or feet, metres or feet that are degrees, swapped axes.

    Raises
    ------
    LayerFileError
        Naming the likely cause.
    """
    west, south, east, north = shapely.total_bounds(geometries)
    if bool(np.isnan(west)):
        return
    seen = f"x from {west:,.6g} to {east:,.6g} and y from {south:,.6g} to {north:,.6g}"
    said = f"{'declared' if source.crs else 'the file says'} {crs.name[:60]}"
    could_be_degrees = max(-west, east) <= 180 and max(-south, north) <= 90
    if crs.geographic == could_be_degrees:
        return
    if not crs.geographic:
        raise LayerFileError(
            f"Coordinates run {seen}: these are degrees, not the metres or feet of a projected "
            f"system ({said}).",
            where=str(source.path),
            remedy="Declare what the degrees are: --crs wgs84, --crs EPSG:4490 or --crs gcj02.",
        )
    if max(-west, east) <= 90 and max(-south, north) <= 180:
        raise LayerFileError(
            f"Coordinates run {seen}: latitude and longitude look swapped ({said}).",
            where=str(source.path),
            remedy="Write longitude first.",
        )
    raise LayerFileError(
        f"Coordinates run {seen}: these are not degrees ({said}), but the feet or "
        "metres of a projected system.",
        where=str(source.path),
        remedy="Declare that system with --crs EPSG:n, for example EPSG:2249 for Massachusetts "
        "in feet or EPSG:4549 for CGCS2000 in metres.",
    )


def in_wgs84(
    geometries: NDArray[np.object_], crs: SourceCrs, source: LayerSource
) -> NDArray[np.object_]:
    """The geometries in WGS 84; every vertex is moved by itself, so shared borders stay shared.

    Raises
    ------
    LayerFileError
        When the CRS puts some of them off the earth.
    """
    if crs.name in {"wgs84", "cgcs2000"}:
        return geometries
    coordinates = shapely.get_coordinates(geometries)
    lon, lat = crs.to_wgs84(coordinates[:, 0], coordinates[:, 1])
    if not ((np.abs(lon) <= 180) & (np.abs(lat) <= 90)).all():
        raise LayerFileError(
            f"Some coordinates lie off the earth when read as {crs.name}.",
            where=str(source.path),
            remedy="Declare the right system with --crs.",
        )
    moved = shapely.set_coordinates(geometries.copy(), np.column_stack([lon, lat]))
    return np.asarray(moved, dtype=object)


def without_denormals(
    geometries: NDArray[np.object_], codes: tuple[str, ...], layer: str
) -> tuple[NDArray[np.object_], list[Finding]]:
    """The geometries with degrees that are all but zero set to zero, and a note where some were.

    Such a degree is far less than an atom wide; exact arithmetic on it runs out of exponents.
    """
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    tiny = (coordinates != 0) & (np.abs(coordinates) < SMALLEST_DEGREE)
    if not tiny.any():
        return geometries, []
    rows = np.unique(owner[tiny.any(axis=1)])
    coordinates[tiny] = 0.0
    clean = np.asarray(shapely.set_coordinates(geometries.copy(), coordinates), dtype=object)
    place = shapely.point_on_surface(clean[rows[0]])
    named = tuple(codes[row] for row in rows)
    message = (
        f"{int(tiny.sum()):,} coordinates of {len(rows):,} areas lay nearer to 0° than any "
        "instrument tells and were set to 0."
    )
    return clean, [Finding("zeroed", "note", layer, named, message, place.x, place.y)]
