"""Periods of the calendar that a stretch of time is cut into, half-open, in a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

PeriodKind = Literal["whole", "week", "month", "quarter", "year"]

MOST_WEEKS, MOST_MONTHS, MOST_QUARTERS = 16, 36, 36
"""How many frames of a kind are stepped through before the next longer kind is taken."""

_MONTHS_LONG: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "year": 12}
_SECONDS_PER_DAY = 86_400.0


@dataclass(frozen=True)
class Period:
    """A stretch of time, half-open: ``start <= t < end``.

    Attributes
    ----------
    kind
        ``whole`` for all of the span, else the calendar unit.
    start, end
        With a time zone, whose calendar names the period; `end` is after `start`.
    clipped
        Whether the span cut something off the calendar unit.
    """

    kind: PeriodKind
    start: datetime
    end: datetime
    clipped: bool = False

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"a period's times carry a time zone, not {self.start}, {self.end}")
        if not self.start < self.end:
            raise ValueError(f"a period ends after it starts, not {self.start}, {self.end}")

    @property
    def days(self) -> float:
        """True length in days of 24 hours, a change of the clocks included."""
        return (self.end.timestamp() - self.start.timestamp()) / _SECONDS_PER_DAY


def whole_days(first: datetime, last: datetime, zone: ZoneInfo) -> Period:
    """The span of whole local days that holds two moments and all between them.

    Parameters
    ----------
    first, last
        With a time zone; `last` is not before `first`.
    """
    start = first.astimezone(zone).date()
    end = last.astimezone(zone).date() + timedelta(days=1)
    return Period("whole", _midnight(start, zone), _midnight(end, zone))


def fitting_kind(span: Period) -> PeriodKind:
    """The shortest calendar unit that cuts a span into a number of frames one can step through."""
    if span.days <= 7 * MOST_WEEKS:
        return "week"
    if span.days <= 30.5 * MOST_MONTHS:
        return "month"
    return "quarter" if span.days <= 91.5 * MOST_QUARTERS else "year"


def split(span: Period, kind: PeriodKind, zone: ZoneInfo) -> tuple[Period, ...]:
    """Calendar units of a span in order, the outer ones clipped to it.

    Parameters
    ----------
    span
        What is cut; every moment of it falls into exactly one of the periods.
    kind
        Weeks start on Monday, quarters in January, April, July and October.
    zone
        Whose calendar.

    Raises
    ------
    ValueError
        When `kind` is ``whole``, which is no calendar unit.
    """
    if kind == "whole":
        raise ValueError("a span is split into weeks, months, quarters or years, not 'whole'")
    found = []
    unit = _unit_start(span.start.astimezone(zone).date(), kind)
    while _midnight(unit, zone) < span.end:
        following = _next_unit(unit, kind)
        opens, closes = _midnight(unit, zone), _midnight(following, zone)
        start, end = max(opens, span.start.astimezone(zone)), min(closes, span.end.astimezone(zone))
        found.append(Period(kind, start, end, clipped=(start, end) != (opens, closes)))
        unit = following
    return tuple(found)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _unit_start(day: date, kind: PeriodKind) -> date:
    if kind == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS_LONG[kind]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next_unit(start: date, kind: PeriodKind) -> date:
    if kind == "week":
        return start + timedelta(days=7)
    months = start.month - 1 + _MONTHS_LONG[kind]
    return date(start.year + months // 12, months % 12 + 1, 1)
