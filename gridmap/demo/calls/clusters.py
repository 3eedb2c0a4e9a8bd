"""Clusters: places where the same trouble comes together, goes, and comes again."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.demo.calls.cluster_kinds import CLUSTER_KINDS, ClusterKind
from gridmap.demo.calls.cluster_waves import Wave, draw_waves
from gridmap.demo.calls.days import Days
from gridmap.demo.calls.incidents import Incidents
from gridmap.demo.calls.kinds import KIND_OF_CODE
from gridmap.demo.calls.places import Places
from gridmap.demo.land.district import District
from gridmap.demo.plane import Bools, Floats, Ints, to_degrees, to_microdegrees, to_plane
from gridmap.demo.seeds import stream

_APART = 700.0
_LAMPS_APART = 42.0


@dataclass(frozen=True)
class Cluster:
    """One cluster as it was made: the truth that a search for hotspots is held against.

    ``place`` is the address in its middle; ``one_caller`` tells that nearly all its reports
    come from one person.
    """

    kind: ClusterKind
    place: int
    waves: list[Wave]
    one_caller: bool


def make_clusters(
    seed: int, district: District, places: Places, days: Days, share: float, spared: Bools
) -> tuple[list[Cluster], Incidents]:
    """Make the clusters and their incidents.

    Parameters
    ----------
    seed, district, places, days
        Where and when.
    share
        How many clusters, as a share of the usual numbers; at least one of each kind.
    spared
        Places that get none.
    """
    clusters: list[Cluster] = []
    spots: list[tuple[Floats, Floats]] = []
    for kind in CLUSTER_KINDS:
        rng = stream(seed, "clusters", kind.code)
        loners = round(kind.loners * min(share, 1.0))
        chosen = _chosen(rng, kind, places, max(1, round(kind.count * share)), spared)
        for rank, place in enumerate(chosen):
            waves = draw_waves(rng, kind, days)
            clusters.append(Cluster(kind, place, waves, one_caller=rank < loners))
            spots += [_spots(rng, kind, district, places, place, wave.start.size) for wave in waves]
    return clusters, _incidents(district, places, clusters, spots)


def _chosen(
    rng: np.random.Generator, kind: ClusterKind, places: Places, count: int, spared: Bools
) -> list[int]:
    """Choose addresses that keep their distance; fewer when there is no room for all."""
    weights = np.where(spared, 0.0, places.homes * (0.1 + places.density / 1e3) ** kind.town)
    x, y = to_plane(to_degrees(places.lon), to_degrees(places.lat))
    chosen: list[int] = []
    while len(chosen) < count and weights.any():
        place = int(rng.choice(weights.size, p=weights / weights.sum()))
        chosen.append(place)
        weights[np.hypot(x - x[place], y - y[place]) < _APART] = 0.0
    return chosen


def _spots(
    rng: np.random.Generator,
    kind: ClusterKind,
    district: District,
    places: Places,
    place: int,
    count: int,
) -> tuple[Floats, Floats]:
    """Scatter a wave's incidents, in metres: around the address, or along its road."""
    scatter = rng.standard_normal((2, count)) * kind.radius_m
    if kind.shape == "line":
        x, y = _lamps(district, places, place, count)
    else:
        x, y = to_plane(to_degrees(places.lon[place]), to_degrees(places.lat[place]))
    return x + scatter[0], y + scatter[1]


def _lamps(district: District, places: Places, place: int, count: int) -> tuple[Floats, Floats]:
    """Put a row of lamps along the way from the address towards the seat."""
    mesh, corner = district.ground.mesh, int(places.corner[place])
    way = [corner]
    while places.ways.before[way[-1]] != way[-1] and len(way) < count + 2:
        way.append(int(places.ways.before[way[-1]]))
    x, y = mesh.x[way], mesh.y[way]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    lamps = np.minimum(np.arange(count) * _LAMPS_APART, along[-1])
    return np.interp(lamps, along, x), np.interp(lamps, along, y)


def _incidents(
    district: District,
    places: Places,
    clusters: list[Cluster],
    spots: list[tuple[Floats, Floats]],
) -> Incidents:
    waves = [(number, wave) for number, cluster in enumerate(clusters) for wave in cluster.waves]
    cluster = np.concatenate([np.full(wave.start.size, number) for number, wave in waves])
    place = np.array([cluster.place for cluster in clusters])[cluster]
    lon, lat = to_microdegrees(
        np.concatenate([x for x, _ in spots]), np.concatenate([y for _, y in spots])
    )
    grid = _grids_around(district, lon, lat)
    # What fell off the map or onto a border goes to the address in the middle.
    lon, lat = (
        np.where(grid < 0, places.lon[place], lon),
        np.where(grid < 0, places.lat[place], lat),
    )
    return Incidents(
        kind=np.array([KIND_OF_CODE[cluster.kind.code] for cluster in clusters])[cluster],
        start=np.concatenate([wave.start for _, wave in waves]),
        closed=np.concatenate([wave.closed for _, wave in waves]),
        lon=lon,
        lat=lat,
        grid=np.where(grid < 0, places.grid[place], grid),
        place=place,
        cluster=cluster,
    )


def _grids_around(district: District, lon: Ints, lat: Ints) -> Ints:
    """Find the grid strictly around each point, -1 where there is none."""
    tree = shapely.STRtree(district.grids.polygons)
    points = shapely.points(to_degrees(lon), to_degrees(lat))
    grid = np.full(lon.size, -1, dtype=np.int64)
    point, found = tree.query(points, predicate="within")
    grid[point] = found
    return grid
