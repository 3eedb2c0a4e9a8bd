"""How large, long and wide things are on the ground, in metres and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import degree_metres, square_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


def perimeters_m(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Length of all rings of each polygon, metres; float64, shape (n,).

    Each edge is taken in the local scale of its own middle.
    """
    parts, owner = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    along = ring[1:] == ring[:-1]
    edges = np.diff(corners, axis=0)[along]
    middles = ((corners[1:] + corners[:-1]) / 2)[along]
    east, north = _scales(middles[:, 1])
    lengths = np.hypot(edges[:, 0] * east, edges[:, 1] * north)
    of_area = owner[part[ring[1:][along]]]
    lengths_by_area = np.bincount(of_area, weights=lengths, minlength=len(geometries))
    return lengths_by_area.astype(np.float64)  # whole numbers where there is none


def _scales(lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres of a degree of longitude and of latitude, taken from a table of tenths of a degree."""
    table = np.array([degree_metres(each / 10.0) for each in range(-900, 901)])
    nearest = np.clip(np.rint(lat * 10.0) + 900, 0, 1800).astype(np.int64)
    return table[nearest, 0], table[nearest, 1]


def mean_widths_m(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Twice the area by the perimeter, metres; float64, shape (n,); 0 for nothing.

    Of a strip that is long and thin that is its width, of a square half its side.
    """
    around = perimeters_m(geometries)
    return np.divide(
        2.0 * square_metres(geometries), around, out=np.zeros_like(around), where=around > 0
    )


def in_metres(geometries: NDArray[np.object_], lat: float) -> NDArray[np.object_]:
    """The geometries with degrees turned into metres in the scale of one latitude."""
    scale = np.array(degree_metres(lat))
    moved = shapely.transform(geometries, lambda c: c * scale)
    return np.asarray(moved, dtype=object)


def size_words(square_m: float) -> str:
    """An area as people say it: m², and ha from one hectare on."""
    if square_m >= 10_000:
        return f"{square_m / 10_000:,.1f} ha"
    return f"{square_m:,.0f} m²" if square_m >= 10 else f"{square_m:,.2g} m²"


def share_words(share: float) -> str:
    """A share as people say it, in percent."""
    return f"{share:.2%}" if share >= 0.0001 else "less than 0.01%"


def length_words(metres: float) -> str:
    """A length as people say it: m, and km from one kilometre on."""
    if metres >= 1000:
        return f"{metres / 1000:,.1f} km"
    return f"{metres:,.1f} m" if metres >= 1 else f"{metres:,.2g} m"


def joined(pieces: NDArray[np.object_]) -> BaseGeometry:
    """Polygons as one geometry to draw; those that touch stay apart."""
    flat = [part for piece in pieces for part in shapely.get_parts(piece) if not part.is_empty]
    return flat[0] if len(flat) == 1 else shapely.MultiPolygon(flat)
