"""A `RequestFilter` as conditions of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from gridmap.store.tables import request_areas, requests

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

    from gridmap.model.request import RequestFilter


def conditions(wanted: RequestFilter) -> list[ColumnElement[bool]]:
    """What a row of `requests` must fulfil to be meant."""
    equal = {
        requests.c.category: wanted.category,
        requests.c.source: wanted.source,
        requests.c.status: wanted.status,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if wanted.since is not None:
        found.append(requests.c.reported_at >= wanted.since)
    if wanted.until is not None:
        found.append(requests.c.reported_at < wanted.until)
    if wanted.area is not None:
        held = sa.select(request_areas.c.request_seq).where(request_areas.c.code == wanted.area)
        found.append(requests.c.seq.in_(held))
    return found
