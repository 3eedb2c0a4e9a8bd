"""``gridmap boundaries compile``: make an edition's index anew."""

from __future__ import annotations

from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, progress_bar, say


def compile_index(
    edition: Annotated[str | None, typer.Argument(help="The active one, if not said.")] = None,
    json: Json = False,
) -> None:
    """Compile an edition into the index that answers look-ups, and check it against shapely.

    Activating an edition does it; this is for looking at what it takes, and for making good a
    file that was lost or damaged.
    """
    from gridmap.service import Service

    service = Service()
    record = service.editions.named(edition)
    with progress_bar("Compiling") as report:
        locator = service.indexes.compile(record, service.editions.read(record.id), report)
    path = service.indexes.path(record)
    sizes = {table.code: table.compiled.index.nbytes for table in locator.layers}
    if json:
        print_json({"edition": record.name, "file": path, "bytes": sizes})
        return
    for table in locator.layers:
        nested = " The level above follows from it." if table.nested else ""
        each = sizes[table.code] / max(len(table), 1)
        say(f"{table.code}: {len(table):,} areas, {each:,.0f} bytes each and shapes.{nested}")
    say(f"Edition {record.name}: {path}")
