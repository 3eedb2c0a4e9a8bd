"""The flat plane the district is drawn on: metres east and north of its town, and back."""

import numpy as np
from numpy.typing import NDArray

CENTRE_LON = 119.95
CENTRE_LAT = 30.05
# Lengths of a degree on the WGS 84 ellipsoid at the centre. Over the 70 km of a district a
# plane with constant scale is off by 0.3 % at most, which no reader of a made-up map will miss.
METRES_PER_LON = 96_437.875
METRES_PER_LAT = 110_853.286
MICRODEGREES = 1_000_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def to_plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Turn WGS 84 degrees into metres east and north of the centre."""
    return (lon - CENTRE_LON) * METRES_PER_LON, (lat - CENTRE_LAT) * METRES_PER_LAT


def to_microdegrees(x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """Turn metres into whole millionths of a degree (about 0.1 m).

    Everything that is written to a file passes through these whole numbers first, so that
    what is read back is, digit for digit, what the polygons were built from.
    """
    lon = np.rint((CENTRE_LON + x / METRES_PER_LON) * MICRODEGREES)
    lat = np.rint((CENTRE_LAT + y / METRES_PER_LAT) * MICRODEGREES)
    return lon.astype(np.int64), lat.astype(np.int64)


def to_degrees(micro: Ints) -> Floats:
    """Turn whole millionths into degrees, each the float nearest to its decimal."""
    degrees: Floats = micro / MICRODEGREES
    return degrees
