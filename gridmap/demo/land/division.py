"""The ground divided three times over: into townships, their villages, their grids."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.land.apportion import apportion
from gridmap.demo.land.ground import Ground
from gridmap.demo.land.growth import Network, grow_evenly
from gridmap.demo.land.size import DistrictSize
from gridmap.demo.land.townships import TOWNSHIPS
from gridmap.demo.plane import Bools, Floats, Ints
from gridmap.demo.seeds import stream

PEOPLE_PER_HOUSEHOLD = 2.9
_FULLEST = 0.12
_CORNERS_FOR_A_CHILD = 5
_FILLINGS = 12
_LEAST = 0.5  # people per km² on the emptiest ground


@dataclass(frozen=True)
class Division:
    """Whose each corner of the mesh is, and whose each area is.

    ``grid`` holds a grid's number for each corner (-1 outside the district), ``village`` the
    village of each grid, ``township`` the township of each village. Areas are numbered in
    the order of their codes. ``people`` are those of each
    corner, ``households`` those of each grid.
    """

    grid: Ints
    village: Ints
    township: Ints
    people: Floats
    households: Floats


def divide(seed: int, ground: Ground, inside: Bools, size: DistrictSize) -> Division:
    """Divide the inside of the district.

    No area of any level lies on both banks: nothing grows across the river.
    """
    start, end = ground.mesh.sides.T
    open_ground = ground.network.without(
        ~inside[start] | ~inside[end] | (ground.north[start] != ground.north[end])
    )
    township_of = _townships(ground, inside, open_ground)
    # A tip of land that the river and the outline cut off from every seat is not taken in.
    inside = township_of >= 0
    people = _people(ground, township_of, size.grids)
    load = _load(ground, people, inside, people_share=0.5)
    villages = apportion(_totals(load, township_of) ** 0.8, size.villages, 2, _room(township_of))
    village_of = _split(seed, "villages", open_ground, township_of, villages, load)
    township = np.repeat(np.arange(villages.size), villages)
    load = _load(ground, people, inside, people_share=0.92)
    grids = apportion(_totals(load, village_of), size.grids, 1, _room(village_of))
    grid_of = _split(seed, "grids", open_ground, village_of, grids, load)
    households = _totals(people, grid_of) / PEOPLE_PER_HOUSEHOLD
    return Division(grid_of, np.repeat(np.arange(grids.size), grids), township, people, households)


def _townships(ground: Ground, inside: Bools, network: Network) -> Ints:
    seats = _seat_corners(ground, inside)
    wanted = np.array([township.area_km2 for township in TOWNSHIPS])
    load = np.where(inside, ground.mesh.ground, 0.0)
    return grow_evenly(network, seats, load, wanted / wanted.sum() * load.sum())


def _seat_corners(ground: Ground, inside: Bools) -> Ints:
    """Give the corner nearest to each seat, inside the district and on the right bank."""
    seats: list[int] = []
    for township, x, y in zip(
        TOWNSHIPS, ground.settlement.seat_x, ground.settlement.seat_y, strict=True
    ):
        away = np.hypot(ground.mesh.x - x, ground.mesh.y - y)
        allowed = inside & (ground.north == (township.bank == "north"))
        allowed[seats] = False
        seats.append(int(np.argmin(np.where(allowed, away, np.inf))))
    return np.array(seats)


def _people(ground: Ground, township_of: Ints, grids: int) -> Floats:
    """Scale the people of each township to the number it should have.

    No corner may hold more than a share of an average grid, or grids could not be equal;
    what is over goes to the others of its township.
    """
    wanted = np.array([1_000.0 * township.people for township in TOWNSHIPS])
    fullest = _FULLEST * wanted.sum() / grids
    people = np.where(township_of >= 0, ground.people + _LEAST * ground.mesh.ground / 1e6, 0.0)
    for _ in range(_FILLINGS):
        factor = np.append(wanted / _totals(people, township_of), 0.0)
        people = np.minimum(people * factor[township_of], fullest)
    return people


def _load(ground: Ground, people: Floats, inside: Bools, *, people_share: float) -> Floats:
    """Weigh each corner by its share of people and of ground."""
    ground_m2 = np.where(inside, ground.mesh.ground, 0.0)
    load: Floats = people / people.sum() * people_share
    load += ground_m2 / ground_m2.sum() * (1.0 - people_share)
    return load


def _totals(load: Floats, owner: Ints) -> Floats:
    owned = owner >= 0
    totals: Floats = np.bincount(owner[owned], load[owned]).astype(np.float64)
    return totals


def _room(owner: Ints) -> Ints:
    """Give the number of children that each parent has corners enough for."""
    room: Ints = np.maximum(np.bincount(owner[owner >= 0]) // _CORNERS_FOR_A_CHILD, 1)
    return room


def _split(
    seed: int, what: str, network: Network, parent: Ints, counts: Ints, load: Floats
) -> Ints:
    """Split each parent into so many children of about equal load; give each corner's child."""
    closed = parent[network.start] != parent[network.end]
    seeds = _scattered(seed, what, parent, counts, load)
    wanted = np.repeat(_totals(load, parent) / counts, counts)
    return grow_evenly(network.without(closed), seeds, load, wanted, parent[seeds])


def _scattered(seed: int, what: str, parent: Ints, counts: Ints, load: Floats) -> Ints:
    """Choose corners in each parent by chance, the likelier the more they weigh."""
    owned = np.flatnonzero(parent >= 0)
    # The smallest of exponential waiting times: a weighted draw without replacement.
    waits = stream(seed, "division", what).exponential(size=owned.size) / load[owned]
    order = np.lexsort((waits, parent[owned]))
    owner = parent[owned][order]
    rank = np.arange(owner.size) - np.searchsorted(owner, owner)
    chosen: Ints = owned[order[rank < counts[owner]]]
    return chosen
