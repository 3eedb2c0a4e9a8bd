"""Moments and shapes come back from both databases as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import shapely
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from gridmap.store.columns import Shape, UtcDateTime
from gridmap.store.connection import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = sa.Table(
    "kept", sa.MetaData(), sa.Column("k", sa.Integer), sa.Column("at", UtcDateTime),
    sa.Column("shape", Shape),
)  # fmt: skip


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    engine = open_database(database_url)
    with engine.connect() as connection:
        TABLE.create(connection)
        yield connection
    engine.dispose()


def back(connection: sa.Connection, column: str, *values: Any) -> list[Any]:
    rows = [{"k": k, column: value} for k, value in enumerate(values)]
    connection.execute(sa.insert(TABLE), rows)
    return list(connection.execute(sa.select(TABLE.c[column]).order_by(TABLE.c.k)).scalars())


def test_moments_come_back_in_utc_to_the_microsecond(connection: sa.Connection) -> None:
    china = timezone(timedelta(hours=8))
    moments = [
        datetime(2026, 11, 2, 8, 5, 6, 789012, tzinfo=china),
        datetime(1970, 1, 1, tzinfo=china),
        datetime(2026, 11, 2, 0, 0, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        None,
    ]
    found = back(connection, "at", *moments)
    assert found == moments
    assert {moment.utcoffset() for moment in found if moment} == {timedelta(0)}


def test_a_moment_without_a_zone_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(StatementError, match="must carry its zone"):
        back(connection, "at", datetime(2026, 11, 2, 8, 5))  # noqa: DTZ001  the case itself


def test_moments_of_any_zone_are_compared_as_moments(connection: sa.Connection) -> None:
    eight = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    connection.execute(sa.insert(TABLE), [{"k": 1, "at": eight}])
    china = eight.astimezone(timezone(timedelta(hours=8)))
    later = TABLE.c.at >= china, TABLE.c.at > china, TABLE.c.at < china + timedelta(microseconds=1)
    counts = [
        connection.execute(sa.select(sa.func.count()).select_from(TABLE).where(x)).scalar()
        for x in later
    ]
    assert counts == [1, 0, 1]


def test_shapes_come_back_to_the_last_bit(connection: sa.Connection) -> None:
    island = shapely.Point(119.95, 30.05).buffer(0.1)
    shapes = [
        shapely.Polygon([(0.1 + 0.2, 1 / 3), (1e-17, 2.0), (3.0, 1e17)]),
        shapely.MultiPolygon([island, shapely.box(0, 0, 1, 1)]),
        shapely.Polygon(island.exterior, [shapely.Point(119.95, 30.05).buffer(0.01).exterior]),
        None,
    ]
    found = back(connection, "shape", *shapes)
    assert [shape and shape.wkt for shape in found] == [shape and shape.wkt for shape in shapes]
    assert all(shapely.to_wkb(a) == shapely.to_wkb(shapely.set_srid(b, shapely.get_srid(a)))
               for a, b in zip(found[:3], shapes[:3], strict=True))  # fmt: skip
