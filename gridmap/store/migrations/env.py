"""Runs the migrations on the connection that `gridmap.store.connection` hands over."""

from __future__ import annotations

from alembic import context

from gridmap.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
)
context.run_migrations()
