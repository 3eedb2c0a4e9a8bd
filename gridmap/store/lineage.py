"""Where areas come from and what became of them, as it was found when editions were switched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from gridmap.store.edition_records import Descent, LineageStep
from gridmap.store.tables import activations, editions, lineage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.engine import Connection, Row

_MANY = 500
"""Values in one IN list: every database takes so many."""


def write_lineage(
    connection: Connection, activation_id: int, old: int, new: int, found: Sequence[Descent]
) -> None:
    """Keep what became of the areas of an edition in the one that followed it."""
    rows = [
        {
            "activation_id": activation_id, "from_edition_id": old, "to_edition_id": new,
            "layer": each.layer, "old_code": each.old, "new_code": each.new,
            "kind": each.kind, "hectares": each.hectares,
        }
        for each in found
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(lineage), rows)


def read_lineage(
    connection: Connection, codes: Collection[str], layer: str | None
) -> list[LineageStep]:
    """Every step in which an area of those codes came or went, in the order of activations."""
    before, after = editions.alias("before"), editions.alias("after")
    query = (
        sa.select(
            lineage, before.c.name.label("old_edition"), after.c.name.label("new_edition"),
            activations.c.since,
        )
        .join(activations, activations.c.id == lineage.c.activation_id)
        .join(before, before.c.id == lineage.c.from_edition_id)
        .join(after, after.c.id == lineage.c.to_edition_id)
        .order_by(lineage.c.id)
    )  # fmt: skip
    if layer is not None:
        query = query.where(lineage.c.layer == layer)
    wanted = sorted(codes)
    found: dict[int, Row[Any]] = {}
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        touching = lineage.c.old_code.in_(some) | lineage.c.new_code.in_(some)
        found |= {row.id: row for row in connection.execute(query.where(touching))}
    return [
        LineageStep(
            row.activation_id, row.old_edition, row.new_edition, row.since, row.layer, row.kind,
            row.old_code, row.new_code, row.hectares,
        )
        for _, row in sorted(found.items())
    ]  # fmt: skip
