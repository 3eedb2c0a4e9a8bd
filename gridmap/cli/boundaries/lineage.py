"""``gridmap boundaries lineage``: the history of an area."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, print_table, say


def lineage(
    code: Annotated[str, typer.Argument(help="Code of an area, of today or of earlier.")],
    layer: Annotated[
        str | None, typer.Option(help="Code of its layer, if several have such a code.")
    ] = None,
    json: Json = False,
) -> None:
    """Tell what an area came from, and what became of it, edition by edition."""
    from gridmap.journeys.trace_area import trace_area
    from gridmap.service import Service

    service = Service()
    steps = trace_area(code, layer, service.editions)
    if json:
        print_json([dataclasses.asdict(step) for step in steps])
        return
    if not steps:
        say(f"{code} is the same in every edition that was activated.")
        return
    rows = [
        (
            f"{step.since.astimezone(service.settings.zone):%Y-%m-%d}", step.old_edition,
            step.new_edition, step.layer, step.kind, step.old or "nobody", step.new or "nobody",
            step.hectares,
        )
        for step in steps
    ]  # fmt: skip
    columns = ("since", "edition", "then", "layer", "change", "before", "after", "hectares")
    print_table("", columns, rows)
