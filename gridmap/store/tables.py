"""The tables, as SQLAlchemy Core sees them; `migrations/` makes the same ones."""

from __future__ import annotations

import sqlalchemy as sa

from gridmap.store.columns import Shape, UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""SQLite counts up by itself only in a column of type INTEGER."""

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("activated_at", UtcDateTime),
    sa.Column("active", sa.Boolean, nullable=False),
    # Counts what was changed in a draft: who read an earlier state must read again.
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
)
sa.Index(
    None, editions.c.active, unique=True,
    sqlite_where=sa.text("active"), postgresql_where=sa.text("active"),
)  # fmt: skip

activations = sa.Table(
    "activations",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("edition_id", sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("recorded_at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("until", UtcDateTime),
)

lineage = sa.Table(
    "lineage",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("activation_id", sa.ForeignKey("activations.id"), nullable=False),
    sa.Column("from_edition_id", sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("to_edition_id", sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("layer", sa.Text, nullable=False),
    sa.Column("old_code", sa.Text, index=True),
    sa.Column("new_code", sa.Text, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("hectares", sa.Double, nullable=False),
)

layers = sa.Table(
    "layers",
    metadata,
    sa.Column("edition_id", sa.ForeignKey("editions.id"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("crs", sa.Text, nullable=False),
    sa.Column("loaded_at", UtcDateTime, nullable=False),
)

areas = sa.Table(
    "areas",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("edition_id", sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("layer", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("declared_parent", sa.Text),
    sa.Column("parent", sa.Text),
    sa.Column("geometry", Shape, nullable=False),
    sa.UniqueConstraint("edition_id", "layer", "code"),
)

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("seq", _KEY, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("external_id", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("source_category", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("reporter", sa.Text, nullable=False),
    sa.Column("lon", sa.Double),
    sa.Column("lat", sa.Double),
    sa.Column("source_crs", sa.Text, nullable=False),
    sa.Column("position_quality", sa.Text, nullable=False),
    sa.Column("accuracy_m", sa.Double),
    sa.Column("reported_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("placement", sa.Text, nullable=False),
    sa.Column("placement_reason", sa.Text),
    sa.Column("nearest_code", sa.Text),
    sa.Column("nearest_m", sa.Double),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("source", "external_id"),
    sa.Index(None, "category", "reported_at"),
    sa.Index(None, "reported_at"),
)
sa.Index(
    "ix_requests_open_edition", requests.c.edition,
    sqlite_where=sa.text("status <> 'closed'"), postgresql_where=sa.text("status <> 'closed'"),
)  # fmt: skip

request_areas = sa.Table(
    "request_areas",
    metadata,
    sa.Column("request_seq", sa.ForeignKey("requests.seq"), primary_key=True),
    sa.Column("layer", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Index(None, "layer", "code"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("seq", _KEY, primary_key=True),
    sa.Column("request_seq", sa.ForeignKey("requests.seq"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("data", sa.JSON(none_as_null=True)),
)

hotspot_runs = sa.Table(
    "hotspot_runs",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("parameters", sa.JSON, nullable=False),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("input_count", sa.BigInteger, nullable=False),
    sa.Column("left_out", sa.JSON, nullable=False),
)

hotspots = sa.Table(
    "hotspots",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("hotspot_runs.id"), nullable=False, index=True),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("lon", sa.Double, nullable=False),
    sa.Column("lat", sa.Double, nullable=False),
    sa.Column("radius_m", sa.Double, nullable=False),
    sa.Column("first_at", UtcDateTime, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
    sa.Column("chain", sa.JSON, nullable=False),
    sa.Column("outline", Shape, nullable=False),
)

hotspot_members = sa.Table(
    "hotspot_members",
    metadata,
    sa.Column("hotspot_id", sa.ForeignKey("hotspots.id"), primary_key=True),
    sa.Column("request_seq", sa.ForeignKey("requests.seq"), primary_key=True),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
)
