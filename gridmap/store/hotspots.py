"""Hotspot runs in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from gridmap.model.hotspot import Hotspot, HotspotRun
from gridmap.store.connection import read_transaction, write_transaction
from gridmap.store.tables import hotspot_members, hotspot_runs, hotspots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine


class HotspotStore:
    """Reads and writes hotspots."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, run: HotspotRun, found: Sequence[Hotspot]) -> int:
        """Store a run with what it found, in one transaction; returns the run's number."""
        with write_transaction(self._engine) as connection:
            values = {c.name: getattr(run, c.name) for c in hotspot_runs.c if c.name != "id"}
            run_id = connection.execute(
                sa.insert(hotspot_runs).values(**values).returning(hotspot_runs.c.id)
            ).scalar_one()
            members: list[dict[str, int]] = []
            for spot in found:
                new = connection.execute(
                    sa.insert(hotspots)
                    .values(run_id=run_id, **_values(spot))
                    .returning(hotspots.c.id)
                ).scalar_one()
                members += [{"hotspot_id": new, "request_seq": seq} for seq in spot.members]
            if members:
                connection.execute(sa.insert(hotspot_members), members)
        return int(run_id)

    def last_run(self) -> HotspotRun | None:
        """The newest run, or ``None``."""
        query = sa.select(hotspot_runs).order_by(hotspot_runs.c.id.desc()).limit(1)
        with read_transaction(self._engine) as connection:
            row = connection.execute(query).first()
        return None if row is None else HotspotRun(**row._mapping)  # noqa: SLF001

    def of_run(
        self, run_id: int, category: str | None = None, limit: int | None = None
    ) -> tuple[Hotspot, ...]:
        """What a run found, by rank; without their members."""
        query = sa.select(hotspots).where(hotspots.c.run_id == run_id).order_by(hotspots.c.rank)
        if category is not None:
            query = query.where(hotspots.c.category == category)
        with read_transaction(self._engine) as connection:
            rows = connection.execute(query.limit(limit)).all()
        return tuple(_hotspot(row._mapping) for row in rows)  # noqa: SLF001


def _values(spot: Hotspot) -> dict[str, Any]:
    names = [c.name for c in hotspots.c if c.name not in {"id", "run_id", "chain"}]
    return {name: getattr(spot, name) for name in names} | {"chain": [list(x) for x in spot.chain]}


def _hotspot(row: sa.RowMapping) -> Hotspot:
    values = {name: value for name, value in row.items() if name not in {"run_id", "chain"}}
    return Hotspot(**values, chain=tuple((link[0], link[1], link[2]) for link in row["chain"]))
