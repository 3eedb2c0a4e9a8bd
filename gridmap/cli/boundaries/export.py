"""``gridmap boundaries export``: layers of an edition as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, say


def export(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A .gpkg for all layers; .geojson, .parquet, .fgb."),
    ],
    edition: Annotated[
        str | None, typer.Argument(help="The active one, else the newest, if not said.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help="Code of the one layer to be written, as village.")
    ] = None,
    json: Json = False,
) -> None:
    """Write layers with code, name, level and parent_code, in WGS 84.

    The file can be loaded again: it gives the same answers.
    """
    from gridmap.journeys.export_boundaries import export_boundaries
    from gridmap.service import Service

    exported = export_boundaries(edition, layer, output, Service().editions)
    if json:
        print_json(
            {"edition": exported.edition.name, "file": str(output), "layers": exported.areas}
        )
        return
    layers = ", ".join(f"{code} ({n:,})" for code, n in exported.areas.items())
    say(f"Written from edition {exported.edition.name} to {output}: {layers}.")
