"""Moments as sources write them, brought to UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EARLIEST_YEAR = 1970
"""Before it a time of report is a slip."""
_CHINESE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
    r"(?:\s*(\d{1,2})\s*[时点:]\s*(\d{1,2})\s*分?(?:\s*:?\s*(\d{1,2})\s*秒?)?)?"
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.0+)?)?)?"
)


def parse_moment(text: str, zone: ZoneInfo, time_format: str = "") -> datetime:
    """The moment a text means, in UTC.

    Understands ISO 8601, year-first dates with ``-``, ``/`` or ``.``, and 2026年11月2日 8时5分;
    anything else needs its format said. A time without a zone is in `zone`; of an hour that the
    end of summer time repeats, the first is meant.

    Raises
    ------
    ValueError
        Saying what can't be read; days that do not exist, and years before 1970, too.
    """
    moment = _read(text.strip(), time_format)
    if moment.year < EARLIEST_YEAR:
        raise ValueError(f"{text.strip()!r} lies before {EARLIEST_YEAR}")
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _read(text: str, time_format: str) -> datetime:
    if time_format:
        try:
            return datetime.strptime(text, time_format)  # noqa: DTZ007  the caller adds the zone
        except ValueError:
            why = f"{text!r} is no moment written as {time_format}"
            raise ValueError(why) from None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _YEAR_FIRST.fullmatch(text) or _CHINESE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no date and time that can be read safely") from None
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        except ValueError as error:
            raise ValueError(f"{text!r} is no moment: {error}") from None
