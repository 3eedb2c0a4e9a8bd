"""The command line: one file a subject; nothing slow is imported before a command runs."""

from __future__ import annotations

import sys

import typer

from boundaries.errors import ExplainedError
from gridmap.cli import boundaries, demo, doctor, heatmap, hotspots, locate, people, requests, serve
from gridmap.cli.output import say_error

app = typer.Typer(
    name="gridmap",
    help="Grid mapping and hotspots for grassroots governance.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 not done, nothing was changed; 2 wrong usage; "
    "3 done, but something wants a look.",
)
app.add_typer(boundaries.app, name="boundaries")
app.add_typer(requests.app, name="requests")
app.add_typer(hotspots.app, name="hotspots")
app.add_typer(people.app, name="people")
app.add_typer(doctor.app, name="doctor")
# A negative coordinate is no option.
app.command("locate", context_settings={"ignore_unknown_options": True})(locate.locate)
app.command("assign")(locate.assign)
app.command("heatmap")(heatmap.heatmap)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)


@app.callback(invoke_without_command=True)
def _main(
    version: bool = typer.Option(False, "--version", help="Say the version."),
) -> None:
    if version:
        from gridmap import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run a command; what goes wrong is said in words, never as a traceback."""
    try:
        app()
    except ExplainedError as error:
        say_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
