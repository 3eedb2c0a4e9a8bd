"""Where people live: dense around the seats, thin along the valleys, nobody on the crests."""

from dataclasses import dataclass, replace

import numpy as np

from gridmap.demo.land.noise import fractal
from gridmap.demo.land.river import River
from gridmap.demo.land.terrain import CELL, Terrain, cell_centres
from gridmap.demo.land.townships import TOWNSHIPS, Township
from gridmap.demo.plane import Floats, to_plane
from gridmap.demo.seeds import stream

_SHORE = 120.0
_SEARCH = 2_200.0
_STEEP = 60.0
_REMOTE = 1.3


@dataclass(frozen=True)
class Settlement:
    """People per square kilometre as a function of place, with the seats it thins out from.

    ``scale`` makes each seat's people add up to what its township should have.
    """

    seed: int
    river: River
    terrain: Terrain
    seat_x: Floats
    seat_y: Floats
    scale: Floats

    def people_at(self, x: Floats, y: Floats) -> Floats:
        """Give the people per km² at points in metres, before they gather in hamlets."""
        by_seat = [self._people_of(seat, x, y) for seat in range(len(TOWNSHIPS))]
        people: Floats = np.sum(by_seat, axis=0) * self._favour(x, y)
        return people

    def remoteness(self, x: Floats, y: Floats) -> Floats:
        """Give the distance to the nearest seat in units of its township's radius."""
        nearest = np.full_like(x, np.inf)
        for seat, township in enumerate(TOWNSHIPS):
            away = np.hypot(x - self.seat_x[seat], y - self.seat_y[seat])
            nearest = np.minimum(nearest, away / _radius(township))
        return nearest

    def scaled(self) -> "Settlement":
        """Set the scale of each seat by adding up its people over the plane."""
        x, y = cell_centres()
        favour = self._favour(x, y) * (self.remoteness(x, y) < _REMOTE) * CELL**2 / 1e6
        has = [(self._people_of(seat, x, y) * favour).sum() for seat in range(len(TOWNSHIPS))]
        wanted = [1_000.0 * township.people for township in TOWNSHIPS]
        return replace(self, scale=np.array(wanted) / np.array(has))

    def _people_of(self, seat: int, x: Floats, y: Floats) -> Floats:
        township = TOWNSHIPS[seat]
        away = (x - self.seat_x[seat]) ** 2 + (y - self.seat_y[seat]) ** 2
        town = _bell(away, 650.0 + 13.0 * township.people)
        country = _plateau(away, 1.15 * _radius(township))
        share = 0.6 if township.urban else 0.24
        floor = self.terrain.height_at(self.seat_x[seat], self.seat_y[seat])
        above = np.maximum(self.terrain.height_at(x, y) - floor, 0.0)
        flat = 1.0 / (1.0 + (above / _STEEP) ** 4) + 0.004
        people: Floats = self.scale[seat] * (share * town + (1.0 - share) * country) * flat
        return people

    def _favour(self, x: Floats, y: Floats) -> Floats:
        """Favour wide valleys and chance places; nobody lives in the river or on its shore."""
        valley = 0.12 + np.minimum(self.terrain.valley_at(x, y) / 9.0, 1.0)
        uneven = 1.0 + 0.9 * fractal(stream(self.seed, "settlement"), x, y, 2_600.0, 2)
        dry = np.abs(self.river.bank(x, y)) > self.river.half_width + _SHORE
        favour: Floats = valley * np.clip(uneven, 0.1, None) * dry
        return favour


def settle(seed: int, river: River, terrain: Terrain) -> Settlement:
    """Move each seat to the best valley floor near it, on its own bank, and spread people."""
    places = [_seat(river, terrain, township) for township in TOWNSHIPS]
    x, y = np.array(places).T
    return Settlement(seed, river, terrain, x, y, np.ones(len(TOWNSHIPS))).scaled()


def _radius(township: Township) -> float:
    return 1_000.0 * float(np.sqrt(township.area_km2 / np.pi))


def _seat(river: River, terrain: Terrain, township: Township) -> tuple[float, float]:
    ring = np.arange(-_SEARCH, _SEARCH + 1.0, 100.0)
    x, y = to_plane(np.array(township.lon), np.array(township.lat))
    around_x, around_y = (offset.ravel() for offset in np.meshgrid(x + ring, y + ring))
    bank = river.bank(around_x, around_y) * (1.0 if township.bank == "north" else -1.0)
    moved = np.hypot(around_x - x, around_y - y) / _SEARCH
    worth = terrain.valley_at(around_x, around_y) - terrain.height_at(around_x, around_y) / 10.0
    worth = np.where(bank > river.half_width + 4.0 * _SHORE, worth - 12.0 * moved**2, -np.inf)
    best = int(np.argmax(worth))
    return float(around_x[best]), float(around_y[best])


def _bell(away_squared: Floats, radius: float) -> Floats:
    """Give a rotationally symmetric density with integral 1 and heavy tails, per m²."""
    share: Floats = 1.0 / (np.pi * radius**2 * (1.0 + away_squared / radius**2) ** 2)
    return share


def _plateau(away_squared: Floats, radius: float) -> Floats:
    """Give a density that is even up to a radius and falls away beyond it, per m²."""
    share: Floats = 1.0 / (np.pi * radius**2 * (1.0 + (away_squared / radius**2) ** 3))
    return share
