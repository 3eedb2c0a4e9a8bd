"""The first tables: editions, requests with their events, hotspots, people and keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridmap.store.columns import Shape, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; PostgreSQL needs PostGIS for their shapes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.create_table(
        "editions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("activated_at", UtcDateTime(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("name", name=op.f("uq_editions_name")),
    )
    op.create_table(
        "hotspot_runs",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("input_count", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspot_runs")),
    )
    op.create_table(
        "people",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("name", name=op.f("uq_people_name")),
    )
    op.create_table(
        "requests",
        sa.Column("seq", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("source_category", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("source_crs", sa.Text(), nullable=False),
        sa.Column("position_quality", sa.Text(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("placement_reason", sa.Text(), nullable=True),
        sa.Column("nearest_code", sa.Text(), nullable=True),
        sa.Column("nearest_m", sa.Double(), nullable=True),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_requests")),
        sa.UniqueConstraint("id", name=op.f("uq_requests_id")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_requests_source_external_id")),
    )
    op.create_index(
        op.f("ix_requests_category_reported_at"),
        "requests",
        ["category", "reported_at"],
        unique=False,
    )
    op.create_index(op.f("ix_requests_reported_at"), "requests", ["reported_at"], unique=False)
    op.create_table(
        "areas",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("edition_id", _KEY, nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("declared_parent", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("geometry", Shape(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_areas_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint(
            "edition_id", "layer", "code", name=op.f("uq_areas_edition_id_layer_code")
        ),
    )
    op.create_table(
        "events",
        sa.Column("seq", _KEY, nullable=False),
        sa.Column("request_seq", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_seq"], ["requests.seq"], name=op.f("fk_events_request_seq_requests")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_request_seq"), "events", ["request_seq"], unique=False)
    op.create_table(
        "hotspots",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("run_id", _KEY, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("radius_m", sa.Double(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.Column("outline", Shape(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["hotspot_runs.id"], name=op.f("fk_hotspots_run_id_hotspot_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspots")),
    )
    op.create_index(op.f("ix_hotspots_run_id"), "hotspots", ["run_id"], unique=False)
    op.create_table(
        "keys",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_keys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_keys_hash")),
    )
    op.create_index(op.f("ix_keys_person_id"), "keys", ["person_id"], unique=False)
    op.create_table(
        "layers",
        sa.Column("edition_id", _KEY, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("crs", sa.Text(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_layers_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "code", name=op.f("pk_layers")),
    )
    op.create_table(
        "request_areas",
        sa.Column("request_seq", _KEY, nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_seq"], ["requests.seq"], name=op.f("fk_request_areas_request_seq_requests")
        ),
        sa.PrimaryKeyConstraint("request_seq", "layer", name=op.f("pk_request_areas")),
    )
    op.create_index(
        op.f("ix_request_areas_layer_code"), "request_areas", ["layer", "code"], unique=False
    )
    op.create_table(
        "hotspot_members",
        sa.Column("hotspot_id", _KEY, nullable=False),
        sa.Column("request_seq", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["hotspot_id"], ["hotspots.id"], name=op.f("fk_hotspot_members_hotspot_id_hotspots")
        ),
        sa.ForeignKeyConstraint(
            ["request_seq"], ["requests.seq"], name=op.f("fk_hotspot_members_request_seq_requests")
        ),
        sa.PrimaryKeyConstraint("hotspot_id", "request_seq", name=op.f("pk_hotspot_members")),
    )
