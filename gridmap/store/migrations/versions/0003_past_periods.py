"""Editions that were in force for a time in the past only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridmap.store.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let an activation say until when."""
    op.add_column("activations", sa.Column("until", UtcDateTime(), nullable=True))
