"""``gridmap locate`` and ``gridmap assign``: whose is this point, whose are these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.moments import moment_option
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
    from boundaries.locator import Locator
    from boundaries.model import Placement
    from boundaries.positions import Extent
    from gridmap.journeys.assign_points import AssignSummary

Crs = Annotated[str, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")]


def locate(
    lon: Annotated[float, typer.Argument(help="Longitude, or easting.")],
    lat: Annotated[float, typer.Argument(help="Latitude, or northing.")],
    crs: Crs = "wgs84",
    accuracy: Annotated[
        float | None, typer.Option(help="Radius in metres that holds the true position.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="By the boundaries in force then: a day (at its start) or a moment, in the "
            "service's zone."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Say whose a point is: its chain of jurisdictions, fine to coarse.

    Exits with 3 where the point is outside every area or can't be placed.
    """
    from gridmap.journeys.locate_point import locate_point, placement_answer
    from gridmap.service import Service

    service = Service(one_off=True)
    locator = service.locator(moment_option(at, "--at", service.settings.zone))
    placement = locate_point(
        lon, lat, locator, crs=crs, accuracy_m=accuracy, extent=service.settings.extent
    )
    if json:
        print_json(placement_answer(placement, lon, lat, crs))
    else:
        _tell_placement(placement)
        if not placement.chain:
            _tell_if_swapped(lon, lat, crs, locator, service.settings.extent)
    if placement.placement in {"outside", "unplaced"}:
        raise typer.Exit(ATTENTION)


def _tell_if_swapped(
    lon: float, lat: float, crs: str, locator: Locator, extent: Extent | None
) -> None:
    """Ask whether latitude was written first, where the other way round lies in an area."""
    from gridmap.journeys.locate_point import locate_point

    other = locate_point(lat, lon, locator, crs=crs, extent=extent)
    if other.chain:
        here = other.chain[0]
        say(
            "Was that latitude first? The other way round it lies in "
            f"{here.level} {here.code} {here.name}: gridmap locate {lat:g} {lon:g}"
        )


def _tell_placement(placement: Placement) -> None:
    if placement.placement == "unplaced":
        say(f"Can't be placed: {reason_in_words(placement.reason)}.")
        return
    if placement.nearest is not None:
        near = placement.nearest
        say(
            f"Outside every area. The nearest {near.level} is {near.code} {near.name}, "
            f"{near.distance_m:,.0f} m away."
        )
    rows: list[tuple[object, ...]] = [
        (link.level, link.code, link.name, round(link.border_m, 1)) for link in placement.chain
    ]
    rows += [(overlay.layer, overlay.code, overlay.name, None) for overlay in placement.overlays]
    if rows:
        print_table(
            f"Edition {placement.edition}", ("layer", "code", "name", "metres to its line"), rows
        )
    for candidate in placement.candidates:
        say(f"{candidate.probability:6.1%}  {candidate.code} {candidate.name}")
    if placement.ask_first:
        say("Near the line of another area: ask first.")


def assign(
    file: Annotated[Path, typer.Argument(help="CSV, .csv.gz or Parquet.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The same kinds.")],
    lon: Annotated[str, typer.Option(help="Field with the longitude, or easting.")],
    lat: Annotated[str, typer.Option(help="Field with the latitude, or northing.")],
    crs: Crs = "wgs84",
    encoding: Annotated[str, typer.Option(help="Of a CSV, as gb18030.")] = "utf-8",
    prefix: Annotated[str, typer.Option(help="Put before the added columns' names.")] = "",
    json: Json = False,
) -> None:
    """Write a file again with the areas of every row behind its own columns."""
    from boundaries.crs import parse_crs
    from gridmap.journeys.assign_points import AssignOptions, assign_points
    from gridmap.service import Service

    service = Service()
    options = AssignOptions(lon, lat, parse_crs(crs), service.settings.extent, encoding, prefix)
    with progress_bar(f"Assigning {file.name}") as report:
        summary = assign_points(
            file, output, options, service.locator(), lambda share: report("place", share)
        )
    _tell_assigned(summary, output, json=json)
    if summary.rejected:
        raise typer.Exit(ATTENTION)


def _tell_assigned(summary: AssignSummary, output: Path, *, json: bool) -> None:
    if json:
        print_json(
            {
                "rows": summary.rows,
                "placements": dict(summary.placements),
                "reasons": dict(summary.reasons),
                "rejected": summary.rejected,
                "rejected_file": summary.rejected_file,
                "output": output,
            }
        )
        return
    say(f"{summary.rows:,} rows, written to {output}:")
    for kind in ("inside", "outside", "unplaced"):
        say(f"  {summary.placements[kind]:>12,} {kind}")
    for why, count in summary.reasons.most_common():
        say(f"  {count:>12,}   of them {reason_in_words(why)}")
    if summary.rejected:
        say(f"  {summary.rejected:>12,} rejected, kept in {summary.rejected_file}")
