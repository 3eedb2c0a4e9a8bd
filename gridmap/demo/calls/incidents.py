"""Incidents: things that are wrong somewhere from a moment on, whoever reports them."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.calls.days import DAY, Days, draw_weighted
from gridmap.demo.calls.kinds import KIND_OF_CODE, KINDS
from gridmap.demo.calls.patterns import PATTERNS, Pattern
from gridmap.demo.calls.places import Places
from gridmap.demo.plane import Floats, Ints

OPEN = -1
_OFFICE_OPENS, _OFFICE_HOURS = 8 * 3_600, 10 * 3_600
_SOONEST = 1_200


@dataclass(frozen=True)
class Incidents:
    """Arrays of equal length, one element an incident.

    ``start`` is the moment of the first report, were there one; ``closed`` the moment the
    office closes it, ``OPEN`` when that is never or after the last day. ``place`` is the
    nearest address; ``cluster`` is -1 for what belongs to no cluster.
    """

    kind: Ints
    start: Ints
    closed: Ints
    lon: Ints
    lat: Ints
    grid: Ints
    place: Ints
    cluster: Ints

    def __len__(self) -> int:
        return int(self.kind.size)


def draw_incidents(rng: np.random.Generator, days: Days, places: Places, count: int) -> Incidents:
    """Draw incidents that belong to no cluster, each independent of the others.

    How likely a place is depends on its homes and surroundings, never on how readily its
    people report: silent villages have as much trouble as others.
    """
    shares = np.array([pattern.share for pattern in PATTERNS])
    chosen = draw_weighted(rng, shares, count)
    start = np.zeros(count, dtype=np.int64)
    place = np.zeros(count, dtype=np.int64)
    for number, pattern in enumerate(PATTERNS):
        mine = np.flatnonzero(chosen == number)
        start[mine] = days.draw(rng, pattern, mine.size)
        place[mine] = draw_weighted(rng, place_weights(places, pattern), mine.size)
    kind = np.array([KIND_OF_CODE[pattern.code] for pattern in PATTERNS])[chosen]
    return Incidents(
        kind=kind,
        start=start,
        closed=draw_closing(rng, kind, start, days.end),
        lon=places.lon[place],
        lat=places.lat[place],
        grid=places.grid[place],
        place=place,
        cluster=np.full(count, -1, dtype=np.int64),
    )


def place_weights(places: Places, pattern: Pattern) -> Floats:
    """Weigh the addresses for a pattern."""
    weights = places.homes * (0.1 + places.density / 1_000.0) ** pattern.town
    weights = weights * (0.03 + places.traffic) ** pattern.road
    if pattern.school:
        weights = weights * places.near_school
    result: Floats = weights
    return result


def draw_closing(rng: np.random.Generator, kind: Ints, start: Ints, end: int) -> Ints:
    """Draw when the office closes incidents: in working hours, or right away, or never."""
    median = np.array([k.days for k in KINDS])[kind]
    spread = np.array([k.spread for k in KINDS])[kind]
    forgotten = np.array([k.forgotten for k in KINDS])[kind]
    taken = DAY * median * np.exp(spread * rng.standard_normal(kind.size))
    raw = start + taken.astype(np.int64)
    within = (raw % DAY) * _OFFICE_HOURS // DAY + _OFFICE_OPENS
    closed = raw - raw % DAY + within
    closed = np.where(closed < start + _SOONEST, raw + _SOONEST, closed)
    kept = (rng.random(kind.size) >= forgotten) & (closed < end)
    return np.where(kept, closed, OPEN)


def joined(parts: list[Incidents]) -> Incidents:
    """Put incidents together, in the order given."""
    names = Incidents.__dataclass_fields__
    return Incidents(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})


def taken(incidents: Incidents, which: Ints) -> Incidents:
    """Take some of the incidents, by their numbers."""
    names = Incidents.__dataclass_fields__
    return Incidents(**{name: getattr(incidents, name)[which] for name in names})
