"""A moment is read as the one thing that it can mean, or refused with the reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gridmap.intake.moments import parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    "Asia/Shanghai", "America/New_York", "Europe/Vaduz", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Apia", "Africa/Casablanca", "UTC",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02T08:05:00+08:00",
        "2026-11-02T00:05:00Z",
        "2026-11-02 08:05",
        "2026-11-02T08:05:00",
        "2026-11-02T08:05:00.000",
        "20261102T080500",
        "  2026-11-02 08:05  ",
        "2026-11-2 8:05",
        "2026/11/2 8:05",
        "2026/11/02 08:05:00",
        "2026/11/02 08:05:00.000",
        "2026.11.02 08:05",
        "2026年11月2日 8时5分",
        "2026年11月02日08时05分00秒",
        "2026年11月2日8:05",
        "2026年11月2日 8：05",
        "2026年11月2号8点5分",
        "2026 年 11 月 2 日 8 点 05",
        "２０２６年１１月２日　８：０５：００",
    ],
)
def test_one_moment_in_many_hands(text: str) -> None:
    assert parse_moment(text, SHANGHAI) == datetime(2026, 11, 2, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-11-02", "2026/11/2", "2026.11.2", "20261102", "2026年11月2日", "2026年11月2"]
)
def test_a_day_begins_at_midnight_of_the_zone(text: str) -> None:
    assert parse_moment(text, SHANGHAI) == datetime(2026, 11, 1, 16, tzinfo=UTC)


def test_parts_of_a_second_are_kept() -> None:
    parsed = parse_moment("2026-11-02 08:05:06.789012", SHANGHAI)
    assert parsed == datetime(2026, 11, 2, 0, 5, 6, 789012, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2026", "2/1/2026 8:05", "01-02-2026", "1.2.2026", "02.01.26", "11/2", "2026",
        "2026-11", "1704067200", "1704067200000", "20150101012", "45234.5", "yesterday", "8:05",
        "2026-11-02 08:05 30", "2026年11月2日 8:530", "2026年11月28:05", "2026年11月2日 8:",
        "2026年11月2日下午3点", "11月2日", "2026-11-02 8:05 PM", "2026-11-02 08:05 CST", "",
        "   ", "NULL", "\x00",
    ],
)  # fmt: skip
def test_what_could_mean_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="can be read safely"):
        parse_moment(text, SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29", "2026/2/30", "2026年2月30日", "2026-13-01", "2026-00-10", "2026-11-31 08:05",
        "2026-11-02 25:00", "2026/11/2 8:60", "2026年11月2日 8时60分", "2100-02-29",
    ],
)  # fmt: skip
def test_moments_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no moment"):
        parse_moment(text, SHANGHAI)


@pytest.mark.parametrize("text", ["1969-12-31", "1900-01-01", "0001-01-01", "1969年1月1日"])
def test_moments_before_there_was_anything_to_report_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="lies before 1970"):
        parse_moment(text, SHANGHAI)


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="lies after the year 9999"):
        parse_moment("9999-12-31T23:59-12:00", SHANGHAI)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert parse_moment("2025-11-02 01:30", NEW_YORK) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_a_time_that_is_skipped_is_as_long_after_the_skip() -> None:
    assert parse_moment("2025-03-09 02:30", NEW_YORK) == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)


def test_a_stated_offset_wins_over_the_zone() -> None:
    both = {parse_moment("2025-11-02T01:30-05:00", zone) for zone in (NEW_YORK, SHANGHAI)}
    assert both == {datetime(2025, 11, 2, 6, 30, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("text", "time_format", "hour"),
    [
        ("02.11.2026 08:05", "%d.%m.%Y %H:%M", 0),
        ("11/02/2026 08:05 PM", "%m/%d/%Y %I:%M %p", 12),
        ("20261102080500", "%Y%m%d%H%M%S", 0),
        ("2026-11-02 08:05 +0200", "%Y-%m-%d %H:%M %z", 6),
    ],
)
def test_a_stated_format_is_followed(text: str, time_format: str, hour: int) -> None:
    expected = datetime(2026, 11, 2, hour, 5, tzinfo=UTC)
    assert parse_moment(text, SHANGHAI, time_format) == expected


def test_with_a_stated_format_nothing_else_is_read() -> None:
    with pytest.raises(ValueError, match="does not match format"):
        parse_moment("2026-11-02", SHANGHAI, "%d.%m.%Y")


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
@example(datetime(2025, 11, 2, 6, 30, tzinfo=UTC), "America/New_York")
@example(datetime(2025, 4, 5, 15, 15, tzinfo=UTC), "Australia/Lord_Howe")
def test_local_times_come_back_to_the_moment_they_were_made_of(moment: datetime, name: str) -> None:
    local = moment.astimezone(ZoneInfo(name))
    again = parse_moment(local.replace(tzinfo=None).isoformat(), ZoneInfo(name))
    # The second of two equal local times reads as the first: earlier by what the clock went back.
    first = local.replace(fold=0)
    went_back = (first.utcoffset() or timedelta()) - (local.utcoffset() or timedelta())
    assert again == moment - went_back
    assert parse_moment(local.isoformat(), ZoneInfo(name)) == moment


@given(st.text(st.sampled_from("0123456789-/.: T年月日时分秒+Z"), max_size=22))
def test_any_text_gives_a_moment_in_utc_or_a_reason(text: str) -> None:
    try:
        moment = parse_moment(text, NEW_YORK)
    except ValueError as error:
        assert str(error).startswith(repr(text.strip())), error  # noqa: PT017
    else:
        assert moment.tzinfo is UTC
        assert moment.year >= 1969
