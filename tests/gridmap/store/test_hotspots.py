"""A run is kept with all that it found, and older runs stay as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
import sqlalchemy as sa

from gridmap.model.event import Event
from gridmap.model.hotspot import Hotspot, HotspotRun
from gridmap.model.request import RequestFilter
from gridmap.store.tables import hotspot_members
from tests.gridmap.store.test_requests import request

if TYPE_CHECKING:
    from gridmap.service import Service

NOW = datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=UTC)
RUN = HotspotRun(
    method="dbscan",
    parameters={"until": "2026-11-23T00:00:00+00:00", "area": None, "categories": {"noise": 1.5}},
    edition="2026-11",
    input_count=120,
    left_out={"default": 3},
    created_at=NOW,
)


def spot(rank: int, category: str = "noise", members: tuple[int, ...] = ()) -> Hotspot:
    return Hotspot(
        category=category, rank=rank, count=20 - rank, lon=119.95, lat=30.05, radius_m=1 / 3,
        first_at=NOW - timedelta(days=3), last_at=NOW,
        chain=(("village", "330111001001", "春江村"), ("township", "330111001", "Fuchun")),
        outline=shapely.Point(119.95, 30.05).buffer(0.001), members=members,
    )  # fmt: skip


def test_a_run_comes_back_as_it_was_kept(service: Service) -> None:
    number = service.hotspots.save(RUN, [spot(2, "water"), spot(1), spot(3)])
    run = service.hotspots.last_run()
    assert run is not None
    assert run.id == number
    assert {**vars(run), "id": None} == vars(RUN)
    found = service.hotspots.of_run(number)
    assert [(one.rank, one.category, one.count) for one in found] == [
        (1, "noise", 19), (2, "water", 18), (3, "noise", 17),
    ]  # fmt: skip
    first = spot(1)
    assert (found[0].lon, found[0].lat, found[0].radius_m) == (119.95, 30.05, 1 / 3)
    assert (found[0].first_at, found[0].last_at) == (first.first_at, first.last_at)
    assert found[0].chain == first.chain
    assert found[0].outline.equals_exact(first.outline, 0)


def test_hotspots_are_listed_by_rank_of_one_category_and_up_to_a_limit(service: Service) -> None:
    number = service.hotspots.save(RUN, [spot(1), spot(2, "water"), spot(3), spot(4, "water")])
    ranks = [one.rank for one in service.hotspots.of_run(number, "water")]
    assert ranks == [2, 4]
    assert [one.rank for one in service.hotspots.of_run(number, limit=3)] == [1, 2, 3]
    assert [one.rank for one in service.hotspots.of_run(number, "water", 1)] == [2]
    assert service.hotspots.of_run(number, "none") == ()
    assert service.hotspots.of_run(number + 1) == ()


def test_the_newest_run_counts_and_older_ones_stay(service: Service) -> None:
    assert service.hotspots.last_run() is None
    first = service.hotspots.save(RUN, [spot(1)])
    second = service.hotspots.save(RUN, [])
    last = service.hotspots.last_run()
    assert last is not None
    assert last.id == second != first
    assert service.hotspots.of_run(second) == ()
    assert len(service.hotspots.of_run(first)) == 1


def test_members_are_requests_that_are_stored(service: Service, database_url: str) -> None:
    received = Event("received", NOW, "hotline")
    service.requests.save([(request(k), (received,)) for k in range(3)], NOW)
    seqs = service.requests.page(RequestFilter(), 3)
    assert len(seqs.requests) == 3
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        keys = connection.execute(sa.text("SELECT seq FROM requests ORDER BY seq")).scalars().all()
        service.hotspots.save(RUN, [spot(1, members=tuple(keys[:2])), spot(2, members=(keys[2],))])
        kept = connection.execute(sa.select(hotspot_members.c.request_seq)).scalars().all()
    engine.dispose()
    assert sorted(kept) == list(keys)


def test_a_run_with_members_that_nobody_filed_is_not_kept_at_all(service: Service) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        service.hotspots.save(RUN, [spot(1), spot(2, members=(4711,))])
    assert service.hotspots.last_run() is None
