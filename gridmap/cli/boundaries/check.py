"""``gridmap boundaries check``: what is wrong with an edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridmap.cli.output import ATTENTION, Json, print_findings, print_json, progress_bar, say


def check(
    edition: Annotated[
        str | None, typer.Argument(help="The newest inactive one, if not said.")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", help="Also write to .geojson, .csv or .html (a map); repeatable."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Look for all that is wrong with the layers of an edition.

    Gaps, overlaps, slivers, strays, codes and parents that don't fit, ground outside of a parent
    or not covered. docs/boundaries.md says what each means and what to do. Exits with 3 where
    there are errors or warnings.
    """
    from gridmap.files.findings_file import finding_values
    from gridmap.journeys.check_boundaries import (
        FindingsWording,
        check_boundaries,
        refuse_output,
        write_checked,
    )
    from gridmap.service import Service

    files = output or []
    refuse_output(files)
    service, settings = (opened := Service()), opened.settings
    with progress_bar("Checking") as report:
        checked = check_boundaries(
            edition,
            service.editions,
            service.level_order,
            lambda layer: report(layer, 0.5),
            extent=settings.extent,
        )
    wording = FindingsWording(settings.language, settings.layer_names, settings.zone, service.now())
    write_checked(files, checked.areas, checked.findings, wording)
    if json:
        values = [finding_values(finding) for finding in checked.findings]
        print_json({"edition": checked.edition.name, "findings": values})
    elif checked.findings:
        say(f"Edition {checked.edition.name}:")
        print_findings(checked.findings)
    else:
        say(f"Edition {checked.edition.name}: nothing is wrong.")
    for path in files:
        say(f"Written: {path}")
    if any(finding.severity != "note" for finding in checked.findings):
        raise typer.Exit(ATTENTION)
