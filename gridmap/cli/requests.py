"""``gridmap requests``: import and list."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.moments import From, To, period_options
from gridmap.cli.output import (
    ATTENTION,
    Json,
    print_json,
    print_table,
    progress_bar,
    say,
)
from gridmap.cli.reasons import reason_in_words

if TYPE_CHECKING:
    from gridmap.intake.mapping import SourceMapping
    from gridmap.journeys.import_requests import ImportSummary
    from gridmap.service import Service

app = typer.Typer(help="Requests: what residents filed.", no_args_is_help=True)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, .csv.gz or Parquet.")],
    mapping: Annotated[
        Path | None, typer.Option("--map", help="mapping.toml: how the file is to be read.")
    ] = None,
    opened: Annotated[str | None, typer.Option(help="Field with the time of report.")] = None,
    closed: Annotated[str | None, typer.Option(help="Field with the time of closing.")] = None,
    category: Annotated[str | None, typer.Option(help="Field with the category.")] = None,
    lon: Annotated[str | None, typer.Option(help="Field with the longitude.")] = None,
    lat: Annotated[str | None, typer.Option(help="Field with the latitude.")] = None,
    id_field: Annotated[str | None, typer.Option("--id", help="Field with the number.")] = None,
    text: Annotated[str | None, typer.Option(help="Field with the text.")] = None,
    source: Annotated[
        str, typer.Option(help="Name of the source, if there is no --map.")
    ] = "import",
    crs: Annotated[str, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")] = "wgs84",
    encoding: Annotated[str, typer.Option(help="Of a CSV, as gb18030.")] = "utf-8",
    timezone: Annotated[
        str | None, typer.Option(help="Zone of times that say none, as Asia/Shanghai.")
    ] = None,
    stack_share: Annotated[
        float, typer.Option(help="Share of all rows on one spot that makes it a default.")
    ] = 0.01,
    rejected: Annotated[
        Path | None, typer.Option(help="File for rejected rows; beside FILE if not said.")
    ] = None,
    json: Json = False,
) -> None:
    """Take every row of a file exactly once, however often it is run.

    Exits with 3 where rows were rejected.
    """
    from gridmap.intake.placement import Placer
    from gridmap.intake.stacks import StackRule
    from gridmap.journeys.import_requests import RequestImport, import_requests
    from gridmap.service import Service

    service = Service()
    fields = {
        "opened": opened, "closed": closed, "category": category, "lon": lon, "lat": lat,
        "id": id_field, "text": text,
    }  # fmt: skip
    how = _mapping(service, mapping, fields, (source, crs, encoding, timezone))
    if not 0 < stack_share <= 1:
        raise typer.BadParameter("must be over 0 and at most 1", param_hint="--stack-share")
    job = RequestImport(
        mapping=how,
        catalogue=service.catalogue,
        placer=Placer(service.locator(), how.crs, service.settings.extent),
        store=service.requests,
        stack_rule=StackRule(least_share=stack_share),
        now=service.now(),
        rejected=rejected,
    )
    with progress_bar(f"Importing {file.name}") as report:
        summary = import_requests(file, job, report)
        service.place_again()  # where another edition was switched on meanwhile
    _tell_import(summary, json=json)
    if summary.rejected:
        raise typer.Exit(ATTENTION)


def _mapping(
    service: Service,
    path: Path | None,
    fields: dict[str, str | None],
    stated: tuple[str, str, str, str | None],
) -> SourceMapping:
    """The mapping of the file, or of the options where there is none."""
    import tomllib

    from gridmap.errors import InputError
    from gridmap.intake.mapping import mapping_of

    named = {what: name for what, name in fields.items() if name is not None}
    if path is None:
        source, crs, encoding, zone = stated
        said = {"source": source, "crs": crs, "encoding": encoding, "columns": named}
        return mapping_of(
            said | ({"timezone": zone} if zone else {}), "the options", service.settings.zone
        )
    if named:
        raise typer.BadParameter("say the fields either in --map or as options", param_hint="--map")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The mapping can't be read: {error}.", where=str(path)) from error
    try:
        return mapping_of(tomllib.loads(text), str(path), service.settings.zone)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"Not TOML: {error}.", where=str(path)) from error


def _tell_import(summary: ImportSummary, *, json: bool) -> None:
    if json:
        print_json(vars(summary) | {"stacks": [vars(stack) for stack in summary.stacks]})
        return
    say(
        f"{summary.rows:,} rows = {summary.new:,} new + {summary.changed:,} changed + "
        f"{summary.unchanged:,} unchanged + {summary.rejected:,} rejected"
    )
    for kind in ("inside", "outside", "unplaced"):
        say(f"  {summary.placements[kind]:>12,} {kind}")
    for why, count in summary.reasons.most_common():
        say(f"  {count:>12,}   of them {reason_in_words(why)}")
    if summary.unmapped:
        words = ", ".join(f"{what!r} ({n:,})" for what, n in summary.unmapped.most_common(5))
        say(
            f"{sum(summary.unmapped.values()):,} requests became 'other', most of them {words}. "
            "Say what words mean in a mapping's [categories]."
        )
    for stack in summary.stacks:
        say(
            f"Default coordinate {stack.x:g}, {stack.y:g}: {stack.count:,} requests of many kinds "
            "lie on it. They are placed, but left out of heat and hotspots."
        )
    if summary.closed_before_opened:
        say(
            f"{summary.closed_before_opened:,} requests say they were closed before they were "
            "reported; taken as they say."
        )
    for why, count in summary.rejected_because.most_common(10):
        say(f"  {count:>12,} rejected: {why}")
    if summary.rejected_file:
        say(f"Rejected rows are kept in {summary.rejected_file}")


@app.command("list")
def list_requests(
    category: Annotated[str | None, typer.Option(help="Code of a category.")] = None,
    area: Annotated[str | None, typer.Option(help="Code of an area of any layer.")] = None,
    since: From = None,
    until: To = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 20,
    json: Json = False,
) -> None:
    """List requests, the last received first."""
    from gridmap.model.request import RequestFilter
    from gridmap.service import Service

    service = Service()
    zone = service.settings.zone
    service.catalogue.known(category)
    first, end = period_options(since, until, zone)
    service.refuse_unknown_area(area)
    wanted = RequestFilter(category=category, area=area, since=first, until=end)
    page = service.requests.page(wanted, limit)
    if json:
        print_json([dataclasses.asdict(request) for request in page.requests])
        return
    rows = [
        (
            request.external_id,
            f"{request.reported_at.astimezone(zone):%Y-%m-%d %H:%M}",
            request.category,
            request.status,
            next((request.areas[x] for x in reversed(service.level_order) if x in request.areas),
                 None),
            request.placement,
            request.text[:60],
        )
        for request in page.requests
    ]  # fmt: skip
    columns = ("number", "reported", "category", "status", "area", "placement", "text")
    print_table(f"Times in {service.settings.timezone}", columns, rows)
