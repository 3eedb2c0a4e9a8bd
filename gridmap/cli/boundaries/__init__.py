"""``gridmap boundaries``: one file a command or two."""

from __future__ import annotations

import typer

from gridmap.cli.boundaries.check import check
from gridmap.cli.boundaries.compile import compile_index
from gridmap.cli.boundaries.diff import diff
from gridmap.cli.boundaries.drop import drop
from gridmap.cli.boundaries.editions import activate, list_editions
from gridmap.cli.boundaries.export import export
from gridmap.cli.boundaries.grid import grid
from gridmap.cli.boundaries.lineage import lineage
from gridmap.cli.boundaries.load import load
from gridmap.cli.boundaries.mend import mend

app = typer.Typer(help="Boundary layers and their editions.", no_args_is_help=True)
app.command("load")(load)
app.command("check")(check)
app.command("mend")(mend)
app.command("export")(export)
app.command("list")(list_editions)
app.command("activate")(activate)
app.command("compile")(compile_index)
app.command("diff")(diff)
app.command("lineage")(lineage)
app.command("drop")(drop)
app.command("grid")(grid)
