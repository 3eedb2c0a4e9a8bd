"""Dated editions: activations, lineage, and requests that know by which edition they are placed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from gridmap.store.columns import UtcDateTime

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 5000
_UNDERSTOOD = (
    "source", "external_id", "category", "source_category", "reported_at", "closed_at", "text",
    "address", "channel", "reporter", "accuracy_m", "lon", "lat", "position_quality",
    "source_crs",
)  # fmt: skip
"""What a fingerprint covers from now on: what was said, and where; not whose it is."""
_MOMENTS = {"reported_at", "closed_at"}
_OPEN = sa.text("status <> 'closed'")


def upgrade() -> None:
    """Make the tables, tell what was in force from what is known, and mark requests anew."""
    op.create_table(
        "activations",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("edition_id", _KEY, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_activations_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activations")),
    )
    op.create_table(
        "lineage",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("activation_id", _KEY, nullable=False),
        sa.Column("from_edition_id", _KEY, nullable=False),
        sa.Column("to_edition_id", _KEY, nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("old_code", sa.Text(), nullable=True),
        sa.Column("new_code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hectares", sa.Double(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_lineage_{column}_{table}")
            )
            for column, table in (
                ("activation_id", "activations"),
                ("from_edition_id", "editions"),
                ("to_edition_id", "editions"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage")),
    )
    for column in ("old_code", "new_code"):
        op.create_index(op.f(f"ix_lineage_{column}"), "lineage", [column])
    op.add_column("editions", sa.Column("revision", sa.Integer(), nullable=False,
                                        server_default="0"))  # fmt: skip
    op.add_column("events", sa.Column("data", sa.JSON(), nullable=True))
    connection = op.get_bind()
    _leave_one_active(connection)
    op.create_index(
        op.f("ix_editions_active"), "editions", ["active"], unique=True,
        sqlite_where=sa.text("active"), postgresql_where=sa.text("active"),
    )  # fmt: skip
    op.create_index(
        "ix_requests_open_edition", "requests", ["edition"], sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )  # fmt: skip
    _tell_activations(connection)
    _mark_requests(connection)


def _leave_one_active(connection: Connection) -> None:
    """Of two that were activated at the same moment by two processes, the newer."""
    connection.execute(
        sa.text(
            "UPDATE editions SET active = :no WHERE active AND id <> "
            "(SELECT max(id) FROM editions WHERE active)"
        ).bindparams(sa.bindparam("no", value=False, type_=sa.Boolean()))
    )


def _tell_activations(connection: Connection) -> None:
    """Each edition that was active, since its last activation; the active one comes last."""
    connection.execute(
        sa.text(
            "INSERT INTO activations (edition_id, since, recorded_at, actor) "
            "SELECT id, activated_at, activated_at, '' FROM editions "
            "WHERE activated_at IS NOT NULL ORDER BY active, activated_at, id"
        )
    )


def _mark_requests(connection: Connection) -> None:
    """Fingerprints that stay as they are when boundaries change."""
    columns: list[sa.Column[Any]] = [
        sa.Column(name, UtcDateTime() if name in _MOMENTS else sa.Text())
        for name in (*_UNDERSTOOD, "placement_reason", "fingerprint")
        if name not in {"lon", "lat", "accuracy_m"}
    ]
    numbers: list[sa.Column[Any]] = [
        sa.Column(name, sa.Double()) for name in ("lon", "lat", "accuracy_m")
    ]
    requests = sa.Table(
        "requests", sa.MetaData(), sa.Column("seq", _KEY, primary_key=True), *columns, *numbers
    )
    write = (
        sa.update(requests)
        .where(requests.c.seq == sa.bindparam("of_seq"))
        .values(fingerprint=sa.bindparam("mark"))
    )
    last = 0
    while True:
        rows = connection.execute(
            sa.select(requests).where(requests.c.seq > last).order_by(requests.c.seq).limit(_BATCH)
        ).all()
        if not rows:
            return
        connection.execute(write, [{"of_seq": row.seq, "mark": _mark(row)} for row in rows])
        last = rows[-1].seq


def _mark(row: Any) -> str:
    unplaced = row.placement_reason if row.lon is None else None
    seen = (*(getattr(row, name) for name in _UNDERSTOOD), unplaced)
    return hashlib.blake2b(repr(seen).encode(), digest_size=16).hexdigest()
