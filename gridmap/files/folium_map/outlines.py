"""Areas and hotspots as short lists of whole numbers, and where their names have room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

UNITS_PER_DEGREE = 1_000_000
"""Six decimals: a tenth of a metre."""

_METRES_PER_DEGREE = 111_195.0


def area_rows(areas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The features of a FeatureCollection as the page draws them.

    Returns
    -------
    list of dict
        ``code``, ``name``; ``parent``, the code of the area above; ``rings``, see `drawn_rings`;
        ``label``, lon and lat in millionths of a degree of the place farthest from the lines;
        ``room``, metres from there to the nearest line.
    """
    features = [feature for feature in areas["features"] if feature["geometry"]]
    geometries = np.array([shape(each["geometry"]) for each in features], dtype=object)
    return [
        {
            "code": str(feature["properties"]["code"]),
            "name": str(feature["properties"]["name"]),
            "parent": feature["properties"].get("parent_code"),
            "rings": drawn_rings(geometry),
            "label": [int(place[0]), int(place[1])],
            "room": int(room),
        }
        for feature, geometry, place, room in zip(
            features, geometries, *_label_places(geometries), strict=True
        )
    ]


def drawn_rings(geometry: BaseGeometry, units: int = UNITS_PER_DEGREE) -> list[list[int]]:
    """All rings of a polygon or multipolygon, holes included, to be filled even-odd.

    Each ring is flat: the first lon and lat in millionths of a degree, then the differences from
    vertex to vertex, without the closing one. A line that two areas share stays shared, as each
    of its vertices is rounded by itself.

    Parameters
    ----------
    units
        Of a degree, instead of millionths.
    """
    rings = []
    for part in shapely.get_parts(geometry):
        for ring in shapely.get_rings(part):
            coordinates = np.round(shapely.get_coordinates(ring)[:-1] * units)
            rings.append(_differences(coordinates.astype(np.int64)))
    return [ring for ring in rings if len(ring) >= 6]


def _differences(vertices: NDArray[np.int64]) -> list[int]:
    steps = np.diff(vertices, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    return [int(value) for value in np.concatenate((vertices[:1], steps)).ravel()]


def _label_places(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Centre, shape (n, 2), and radius in metres of the largest circle within each area."""
    if not len(geometries):
        return np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)
    middle = shapely.get_y(shapely.centroid(geometries)).mean()
    squeeze = np.array([np.cos(np.radians(middle)), 1.0])
    level = shapely.transform(geometries, lambda lonlat: lonlat * squeeze)
    radii = shapely.maximum_inscribed_circle(level)
    places = shapely.get_coordinates(shapely.get_point(radii, 0)) / squeeze
    metres = shapely.length(radii) * _METRES_PER_DEGREE
    return np.round(places * UNITS_PER_DEGREE).astype(np.int64), metres.astype(np.int64)
