"""A moment and its microseconds since 1970 say the same, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from gridmap.model.moments import microseconds_of, moment_of

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001


@given(MOMENTS)
def test_there_and_back(moment: datetime) -> None:
    back = moment_of(microseconds_of(moment))
    assert back == moment
    assert back.tzinfo is UTC


@given(MOMENTS)
def test_the_standard_library_counts_the_same_seconds(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert microseconds_of(whole) == int(whole.timestamp()) * 1_000_000
    assert microseconds_of(moment) - microseconds_of(whole) == moment.microsecond
