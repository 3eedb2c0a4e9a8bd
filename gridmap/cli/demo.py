"""``gridmap demo``: make the demonstration district, load it as anyone's data, serve it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[
        Path | None, typer.Option(help="Where it is kept; in the user's data folder if not said.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed makes another district.")] = 330111,
    requests: Annotated[
        int, typer.Option(min=500, max=1_000_000, help="How many requests are made.")
    ] = 60_000,
    port: Annotated[int | None, typer.Option(help="Port; GRIDMAP_PORT, 8000.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Make and load it only.")] = False,
) -> None:
    """Make a synthetic district, load it, and open the map at http://127.0.0.1:8000.

    A second run finds it made and goes on at once.
    """
