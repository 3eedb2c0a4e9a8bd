"""``gridmap heatmap``: a page that opens without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridmap.cli.moments import From, To, period_options
from gridmap.cli.output import say


def heatmap(
    output: Annotated[Path, typer.Option("-o", "--output", help="The page, as heat.html.")],
    category: Annotated[str | None, typer.Option(help="Code of a category.")] = None,
    since: From = None,
    until: To = None,
    area: Annotated[str | None, typer.Option(help="Code of an area of any layer.")] = None,
    with_defaults: Annotated[
        bool, typer.Option("--with-defaults", help="Draw default coordinates too.")
    ] = False,
    language: Annotated[str | None, typer.Option(help="zh or en; GRIDMAP_LANGUAGE.")] = None,
    title: Annotated[str | None, typer.Option(help="Of the page.")] = None,
) -> None:
    """Write one self-contained page: density, boundaries, hotspots, categories, time slider."""
    from gridmap.errors import InputError
    from gridmap.model.request import RequestFilter
    from gridmap.service import Service

    if language not in {None, "zh", "en"}:
        raise typer.BadParameter("say zh or en", param_hint="--language")
    service = Service()
    first, end = period_options(since, until, service.settings.zone)
    service.refuse_unknown_area(area)
    wanted = RequestFilter(
        category=category, since=first, until=end, area=area, with_defaults=with_defaults
    )
    page = service.heatmap_page(wanted, language=language, title=title)
    try:
        output.write_bytes(page)
    except OSError as error:
        raise InputError(
            f"The page can't be written: {error.strerror}.", where=str(output)
        ) from error
    say(f"Wrote {output} ({len(page) / 1e6:.1f} MB). Open it in any browser; it needs no network.")
