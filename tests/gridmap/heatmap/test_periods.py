"""Periods are calendar units of a time zone; every moment of a span falls into exactly one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.heatmap.periods import Period, PeriodKind, fitting_kind, split, whole_days

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
FIRST, LAST = datetime(2010, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def starts(periods: tuple[Period, ...]) -> list[str]:
    return [f"{each.start:%Y-%m-%d}" for each in periods]


def test_a_day_belongs_to_the_zone_it_is_told_in() -> None:
    moment = datetime(2025, 1, 31, 16, 30, tzinfo=UTC)
    span = whole_days(moment, moment, SHANGHAI)
    assert span.start == datetime(2025, 2, 1, tzinfo=SHANGHAI)
    assert span.end == datetime(2025, 2, 2, tzinfo=SHANGHAI)
    assert split(span, "month", SHANGHAI)[0].start.month == 2
    assert split(span, "month", ZoneInfo("UTC"))[0].start.month == 1


def test_the_change_of_clocks_counts_in_the_length() -> None:
    year = Period(
        "whole",
        datetime(2015, 1, 1, tzinfo=NEW_YORK),
        datetime(2016, 1, 1, tzinfo=NEW_YORK),
    )
    months = split(year, "month", NEW_YORK)
    assert [round(each.days, 6) for each in months] == [
        31, 28, 30.958333, 30, 31, 30, 31, 31, 30, 31, 30.041667, 31,
    ]  # fmt: skip
    assert not any(each.clipped for each in months)


def test_outer_periods_are_clipped_to_the_span() -> None:
    span = Period(
        "whole",
        datetime(2025, 1, 20, tzinfo=SHANGHAI),
        datetime(2025, 3, 10, 12, tzinfo=SHANGHAI),
    )
    months = split(span, "month", SHANGHAI)
    assert starts(months) == ["2025-01-20", "2025-02-01", "2025-03-01"]
    assert [each.days for each in months] == [12, 28, 9.5]
    assert [each.clipped for each in months] == [True, False, True]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param("week", ["2024-12-20", "2024-12-23", "2024-12-30"], id="monday"),
        pytest.param("month", ["2024-12-20", "2025-01-01"], id="first"),
        pytest.param("quarter", ["2024-12-20", "2025-01-01"], id="quarter"),
        pytest.param("year", ["2024-12-20", "2025-01-01"], id="year"),
    ],
)
def test_where_units_start(kind: PeriodKind, expected: list[str]) -> None:
    span = Period(
        "whole", datetime(2024, 12, 20, tzinfo=SHANGHAI), datetime(2025, 1, 3, tzinfo=SHANGHAI)
    )
    assert starts(split(span, kind, SHANGHAI)) == expected


@given(
    MOMENTS,
    st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    st.sampled_from(["week", "month", "quarter", "year"]),
    st.sampled_from([SHANGHAI, NEW_YORK]),
)
def test_periods_follow_one_another_without_gap_or_overlap(
    start: datetime, length: timedelta, kind: PeriodKind, zone: ZoneInfo
) -> None:
    span = Period("whole", start, start + length)
    periods = split(span, kind, zone)
    assert periods[0].start == span.start
    assert periods[-1].end == span.end
    ends = [each.end.timestamp() for each in periods[:-1]]
    assert ends == [each.start.timestamp() for each in periods[1:]]


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (28, "week"),
        (112, "week"),
        (113, "month"),
        (731, "month"),
        (1100, "quarter"),
        (4000, "year"),
    ],
)
def test_a_span_is_cut_into_as_many_frames_as_one_can_step_through(
    days: float, kind: PeriodKind
) -> None:
    start = datetime(2010, 1, 1, tzinfo=UTC)
    span = Period("whole", start, start + timedelta(days=days))
    assert fitting_kind(span) == kind
    assert len(split(span, kind, SHANGHAI)) <= 38


def test_what_is_no_period_is_refused() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="ends after it starts"):
        Period("whole", start, start)
    with pytest.raises(ValueError, match="carry a time zone"):
        Period("whole", datetime(2025, 1, 1), datetime(2025, 1, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="not 'whole'"):
        split(Period("whole", start, start + timedelta(days=2)), "whole", SHANGHAI)
