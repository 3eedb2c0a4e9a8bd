"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import shapely
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, UserDefinedType

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware, in UTC; SQLite keeps it without a zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; a naive one is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment must carry its zone; got {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Shape(UserDefinedType[Any]):
    """A shapely geometry, WGS 84: WKB on SQLite, a PostGIS geometry on PostgreSQL."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """From shapely to what the database takes: bytes, or hexadecimal EWKB for PostGIS."""
        if dialect.name == "postgresql":
            return lambda shape: (
                None
                if shape is None
                else shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)
            )
        return lambda shape: None if shape is None else shapely.to_wkb(shape)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """From what the database gives to shapely."""
        return lambda stored: None if stored is None else shapely.from_wkb(stored)


@compiles(Shape)
def _plain_type(_type: Shape, _compiler: object, **_: object) -> str:
    return "BLOB"


@compiles(Shape, "postgresql")
def _postgis_type(_type: Shape, _compiler: object, **_: object) -> str:
    return "geometry(Geometry, 4326)"
