"""Reports: incidents as they arrive, with who called by which channel, and where it was put."""

import hashlib
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.demo.calls.clusters import Cluster
from gridmap.demo.calls.days import DAY
from gridmap.demo.calls.incidents import Incidents
from gridmap.demo.calls.kinds import KINDS
from gridmap.demo.calls.patterns import PATTERNS
from gridmap.demo.calls.reporting import Heard, open_days
from gridmap.demo.land.district import District
from gridmap.demo.plane import (
    METRES_PER_LAT,
    METRES_PER_LON,
    MICRODEGREES,
    Bools,
    Floats,
    Ints,
    to_degrees,
    to_microdegrees,
)

CHANNELS = ("电话", "微信", "网页", "来访", "网格员")
_BY_CHANNEL = (0.60, 0.85, 0.95, 1.0)
_CADRE = 4
DEFAULT_SHARE = 0.03
_BY_PHONE_GPS = 14.0
_MEASURED = 0.4
_ANONYMOUS = 0.07
_LONER_SHARE = 0.88
_KEEN = 2.4
_CALLERS_PER_HOUSEHOLD = 0.5
# Where loners are numbered, whose troubles may lie on the border of two villages.
_NO_VILLAGE = -1


@dataclass(frozen=True)
class Reports:
    """Arrays of equal length in the order of time, one element a report.

    ``nth`` is 0 for the first report of an incident, else it is a duplicate. ``lon`` and
    ``lat`` are millionths of a degree as the hotline has them; where ``default`` holds they
    are those of the service centre. ``caller`` is a pseudonym, empty for the anonymous.
    """

    incident: Ints
    nth: Ints
    time: Ints
    lon: Ints
    lat: Ints
    default: Bools
    channel: Ints
    caller: list[str]

    def __len__(self) -> int:
        return int(self.incident.size)


def make_reports(
    seed: int,
    rng: np.random.Generator,
    district: District,
    incidents: Incidents,
    clusters: list[Cluster],
    heard: Heard,
    end: int,
) -> Reports:
    """Write down every report of every incident that was heard of."""
    incident = np.repeat(np.arange(len(incidents)), heard.rows)
    nth = np.arange(incident.size) - np.searchsorted(incident, incident)
    time = _times(rng, incidents, incident, nth, end)
    order = np.argsort(time, kind="stable")
    incident, nth, time = incident[order], nth[order], time[order]
    found = heard.found[incident]
    by_phone = np.searchsorted(np.array(_BY_CHANNEL), rng.random(incident.size), side="right")
    channel = np.where(found, _CADRE, by_phone)
    lon, lat = _measured(rng, district, incidents, incident)
    default = _defaults(rng, incidents, incident, found)
    centre_lon, centre_lat = service_centre(district)
    return Reports(
        incident=incident,
        nth=nth,
        time=time,
        lon=np.where(default, centre_lon, lon),
        lat=np.where(default, centre_lat, lat),
        default=default,
        channel=channel,
        caller=_callers(seed, rng, district, incidents, clusters, incident, nth, found),
    )


def service_centre(district: District) -> tuple[int, int]:
    """Give the coordinate that the hotline writes when it knows none (millionths)."""
    mesh, settlement = district.ground.mesh, district.ground.settlement
    away = np.hypot(mesh.x - settlement.seat_x[0], mesh.y - settlement.seat_y[0])
    corner = int(np.argmin(np.where(district.division.grid >= 0, away, np.inf)))
    lon, lat = to_microdegrees(mesh.x[corner], mesh.y[corner])
    return int(lon), int(lat)


def _times(
    rng: np.random.Generator, incidents: Incidents, incident: Ints, nth: Ints, end: int
) -> Ints:
    """Put repeats between the first report and the closing, at hours when people call."""
    start = incidents.start[incident]
    span = open_days(incidents, end)[incident] * DAY
    raw = start + (rng.random(incident.size) * span).astype(np.int64)
    hours = np.array([_hours_of(kind.code) for kind in KINDS]).cumsum(axis=1)
    draw = rng.random(incident.size) * hours[incidents.kind[incident], -1]
    hour = (hours[incidents.kind[incident]] <= draw[:, None]).sum(axis=1)
    usual = raw - raw % DAY + hour * 3_600 + rng.integers(0, 3_600, incident.size)
    repeat = np.where((usual > start) & (usual < start + span), usual, raw)
    return np.where(nth == 0, start, repeat)


def _hours_of(code: str) -> Floats:
    return next(pattern.hour_weights for pattern in PATTERNS if pattern.code == code)


def _measured(
    rng: np.random.Generator, district: District, incidents: Incidents, incident: Ints
) -> tuple[Ints, Ints]:
    """Give the address's coordinate or, from some phones, one measured near it.

    A measured one never leaves the grid of the incident.
    """
    exact_lon, exact_lat = incidents.lon[incident], incidents.lat[incident]
    off = rng.standard_normal((2, incident.size)) * _BY_PHONE_GPS * MICRODEGREES
    lon = exact_lon + np.rint(off[0] / METRES_PER_LON).astype(np.int64)
    lat = exact_lat + np.rint(off[1] / METRES_PER_LAT).astype(np.int64)
    polygons = district.grids.polygons[incidents.grid[incident]]
    inside = shapely.contains_xy(polygons, to_degrees(lon), to_degrees(lat))
    measured = inside & (rng.random(incident.size) < _MEASURED)
    return np.where(measured, lon, exact_lon), np.where(measured, lat, exact_lat)


def _defaults(
    rng: np.random.Generator, incidents: Incidents, incident: Ints, found: Bools
) -> Bools:
    """Choose the reports whose address could not be found; none of a cluster."""
    able = (incidents.cluster[incident] < 0) & ~found
    share = DEFAULT_SHARE * incident.size / max(1, int(np.count_nonzero(able)))
    chosen: Bools = able & (rng.random(incident.size) < share)
    return chosen


def _callers(
    seed: int,
    rng: np.random.Generator,
    district: District,
    incidents: Incidents,
    clusters: list[Cluster],
    incident: Ints,
    nth: Ints,
    found: Bools,
) -> list[str]:
    """Draw who called: some people call often, and repeats come from other people."""
    village = district.division.village
    people = np.bincount(village, district.division.households) * _CALLERS_PER_HOUSEHOLD
    pool = np.maximum(people, 30.0).astype(np.int64)[village[incidents.grid[incident]]]
    first = (pool * rng.random(len(incidents))[incident] ** _KEEN).astype(np.int64)
    number = (first + nth) % pool
    lonely = np.array([*(cluster.one_caller for cluster in clusters), False])
    alone = lonely[incidents.cluster[incident]] & (rng.random(incident.size) < _LONER_SHARE)
    alone &= nth == 0
    number = np.where(alone, incidents.cluster[incident], number)
    # Each village has three cadres; they have negative numbers.
    number = np.where(found, -1 - number % 3, number)
    hidden = (rng.random(incident.size) < _ANONYMOUS) & ~found & ~alone
    home = np.where(alone, _NO_VILLAGE, village[incidents.grid[incident]])
    return _pseudonyms(seed, home, number, hidden)


def _pseudonyms(seed: int, village: Ints, number: Ints, hidden: Bools) -> list[str]:
    names: dict[tuple[int, int], str] = {}
    callers = []
    for key, unknown in zip(
        zip(village.tolist(), number.tolist(), strict=True), hidden.tolist(), strict=True
    ):
        if key not in names:
            text = f"{seed}/{key[0]}/{key[1]}".encode()
            names[key] = hashlib.blake2b(text, digest_size=6).hexdigest()
        callers.append("" if unknown else names[key])
    return callers
