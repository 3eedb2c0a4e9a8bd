"""Moments as sources write them, brought to UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EARLIEST_YEAR = 1970
"""Before it a time of report is a slip."""
_UNIT = re.compile(r"\s*([年月日号时点分秒:])\s*")
# Something stands between any two numbers: "8:530" and "月28:05" could each be two things.
_CHINESE_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})(?:[日号]|\s+|$)"
_CHINESE = (
    re.compile(_CHINESE_DAY + r"(?:(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?"),
    re.compile(_CHINESE_DAY + r"(\d{1,2})[时点](?:(\d{1,2})(?:分(?:(\d{1,2})秒?)?)?)?"),
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.0+)?)?)?"
)


def parse_moment(text: str, zone: ZoneInfo, time_format: str = "") -> datetime:
    """The moment a text means, in UTC.

    Understands ISO 8601, year-first dates with ``-``, ``/`` or ``.``, and 2026年11月2日 8时5分,
    in any width; anything else needs its format said. A time without a zone is in `zone`; of an
    hour that the end of summer time repeats, the first is meant; one that its beginning skips is
    as long after the skip as it says.

    Raises
    ------
    ValueError
        Saying what can't be read; days that do not exist, and years before 1970, too.
    """
    moment = _read(text.strip(), time_format)
    if moment.year < EARLIEST_YEAR:
        raise ValueError(f"{text.strip()!r} lies before {EARLIEST_YEAR}")
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text.strip()!r} lies after the year 9999") from None


def _read(text: str, time_format: str) -> datetime:
    if time_format:
        return datetime.strptime(text, time_format)  # noqa: DTZ007  the caller adds the zone
    try:
        # Python takes any character between date and time, and so a digit too.
        return datetime.fromisoformat(text if len(text) <= 8 or not text.isdigit() else "")
    except ValueError:
        return _read_parts(text)


def _read_parts(text: str) -> datetime:
    narrow = unicodedata.normalize("NFKC", text)
    bare = _UNIT.sub(r"\1", narrow)
    forms = ((_YEAR_FIRST, narrow), *((form, bare) for form in _CHINESE))
    found = next((match for form, whole in forms if (match := form.fullmatch(whole))), None)
    if found is None:
        raise ValueError(f"{text!r} is no date and time that can be read safely")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError as error:
        raise ValueError(f"{text!r} is no moment: {error}") from None
