"""``gridmap boundaries list`` and ``activate``: the editions there are, and the one in force."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, print_table, say


def list_editions(json: Json = False) -> None:
    """List editions and their layers."""
    from gridmap.service import Service

    records = Service().editions.listed()
    if json:
        print_json([dataclasses.asdict(record) for record in records])
        return
    if not records:
        say("No boundaries are loaded yet: gridmap boundaries load FILE …")
        return
    rows = [
        (
            record.name,
            "active" if record.active else "was active" if record.activated_at else "not yet",
            layer.code,
            layer.kind,
            layer.areas,
            layer.crs[:20],
            layer.file,
        )
        for record in records
        for layer in record.layers
    ]
    print_table("", ("edition", "state", "layer", "kind", "areas", "crs", "file"), rows)


def activate(
    edition: Annotated[
        str | None, typer.Argument(help="The newest that was never active if not said.")
    ] = None,
    json: Json = False,
) -> None:
    """Switch to an edition; the one before stays, inactive."""
    from gridmap.journeys.load_boundaries import activate_edition
    from gridmap.service import Service

    service = Service()
    record = activate_edition(edition, service.editions, service.level_order, service.now())
    if json:
        print_json(dataclasses.asdict(record))
        return
    layers = ", ".join(f"{layer.code} ({layer.areas:,})" for layer in record.layers)
    say(f"Edition {record.name} is active: {layers}.")
