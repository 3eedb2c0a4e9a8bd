"""Where and when requests were reported, as arrays for computing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from gridmap.store.connection import read_transaction
from gridmap.store.request_filter import conditions
from gridmap.store.tables import requests

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy.engine import Engine

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

    def of_category(self, code: str) -> RequestColumns:
        """Those of one category; what was left out is not told apart."""
        mine = self.category == code
        return RequestColumns(
            self.seq[mine], self.lon[mine], self.lat[mine], self.reported_us[mine],
            self.category[mine], {},
        )  # fmt: skip


def read_columns(engine: Engine, wanted: RequestFilter) -> RequestColumns:
    """The requests that are meant and can be shown on a map.

    Requests on a default coordinate are left out unless asked for, those outside every area
    and without a position always; how many is told.
    """
    meant = conditions(wanted)
    shown = [requests.c.placement == "inside"]
    if not wanted.with_defaults:
        shown.append(requests.c.position_quality != "default")
    query = sa.select(
        requests.c.seq, requests.c.lon, requests.c.lat, requests.c.reported_at, requests.c.category
    ).where(*meant, *shown)
    with read_transaction(engine) as connection:
        rows = connection.execute(query.order_by(requests.c.seq)).all()
        quality = sa.case((requests.c.placement != "inside", requests.c.placement), else_="default")
        hidden = sa.select(quality, sa.func.count()).where(*meant, ~sa.and_(*shown))
        left_out = {str(why): int(n) for why, n in connection.execute(hidden.group_by(quality))}
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    category = np.empty(len(rows), dtype=object)
    category[:] = columns[4]
    return RequestColumns(
        seq=np.array(columns[0], dtype=np.int64),
        lon=np.array(columns[1], dtype=np.float64),
        lat=np.array(columns[2], dtype=np.float64),
        reported_us=np.array(
            [round(moment.timestamp() * 1e6) for moment in columns[3]], dtype=np.int64
        ),
        category=category,
        left_out=left_out,
    )
