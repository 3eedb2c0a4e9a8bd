"""``gridmap boundaries check``: what is wrong with an edition."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from gridmap.cli.output import ATTENTION, Json, print_findings, print_json, progress_bar, say


def check(
    edition: Annotated[
        str | None, typer.Argument(help="The newest inactive one, if not said.")
    ] = None,
    json: Json = False,
) -> None:
    """Look for overlaps, gaps, codes that repeat, and areas without a parent.

    Exits with 3 where there are errors or warnings.
    """
    from gridmap.journeys.load_boundaries import check_boundaries
    from gridmap.service import Service

    service = Service()
    with progress_bar("Checking") as report:
        checked = check_boundaries(
            edition, service.editions, service.level_order, lambda layer: report(layer, 0.5)
        )
    if json:
        print_json(
            {
                "edition": checked.edition.name,
                "findings": [dataclasses.asdict(finding) for finding in checked.findings],
            }
        )
    elif checked.findings:
        say(f"Edition {checked.edition.name}:")
        print_findings(checked.findings)
    else:
        say(f"Edition {checked.edition.name}: nothing is wrong.")
    if any(finding.severity != "note" for finding in checked.findings):
        raise typer.Exit(ATTENTION)
