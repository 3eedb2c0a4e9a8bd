"""The course of the river that runs through the district from south-west to north-east."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from gridmap.demo.plane import Floats
from gridmap.demo.seeds import stream

# The axis of the valley as a unit vector (3, 4, 5 is a Pythagorean triple: exact).
_EAST, _NORTH = 0.8, 0.6
# A coarse course, in km east and north of the town, that leaves every seat on its bank.
_COURSE = (
    (-75.0, -55.0), (-50.0, -37.0), (-32.0, -26.5), (-22.5, -20.8), (-17.0, -14.6),
    (-10.5, -12.6), (-6.0, -8.0), (-1.8, -5.0), (0.6, -0.9), (5.2, 0.0), (9.0, 0.0),
    (13.5, 3.6), (18.5, 7.0), (26.0, 9.5), (45.0, 24.0),
)  # fmt: skip
_MEANDERS = ((560.0, 9_800.0), (210.0, 4_300.0))


@dataclass(frozen=True)
class River:
    """A river whose centre line lies ``offset(u)`` metres left of a straight axis.

    ``u`` runs along the axis downstream, in metres from the town. As the line is a function
    of ``u``, every point of the plane is on one bank or the other.
    """

    phases: tuple[float, ...]
    half_width: float = 240.0

    @classmethod
    def draw(cls, seed: int) -> "River":
        """Draw the small bends of the river; the large ones are given."""
        return cls(tuple(map(float, stream(seed, "river").uniform(0.0, 6.28, len(_MEANDERS)))))

    def bank(self, x: Floats, y: Floats) -> Floats:
        """Tell how many metres a point lies north of the centre line (south is negative)."""
        u, v = x * _EAST + y * _NORTH, y * _EAST - x * _NORTH
        slope = (self._offset(u + 50.0) - self._offset(u - 50.0)) / 100.0
        north: Floats = (v - self._offset(u)) / np.sqrt(1.0 + slope * slope)
        return north

    def _offset(self, u: Floats) -> Floats:
        east, north = np.array(_COURSE).T * 1_000.0
        along, across = east * _EAST + north * _NORTH, north * _EAST - east * _NORTH
        course = PchipInterpolator(along, across, extrapolate=True)(u)
        for (height, length), phase in zip(_MEANDERS, self.phases, strict=True):
            course = course + height * np.sin(u * (2.0 * np.pi / length) + phase)
        return np.asarray(course, dtype=np.float64)
