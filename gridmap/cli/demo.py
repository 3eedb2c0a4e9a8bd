"""``gridmap demo``: make the demonstration district, load it as anyone's data, serve it."""

from __future__ import annotations

import os
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
    from gridmap.cli.output import progress_bar, say
    from gridmap.cli.serve import run_server
    from gridmap.demo.installation import DemoChoice, is_made, make_installation, use_installation
    from gridmap.settings import read_settings

    place = folder or _default_folder()
    choice = DemoChoice(seed, requests)
    if not is_made(place, choice):
        say("Making the demonstration district, all of it synthetic; it takes about a minute …")
        with progress_bar("Demonstration district (synthetic)") as report:
            make_installation(place, choice, report)
    use_installation(place)
    say(f"The demonstration district is in {place}. All its data is synthetic.")
    if no_serve:
        return
    if port is not None:
        os.environ["GRIDMAP_PORT"] = str(port)
    settings = read_settings()
    say(f"The map is at http://{settings.host}:{settings.port} (Ctrl-C stops it).")
    run_server()


def _default_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_path("gridmap")) / "demo"
