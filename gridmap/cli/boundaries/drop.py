"""``gridmap boundaries drop``: take a layer out of a draft."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, say


def drop(
    layer: Annotated[str, typer.Argument(help="Code of a level or an overlay.")],
    edition: Annotated[
        str | None, typer.Option(help="A draft; the newest one if not said.")
    ] = None,
    json: Json = False,
) -> None:
    """Take a layer out of an edition that was never active.

    Where there is no draft, one is begun with all other layers of the active edition.
    """
    from gridmap.journeys.drop_layer import drop_layer
    from gridmap.service import Service

    service = Service()
    done = drop_layer(layer, edition, service.editions, service.level_order, service.now())
    if json:
        print_json(dataclasses.asdict(done))
        return
    if done.gone:
        say(f"Nothing is left in edition {done.edition}: it is gone.")
        return
    begun = "A new edition, " if done.begun else "Edition "
    say(f"{begun}{done.edition}, has {', '.join(done.left)}; {layer} is out.")
