"""A request filed by itself becomes a draft, or is refused with the field that is wrong."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from boundaries.positions import NO_COORDINATE, OK
from gridmap.errors import InputError
from gridmap.intake.direct import draft_of
from gridmap.model.catalogue_file import default_catalogue

if TYPE_CHECKING:
    from gridmap.model.request import Draft

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FILED = {
    "category": "路灯不亮", "text": "三盏", "lon": 119.95, "lat": 30.05, "accuracy_m": 8.0,
    "reported_at": None, "external_id": "", "address": "", "channel": "app", "reporter": "r-1",
}  # fmt: skip


def draft(**changes: Any) -> Draft:
    zone = ZoneInfo("Asia/Shanghai")
    return draft_of(FILED | changes, "app", default_catalogue(), zone, NOW)


def test_what_was_filed_is_what_is_drafted() -> None:
    made = draft(external_id="A-1")
    assert (made.source, made.external_id) == ("app", "A-1")
    assert (made.category, made.source_category) == ("street_light", "路灯不亮")
    assert (made.x, made.y, made.accuracy_m) == (119.95, 30.05, 8.0)
    assert (made.coordinate_problem, made.position_quality) == (OK, "gps")
    assert made.reported_at == NOW


def test_each_request_without_a_number_gets_one_of_its_own() -> None:
    assert len({draft().external_id for _ in range(100)}) == 100


def test_a_time_without_a_zone_is_in_that_of_the_service() -> None:
    made = draft(reported_at=datetime(2026, 11, 23, 11, 0))  # noqa: DTZ001  the case itself
    assert made.reported_at == NOW - timedelta(hours=1)
    assert made.reported_at.tzinfo is UTC


def test_a_request_without_a_position_is_drafted_without_one() -> None:
    made = draft(lon=None, lat=None)
    assert math.isnan(made.x)
    assert math.isnan(made.y)
    assert (made.coordinate_problem, made.position_quality) == (NO_COORDINATE, "none")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"category": ""}, "category"),
        ({"lon": None}, "lon, lat"),
        ({"lat": None}, "lon, lat"),
        ({"reported_at": NOW + timedelta(days=2)}, "reported_at"),
        ({"reported_at": datetime(1969, 12, 31, tzinfo=UTC)}, "reported_at"),
        (
            {"reported_at": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))},
            "reported_at",
        ),
        (
            {"reported_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=12)))},
            "reported_at",
        ),
        ({"text": "a\0b"}, "text"),
        ({"address": "x" * 20_001}, "address"),
    ],
)
def test_what_can_not_be_taken_is_refused_with_its_field(
    changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(InputError) as refused:
        draft(**changes)
    assert refused.value.where == where
