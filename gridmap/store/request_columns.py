"""Where and when requests were reported, as arrays for computing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from gridmap.model.moments import microseconds_of, moment_of
from gridmap.store.connection import read_transaction
from gridmap.store.request_filter import conditions
from gridmap.store.tables import requests

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray
    from sqlalchemy.engine import Engine
    from sqlalchemy.sql.elements import ColumnElement

    from gridmap.model.request import RequestFilter


@dataclass(frozen=True)
class RequestColumns:
    """Requests with a usable position, in the order they were stored.

    Attributes
    ----------
    seq
        Row keys, int64, shape (n,).
    lon, lat
        WGS 84 degrees, float64, shape (n,).
    reported_us
        Microseconds since 1970 UTC, int64, shape (n,).
    category
        Codes, dtype object, shape (n,).
    left_out
        Reason to number of requests that are meant but not here: ``default`` for a source's
        default coordinate, ``unplaced`` for no usable position, ``outside`` every area.
    """

    seq: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    reported_us: NDArray[np.int64]
    category: NDArray[np.object_]
    left_out: dict[str, int]

    def __len__(self) -> int:
        return len(self.seq)

    def first_and_last(self) -> tuple[datetime, datetime]:
        """When the first and the last of them were reported, UTC; there must be one."""
        return moment_of(int(self.reported_us.min())), moment_of(int(self.reported_us.max()))

    def narrowed(self, wanted: RequestFilter, left_out: dict[str, int]) -> RequestColumns:
        """Those of the category and the period that a filter means."""
        mine = np.ones(len(self), dtype=bool)
        if wanted.category is not None:
            mine &= np.asarray(self.category == wanted.category, dtype=bool)
        if wanted.since is not None:
            mine &= self.reported_us >= microseconds_of(wanted.since)
        if wanted.until is not None:
            mine &= self.reported_us < microseconds_of(wanted.until)
        return RequestColumns(
            self.seq[mine], self.lon[mine], self.lat[mine], self.reported_us[mine],
            self.category[mine], left_out,
        )  # fmt: skip


def read_columns(engine: Engine, wanted: RequestFilter) -> RequestColumns:
    """The requests that are meant and can be shown on a map.

    Requests on a default coordinate are left out unless asked for, those outside every area
    and without a position always; how many is told.
    """
    query = sa.select(
        requests.c.seq, requests.c.lon, requests.c.lat, requests.c.reported_at, requests.c.category
    ).where(*conditions(wanted), *_shown(wanted))
    with read_transaction(engine) as connection:
        rows = connection.execute(query.order_by(requests.c.seq)).all()
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    category = np.empty(len(rows), dtype=object)
    category[:] = columns[4]
    return RequestColumns(
        seq=np.array(columns[0], dtype=np.int64),
        lon=np.array(columns[1], dtype=np.float64),
        lat=np.array(columns[2], dtype=np.float64),
        reported_us=np.array([microseconds_of(moment) for moment in columns[3]], dtype=np.int64),
        category=category,
        left_out=count_left_out(engine, wanted),
    )


def count_left_out(engine: Engine, wanted: RequestFilter) -> dict[str, int]:
    """Reason to number of requests that are meant but can't be shown on a map."""
    why = sa.case((requests.c.placement != "inside", requests.c.placement), else_="default")
    hidden = (
        sa.select(why, sa.func.count())
        .where(*conditions(wanted), ~sa.and_(*_shown(wanted)))
        .group_by(why)
    )
    with read_transaction(engine) as connection:
        return {str(reason): int(n) for reason, n in connection.execute(hidden)}


def _shown(wanted: RequestFilter) -> list[ColumnElement[bool]]:
    shown = [requests.c.placement == "inside"]
    if not wanted.with_defaults:
        shown.append(requests.c.position_quality != "default")
    return shown
