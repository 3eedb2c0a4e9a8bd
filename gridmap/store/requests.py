"""Requests, their areas and their events in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from gridmap.store.connection import lock_writers, read_transaction, write_transaction
from gridmap.store.request_filter import conditions
from gridmap.store.tables import events, request_areas, requests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine, Row

    from gridmap.model.event import Event
    from gridmap.model.request import Request, RequestFilter

_MANY = 500
"""Values in one IN list: every database takes so many."""
_COLUMNS = [c for c in requests.c if c.name not in {"seq", "received_at"}]
_STANDING = {"placement", "placement_reason", "nearest_code", "nearest_m", "edition"}
"""What boundaries make of a request."""


@dataclass(frozen=True)
class Saved:
    """What became of a batch: ids that are new, changed, and stored already as they came."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Some requests, newest first, and where the next page begins."""

    requests: tuple[Request, ...]
    next_cursor: int | None


class RequestStore:
    """Reads and writes requests."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, batch: Sequence[tuple[Request, Sequence[Event]]], now: datetime) -> Saved:
        """Store requests by source and external id, all of them or none.

        A request that is stored already as it comes is left alone; one that differs replaces
        what was stored, and gets an ``amended`` event by the caller's list.

        Parameters
        ----------
        batch
            Requests of distinct ids, each with the events of its birth.
        """
        with write_transaction(self._engine) as connection:
            lock_writers(connection)
            stored = _stored(connection, [request.id for request, _ in batch])
            new = [pair for pair in batch if pair[0].id not in stored]
            changed = [
                (request, stored[request.id])
                for request, _ in batch
                if request.id in stored and stored[request.id].fingerprint != request.fingerprint
            ]
            _insert(connection, new, now)
            for request, before in changed:
                _amend(connection, request, before, now)
        written = {request.id for request, _ in (*new, *changed)}
        return Saved(
            tuple(r.id for r, _ in new),
            tuple(r.id for r, _ in changed),
            tuple(r.id for r, _ in batch if r.id not in written),
        )

    def page(self, wanted: RequestFilter, limit: int, cursor: int | None = None) -> Page:
        """Requests that are meant, the last received first, at most `limit` of them."""
        query = sa.select(requests).where(*conditions(wanted)).order_by(requests.c.seq.desc())
        if cursor is not None:
            query = query.where(requests.c.seq < cursor)
        with read_transaction(self._engine) as connection:
            rows = connection.execute(query.limit(limit + 1)).all()
            found = _with_areas(connection, rows[:limit])
        return Page(found, rows[limit - 1].seq if len(rows) > limit else None)

    def get(self, request_id: str) -> Request | None:
        """One request, or ``None``."""
        query = sa.select(requests).where(requests.c.id == request_id)
        with read_transaction(self._engine) as connection:
            found = _with_areas(connection, connection.execute(query).all())
        return found[0] if found else None

    def events_of(self, request_id: str) -> tuple[Event, ...]:
        """The steps of a request, the first first."""
        from gridmap.model.event import Event

        query = (
            sa.select(events.c.kind, events.c.at, events.c.actor, events.c.note, events.c.data)
            .join(requests, requests.c.seq == events.c.request_seq)
            .where(requests.c.id == request_id)
            .order_by(events.c.seq)
        )
        with read_transaction(self._engine) as connection:
            return tuple(Event(*row) for row in connection.execute(query))

    def counts_by_category(self) -> dict[str, int]:
        """Number of requests of each category that has any."""
        counted = sa.func.count().label("n")
        query = sa.select(requests.c.category, counted).group_by(requests.c.category)
        with read_transaction(self._engine) as connection:
            return {row.category: row.n for row in connection.execute(query)}

    def period(self) -> tuple[datetime | None, datetime | None]:
        """When the first and the last request were reported."""
        query = sa.select(sa.func.min(requests.c.reported_at), sa.func.max(requests.c.reported_at))
        with read_transaction(self._engine) as connection:
            first, last = connection.execute(query).one()
        return first, last

    def version(self) -> tuple[int, int]:
        """Two numbers of which one differs whenever any request did: for caches and ETags."""
        query = sa.select(
            sa.func.coalesce(sa.select(sa.func.max(requests.c.seq)).scalar_subquery(), 0),
            sa.func.coalesce(sa.select(sa.func.max(events.c.seq)).scalar_subquery(), 0),
        )
        with read_transaction(self._engine) as connection:
            last_request, last_event = connection.execute(query).one()
        return last_request, last_event


def _stored(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Of those ids that are stored: row, fingerprint, status and position."""
    found: dict[str, Row[Any]] = {}
    wanted = ("id", "seq", "fingerprint", "status", "lon", "lat")
    for start in range(0, len(ids), _MANY):
        query = sa.select(*(requests.c[name] for name in wanted)).where(
            requests.c.id.in_(ids[start : start + _MANY])
        )
        found |= {row.id: row for row in connection.execute(query)}
    return found


def _insert(
    connection: Connection, new: Sequence[tuple[Request, Sequence[Event]]], now: datetime
) -> None:
    if not new:
        return
    rows = [_row(request) | {"received_at": now} for request, _ in new]
    connection.execute(sa.insert(requests), rows)
    stored = _stored(connection, [request.id for request, _ in new])
    seqs = {request_id: row.seq for request_id, row in stored.items()}
    _insert_areas(connection, ((seqs[r.id], r.areas) for r, _ in new))
    born = [
        {
            "request_seq": seqs[r.id], "kind": e.kind, "at": e.at, "actor": e.actor,
            "note": e.note, "data": e.data,
        }
        for r, steps in new
        for e in steps
    ]  # fmt: skip
    connection.execute(sa.insert(events), born)


def _amend(connection: Connection, request: Request, before: Row[Any], now: datetime) -> None:
    seq, row = before.seq, _row(request)
    where = before.lon, before.lat
    if before.status == request.status == "closed" and where == (request.lon, request.lat):
        # It keeps the areas that it was handled in, whatever boundaries are in force by now.
        row = {name: value for name, value in row.items() if name not in _STANDING}
    else:
        connection.execute(sa.delete(request_areas).where(request_areas.c.request_seq == seq))
        _insert_areas(connection, [(seq, request.areas)])
    connection.execute(sa.update(requests).where(requests.c.seq == seq).values(**row))
    amended = {"request_seq": seq, "kind": "amended", "at": now, "actor": request.source}
    connection.execute(sa.insert(events).values(**amended, note=""))


def _insert_areas(connection: Connection, owners: Iterable[tuple[int, Mapping[str, str]]]) -> None:
    rows = [
        {"request_seq": seq, "layer": layer, "code": code}
        for seq, areas in owners
        for layer, code in areas.items()
    ]
    if rows:
        connection.execute(sa.insert(request_areas), rows)


def _row(request: Request) -> dict[str, Any]:
    return {column.name: getattr(request, column.name) for column in _COLUMNS}


def _with_areas(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Request, ...]:
    from gridmap.model.request import Request

    owners: dict[int, dict[str, str]] = {row.seq: {} for row in rows}
    seqs = list(owners)
    for start in range(0, len(seqs), _MANY):
        query = sa.select(request_areas).where(
            request_areas.c.request_seq.in_(seqs[start : start + _MANY])
        )
        for seq, layer, code in connection.execute(query):
            owners[seq][layer] = code
    names = [column.name for column in _COLUMNS]
    return tuple(
        Request(**{name: getattr(row, name) for name in names}, areas=owners[row.seq])
        for row in rows
    )
