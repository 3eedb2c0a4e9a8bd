"""The ground truth of the requests: what was made, for later work to be held against."""

import csv
import io
from typing import Any

import numpy as np

from gridmap.demo.calls.clusters import Cluster
from gridmap.demo.calls.days import LENGTH
from gridmap.demo.calls.kinds import KINDS
from gridmap.demo.calls.reporting import LASTS_OPEN, LASTS_UNREPORTED
from gridmap.demo.calls.reports import service_centre
from gridmap.demo.calls.requests import Requests
from gridmap.demo.land.district import District
from gridmap.demo.plane import Ints, to_degrees

ROW_FIELDS = (
    "row", "id", "category", "grid", "lon", "lat", "incident", "duplicate_of", "cluster",
    "position", "bad",
)  # fmt: skip
_YEARS = LENGTH / 365.0


def make_truth(seed: int, district: District, requests: Requests) -> dict[str, Any]:
    """Gather the truth about a table of requests.

    Rows are numbered from 1, the header not counted. Times are local, as in the table.
    """
    centre = to_degrees(np.array(service_centre(district))).tolist()
    return {
        "synthetic": True,
        "note": "What was made, and where it went into requests.csv. Rows count from 1.",
        "seed": seed,
        "requests": len(requests.rows),
        "reporting": {
            "unreported_lasts_days": LASTS_UNREPORTED,
            "open_lasts_days": LASTS_OPEN,
            "calls_per_day": {kind.code: kind.calls_per_day for kind in KINDS},
        },
        "service_centre": {"lon": centre[0], "lat": centre[1]},
        "silent_villages": _silent(district, requests),
        "villages": _villages(district, requests),
        "categories": _categories(requests),
        "clusters": [
            _cluster(number, cluster, district, requests)
            for number, cluster in enumerate(requests.clusters)
        ],
        "duplicates": _duplicates(requests),
        "default_coordinate_rows": (np.flatnonzero(requests.reports.default) + 1).tolist(),
        "bad_rows": [
            {
                "row": bad.row + 1,
                "id": requests.ids[bad.row],
                "kind": bad.blemish.code,
                "why": bad.blemish.why,
            }
            for bad in requests.bad
        ],
    }


def write_truth_rows(district: District, requests: Requests) -> str:
    """Write what is true of each row of the table: a CSV with ``ROW_FIELDS``.

    ``grid``, ``lon`` and ``lat`` tell where the trouble really is, ``position`` what the
    table says instead: ``address``, ``measured`` or ``default``.
    """
    reports, incidents = requests.reports, requests.incidents
    first = _first_rows(requests)
    spoilt = {bad.row: bad.blemish.code for bad in requests.bad}
    codes = district.grids.labels.codes
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(ROW_FIELDS)
    positions = _positions(requests)
    for row, (incident, nth) in enumerate(
        zip(reports.incident.tolist(), reports.nth.tolist(), strict=True)
    ):
        cluster = int(incidents.cluster[incident])
        writer.writerow(
            (
                row + 1,
                requests.ids[row],
                KINDS[int(incidents.kind[incident])].code,
                codes[int(incidents.grid[incident])],
                f"{to_degrees(incidents.lon[incident]):.6f}",
                f"{to_degrees(incidents.lat[incident]):.6f}",
                incident + 1,
                requests.ids[first[incident]] if nth else "",
                _cluster_id(cluster) if cluster >= 0 else "",
                positions[row],
                spoilt.get(row, ""),
            )
        )
    return written.getvalue()


def _positions(requests: Requests) -> list[str]:
    reports, incidents = requests.reports, requests.incidents
    moved = reports.lon != incidents.lon[reports.incident]
    moved |= reports.lat != incidents.lat[reports.incident]
    said = np.where(reports.default, "default", np.where(moved, "measured", "address"))
    return list(map(str, said.tolist()))


