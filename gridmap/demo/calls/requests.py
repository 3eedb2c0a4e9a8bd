"""The requests of the district: everyday trouble, clusters, repeats, silence, spoilt rows."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from gridmap.demo.calls.blemishes import BLEMISHES, BadRow, spoil_rows
from gridmap.demo.calls.clusters import Cluster, make_clusters
from gridmap.demo.calls.days import Days
from gridmap.demo.calls.incidents import Incidents, draw_incidents, joined, taken
from gridmap.demo.calls.places import Places, make_places
from gridmap.demo.calls.reporting import Heard, Readiness, call_rates, draw_readiness, hear
from gridmap.demo.calls.reports import Reports, make_reports
from gridmap.demo.calls.table import Row, make_ids, write_rows
from gridmap.demo.calls.wording import word
from gridmap.demo.land.district import District
from gridmap.demo.seeds import stream

LEAST, USUAL = 500, 60_000
_TRIED_FOR_EACH = 1.7
_CALL_WITH_LONER = 0.05


@dataclass(frozen=True)
class Requests:
    """The table of requests, and all that is true about it.

    ``rows`` is the table as exported, ``ids`` the ids as they were before some rows were
    spoilt. ``incidents`` holds the unreported too; ``heard`` says what became of each.
    """

    rows: list[Row]
    ids: list[str]
    bad: list[BadRow]
    incidents: Incidents
    heard: Heard
    reports: Reports
    clusters: list[Cluster]
    readiness: Readiness
    days: Days


def make_requests(seed: int, district: District, until: date, count: int) -> Requests:
    """Make so many rows of requests over the two years up to and including a day.

    Raises
    ------
    ValueError
        When fewer rows are asked for than there is trouble of every kind.
    """
    if count < LEAST:
        raise ValueError(f"requests must be at least {LEAST}, got {count}")
    days, places = Days.until(seed, until), make_places(seed, district)
    readiness = draw_readiness(seed, district)
    village = district.division.village
    spared = readiness.silent[village[places.grid]]
    clusters, clustered = make_clusters(seed, district, places, days, count / USUAL, spared)
    rng = stream(seed, "requests")
    # Where one caller is alone with a trouble, hardly anyone else calls.
    lonely = np.array([cluster.one_caller for cluster in clusters])[clustered.cluster]
    rates = call_rates(clustered, readiness, village) * np.where(lonely, _CALL_WITH_LONER, 1.0)
    heard = hear(rng, clustered, rates, days.end)
    everyday, heard_everyday = _everyday(
        rng, district, places, days, readiness, count - int(heard.rows.sum())
    )
    incidents = joined([clustered, everyday])
    heard = Heard(
        np.concatenate([heard.callers, heard_everyday.callers]),
        np.concatenate([heard.found, heard_everyday.found]),
    )
    reports = make_reports(
        seed, stream(seed, "reports"), district, incidents, clusters, heard, days.end
    )
    rows = _written(seed, district, places, incidents, reports)
    bad = spoil_rows(stream(seed, "blemishes"), rows, _may_be_spoilt(incidents, heard, reports))
    ids = make_ids(reports.time)
    return Requests(rows, ids, bad, incidents, heard, reports, clusters, readiness, days)


def _everyday(
    rng: np.random.Generator,
    district: District,
    places: Places,
    days: Days,
    readiness: Readiness,
    count: int,
) -> tuple[Incidents, Heard]:
    """Draw incidents one after the other until they make up so many rows."""
    tried = draw_incidents(rng, days, places, round(count * _TRIED_FOR_EACH) + 50)
    rates = call_rates(tried, readiness, district.division.village)
    heard = hear(rng, tried, rates, days.end)
    total = np.cumsum(heard.rows)
    last = int(np.searchsorted(total, count))
    callers = heard.callers[: last + 1].copy()
    callers[last] -= total[last] - count
    return taken(tried, np.arange(last + 1)), Heard(callers, heard.found[: last + 1])


def _written(
    seed: int, district: District, places: Places, incidents: Incidents, reports: Reports
) -> list[Row]:
    village = district.division.village[incidents.grid[reports.incident]]
    names = [district.villages.labels.names[number] for number in village.tolist()]
    wording = word(stream(seed, "wording"), incidents, reports, names)
    return write_rows(district, places, incidents, reports, wording)


def _may_be_spoilt(incidents: Incidents, heard: Heard, reports: Reports) -> list[int]:
    """Give the rows, the first excepted, that no cluster, repeat or default needs."""
    alone = (incidents.cluster < 0) & (heard.rows == 1)
    allowed = np.flatnonzero(alone[reports.incident] & ~reports.default)
    if allowed.size < len(BLEMISHES):
        raise ValueError("there are too few requests to spoil any")
    return [row for row in allowed.tolist() if row > 0]
