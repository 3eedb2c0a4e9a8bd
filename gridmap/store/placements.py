"""Open requests that another edition placed than the active one, placed again batch by batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from gridmap.errors import OvertakenError
from gridmap.store.connection import lock_writers, read_transaction, write_transaction
from gridmap.store.tables import editions, events, request_areas, requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from sqlalchemy.engine import Connection, Engine, Row

    from gridmap.intake.standing import Standing

    Place = Callable[[NDArray[np.float64], NDArray[np.float64]], list[Standing]]

_MANY = 500
"""Values in one IN list: every database takes so many."""
_COLUMNS = ("placement", "placement_reason", "nearest_code", "nearest_m")
"""What other boundaries change in a request besides its areas."""
_READ = (
    requests.c.seq, requests.c.lon, requests.c.lat, requests.c.edition,
    *(requests.c[name] for name in _COLUMNS),
)  # fmt: skip


@dataclass(frozen=True)
class Replaced:
    """What became of a batch of requests that were placed again.

    Attributes
    ----------
    looked_at, changed, left_outside
        How many; of which other areas hold now, of which in turn none holds any more.
    last
        Row of the last one; ``None`` when there was none left.
    """

    looked_at: int
    changed: int
    left_outside: int
    last: int | None


@dataclass(frozen=True)
class Spots:
    """Where requests are that have a position.

    Attributes
    ----------
    lon, lat
        Degrees, WGS 84, float64, shape (n,).
    open
        Which are not closed, bool, shape (n,).
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    open: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.lon)


