"""Find hotspots: clusters of requests per category, kept as a run that can be done again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gridmap.errors import NotReadyError
from gridmap.hotspots.clusters import Cluster, clusters_of
from gridmap.hotspots.dbscan import dbscan_labels
from gridmap.hotspots.params import DbscanParams
from gridmap.model.hotspot import Hotspot, HotspotRun
from gridmap.model.moments import moment_of
from gridmap.spatial.distance import LocalMetres

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from boundaries.locator import Locator
    from gridmap.model.category import Category
    from gridmap.model.request import RequestFilter
    from gridmap.store.hotspots import HotspotStore
    from gridmap.store.request_columns import RequestColumns


@dataclass(frozen=True)
class HotspotSearch:
    """What to look for.

    Attributes
    ----------
    categories
        Those to look at, each by itself.
    wanted
        Which requests; where no beginning is given, each category looks back over its own
        window of days.
    radius_m
        For all categories; each category's own where not given.
    least_count
        Requests that make a core.
    """

    categories: Sequence[Category]
    wanted: RequestFilter
    radius_m: float | None = None
    least_count: int = 4

    def params_of(self, category: Category) -> DbscanParams:
        """The parameters for one category."""
        radius_m = category.radius_m if self.radius_m is None else self.radius_m
        return DbscanParams(radius_m, self.least_count)


def find_hotspots(
    search: HotspotSearch,
    read: Callable[[RequestFilter], RequestColumns],
    last_reported: datetime | None,
    locator: Locator,
    store: HotspotStore,
    now: datetime,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[HotspotRun, tuple[Hotspot, ...]]:
    """Search, and store what was found as a run; the largest first.

    Parameters
    ----------
    read
        Gives the requests that a filter means.
    last_reported
        When the last request was reported: windows end there where no end is given.

    Raises
    ------
    NotReadyError
        When there are no requests, or no boundaries to measure in.
    """
    if last_reported is None:
        raise NotReadyError(
            "There are no requests yet.", remedy="Import some: gridmap requests import FILE …"
        )
    until = search.wanted.until or last_reported + timedelta(microseconds=1)
    metres = metres_of(locator)
    found: list[Hotspot] = []
    looked_at, left_out = 0, dict[str, int]()
    for k, category in enumerate(search.categories):
        since = search.wanted.since or until - timedelta(days=category.window_days)
        wanted = replace(search.wanted, category=category.code, since=since, until=until)
        columns = read(wanted)
        looked_at += len(columns)
        for why, n in columns.left_out.items():
            left_out[why] = left_out.get(why, 0) + n
        found += _hotspots(columns, category, search.params_of(category), metres, locator)
        if progress is not None:
            progress(category.code, (k + 1) / len(search.categories))
    ranked = _ranked(found)
    run = HotspotRun(
        method="dbscan",
        parameters=_told(search, until, metres),
        edition=locator.name,
        input_count=looked_at,
        left_out=left_out,
        created_at=now,
    )
    return replace(run, id=store.save(run, ranked)), ranked


def metres_of(locator: Locator) -> LocalMetres:
    """The projection around the middle of an edition: the same for all its requests."""
    west, south, east, north = locator.bounds
    return LocalMetres.around((west + east) / 2, (south + north) / 2)


def _hotspots(
    columns: RequestColumns,
    category: Category,
    params: DbscanParams,
    metres: LocalMetres,
    locator: Locator,
) -> list[Hotspot]:
    x, y = metres.forward(columns.lon, columns.lat)
    labels = dbscan_labels(x, y, params)
    clusters = clusters_of(x, y, labels, margin_m=params.radius_m / 2)
    return [_hotspot(cluster, columns, category, metres, locator) for cluster in clusters]


def _hotspot(
    cluster: Cluster,
    columns: RequestColumns,
    category: Category,
    metres: LocalMetres,
    locator: Locator,
) -> Hotspot:
    lon, lat = metres.place_of(cluster.x, cluster.y)
    chain = locator.locate(lon, lat).chain
    outline = shapely.transform(
        cluster.outline, lambda c: np.column_stack(metres.inverse(c[:, 0], c[:, 1]))
    )
    moments = columns.reported_us[cluster.members]
    return Hotspot(
        category=category.code,
        rank=0,
        count=len(cluster.members),
        lon=lon,
        lat=lat,
        radius_m=cluster.radius_m,
        first_at=moment_of(int(moments.min())),
        last_at=moment_of(int(moments.max())),
        chain=tuple((link.level, link.code, link.name) for link in chain),
        outline=outline,
        members=tuple(int(seq) for seq in columns.seq[cluster.members]),
    )


def _ranked(found: Sequence[Hotspot]) -> tuple[Hotspot, ...]:
    """The largest first; ties by category and place, so that the order is always the same."""
    ordered = sorted(found, key=lambda spot: (-spot.count, spot.category, spot.lon, spot.lat))
    return tuple(replace(spot, rank=rank) for rank, spot in enumerate(ordered, start=1))


def _told(search: HotspotSearch, until: datetime, metres: LocalMetres) -> dict[str, object]:
    """The parameters as they were understood."""
    since = search.wanted.since
    return {
        "since": since.isoformat() if since else "each category's own window of days",
        "until": until.isoformat(),
        "area": search.wanted.area,
        "with_defaults": search.wanted.with_defaults,
        "least_count": search.least_count,
        "centre": [metres.lon, metres.lat],
        "categories": {
            category.code: {
                "radius_m": search.params_of(category).radius_m,
                "window_days": category.window_days,
            }
            for category in search.categories
        },
    }
