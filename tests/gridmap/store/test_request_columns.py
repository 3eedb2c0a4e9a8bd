"""Columns for computing hold every request that can be drawn, and say how many can't be and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from boundaries.crs import WGS84
from gridmap.intake.placement import Placer
from gridmap.journeys.take_request import take_requests
from gridmap.model.request import Draft, RequestFilter
from tests.gridmap.ground import NOW, load_ground, middle_of, village_of

if TYPE_CHECKING:
    from pathlib import Path

    from gridmap.service import Service

START = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def filled(service: Service, tmp_path: Path) -> Service:
    """Twelve requests in four villages, a stack of three, two without a place and one outside."""
    load_ground(service, tmp_path)
    usual = Draft("hotline", "", "noise", "", START)
    drafts = [
        replace(usual, external_id=str(k), category=("noise", "water")[k % 2],
                reported_at=START + timedelta(days=k), x=middle_of(k % 4, 0)[0], y=30.005)
        for k in range(12)
    ]  # fmt: skip
    stack = replace(drafts[0], position_quality="default")
    drafts += [replace(stack, external_id=f"d{k}") for k in range(3)]
    drafts += [replace(usual, external_id=f"n{k}", coordinate_problem=1) for k in range(2)]
    drafts += [replace(usual, external_id="out", category="water", x=121.5, y=30.005)]
    take_requests(drafts, Placer(service.locator(), WGS84), service.requests, NOW)
    return service


def test_what_can_be_drawn_is_there_in_the_order_it_came(filled: Service) -> None:
    columns = filled.columns(RequestFilter())
    assert len(columns) == 12
    assert columns.seq.tolist() == sorted(columns.seq.tolist())
    assert columns.lon.tolist() == pytest.approx([middle_of(k % 4, 0)[0] for k in range(12)])
    assert columns.category.tolist() == ["noise", "water"] * 6
    days = [START + timedelta(microseconds=int(us - columns.reported_us[0]))
            for us in columns.reported_us]  # fmt: skip
    assert days == [START + timedelta(days=k) for k in range(12)]
    assert columns.first_and_last() == (START, START + timedelta(days=11))


@pytest.mark.parametrize(
    ("wanted", "count", "left_out"),
    [
        (RequestFilter(), 12, {"default": 3, "unplaced": 2, "outside": 1}),
        (RequestFilter(with_defaults=True), 15, {"unplaced": 2, "outside": 1}),
        (RequestFilter(category="noise"), 6, {"default": 3, "unplaced": 2}),
        (RequestFilter(category="water"), 6, {"outside": 1}),
        (RequestFilter(category="none"), 0, {}),
        (RequestFilter(since=START + timedelta(days=1)), 11, {}),
        (RequestFilter(until=START + timedelta(days=1)), 1,
         {"default": 3, "unplaced": 2, "outside": 1}),
        (RequestFilter(area=village_of(0, 0)), 3, {"default": 3}),
        (RequestFilter(area=village_of(0, 0), with_defaults=True), 6, {}),
        (RequestFilter(source="app"), 0, {}),
    ],
)  # fmt: skip
def test_each_filter_counts_those_it_shows_and_those_it_can_not(
    filled: Service, wanted: RequestFilter, count: int, left_out: dict[str, int]
) -> None:
    columns = filled.columns(wanted)
    assert (len(columns), columns.left_out) == (count, left_out)
    lengths = {len(x) for x in (columns.seq, columns.lon, columns.lat, columns.reported_us)}
    assert lengths == {count}


def test_a_request_that_comes_in_is_there_at_once(filled: Service) -> None:
    before = len(filled.columns(RequestFilter()))
    draft = Draft("hotline", "late", "noise", "", START, x=119.905, y=30.005)
    take_requests([draft], Placer(filled.locator(), WGS84), filled.requests, NOW)
    assert len(filled.columns(RequestFilter())) == before + 1
