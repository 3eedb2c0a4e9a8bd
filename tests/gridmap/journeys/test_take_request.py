"""A request is placed, stored with its events, and known when it comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from boundaries.crs import WGS84
from gridmap.errors import StoreError
from gridmap.intake.placement import Placer
from gridmap.journeys.take_request import take_requests, with_first_report
from gridmap.model.event import Event
from gridmap.model.request import Draft, RequestFilter
from tests.gridmap.ground import NOW, load_ground, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from gridmap.journeys.take_request import Taken
    from gridmap.service import Service

MONDAY = datetime(2026, 11, 2, 0, 5, tzinfo=UTC)
DRAFT = Draft("app", "A-1", "noise", "噪音", MONDAY, text="loud", x=119.905, y=30.005)


@pytest.fixture
def ground(service: Service, tmp_path: Path) -> Service:
    load_ground(service, tmp_path)
    return service


def take(ground: Service, *drafts: Draft) -> Taken:
    return take_requests(drafts, Placer(ground.locator(), WGS84), ground.requests, NOW)


def test_a_request_is_placed_stored_and_answered_with_the_same(ground: Service) -> None:
    taken = take(ground, DRAFT)
    assert (taken.new, taken.changed, taken.unchanged) == (1, 0, 0)
    assert taken.placements == {"inside": 1}
    (answered,) = taken.requests
    assert ground.requests.get(answered.id) == answered
    assert answered.areas == {
        "township": "330111001", "village": village_of(0, 0), "police": "P1",
    }  # fmt: skip
    assert ground.requests.events_of(answered.id) == (Event("received", MONDAY, "app"),)


def test_the_same_again_is_the_same_request(ground: Service) -> None:
    take(ground, DRAFT)
    taken = take(ground, DRAFT)
    assert (taken.new, taken.changed, taken.unchanged) == (0, 0, 1)
    assert len(ground.requests.events_of(taken.requests[0].id)) == 1
    assert len(ground.requests.page(RequestFilter(), 10).requests) == 1


def test_one_that_differs_changes_what_is_stored_and_keeps_its_story(ground: Service) -> None:
    take(ground, DRAFT)
    taken = take(ground, replace(DRAFT, x=119.915, closed_at=MONDAY + timedelta(days=1)))
    assert (taken.new, taken.changed, taken.unchanged) == (0, 1, 0)
    found = ground.requests.get(taken.requests[0].id)
    assert found == taken.requests[0]
    assert found is not None
    assert (found.areas["village"], found.status) == (village_of(1, 0), "closed")
    assert ground.requests.events_of(found.id) == (
        Event("received", MONDAY, "app"),
        Event("amended", NOW, "app"),
    )


def test_one_number_from_two_senders_is_two_requests(ground: Service) -> None:
    taken = take(ground, DRAFT, replace(DRAFT, source="hotline"))
    assert taken.new == 2
    assert len({request.id for request in taken.requests}) == 2


def test_none_is_lost_for_want_of_a_place(ground: Service) -> None:
    outside = replace(DRAFT, external_id="out", x=121.5)
    nowhere = replace(DRAFT, external_id="none", x=float("nan"), coordinate_problem=1)
    taken = take(ground, DRAFT, outside, nowhere)
    assert taken.placements == {"inside": 1, "outside": 1, "unplaced": 1}
    reasons = {request.external_id: request.placement_reason for request in taken.requests}
    assert reasons == {"A-1": None, "out": "outside_every_area", "none": "no_coordinate"}
    assert all(ground.requests.get(request.id) == request for request in taken.requests)


def test_when_one_can_not_be_stored_none_is(ground: Service) -> None:
    broken = replace(DRAFT, external_id="A-2", text=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="can't be used"):
        take(ground, DRAFT, broken)
    assert ground.requests.page(RequestFilter(), 10).requests == ()


def test_a_sender_that_heard_no_answer_may_send_the_same_again(ground: Service) -> None:
    filed = {"external_id": "A-1", "reported_at": None, "text": "loud"}
    assert with_first_report(filed, "app", ground.requests) == filed
    take(ground, DRAFT)
    again = with_first_report(filed, "app", ground.requests)
    assert again == filed | {"reported_at": MONDAY}
    assert filed["reported_at"] is None
    told = filed | {"reported_at": NOW}
    assert with_first_report(told, "app", ground.requests) == told
    assert with_first_report(filed, "hotline", ground.requests) == filed
    assert with_first_report(filed | {"external_id": ""}, "app", ground.requests) == filed | {
        "external_id": ""
    }
