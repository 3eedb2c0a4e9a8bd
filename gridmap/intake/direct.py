"""A request that somebody files directly, one at a time: a draft, or what is wrong with it."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from boundaries.positions import NO_COORDINATE, OK
from gridmap.errors import InputError
from gridmap.intake.moments import EARLIEST_YEAR
from gridmap.intake.normalise import unfit
from gridmap.model.identifiers import new_external_id
from gridmap.model.request import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from gridmap.model.category import Catalogue

_AHEAD = timedelta(days=1)


def draft_of(
    filed: Mapping[str, Any], source: str, catalogue: Catalogue, zone: ZoneInfo, now: datetime
) -> Draft:
    """The draft of a request as its sender filed it.

    Parameters
    ----------
    filed
        ``category``, ``text``, ``lon``, ``lat``, ``accuracy_m``, ``reported_at``,
        ``external_id``, ``address``, ``channel``, ``reporter``.
    source
        Name of the sender.

    Raises
    ------
    InputError
        When the category is blank, only one coordinate is given, the time of report lies in
        the future or before 1970, or a text can't be kept.
    """
    for name, value in filed.items():
        if isinstance(value, str) and (why := unfit(value)):
            raise InputError(f"The text can't be kept: {why}.", where=name)
    if not filed["category"]:
        raise InputError("A category must not be blank.", where="category")
    lon, lat = filed["lon"], filed["lat"]
    if (lon is None) != (lat is None):
        raise InputError("A position needs both lon and lat.", where="lon, lat")
    return Draft(
        source=source,
        external_id=filed["external_id"] or new_external_id(),
        category=catalogue.code_of(filed["category"]),
        source_category=filed["category"],
        reported_at=_reported_at(filed["reported_at"], zone, now),
        text=filed["text"],
        address=filed["address"],
        channel=filed["channel"],
        reporter=filed["reporter"],
        x=math.nan if lon is None else float(lon),
        y=math.nan if lat is None else float(lat),
        coordinate_problem=NO_COORDINATE if lon is None else OK,
        accuracy_m=filed["accuracy_m"],
        position_quality="none" if lon is None else "gps",
    )


def _reported_at(stated: datetime | None, zone: ZoneInfo, now: datetime) -> datetime:
    if stated is None:
        return now
    try:
        moment = stated if stated.tzinfo is not None else stated.replace(tzinfo=zone)
        if moment > now + _AHEAD or moment.year < EARLIEST_YEAR:
            raise InputError(
                f"The time of report {moment.isoformat()} lies in the future or before "
                f"{EARLIEST_YEAR}.",
                where="reported_at",
            )
        return moment.astimezone(now.tzinfo)
    except OverflowError:
        raise InputError("The time of report can't be read.", where="reported_at") from None
