"""``gridmap boundaries mend``: a copy of a file with safe repairs."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.cli.boundaries.load import layer_and_kind
from gridmap.cli.output import Json, print_findings, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from gridmap.journeys.mend_boundaries import BoundariesMended

_SHOWN = 15
_STAGES = ("read", "rings", "snap", "slivers", "tell", "write", "check")


def mend(
    file: Annotated[Path, typer.Argument(help="Of any kind that load reads; it stays as it is.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The mended copy: .gpkg, .geojson, .parquet, .fgb."),
    ],
    code: Annotated[str, typer.Option(help="Field with each area's code.")],
    level: Annotated[str | None, typer.Option(help="Level of its areas, as village.")] = None,
    overlay: Annotated[str | None, typer.Option(help="Or: code of the overlay it is.")] = None,
    snap: Annotated[
        float, typer.Option(help="Metres that a vertex may move to a neighbour's.")
    ] = 0.1,
    sliver_width: Annotated[
        float, typer.Option(help="Metres: overlaps that are thinner go to one of the two.")
    ] = 1.0,
    gap_width: Annotated[
        float | None,
        typer.Option(help="Metres: gaps that are thinner are filled; as --sliver-width."),
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n; else as it says.")
    ] = None,
    table: Annotated[str | None, typer.Option(help="Table, where the file has several.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of a Shapefile's texts, as gb18030, if it doesn't say.")
    ] = None,
    findings: Annotated[
        list[Path] | None,
        typer.Option(help="Write what was mended and what is left: .geojson, .csv or .html."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a mended copy: rings, vertices that miss their neighbours', slivers.

    Only what is safe is mended; wider overlaps and gaps are told and stay. All fields and all
    areas stay, and what needs nothing keeps its coordinates bit by bit.
    """
    from boundaries.layer_files import LayerSource
    from boundaries.mending import MendParams
    from gridmap.journeys.check_boundaries import refuse_output
    from gridmap.journeys.mend_boundaries import mend_boundaries
    from gridmap.settings import read_settings

    settings = read_settings()
    refuse_output(findings or [])
    layer, kind = layer_and_kind(level, overlay, tuple(each.code for each in settings.levels))
    source = LayerSource(file, layer, kind, code, code, None, crs, table, encoding)
    wide = sliver_width if gap_width is None else gap_width
    params = MendParams(snap_m=snap, sliver_m=sliver_width, gap_m=wide)
    with progress_bar(f"Mending {file.name}") as report:
        mended = mend_boundaries(
            source,
            output,
            params,
            lambda stage: report(stage, _STAGES.index(stage) / len(_STAGES)),
        )
    if findings:
        _write_findings(findings, mended)
    _tell(mended, file, json=json)


def _write_findings(paths: list[Path], mended: BoundariesMended) -> None:
    from datetime import UTC, datetime

    from boundaries.model import Edition
    from gridmap.journeys.check_boundaries import FindingsWording, write_checked
    from gridmap.settings import read_settings

    settings = read_settings()
    layer = mended.layer
    levels, overlays = ((layer,), ()) if layer.kind == "level" else ((), (layer,))
    wording = FindingsWording(
        settings.language, settings.layer_names, settings.zone, datetime.now(UTC)
    )
    shown = Edition(mended.output.name, levels, overlays)
    write_checked(paths, shown, mended.findings, wording)


def _tell(mended: BoundariesMended, file: Path, *, json: bool) -> None:
    from gridmap.files.findings_file import finding_values

    if json:
        print_json(
            {
                "output": str(mended.output),
                "areas": len(mended.layer),
                "changed": [dataclasses.asdict(change) for change in mended.changes],
                "changed_m2": mended.changed_m2,
                "moved_m": mended.moved_m,
                "findings": [finding_values(finding) for finding in mended.findings],
            }
        )
        return
    if mended.changes:
        rows = [
            (c.code, c.before_m2, c.after_m2, f"{c.after_m2 - c.before_m2:+,.2f}",
             f"{c.moved_m:.3f}", "yes" if c.repaired else "")
            for c in mended.changes[:_SHOWN]
        ]  # fmt: skip
        columns = ("area", "m² before", "m² after", "change, m²", "moved at most, m", "rings")
        print_table("", columns, rows)
        if len(mended.changes) > _SHOWN:
            say(f"… and {len(mended.changes) - _SHOWN:,} more areas: --json shows all.")
    say(
        f"{len(mended.changes):,} of {len(mended.layer):,} areas of {file.name} changed: "
        f"{mended.changed_m2:,.1f} m² in all, none moved more than {mended.moved_m:.3f} m."
    )
    left = [finding for finding in mended.findings if finding.kind != "mended"]
    if left:
        say("Left as it is, for somebody to decide:")
        print_findings(left)
    say(f"Written: {mended.output}")