def _first_rows(requests: Requests) -> dict[int, int]:
    """Give the row of each incident's first report."""
    first = np.flatnonzero(requests.reports.nth == 0)
    return dict(zip(requests.reports.incident[first].tolist(), first.tolist(), strict=True))


def _silent(district: District, requests: Requests) -> list[str]:
    codes = district.villages.labels.codes
    return [codes[number] for number in np.flatnonzero(requests.readiness.silent).tolist()]


def _villages(district: District, requests: Requests) -> list[dict[str, Any]]:
    """Tell of each village how much happened and how much of it was heard of."""
    count = len(district.villages.labels.codes)
    households = np.bincount(district.division.village, district.division.households, count)
    village = district.division.village[requests.incidents.grid]
    incidents = np.bincount(village, minlength=count)
    called = np.bincount(village[requests.heard.callers > 0], minlength=count)
    found = np.bincount(village[requests.heard.found], minlength=count)
    rows = np.bincount(village, requests.heard.rows, count)
    size = len(KINDS)
    by_kind = np.bincount(village * size + requests.incidents.kind, minlength=count * size)
    return [
        {
            "code": code,
            "households": round(float(households[number])),
            "silent": bool(requests.readiness.silent[number]),
            "readiness": round(float(requests.readiness.factor[number]), 4),
            "incidents": int(incidents[number]),
            "incidents_per_1000_households_and_year": round(
                float(incidents[number] / households[number]) * 1_000.0 / _YEARS, 3
            ),
            "incidents_by_category": {
                kind.code: int(by_kind[number * size + rank]) for rank, kind in enumerate(KINDS)
            },
            "reported": int(called[number]),
            "found_by_cadres": int(found[number]),
            "rows": int(rows[number]),
        }
        for number, code in enumerate(district.villages.labels.codes)
    ]


def _categories(requests: Requests) -> list[dict[str, Any]]:
    kind, size = requests.incidents.kind, len(KINDS)
    incidents = np.bincount(kind, minlength=size)
    reported = np.bincount(kind[requests.heard.callers > 0], minlength=size)
    rows = np.bincount(kind, requests.heard.rows, size)
    return [
        {
            "code": one.code,
            "incidents": int(incidents[number]),
            "reported": int(reported[number]),
            "rows": int(rows[number]),
        }
        for number, one in enumerate(KINDS)
    ]


def _cluster(
    number: int, cluster: Cluster, district: District, requests: Requests
) -> dict[str, Any]:
    incidents, reports = requests.incidents, requests.reports
    mine = incidents.cluster == number
    grid = _most_common(incidents.grid[mine])
    return {
        "id": _cluster_id(number),
        "category": cluster.kind.code,
        "shape": cluster.kind.shape,
        "spread_m": cluster.kind.radius_m,
        "lon": round(float(to_degrees(incidents.lon[mine]).mean()), 6),
        "lat": round(float(to_degrees(incidents.lat[mine]).mean()), 6),
        "grid": district.grids.labels.codes[grid],
        "one_caller": cluster.one_caller,
        "waves": [
            {
                "first": _moment(int(wave.start.min())),
                "last": _moment(int(wave.start.max())),
                "incidents": int(wave.start.size),
            }
            for wave in cluster.waves
        ],
        "rows": (np.flatnonzero(mine[reports.incident]) + 1).tolist(),
    }


def _duplicates(requests: Requests) -> list[dict[str, Any]]:
    reports, first = requests.reports, _first_rows(requests)
    return [
        {
            "row": row + 1,
            "id": requests.ids[row],
            "of_row": first[int(reports.incident[row])] + 1,
            "of_id": requests.ids[first[int(reports.incident[row])]],
        }
        for row in np.flatnonzero(reports.nth > 0).tolist()
    ]


def _cluster_id(number: int) -> str:
    return f"C{number + 1:03d}"


def _most_common(numbers: Ints) -> int:
    return int(np.bincount(numbers).argmax())


def _moment(seconds: int) -> str:
    return str(np.datetime64(seconds, "s")).replace("T", " ")