class PlacementStore:
    """Reads and writes whose open requests are; closed ones keep the areas they were handled in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self, edition: str) -> int:
        """Number of open requests that another edition placed."""
        query = sa.select(sa.func.count()).select_from(requests).where(*_elsewhere(edition))
        with read_transaction(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def is_waiting(self) -> bool:
        """Whether any open request was placed by another edition than the active one."""
        active = sa.select(editions.c.name).where(editions.c.active).scalar_subquery()
        query = sa.select(requests.c.seq).where(*_elsewhere(active)).limit(1)
        with read_transaction(self._engine) as connection:
            return connection.execute(query).first() is not None

    def spots(self) -> Spots:
        """Where all requests are."""
        query = sa.select(requests.c.lon, requests.c.lat, requests.c.status != "closed").where(
            requests.c.lon.is_not(None)
        )
        with read_transaction(self._engine) as connection:
            rows = connection.execute(query).all()
        columns = list(zip(*rows, strict=True)) if rows else [(), (), ()]
        return Spots(
            np.array(columns[0], dtype=np.float64),
            np.array(columns[1], dtype=np.float64),
            np.array(columns[2], dtype=np.bool_),
        )

    def place_batch(
        self, edition: str, place: Place, now: datetime, actor: str, after: int, most: int
    ) -> Replaced:
        """Place some waiting requests by the active edition, in one transaction.

        Parameters
        ----------
        edition
            Name of the edition that `place` places by.
        place
            From longitudes and latitudes to where they stand.
        after
            Only those stored behind this row.
        most
            Size of the batch.

        Raises
        ------
        OvertakenError
            When another edition is active.
        """
        with write_transaction(self._engine) as connection:
            lock_writers(connection)
            active = connection.execute(sa.select(editions.c.name).where(editions.c.active))
            if active.scalar() != edition:
                raise OvertakenError(
                    f"Another edition than {edition!r} was activated meanwhile.",
                    remedy="Its own activation places the requests again.",
                )
            rows = connection.execute(
                sa.select(*_READ)
                .where(*_elsewhere(edition), requests.c.seq > after)
                .order_by(requests.c.seq)
                .limit(most)
            ).all()
            if not rows:
                return Replaced(0, 0, 0, None)
            placed = _placed(rows, place, _areas_of(connection, [row.seq for row in rows]))
            _mark(connection, [row.seq for row in rows], edition)
            _write(connection, placed, edition, now, actor)
        changed = [each for each in placed if each.changed]
        outside = sum(
            each.row.placement == "inside" and each.now.placement == "outside" for each in changed
        )
        return Replaced(len(rows), len(changed), outside, rows[-1].seq)


@dataclass(frozen=True)
class _Placed:
    """A request as it was stored, and where it stands now."""

    row: Row[Any]
    before: dict[str, str]
    now: Standing

    @property
    def changed(self) -> bool:
        """Whether other areas hold it."""
        return (self.row.placement, self.before) != (self.now.placement, self.now.areas)


def _elsewhere(edition: str | sa.ScalarSelect[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """Open, and placed by another edition; written as the index over open requests wants it."""
    other = (requests.c.edition < edition) | (requests.c.edition > edition)
    return sa.text("status <> 'closed'"), other  # type: ignore[return-value]


def _placed(
    rows: Sequence[Row[Any]], place: Place, before: dict[int, dict[str, str]]
) -> list[_Placed]:
    """Those with a position, placed again."""
    known = [row for row in rows if row.lon is not None]
    lon = np.array([row.lon for row in known], dtype=np.float64)
    lat = np.array([row.lat for row in known], dtype=np.float64)
    return [
        _Placed(row, before[row.seq], standing)
        for row, standing in zip(known, place(lon, lat), strict=True)
    ]


def _areas_of(connection: Connection, seqs: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {seq: {} for seq in seqs}
    for some in _chunks(seqs):
        query = sa.select(request_areas).where(request_areas.c.request_seq.in_(some))
        for seq, layer, code in connection.execute(query):
            found[seq][layer] = code
    return found


def _mark(connection: Connection, seqs: Sequence[int], edition: str) -> None:
    """Say that requests were placed by an edition; one without a position was, too."""
    for some in _chunks(seqs):
        statement = sa.update(requests).where(requests.c.seq.in_(some)).values(edition=edition)
        connection.execute(statement)


def _write(
    connection: Connection, placed: Sequence[_Placed], edition: str, now: datetime, actor: str
) -> None:
    other = [
        {"of_seq": each.row.seq} | {f"new_{name}": getattr(each.now, name) for name in _COLUMNS}
        for each in placed
        if any(getattr(each.now, name) != getattr(each.row, name) for name in _COLUMNS)
    ]
    if other:
        values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in _COLUMNS}
        mine = requests.c.seq == sa.bindparam("of_seq")
        connection.execute(sa.update(requests).where(mine).values(values), other)
    changed = [each for each in placed if each.changed]
    for some in _chunks([each.row.seq for each in changed]):
        connection.execute(sa.delete(request_areas).where(request_areas.c.request_seq.in_(some)))
    owned = [
        {"request_seq": each.row.seq, "layer": layer, "code": code}
        for each in changed
        for layer, code in each.now.areas.items()
    ]
    told = [_event(each, edition) | {"at": now, "actor": actor} for each in changed]
    for table, new in ((request_areas, owned), (events, told)):
        if new:
            connection.execute(sa.insert(table), new)


def _event(each: _Placed, edition: str) -> dict[str, Any]:
    before, after = each.before, each.now.areas
    moved = [
        f"{layer} {before.get(layer, 'none')} → {after.get(layer, 'none')}"
        for layer in [*after, *(layer for layer in before if layer not in after)]
        if before.get(layer) != after.get(layer)
    ]
    outside = " It is outside every area now." if each.now.placement == "outside" else ""
    return {
        "request_seq": each.row.seq,
        "kind": "replaced",
        "note": f"Edition {each.row.edition} → {edition}: {', '.join(moved)}.{outside}",
        "data": {
            "from": {
                "edition": each.row.edition, "placement": each.row.placement, "areas": before,
            },
            "to": {"edition": edition, "placement": each.now.placement, "areas": after},
        },
    }  # fmt: skip


def _chunks(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    return (seqs[start : start + _MANY] for start in range(0, len(seqs), _MANY))
