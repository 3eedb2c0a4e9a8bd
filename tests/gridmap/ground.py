"""A small district of squares, loaded as anyone's data; and whole databases, to compare them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from boundaries.layer_files import LayerSource
from gridmap.intake.mapping import mapping_of
from gridmap.intake.placement import Placer
from gridmap.intake.stacks import StackRule
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.import_requests import RequestImport, import_requests
from gridmap.journeys.load_boundaries import load_layer
from gridmap.store.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from boundaries.model import LayerKind
    from gridmap.journeys.import_requests import ImportSummary
    from gridmap.service import Service

WEST, SOUTH = 119.9, 30.0
SIDE = 0.01
"""Side of a village, degrees: about a kilometre."""
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""When tests happen."""
COLUMNS = {
    "id": "id", "opened": "opened", "closed": "closed", "category": "category", "lon": "lon",
    "lat": "lat", "text": "text",
}  # fmt: skip
"""How the files of tests call their fields."""
OF_THE_CLOCK = {"received_at", "created_at", "loaded_at", "activated_at"}
"""Columns that tell when the computer did something, not what it did."""


def village_of(column: int, row: int) -> str:
    """Code of a village: columns 0 to 3 from west, rows 0 to 3 from south."""
    return f"330111{1 + column // 2:03d}{200 + 2 * row + column % 2:03d}"


def middle_of(column: int, row: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a village."""
    return WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE


def load_ground(service: Service, folder: Path) -> None:
    """Two townships, 16 villages, and a police beat over the three western columns."""
    cells = [(column, row) for column in range(4) for row in range(4)]
    villages = [
        _square(village_of(c, r), f"Village {c}{r}", (c, r, c + 1, r + 1)) for c, r in cells
    ]
    townships = [
        _square(f"330111{k + 1:03d}", f"Township {k}", (2 * k, 0, 2 * k + 2, 4)) for k in range(2)
    ]
    beats = [_square("P1", "Beat 1", (0, 0, 3, 4))]
    for layer, features in (("township", townships), ("village", villages), ("police", beats)):
        path = folder / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        kind: LayerKind = "overlay" if layer == "police" else "level"
        source = LayerSource(path, layer, kind, "code", "name")
        load_layer(source, None, service.editions, service.level_order, NOW)
    activate_edition(None, service.editions, service.level_order, NOW)


def import_file(service: Service, path: Path, **stated: Any) -> ImportSummary:
    """Import a file as the tables of a ``mapping.toml`` say; without any, as `COLUMNS` do."""
    mapping = mapping_of({"columns": COLUMNS} | stated, "mapping.toml", service.settings.zone)
    job = RequestImport(
        mapping=mapping,
        catalogue=service.catalogue,
        placer=Placer(service.locator(), mapping.crs, service.settings.extent),
        store=service.requests,
        stack_rule=StackRule(),
        now=NOW,
    )
    return import_requests(path, job)


def _square(code: str, name: str, corners: tuple[int, int, int, int]) -> dict[str, Any]:
    """A rectangle from corner to corner, with every village corner on its line."""
    west, south, east, north = corners
    ring = [(x, south) for x in range(west, east)] + [(east, y) for y in range(south, north)]
    ring += [(x, north) for x in range(east, west, -1)]
    ring += [(west, y) for y in range(north, south, -1)]
    line = [[WEST + x * SIDE, SOUTH + y * SIDE] for x, y in [*ring, ring[0]]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [line]},
    }


Contents: TypeAlias = dict[str, list[tuple[Any, ...]]]
"""Table to its rows."""


def contents(url: str) -> Contents:
    """All rows of all tables but what the clock said; row numbers count from 1 without gaps.

    PostgreSQL leaves gaps where a transaction was undone; they mean nothing.
    """
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    return found


def _rows(connection: sa.Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.c if column.name not in OF_THE_CLOCK]
    numbers = [_numbers(connection, _numbered(column)) for column in columns]
    rows = connection.execute(sa.select(*columns)).all()
    plain = [
        tuple(
            n[value] if n else getattr(value, "wkb", value)
            for n, value in zip(numbers, row, strict=True)
        )
        for row in rows
    ]
    return sorted(plain, key=repr)


def _numbered(column: sa.Column[Any]) -> sa.Column[Any] | None:
    """The row number that a column holds: its table's own, or another's."""
    if column.foreign_keys:
        return next(iter(column.foreign_keys)).column
    return column if column.primary_key and column.name in {"id", "seq"} else None


def _numbers(connection: sa.Connection, key: sa.Column[Any] | None) -> dict[int, int]:
    if key is None:
        return {}
    ordered = connection.execute(sa.select(key).order_by(key)).scalars()
    return {number: k for k, number in enumerate(ordered, start=1)}
