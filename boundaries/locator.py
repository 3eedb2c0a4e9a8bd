"""Whose is this point? The owner of a point in every layer of an edition, exactly.

The answers are shapely's: a search tree of boxes, then prepared polygons. A point that
several areas of a layer touch goes to one of them by the half-open rule of
`boundaries.geometry.holds_half_open`; where that leads out of the layer, the area touching
the point owns it; where areas overlap, the lowest code does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import (
    degree_metres,
    distance_to_line_m,
    holds_half_open,
    in_local_metres,
)
from boundaries.model import Candidate, Link, Nearest, OverlayLink, Placement
from boundaries.positions import OFF_EARTH, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from boundaries.model import Edition, Layer

UNKNOWN_ACCURACY_M = 15.0
"""How near to another area a point is "ask first" when nobody says how accurate it is."""
_LEAST_ACCURACY_M = 1e-3
"""Below a millimetre a disc is a point: it has one owner, and no area to share."""
_BLOCK = 65_536
"""Points looked up at a time: what a call needs besides its answer stays small."""
_FAR_M = 100_000.0
"""Beyond it the local scale of a point is off by per cents."""
_QUADRANT_SEGMENTS = 32
_ROUNDING = 1.0 + 1e-9
"""How much the distances to a box and to what is in it may differ by rounding."""


@dataclass(frozen=True)
class Owners:
    """For each point its owner in every layer.

    Attributes
    ----------
    areas
        Layer code to row of the owning area in that layer, int32, shape (n,); -1 for none.
    outside
        Which points lie in no area of any level, bool, shape (n,); overlays do not count.
    """

    areas: dict[str, NDArray[np.int32]]
    outside: NDArray[np.bool_]


class _LayerIndex:
    """The search tree of one layer, and its polygons, prepared."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self._tree = shapely.STRtree(layer.geometries)
        self._boxes = shapely.bounds(layer.geometries).T
        shapely.prepare(layer.geometries)

    def owners(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        found = np.full(len(lon), -1, dtype=np.int32)
        known = np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat))
        for start in range(0, len(known), _BLOCK):
            block = known[start : start + _BLOCK]
            found[block] = self._block(lon[block], lat[block])
        return found

    def _block(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        point, area = self._tree.query(shapely.points(lon, lat))
        # Neighbouring pairs of one polygon keep its prepared form in the cache.
        order = np.argsort(area, kind="stable")
        point, area = point[order], area[order]
        touches = shapely.intersects_xy(self.layer.geometries[area], lon[point], lat[point])
        point, area = point[touches], area[touches]
        found = np.full(len(lon), -1, dtype=np.int32)
        found[point] = area
        count = np.bincount(point, minlength=len(lon))
        for shared in np.flatnonzero(count > 1):
            found[shared] = self._owner(area[point == shared], lon[shared], lat[shared])
        return found

    def _owner(self, touching: Iterable[int], lon: float, lat: float) -> int:
        """The one owner of a point that several areas touch."""
        codes, areas = self.layer.codes, [int(a) for a in touching]
        holding = [a for a in areas if holds_half_open(self.layer.geometries[a], lon, lat)]
        return min(holding or areas, key=lambda a: codes[a])

    def within(self, lon: float, lat: float, radius_m: float) -> list[tuple[float, int]]:
        """Areas at most so far from a point, with their distance in metres, nearest first."""
        per_lon, per_lat = degree_metres(lat)
        wide, high = radius_m / per_lon, radius_m / per_lat
        near = self._tree.query(shapely.box(lon - wide, lat - high, lon + wide, lat + high))
        measured = ((self._distance_m(int(a), lon, lat), int(a)) for a in near)
        return sorted((d, a) for d, a in measured if d <= radius_m)

    def nearest(self, lon: float, lat: float) -> tuple[float, int]:
        """Distance in metres and row of the area nearest to a point outside the layer."""
        # An area is no nearer than its box: boxes are taken nearest first, until none can win.
        bounds = self._box_distances_m(lon, lat)
        best = math.inf, -1
        for area in np.argsort(bounds, kind="stable").tolist():
            if bounds[area] > best[0] * _ROUNDING:
                break
            best = min(best, (self._distance_m(area, lon, lat), area))
        return best if best[0] <= _FAR_M else self._far(lon, lat)

    def _far(self, lon: float, lat: float) -> tuple[float, int]:
        """The same for a point so far away that a local scale means nothing: along geodesics.

        Of the areas' vertices the nearest counts. No vertex is nearer than the middle of its
        area's box less the way from there to a corner: that order ends the search early.
        """
        west, south, east, north = self._boxes
        x, y = (west + east) / 2, (south + north) / 2
        reach = np.maximum(_geodesic_m(x, y, west, south), _geodesic_m(x, y, east, north))
        bounds = _geodesic_m(lon, lat, x, y) - reach * _ROUNDING
        best = math.inf, -1
        for area in np.argsort(bounds, kind="stable").tolist():
            if bounds[area] > best[0]:
                break
            corners = shapely.get_coordinates(self.layer.geometries[area])
            best = min(best, (float(_geodesic_m(lon, lat, *corners.T).min()), area))
        return best

    def _box_distances_m(self, lon: float, lat: float) -> NDArray[np.float64]:
        """Metres from a point to the box of each area, shape (n,); 0 inside it."""
        west, south, east, north = self._boxes
        per_lon, per_lat = degree_metres(lat)
        wide = np.maximum(np.maximum(west - lon, lon - east), 0.0) * per_lon
        high = np.maximum(np.maximum(south - lat, lat - north), 0.0) * per_lat
        distances: NDArray[np.float64] = np.hypot(wide, high)
        return distances

    def _distance_m(self, area: int, lon: float, lat: float) -> float:
        local = in_local_metres(self.layer.geometries[area], lon, lat)
        return float(shapely.distance(local, shapely.Point(0.0, 0.0)))


def _geodesic_m(
    lon: float | NDArray[np.float64],
    lat: float | NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Metres along the ellipsoid from one place, or from each of n, to n places."""
    from pyproj import Geod

    here = np.broadcast_to(lon, x.shape), np.broadcast_to(lat, x.shape)
    _, _, metres = Geod(ellps="WGS84").inv(*here, x, y)
    return np.asarray(metres, dtype=np.float64)


class Locator:
    """Answers "whose is this point?" for one edition.

    Parameters
    ----------
    edition
        Its polygons must be valid.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._indexes = {layer.code: _LayerIndex(layer) for layer in edition.layers}

    def locate_many(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Owners:
        """The owner of each point in every layer.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84, float64, shape (n,). NaN for a point without a position, which
            has no owner.
        """
        areas = {code: index.owners(lon, lat) for code, index in self._indexes.items()}
        outside = np.ones(len(lon), dtype=bool)
        for level in self.edition.levels:
            outside &= areas[level.code] < 0
        return Owners(areas, outside)

    def locate(self, lon: float, lat: float, accuracy_m: float | None = None) -> Placement:
        """The full answer for one point.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.
        accuracy_m
            Radius in metres of the disc that holds the true position.
        """
        name = self.edition.name
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return Placement(lon, lat, name, "unplaced", REASONS[OFF_EARTH])
        rows = self.locate_many(np.array([lon]), np.array([lat])).areas
        chain = tuple(
            _link(layer, int(rows[layer.code][0]), lon, lat)
            for layer in reversed(self.edition.levels)
            if rows[layer.code][0] >= 0
        )
        overlays = tuple(
            _overlay_link(layer, int(rows[layer.code][0]))
            for layer in self.edition.overlays
            if rows[layer.code][0] >= 0
        )
        if not chain:
            return self._outside(lon, lat, overlays)
        near = self._others_near(lon, lat, chain[0], accuracy_m)
        return Placement(
            lon, lat, name, "border" if near else "inside",
            chain=chain, overlays=overlays, border_m=chain[0].border_m,
            candidates=self._candidates(lon, lat, chain[0].level, accuracy_m),
        )  # fmt: skip

    def _outside(self, lon: float, lat: float, overlays: tuple[OverlayLink, ...]) -> Placement:
        nearest = None
        if self.edition.levels:
            finest = self.edition.levels[-1]
            distance, area = self._indexes[finest.code].nearest(lon, lat)
            nearest = Nearest(finest.code, finest.codes[area], finest.names[area], distance)
        return Placement(
            lon, lat, self.edition.name, "outside", "outside_every_area",
            overlays=overlays, nearest=nearest,
        )  # fmt: skip

    def _others_near(self, lon: float, lat: float, own: Link, accuracy_m: float | None) -> bool:
        """Whether another area of the finest level is as near as the point is uncertain."""
        radius = UNKNOWN_ACCURACY_M if accuracy_m is None else accuracy_m
        index = self._indexes[own.level]
        return any(index.layer.codes[a] != own.code for _, a in index.within(lon, lat, radius))

    def _candidates(
        self, lon: float, lat: float, level: str, accuracy_m: float | None
    ) -> tuple[Candidate, ...]:
        """The share of the accuracy disc in each area of a level, likeliest first."""
        if accuracy_m is None or accuracy_m < _LEAST_ACCURACY_M:
            return ()
        index = self._indexes[level]
        disc = shapely.Point(0.0, 0.0).buffer(accuracy_m, quad_segs=_QUADRANT_SEGMENTS)
        shares = []
        for _, area in index.within(lon, lat, accuracy_m):
            local = in_local_metres(index.layer.geometries[area], lon, lat)
            share = float(shapely.intersection(local, disc).area / disc.area)
            shares.append((-share, index.layer.codes[area], index.layer.names[area]))
        return tuple(Candidate(level, code, name, -share) for share, code, name in sorted(shares))


def _link(layer: Layer, row: int, lon: float, lat: float) -> Link:
    border = distance_to_line_m(layer.geometries[row], lon, lat)
    return Link(layer.code, layer.codes[row], layer.names[row], border)


def _overlay_link(layer: Layer, row: int) -> OverlayLink:
    return OverlayLink(layer.code, layer.codes[row], layer.names[row])
