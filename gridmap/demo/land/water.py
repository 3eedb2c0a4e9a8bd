"""The river as it is drawn: its centre line along the borders, and the water around it."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridmap.demo.land.borders import Borders
from gridmap.demo.plane import METRES_PER_LAT, METRES_PER_LON, MICRODEGREES, Ints, to_degrees

_SMOOTH = 12.0


@dataclass(frozen=True)
class Water:
    """Centre line and water surface inside the district (WGS 84)."""

    centre_line: BaseGeometry
    surface: BaseGeometry


def make_water(borders: Borders, north: Ints, district: BaseGeometry, half_width: float) -> Water:
    """Gather the centre line from the borders between the banks, and widen it.

    The line has the very vertices of the borders of the areas that it divides.

    Parameters
    ----------
    borders
        All borders.
    north
        1 for each grid on the north bank, else 0.
    district
        The district's polygon, which clips the water.
    half_width
        Metres from the centre line to the shore.
    """
    inside = (borders.left >= 0) & (borders.right >= 0)
    divides = inside & (north[borders.left] != north[borders.right])
    points = np.column_stack([to_degrees(borders.lon), to_degrees(borders.lat)])
    pieces = np.stack([points[borders.start[divides]], points[borders.end[divides]]], axis=1)
    line = shapely.line_merge(shapely.MultiLineString(list(pieces)))
    scale = np.array([METRES_PER_LON, METRES_PER_LAT])
    metric = shapely.transform(line, lambda degrees: degrees * scale)
    wide = shapely.buffer(shapely.simplify(metric, _SMOOTH), half_width, quad_segs=6)
    surface = shapely.transform(wide, lambda metres: metres / scale)
    clipped = shapely.intersection(surface, district)
    return Water(line, shapely.set_precision(clipped, 1.0 / MICRODEGREES))
