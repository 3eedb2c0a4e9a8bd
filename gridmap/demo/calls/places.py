"""Addresses: spots along the ways between homes, where trouble is and people are."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.demo.calls.days import draw_weighted
from gridmap.demo.land.district import District
from gridmap.demo.land.growth import Grown, grow
from gridmap.demo.land.names import street_names
from gridmap.demo.land.townships import TOWNSHIPS
from gridmap.demo.plane import Bools, Floats, Ints, to_degrees, to_microdegrees
from gridmap.demo.seeds import stream

PER_GRID = 40
_LANE = (6.0, 34.0)
_ATTEMPTS = 4
_SCHOOLS_PER_VILLAGE = 0.22
_NEAR_SCHOOL = 260.0


@dataclass(frozen=True)
class Places:
    """Addresses with their surroundings; ``PER_GRID`` in each grid, grid after grid.

    ``lon`` and ``lat`` are millionths of a degree, ``homes`` the households each stands for,
    ``density`` people per km², ``traffic`` people whose way to the seat leads past, 0..1.
    ``corner`` is the corner of the mesh it belongs to.
    """

    lon: Ints
    lat: Ints
    grid: Ints
    corner: Ints
    homes: Floats
    density: Floats
    traffic: Floats
    near_school: Bools
    labels: list[str]
    ways: Grown


def make_places(seed: int, district: District) -> Places:
    """Put addresses in every grid, mostly where its people are, along the ways to the seat."""
    ways = _ways(district)
    corner = _corners(seed, district)
    grid = district.division.grid[corner]
    lon, lat = _spots(seed, district, ways, corner)
    per_m2 = district.division.people / district.ground.mesh.ground
    traffic = _traffic(ways, district.division.people)
    return Places(
        lon=lon,
        lat=lat,
        grid=grid,
        corner=corner,
        homes=district.division.households[grid] / PER_GRID,
        density=per_m2[corner] * 1e6,
        traffic=np.sqrt(traffic[corner] / traffic.max()),
        near_school=_near_school(seed, district, corner),
        labels=_labels(seed, district),
        ways=ways,
    )


def _ways(district: District) -> Grown:
    """Lead the cheapest way from each corner to the seat of its township."""
    grid, mesh = district.division.grid, district.ground.mesh
    township = np.append(district.division.township[district.division.village], -1)[grid]
    start, end = mesh.sides.T
    network = district.ground.network.without(
        (grid[start] < 0) | (township[start] != township[end])
    )
    settlement = district.ground.settlement
    seats = []
    for number in range(len(TOWNSHIPS)):
        away = np.hypot(mesh.x - settlement.seat_x[number], mesh.y - settlement.seat_y[number])
        seats.append(int(np.argmin(np.where(township == number, away, np.inf))))
    return grow(network, np.array(seats), np.ones(len(seats)))


def _traffic(ways: Grown, people: Floats) -> Floats:
    """Add up, at each corner, the people who pass it on their way to the seat."""
    passing, before = people.tolist(), ways.before.tolist()
    for corner in np.argsort(-ways.cost, kind="stable").tolist():
        if before[corner] != corner:
            passing[before[corner]] += passing[corner]
    return np.array(passing)


def _corners(seed: int, district: District) -> Ints:
    """Draw corners in each grid, as likely as they have people."""
    rng = stream(seed, "places", "corners")
    owned = np.flatnonzero(district.division.grid >= 0)
    owned = owned[np.argsort(district.division.grid[owned], kind="stable")]
    grid, people = district.division.grid[owned], district.division.people[owned]
    count = len(district.grids.polygons)
    steps = np.cumsum(people)
    last = np.searchsorted(grid, np.arange(count), side="right") - 1
    high = steps[last]
    low = np.concatenate([[0.0], high[:-1]])
    drawn = rng.random((count, PER_GRID)) * (high - low)[:, None] + low[:, None]
    first = np.concatenate([[0], last[:-1] + 1])
    found = np.searchsorted(steps, drawn, side="right")
    corners: Ints = owned[np.clip(found, first[:, None], last[:, None])].ravel()
    return corners


def _spots(seed: int, district: District, ways: Grown, corner: Ints) -> tuple[Ints, Ints]:
    """Step from each corner along its way and aside; stay at the corner rather than leave."""
    rng = stream(seed, "places", "spots")
    mesh, polygons = district.ground.mesh, district.grids.polygons
    ahead_x = mesh.x[ways.before[corner]] - mesh.x[corner]
    ahead_y = mesh.y[ways.before[corner]] - mesh.y[corner]
    length = np.maximum(np.hypot(ahead_x, ahead_y), 1.0)
    along = rng.uniform(0.0, 0.9, corner.size)
    aside = rng.uniform(*_LANE, corner.size) * rng.choice([-1.0, 1.0], corner.size)
    lon, lat = to_microdegrees(mesh.x[corner], mesh.y[corner])
    waiting = np.ones(corner.size, dtype=np.bool_)
    for attempt in range(_ATTEMPTS):
        shrunk = 1.0 / 2**attempt
        x = mesh.x[corner] + shrunk * (along * ahead_x - aside * ahead_y / length)
        y = mesh.y[corner] + shrunk * (along * ahead_y + aside * ahead_x / length)
        try_lon, try_lat = to_microdegrees(x, y)
        inside = shapely.contains_xy(
            polygons[district.division.grid[corner]], to_degrees(try_lon), to_degrees(try_lat)
        )
        fits = waiting & inside
        lon, lat = np.where(fits, try_lon, lon), np.where(fits, try_lat, lat)
        waiting &= ~inside
    return lon, lat


def _near_school(seed: int, district: District, corner: Ints) -> Bools:
    """Put schools where people are dense, and tell which addresses are near one."""
    rng = stream(seed, "places", "schools")
    count = max(1, round(len(district.villages.polygons) * _SCHOOLS_PER_VILLAGE))
    people = district.division.people
    schools = corner[
        draw_weighted(rng, people[corner] / district.ground.mesh.ground[corner], count)
    ]
    mesh = district.ground.mesh
    near = np.zeros(corner.size, dtype=np.bool_)
    for school in schools.tolist():
        away = (mesh.x[corner] - mesh.x[school]) ** 2 + (mesh.y[corner] - mesh.y[school]) ** 2
        near |= away < _NEAR_SCHOOL**2
    return near


def _labels(seed: int, district: District) -> list[str]:
    """Write the address of every place: village, street or group, number."""
    rng = stream(seed, "places", "labels")
    villages, labels = district.villages.labels, []
    for village in district.division.village.tolist():
        township = TOWNSHIPS[int(district.division.township[village])]
        street = street_names(rng, 1)[0] if township.urban else f"{rng.integers(1, 16)}组"
        numbers = np.sort(rng.choice(np.arange(1, 200), PER_GRID, replace=False)).tolist()
        start = f"{township.name}{villages.names[village]}{street}"
        labels += [f"{start}{number}号" for number in numbers]
    return labels
