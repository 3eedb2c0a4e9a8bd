"""Requests are stored once, found by what is asked, and listed without gap or repeat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gridmap.model.event import Event
from gridmap.model.identifiers import fingerprint, request_id
from gridmap.model.request import Request, RequestFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridmap.service import Service
    from gridmap.store.requests import RequestStore, Saved

START = datetime(2026, 11, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def request(k: int, **changes: object) -> Request:
    """A request like no other `k`: one an hour, in villages by turns."""
    made = Request(
        id=request_id("hotline", str(k)), source="hotline", external_id=str(k),
        category=("noise", "rubbish", "water")[k % 3], source_category="", text=f"第 {k} 件",
        address="", channel="", reporter="", lon=119.9 + k / 1e4, lat=30.0, source_crs="wgs84",
        position_quality="gps", accuracy_m=None, reported_at=START + timedelta(hours=k),
        closed_at=START + timedelta(hours=k + 1) if k % 2 else None,
        status="closed" if k % 2 else "open", placement="inside", placement_reason=None,
        nearest_code=None, nearest_m=None, areas={"village": f"v{k % 4}", "township": "t1"},
        edition="2026-11", fingerprint="",
    )  # fmt: skip
    made = replace(made, **changes)  # type: ignore[arg-type]
    return replace(made, fingerprint=fingerprint([made]))


def save(store: RequestStore, *requests: Request) -> Saved:
    return store.save([(r, (Event("received", r.reported_at, r.source),)) for r in requests], NOW)


@pytest.fixture
def store(service: Service) -> RequestStore:
    return service.requests


def test_what_was_stored_is_what_comes_back(store: RequestStore) -> None:
    stored = [
        request(0),
        request(1),
        request(2, lon=None, lat=None, placement="unplaced", placement_reason="zero_coordinate",
                position_quality="none", areas={}),
        request(3, placement="outside", placement_reason="outside_every_area", areas={},
                nearest_code="v1", nearest_m=12.3, accuracy_m=0.1 + 0.2),
        request(4, text="引号 ' \" ; DROP TABLE requests; -- \n 🦊", reporter="r-1"),
    ]  # fmt: skip
    saved = save(store, *stored)
    assert saved.new == tuple(r.id for r in stored)
    assert [store.get(r.id) for r in stored] == stored
    assert store.get("no such id") is None


def test_the_same_again_changes_nothing(store: RequestStore) -> None:
    both = [request(0), request(1)]
    save(store, *both)
    before = store.version()
    saved = save(store, *both)
    assert (saved.new, saved.changed) == ((), ())
    assert saved.unchanged == tuple(r.id for r in both)
    assert store.version() == before


def test_a_request_that_differs_replaces_the_one_before_and_says_so(store: RequestStore) -> None:
    save(store, request(0), request(1), request(2))
    moved = request(1, lon=119.99, areas={"village": "v9"}, text="corrected")
    saved = save(store, request(0), moved, request(3))
    assert saved.new == (request(3).id,)
    assert saved.changed == (moved.id,)
    assert saved.unchanged == (request(0).id,)
    assert store.get(moved.id) == moved
    assert [event.kind for event in store.events_of(moved.id)] == ["received", "amended"]
    assert store.events_of(moved.id)[1] == Event("amended", NOW, "hotline")
    assert store.page(RequestFilter(area="v1"), 10).requests == ()
    assert len(store.page(RequestFilter(), 10).requests) == 4


def test_ids_are_those_of_source_and_number_on_every_database(store: RequestStore) -> None:
    save(store, request(0))
    (found,) = store.page(RequestFilter(), 10).requests
    assert found.id == request_id("hotline", "0")
    other = request(0, source="app", id=request_id("app", "0"))
    assert save(store, other).new == (other.id,)


def test_a_batch_is_stored_whole_or_not_at_all(store: RequestStore) -> None:
    broken = request(1, reported_at=None)
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.save([(request(0), ()), (broken, ())], NOW)
    assert store.page(RequestFilter(), 10).requests == ()
    assert save(store, request(0)).new == (request(0).id,)


FILTERS: dict[str, tuple[RequestFilter, Callable[[Request], bool]]] = {
    "everything": (RequestFilter(), lambda _: True),
    "category": (RequestFilter(category="noise"), lambda r: r.category == "noise"),
    "no such category": (RequestFilter(category="none"), lambda _: False),
    "since": (
        RequestFilter(since=START + timedelta(hours=5)),
        lambda r: r.reported_at >= START + timedelta(hours=5),
    ),
    "until": (
        RequestFilter(until=START + timedelta(hours=5)),
        lambda r: r.reported_at < START + timedelta(hours=5),
    ),
    "village": (RequestFilter(area="v2"), lambda r: r.areas["village"] == "v2"),
    "township": (RequestFilter(area="t1"), lambda _: True),
    "source": (RequestFilter(source="app"), lambda _: False),
    "open": (RequestFilter(status="open"), lambda r: r.closed_at is None),
    "all at once": (
        RequestFilter(
            "rubbish", START + timedelta(hours=2), START + timedelta(hours=20), "v0", "hotline",
            "open",
        ),
        lambda r: r.category == "rubbish"
        and START + timedelta(hours=2) <= r.reported_at < START + timedelta(hours=20)
        and r.areas["village"] == "v0" and r.status == "open",
    ),
}  # fmt: skip


def test_every_filter_finds_what_it_says(store: RequestStore) -> None:
    stored = [request(k) for k in range(24)]
    save(store, *stored)
    for name, (wanted, meant) in FILTERS.items():
        found = store.page(wanted, 100).requests
        assert found == tuple(r for r in reversed(stored) if meant(r)), name
    assert len(store.page(FILTERS["all at once"][0], 100).requests) == 2


@pytest.mark.parametrize("limit", [1, 3, 7, 24, 25])
def test_pages_follow_one_another_without_gap_or_repeat(store: RequestStore, limit: int) -> None:
    stored = [request(k) for k in range(24)]
    save(store, *stored)
    listed: list[Request] = []
    page = store.page(RequestFilter(), limit)
    for _ in range(24):
        listed += page.requests
        if page.next_cursor is None:
            break
        page = store.page(RequestFilter(), limit, page.next_cursor)
    assert listed == stored[::-1]
    assert page.next_cursor is None


def test_what_comes_in_between_does_not_shift_the_pages(store: RequestStore) -> None:
    save(store, *(request(k) for k in range(6)))
    first = store.page(RequestFilter(), 3)
    save(store, request(6), request(7), request(1, text="changed"))
    second = store.page(RequestFilter(), 3, first.next_cursor)
    assert [r.external_id for r in (*first.requests, *second.requests)] == list("543210")


def test_counts_and_period_are_those_of_what_is_stored(store: RequestStore) -> None:
    assert store.counts_by_category() == {}
    assert store.period() == (None, None)
    save(store, *(request(k) for k in range(8)))
    assert store.counts_by_category() == {"noise": 3, "rubbish": 3, "water": 2}
    assert store.period() == (START, START + timedelta(hours=7))


def test_the_version_differs_after_every_change(store: RequestStore) -> None:
    seen = [store.version()]
    for change in (request(0), request(1), request(0, text="changed"), request(0)):
        save(store, change)
        seen.append(store.version())
    assert len(set(seen)) == len(seen)


def test_more_requests_than_a_list_may_hold(store: RequestStore) -> None:
    many = [request(k) for k in range(1203)]
    assert len(save(store, *many).new) == 1203
    assert len(save(store, *many).unchanged) == 1203
    assert store.page(RequestFilter(), 2000).requests == tuple(reversed(many))
