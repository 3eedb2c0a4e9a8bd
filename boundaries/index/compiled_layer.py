"""One compiled layer, asked: owners, lines, and shares of a disc."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.geometry import degree_metres
from boundaries.index import batch, disc, lookup, nearest
from boundaries.index.shares import Disc, disc_shares, holders_at
from boundaries.jit import fast

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from boundaries.index.layout import LayerIndex

_EACH = 65_536
"""Points that a thread takes at a time."""
_CACHE_BYTES = 16_000_000
"""An index of up to so many bytes stays in a processor's cache."""
_TILES = 16
"""Tiles a side that points are sorted by."""
_SORTED = 1 << 20
"""Points that are sorted at a time: enough for neighbours, few enough for any memory."""


class CompiledLayer:
    """Answers about one layer, by row.

    Parameters
    ----------
    index
        From `compile_layer`, or from a file.
    plain
        Ask without numba: the same answers, slower by a factor of a hundred, and at once. For
        one or two points that is the quicker way.
    """

    def __init__(self, index: LayerIndex, *, plain: bool = False) -> None:
        self.index = index
        self._plain = plain
        arrays: tuple[Any, ...] = index.frame, index.words, index.xy, index.edged
        # Items of a memoryview are Python's own numbers: quicker, and of any size.
        self._views: tuple[Any, ...] = tuple(memoryview(array) for array in arrays)
        asked = self._views if plain else arrays
        self._parts, self._edged = asked[:3], asked[3]
        self._owner_at = self._kernel(lookup.owner_at)
        self._nearest_line = self._kernel(nearest.nearest_line)
        self._disc_lines = self._kernel(disc.disc_lines)

    def _kernel(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        return kernel if self._plain else fast(kernel)

    def owner(self, lon: float, lat: float) -> tuple[int, bool]:
        """Row of the owner of a point, -1 for none; and whether exactly one area holds it."""
        found = self._owner_at(*self._parts, lon, lat)
        if found >= 0 and lon != 180.0:
            return found, True
        if abs(lon) == 180.0:
            return self._on_the_seam(lat), False
        return (lookup.UNCLEAN - found if found <= lookup.UNCLEAN else -1), False

    def _on_the_seam(self, lat: float) -> int:
        """The owner at the antimeridian: the step east from 180 leads to -180.

        Whoever holds the point there comes before who touches it from either side.
        """
        held = holders_at(self._views, -180.0, lat)
        if held:
            return held[0]
        either = [self._owner_at(*self._parts, x, lat) for x in (-180.0, 180.0)]
        touching = [lookup.UNCLEAN - found for found in either if found <= lookup.UNCLEAN]
        return min(touching, key=self.index.ranks.__getitem__, default=-1)

    def owners(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], threads: int = 1
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Row of the owner of each point, -1 for none; and which points a rule decided.

        Parameters
        ----------
        lon, lat
            Degrees, float64, shape (n,); NaN has no owner.
        threads
            At most so many at once.

        Returns
        -------
        int32, shape (n,); and places of points that lie in several areas, or on the outer line.
        """
        if self._plain:
            return self._one_by_one(lon, lat)
        lon, lat = np.ascontiguousarray(lon), np.ascontiguousarray(lat)
        rows, unclean = np.empty(len(lon), np.int32), np.empty(len(lon), np.int64)
        look_up = self._sorted
        if len(lon) < _EACH or self._fits_a_cache():
            look_up = self._in_turn  # sorting would not pay

        def part(start: int) -> NDArray[np.int64]:
            end = start + each
            asked = lon[start:end], lat[start:end], rows[start:end], unclean[start:end]
            return start + look_up(*asked)

        each = max(_EACH, -(-len(lon) // threads))
        starts = range(0, len(lon), each)
        if len(starts) > 1:
            with ThreadPoolExecutor(threads) as pool:
                found = list(pool.map(part, starts))
        else:
            found = [part(start) for start in starts]
        ruled = np.concatenate([np.empty(0, np.int64), *found])
        return self._across_the_seam(rows, ruled, lon, lat)

    def _fits_a_cache(self) -> bool:
        return self.index.words.nbytes + self.index.xy.nbytes < _CACHE_BYTES

    def _in_turn(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        rows: NDArray[np.int32],
        unclean: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        count = fast(batch.owners_at)(*self._parts, lon, lat, rows, unclean)
        return unclean[:count]

    def _sorted(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        rows: NDArray[np.int32],
        unclean: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        size = min(len(lon), _SORTED)
        x, y = np.empty(size), np.empty(size)
        order, found = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
        places = [np.empty(0, dtype=np.int64)]
        for start in range(0, len(lon), size):
            end = min(start + size, len(lon))
            n = end - start
            fast(batch.by_tile)(
                self.index.frame, lon[start:end], lat[start:end], _TILES, x[:n], y[:n], order[:n]
            )
            ruled = self._in_turn(x[:n], y[:n], found[:n], unclean)
            fast(batch.put_back)(found[:n], order[:n], rows[start:end])
            places.append(start + order[ruled].astype(np.int64))
        return np.concatenate(places)

    def _one_by_one(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        answers = [self.owner(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
        rows = np.array([row for row, _ in answers], dtype=np.int32)
        ruled = [k for k, (row, clean) in enumerate(answers) if row >= 0 and not clean]
        return rows, np.array(ruled, dtype=np.int64)

    def _across_the_seam(
        self,
        rows: NDArray[np.int32],
        ruled: NDArray[np.int64],
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        frame = self.index.frame
        if frame[2] > -180.0 and frame[4] <= 180.0:
            return rows, ruled
        for k in np.flatnonzero(np.abs(lon) == 180.0).tolist():
            rows[k], clean = self.owner(float(lon[k]), float(lat[k]))
            if rows[k] >= 0 and not clean:
                ruled = np.append(ruled, k)
        return rows, np.unique(ruled)

    def line_distance(
        self, row: int, lon: float, lat: float, scale: tuple[float, float] | None = None
    ) -> float:
        """Metres from a point to the nearest line of an area, in the local scale of the point.

        Parameters
        ----------
        scale
            From `degree_metres`, where it is known.
        """
        return self._nearest(row, nearest.OWN, lon, lat, math.inf, scale)[0]

    def others_within(
        self,
        row: int,
        lon: float,
        lat: float,
        radius_m: float,
        scale: tuple[float, float] | None = None,
    ) -> bool:
        """Whether a line of another area is at most so far away."""
        limit = math.nextafter(radius_m, math.inf)
        return self._nearest(row, nearest.OTHERS, lon, lat, limit, scale)[1] >= 0

    def nearest_area(self, lon: float, lat: float) -> tuple[float, int]:
        """Distance in metres and row of the area nearest to a point outside, in its local scale."""
        return self._nearest(-1, nearest.OTHERS, lon, lat, math.inf)

    def _nearest(
        self,
        row: int,
        wanted: int,
        lon: float,
        lat: float,
        limit: float,
        scale: tuple[float, float] | None = None,
    ) -> tuple[float, int]:
        per_lon, per_lat = scale or degree_metres(lat)
        best, found = limit, -1
        for x in (lon, _other_name(lon)):
            if x != lon and (180.0 - abs(lon)) * per_lon >= best:
                break
            metres, area = self._nearest_line(
                *self._parts, self._edged, x, lat, per_lon, per_lat, row, wanted, best
            )
            if area >= 0:
                best, found = metres, area
        return best, found

    def shares(self, lon: float, lat: float, radius_m: float) -> dict[int, float]:
        """For each area that a disc meets the share of the disc in it, 0 to 1."""
        per_lon, per_lat = degree_metres(lat)
        parts = self._disc_lines, self._parts, self._views
        here = Disc(lon, lat, per_lon, per_lat, radius_m)
        found = disc_shares(*parts, here)
        if (180.0 - abs(lon)) * per_lon < radius_m:
            beyond = disc_shares(*parts, replace(here, lon=_other_name(lon)))
            for row, share in beyond.items():
                found[row] = found.get(row, 0.0) + share
        return found


def _other_name(lon: float) -> float:
    """The same longitude, counted from the other side of the antimeridian."""
    return lon - math.copysign(360.0, lon)


def index_arrays(index: LayerIndex) -> dict[str, NDArray[Any]]:
    """The arrays of an index by name."""
    return {field.name: getattr(index, field.name) for field in fields(index)}
