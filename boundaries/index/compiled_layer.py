"""One compiled layer, asked: owners, lines, and shares of a disc."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.geometry import degree_metres
from boundaries.index import batch, disc, lookup, nearest
from boundaries.jit import fast

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from boundaries.index.layout import LayerIndex

_EACH = 65_536
"""Points that a thread takes at a time."""
_CACHE_BYTES = 4_000_000
"""An index up to this size stays in a processor's cache."""
_TURN = 2.0 * math.pi


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
        held = self._holders(-180.0, lat)
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
        kernel = fast(batch.owners_at)

        def part(start: int) -> NDArray[np.int64]:
            end = start + each
            x, y = lon[start:end], lat[start:end]
            order = self._order(x, y)
            count = kernel(*self._parts, x, y, order, rows[start:end], unclean[start:end])
            return start + unclean[start : start + count]

        each = max(_EACH, -(-len(lon) // threads))
        starts = range(0, len(lon), each)
        if len(starts) > 1:
            with ThreadPoolExecutor(threads) as pool:
                found = list(pool.map(part, starts))
        else:
            found = [part(start) for start in starts]
        ruled = np.concatenate([np.empty(0, np.int64), *found])
        return self._across_the_seam(rows, ruled, lon, lat)

    def _order(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """In which order to look points up: tile by tile where the index is larger than a cache."""
        size = self.index.words.nbytes + self.index.xy.nbytes
        if len(lon) < _EACH or size < _CACHE_BYTES:
            return np.empty(0, dtype=np.int32)
        order = np.empty(len(lon), dtype=np.int32)
        side = 64 if size < 64 * _CACHE_BYTES else 128
        fast(batch.by_tile)(self.index.frame, lon, lat, side, order)
        return order

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

    def line_distance(self, row: int, lon: float, lat: float) -> float:
        """Metres from a point to the nearest line of an area, in the local scale of the point."""
        return self._nearest(row, nearest.OWN, lon, lat, math.inf)[0]

    def others_within(self, row: int, lon: float, lat: float, radius_m: float) -> bool:
        """Whether a line of another area is at most so far away."""
        limit = math.nextafter(radius_m, math.inf)
        return self._nearest(row, nearest.OTHERS, lon, lat, limit)[1] >= 0

    def nearest_area(self, lon: float, lat: float) -> tuple[float, int]:
        """Distance in metres and row of the area nearest to a point outside, in its local scale."""
        return self._nearest(-1, nearest.OTHERS, lon, lat, math.inf)

    def _nearest(
        self, row: int, wanted: int, lon: float, lat: float, limit: float
    ) -> tuple[float, int]:
        per_lon, per_lat = degree_metres(lat)
        kernel = self._kernel(nearest.nearest_line)
        best, found = limit, -1
        for x in (lon, _other_name(lon)):
            if x != lon and (180.0 - abs(lon)) * per_lon >= best:
                break
            metres, area = kernel(
                *self._parts, self._edged, x, lat, per_lon, per_lat, row, wanted, best
            )
            if area >= 0:
                best, found = metres, area
        return best, found

    def shares(self, lon: float, lat: float, radius_m: float) -> dict[int, float]:
        """For each area that a disc meets the share of the disc in it, 0 to 1."""
        per_lon, per_lat = degree_metres(lat)
        found = self._disc(lon, lat, per_lon, per_lat, radius_m)
        if (180.0 - abs(lon)) * per_lon < radius_m:
            beyond = self._disc(_other_name(lon), lat, per_lon, per_lat, radius_m)
            for row, share in beyond.items():
                found[row] = found.get(row, 0.0) + share
        return found

    def _disc(
        self, lon: float, lat: float, per_lon: float, per_lat: float, radius_m: float
    ) -> dict[int, float]:
        radius = radius_m
        for _ in range(4):
            angles, whose, table = self._lines(lon, lat, per_lon, per_lat, radius)
            shares = self._with_arcs(lon, lat, per_lon, per_lat, radius, angles, whose, table)
            if shares is not None:
                return shares
            # A line just touched the circle: a hair's breadth further out it does or doesn't.
            radius *= 1.0 + 1e-9
        return {}

    def _lines(
        self, lon: float, lat: float, per_lon: float, per_lat: float, radius: float
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], dict[int, tuple[int, float]]]:
        kernel, room, crossings = self._kernel(disc.disc_lines), 64, 256
        while True:
            areas, sums = np.full(room, -1, dtype=np.int64), np.zeros(room)
            angles, whose = np.empty(crossings), np.empty(crossings, dtype=np.int64)
            used = np.zeros(1, dtype=np.int64)
            events = kernel(
                *self._parts, lon, lat, per_lon, per_lat, radius, areas, sums, angles, whose, used
            )
            if events >= 0:
                taken = np.flatnonzero(areas >= 0).tolist()
                table = {place: (int(areas[place]), float(sums[place])) for place in taken}
                return angles[:events], whose[:events], table
            room, crossings = 4 * room, 8 * crossings

    def _with_arcs(
        self,
        lon: float,
        lat: float,
        per_lon: float,
        per_lat: float,
        radius: float,
        angles: NDArray[np.float64],
        whose: NDArray[np.int64],
        table: dict[int, tuple[int, float]],
    ) -> dict[int, float] | None:
        """The shares, with the arcs of the circle; ``None`` where crossings do not pair up."""
        if not len(angles) and not table:
            return dict.fromkeys(self._holders(lon, lat), 1.0)
        begin = _middle_of_largest_gap(angles)
        around = (angles - begin) % _TURN
        signs = np.where(whose & 1, -1.0, 1.0)
        arcs = dict.fromkeys((row for row, _ in table.values()), 0.0)
        for place, (row, _) in table.items():
            mine = whose >> 1 == place
            if signs[mine].sum() != 0:
                return None
            arcs[row] = float((signs[mine] * around[mine]).sum())
        x = lon + radius * math.cos(begin) / per_lon
        y = lat + radius * math.sin(begin) / per_lat
        for row in self._holders(x, y):
            arcs[row] = arcs.get(row, 0.0) + _TURN
        lines = dict(table.values())
        whole = math.pi * radius * radius
        shares = {r: (lines.get(r, 0.0) + 0.5 * radius**2 * arc) / whole for r, arc in arcs.items()}
        return {r: min(max(share, 0.0), 1.0) for r, share in shares.items() if share > 1e-12}

    def _holders(self, lon: float, lat: float) -> list[int]:
        """Rows of all areas that hold a point."""
        frame, words, xy, _ = self._views
        if not (frame[2] <= lon < frame[4] and frame[3] <= lat < frame[5]):
            return []
        word, east, south = lookup.leaf_of.plain(frame, words, lon, lat)  # type: ignore[attr-defined]
        if word >= -1:
            return [int(word)] if word >= 0 else []
        record = -int(word) - 2
        slots = int(words[record])
        chunks = (slots + 31) >> 5
        masks = [
            int(lookup.holders(words, xy, record, chunk, lon, lat, east, south))
            for chunk in range(chunks)
        ]
        first = record + 2 + chunks
        return [int(words[first + k]) for k in range(slots) if masks[k >> 5] >> (k & 31) & 1]


def _other_name(lon: float) -> float:
    """The same longitude, counted from the other side of the antimeridian."""
    return lon - math.copysign(360.0, lon)


def _middle_of_largest_gap(angles: NDArray[np.float64]) -> float:
    """The angle in the middle of the widest arc without a crossing."""
    if not len(angles):
        return 0.0
    ordered = np.sort(angles)
    gaps = np.diff(np.append(ordered, ordered[0] + _TURN))
    widest = int(gaps.argmax())
    return float(ordered[widest] + gaps[widest] / 2)


def index_arrays(index: LayerIndex) -> dict[str, NDArray[Any]]:
    """The arrays of an index by name."""
    return {field.name: getattr(index, field.name) for field in fields(index)}
