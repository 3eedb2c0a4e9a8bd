"""Metres around a place: the local projection that every distance is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer


@dataclass(frozen=True)
class LocalMetres:
    """A transverse Mercator projection centred at a place, unit metres, scale 1 at the centre.

    Distances are right to 1 in 10,000 within 90 km of the central meridian, which holds a
    district or a city. The centre is rounded to a tenth of a degree, so that small changes of
    the data leave it, and all that is computed in it, where it was.

    Attributes
    ----------
    lon, lat
        The centre, WGS 84 degrees.
    """

    lon: float
    lat: float

    @classmethod
    def around(cls, lon: float, lat: float) -> LocalMetres:
        """The projection centred within 0.05 degrees of a place."""
        return cls(round(lon, 1), round(lat, 1))

    def forward(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Metres east and north of the centre, for WGS 84 degrees of shape (n,)."""
        x, y = _transformer(self.lon, self.lat).transform(lon, lat)
        return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)

    def inverse(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """WGS 84 degrees of metres east and north of the centre, shape (n,)."""
        lon, lat = _transformer(self.lon, self.lat).transform(x, y, direction="INVERSE")
        return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)

    def place_of(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of one place given in metres."""
        lon, lat = self.inverse(np.array([x]), np.array([y]))
        return float(lon[0]), float(lat[0])


@lru_cache(maxsize=32)
def _transformer(lon: float, lat: float) -> Transformer:
    from pyproj import Transformer

    local = f"+proj=tmerc +lat_0={lat!r} +lon_0={lon!r} +k=1 +ellps=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", local, always_xy=True)
