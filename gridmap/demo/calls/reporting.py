"""Who reports what: how readily each village calls, who calls again, what nobody reports."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.calls.days import DAY
from gridmap.demo.calls.incidents import OPEN, Incidents
from gridmap.demo.calls.kinds import KINDS
from gridmap.demo.land.district import District
from gridmap.demo.plane import Bools, Floats, Ints
from gridmap.demo.seeds import stream

# What nobody reports goes away by itself, or everybody gets used to it.
LASTS_UNREPORTED = 60.0
LASTS_OPEN = 100.0
_SILENT_SHARE = 30 / 280
_SILENT = (0.07, 0.15)
_UNEVEN = 0.22
_FOUND_BY_CADRES = 0.15


@dataclass(frozen=True)
class Readiness:
    """How readily the people of each village report, 1 being usual, and which are silent."""

    factor: Floats
    silent: Bools


@dataclass(frozen=True)
class Heard:
    """What became of each incident: how many reported it, and whether a cadre found it.

    ``callers`` is 0 where nobody called. What a cadre found has no callers.
    """

    callers: Ints
    found: Bools

    @property
    def rows(self) -> Ints:
        """The number of requests that each incident leads to."""
        return self.callers + self.found


def draw_readiness(seed: int, district: District) -> Readiness:
    """Draw how readily villages report; about one in nine is silent."""
    rng = stream(seed, "readiness")
    count = len(district.villages.polygons)
    factor = np.exp(_UNEVEN * rng.standard_normal(count) - _UNEVEN**2 / 2)
    silent = np.zeros(count, dtype=np.bool_)
    silent[rng.choice(count, max(1, round(_SILENT_SHARE * count)), replace=False)] = True
    return Readiness(np.where(silent, rng.uniform(*_SILENT, count), factor), silent)


def call_rates(incidents: Incidents, readiness: Readiness, village_of_grid: Ints) -> Floats:
    """Give each incident's rate of reports per day while it lasts."""
    usual = np.array([kind.calls_per_day for kind in KINDS])[incidents.kind]
    rates: Floats = usual * readiness.factor[village_of_grid[incidents.grid]]
    return rates


def hear(rng: np.random.Generator, incidents: Incidents, rates: Floats, end: int) -> Heard:
    """Draw what becomes of incidents.

    Reports of an incident are a Poisson process with its rate: nobody reports it with
    probability exp(-rate x 60 days); after the first report there are others until it is
    closed, at most 100 days. What belongs to a cluster is always reported.

    References
    ----------
    Liu, Bhandaram, Garg: Quantifying spatial under-reporting disparities in resident
    crowdsourcing. Nature Computational Science (2023), doi:10.1038/s43588-023-00572-6.
    """
    heard = rng.random(len(incidents)) >= np.exp(-rates * LASTS_UNREPORTED)
    heard |= incidents.cluster >= 0
    repeats = rng.poisson(rates * open_days(incidents, end))
    found = ~heard & (rng.random(len(incidents)) < _FOUND_BY_CADRES)
    return Heard(np.where(heard, 1 + repeats, 0), found)


def open_days(incidents: Incidents, end: int) -> Floats:
    """Give the days during which others may still report an incident."""
    closed = np.where(incidents.closed == OPEN, end, incidents.closed)
    days: Floats = np.minimum((closed - incidents.start) / DAY, LASTS_OPEN)
    return days
