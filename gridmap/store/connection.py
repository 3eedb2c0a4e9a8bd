"""Opening the database, bringing it to the present form, and saying what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from gridmap.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy.engine import URL, Connection, Engine

_MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = max(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
"""Revision of the present form: migrations are numbered."""
_BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction on SQLite."""


def open_database(url: str) -> Engine:
    """The database, made where there is none and migrated where it is old.

    Raises
    ------
    StoreError
        When it can't be reached, or was written by a newer version.
    """
    try:
        parsed = sa.make_url(url)
        _prepare_folder(parsed)
        engine = sa.create_engine(parsed, **_options(parsed))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"The database URL can't be used: {error}.",
            where="GRIDMAP_DATABASE_URL",
            remedy="Write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME; the latter "
            "needs pip install 'gridmap[postgis]'.",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _set_pragmas)
        sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with explained_errors():
            _upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def explained_errors() -> Iterator[None]:
    """Turn what a database driver raises into a `StoreError` that a person can act on."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        raise StoreError(f"The database can't be used: {reason}.") from error


def _prepare_folder(url: URL) -> None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder can't be made: {error.strerror}.",
            where=str(folder),
            remedy="Name a folder that you may write to with GRIDMAP_DATA_DIR.",
        ) from error


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _BUSY_SECONDS}}
    return {"pool_pre_ping": True}


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """What is acknowledged is on disk; readers never wait for a writer."""
    connection.isolation_level = None  # transactions are begun by `_begin_immediate` alone
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock at the start where one is wanted: waiting is safe only there."""
    writes = connection.get_execution_options().get("gridmap_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept, or none.

    Raises
    ------
    StoreError
        When the database can't take it.
    """
    with explained_errors(), engine.execution_options(gridmap_writes=True).begin() as connection:
        yield connection


def lock_writers(connection: Connection) -> None:
    """Let one writing transaction at a time go on, until it ends.

    Two processes that take the same requests then see one another's, and row numbers become
    visible in their order, which cursors and caches rely on. SQLite's write lock does that by
    itself.
    """
    _lock(connection, 7415983)


def lock_editions(connection: Connection) -> None:
    """Let one transaction at a time change editions, until it ends; requests go on.

    Two activations at once end in the order in which they came, and a load sees what another
    has stored.
    """
    _lock(connection, 7415984)


def _lock(connection: Connection, number: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:n)"), {"n": number})


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads a single state of the database."""
    with explained_errors(), engine.begin() as connection:
        yield connection


def migration_config() -> Config:
    """Alembic's configuration; it needs no file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _is_current(engine: Engine) -> bool:
    """Whether the tables have the present form, without asking Alembic, which is slow to load."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == (
            HEAD
        )


def _upgrade(engine: Engine) -> None:
    """Bring the tables to the present form; costs two queries where they are."""
    if _is_current(engine):
        return
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migration_config())
    head = scripts.get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return
    if current is not None and current not in {s.revision for s in scripts.walk_revisions()}:
        raise StoreError(
            f"The database is of a newer version (revision {current}) than this program.",
            remedy="Install the newer version again, or restore a backup.",
        )
    from alembic import command

    with write_transaction(engine) as connection:
        lock_writers(connection)
        config = migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
