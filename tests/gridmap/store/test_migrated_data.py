"""What was stored by an earlier version means the same after its tables were brought up to date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic import command

from gridmap.service import Service
from gridmap.settings import Settings
from gridmap.store.connection import migration_config, open_database
from gridmap.store.edition_records import Period
from gridmap.store.tables import metadata
from tests.conftest import CLOSE_OTHERS
from tests.gridmap.ground import NOW, import_file, load_ground

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2026, 10, 1, 6, tzinfo=UTC)
ADDED = {"editions": {"revision"}, "events": {"data"}}
"""Columns of today that tables of revision 0001 lack."""
NEW = {"activations", "lineage"}


def _made_by_0001(url: str) -> sa.Engine:
    """A database as revision 0001 left it."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    return engine


def _rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    kept = [column for column in table.c if column.name not in ADDED.get(table.name, ())]
    return [dict(row) for row in connection.execute(sa.select(*kept)).mappings()]


@pytest.fixture
def old_database(database_url: str, tmp_path: Path) -> str:
    """The small district with requests, in the tables of revision 0001.

    It is loaded in today's tables, read, and written into the old ones; fingerprints are
    spoilt: the old ones covered the areas, too.
    """
    service = Service(Settings(data_dir=tmp_path, database_url=database_url))
    load_ground(service, tmp_path)
    lines = ["id,opened,closed,category,lon,lat,text"]
    for k in range(40):
        closed = "2026-11-03" if k % 2 else ""
        place = ",," if k == 7 else f"{119.89 + k / 700:.6f},{30 + k / 1000:.6f},"
        lines.append(f"{k},2026-11-02 08:05:{k:02},{closed},噪音,{place}O'Brien's 第 {k} 件")
    (tmp_path / "requests.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(service, tmp_path / "requests.csv")
    engine = open_database(database_url)
    with engine.begin() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in NEW]
        held = {table.name: _rows(connection, table) for table in tables}
    service.close()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text(CLOSE_OTHERS))
        metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE alembic_version"))
    engine.dispose()
    engine = _made_by_0001(database_url)
    with engine.begin() as connection:
        for table in tables:
            for row in held[table.name]:
                if table.name == "requests":
                    row["fingerprint"] = "of another kind"
                if table.name == "editions":
                    row["activated_at"] = FIRST
                connection.execute(sa.insert(table).values(**row))
    engine.dispose()
    return database_url


def test_what_was_active_was_in_force_since_then(old_database: str, tmp_path: Path) -> None:
    service = Service(Settings(data_dir=tmp_path, database_url=old_database))
    (record,) = service.editions.listed()
    assert (record.active, record.in_force) == (True, (Period(FIRST, None),))
    assert service.editions.in_force(FIRST).name == record.name
    assert service.locator(FIRST + timedelta(days=1)).edition.name == record.name
    service.close()


def test_known_requests_are_still_known(old_database: str, tmp_path: Path) -> None:
    service = Service(Settings(data_dir=tmp_path, database_url=old_database))
    summary = import_file(service, tmp_path / "requests.csv")
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 40)
    assert not service.placements.is_waiting()
    service.close()


def test_of_two_active_editions_the_newer_stays(database_url: str) -> None:
    engine = _made_by_0001(database_url)
    with engine.begin() as connection:
        for k, name in enumerate(("one", "two", "three")):
            connection.execute(
                sa.text(
                    "INSERT INTO editions (name, created_at, activated_at, active) "
                    "VALUES (:name, :at, :at, :active)"
                ).bindparams(
                    sa.bindparam("at", NOW.replace(tzinfo=None) + timedelta(days=k)),
                    name=name,
                    active=k < 2,
                )
            )
    engine.dispose()
    engine = open_database(database_url)
    with engine.begin() as connection:
        active = connection.execute(sa.text("SELECT name FROM editions WHERE active")).scalars()
        assert active.all() == ["two"]
        last = "SELECT edition_id FROM activations ORDER BY id DESC LIMIT 1"
        of_two = "SELECT id FROM editions WHERE name = 'two'"
        assert (
            connection.execute(sa.text(last)).scalar()
            == connection.execute(sa.text(of_two)).scalar()
        )
    engine.dispose()
