"""``gridmap hotspots``: find and list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridmap.cli.moments import From, To, period_options
from gridmap.cli.output import Json, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridmap.model.hotspot import Hotspot, HotspotRun
    from gridmap.service import Service

app = typer.Typer(help="Hotspots: where requests of one kind gather.", no_args_is_help=True)


@app.command("find")
def find(
    category: Annotated[
        list[str] | None, typer.Option(help="Code of a category; may repeat. All but 'other'.")
    ] = None,
    since: From = None,
    until: To = None,
    area: Annotated[str | None, typer.Option(help="Code of an area of any layer.")] = None,
    radius: Annotated[
        float | None, typer.Option(help="Metres; each category's own if not said.")
    ] = None,
    least: Annotated[int, typer.Option(help="Requests that make a core, itself included.")] = 4,
    with_defaults: Annotated[
        bool, typer.Option("--with-defaults", help="Count default coordinates too.")
    ] = False,
    json: Json = False,
) -> None:
    """Find clusters per category (DBSCAN), and keep them as a run.

    Without --from each category looks back over its own window of days from the last request.
    """
    from gridmap.journeys.find_hotspots import HotspotSearch, find_hotspots
    from gridmap.model.request import RequestFilter
    from gridmap.service import Service

    service = Service()
    first, end = period_options(since, until, service.settings.zone)
    service.refuse_unknown_area(area)
    wanted = RequestFilter(since=first, until=end, area=area, with_defaults=with_defaults)
    search = HotspotSearch(_categories(service, category), wanted, radius, least)
    _, last = service.requests.period()
    with progress_bar("Finding hotspots") as report:
        run, found = find_hotspots(
            search, service.columns, last, service.locator(), service.hotspots, service.now(),
            report,
        )  # fmt: skip
    _tell(service, run, found, json=json)


def _categories(service: Service, codes: Sequence[str] | None) -> tuple[Any, ...]:
    from gridmap.model.category import OTHER

    catalogue = service.catalogue
    chosen = [catalogue.known(code) for code in dict.fromkeys(codes or ())]
    if chosen:
        return tuple(chosen)
    # "Other" is no kind of trouble: its requests have nothing in common.
    return tuple(category for category in catalogue.categories if category.code != OTHER)


def _tell(
    service: Service, run: HotspotRun, found: Sequence[Hotspot], *, json: bool, limit: int = 30
) -> None:
    if json:
        from gridmap.journeys.read_hotspots import hotspots_answer

        print_json(hotspots_answer(run, found))
        return
    zone = service.settings.zone
    left_out = ", ".join(f"{n:,} {why}" for why, n in sorted(run.left_out.items()))
    say(
        f"Run {run.id}: {len(found):,} hotspots among {run.input_count:,} requests"
        + (f" (left out: {left_out})." if left_out else ".")
    )
    say(f"Looked at: {run.parameters['since']}, until {run.parameters['until']}.")
    rows = [
        (
            spot.rank,
            spot.category,
            spot.count,
            f"{spot.lon:.5f}, {spot.lat:.5f}",
            spot.radius_m,
            f"{spot.first_at.astimezone(zone):%Y-%m-%d}",
            f"{spot.last_at.astimezone(zone):%Y-%m-%d}",
            " < ".join(name for _, _, name in spot.chain),
        )
        for spot in found[:limit]
    ]
    columns = ("rank", "category", "requests", "lon, lat", "radius m", "first", "last", "where")
    if rows:
        print_table("", columns, rows)
    if len(found) > limit:
        say(f"… and {len(found) - limit:,} more: --json shows all.")


@app.command("list")
def list_hotspots(
    category: Annotated[str | None, typer.Option(help="Code of a category.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 30,
    json: Json = False,
) -> None:
    """List the hotspots of the newest run, the largest first."""
    from gridmap.journeys.read_hotspots import hotspots_answer
    from gridmap.service import Service

    service = Service()
    service.catalogue.known(category)
    run = service.hotspots.last_run()
    if run is None or run.id is None:
        say("No hotspots have been looked for yet: gridmap hotspots find")
        if json:
            print_json(hotspots_answer(None, ()))
        return
    _tell(service, run, service.hotspots.of_run(run.id, category, limit), json=json, limit=limit)
