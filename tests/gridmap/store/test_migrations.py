"""Migrations make exactly the tables that the code knows, on both databases, and only once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gridmap.errors import StoreError
from gridmap.store.connection import open_database
from gridmap.store.tables import metadata


# SQLAlchemy has no name of its own for PostGIS's type when it reads a table back.
@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry':sqlalchemy.exc.SAWarning")
def test_migrated_tables_are_those_of_the_code(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: name != "spatial_ref_sys"}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_opening_again_changes_nothing(database_url: str) -> None:
    open_database(database_url).dispose()
    engine = open_database(database_url)
    names = set(sa.inspect(engine).get_table_names()) - {"spatial_ref_sys"}
    assert names == set(metadata.tables) | {"alembic_version"}
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        open_database(database_url)
