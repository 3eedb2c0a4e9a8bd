"""``gridmap boundaries diff``: what differs between two editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridmap.cli.output import Json, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from gridmap.journeys.compare_editions import (
        ChangeCounted,
        EditionsCompared,
        LayerCompared,
    )

_SHOWN = 40
_STAGES = ("open", "compare", "count requests")
_NOBODY = "nobody"


def diff(
    old: Annotated[str | None, typer.Argument(help="Edition; the active one if not said.")] = None,
    new: Annotated[
        str | None, typer.Argument(help="Edition; the newest draft if not said.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Ground that changed hands: .geojson or .csv."),
    ] = None,
    json: Json = False,
) -> None:
    """Tell which areas came, went, split, merged or moved, and what requests that concerns.

    An area continues where at least 90 % of each lies in the other. Strips in which no disc
    of a metre fits are drawing, and not told.
    """
    from gridmap.files.edition_changes import refuse_unknown_kind, write_changes
    from gridmap.journeys.compare_editions import comparison_answer
    from gridmap.service import Service

    if output is not None:
        refuse_unknown_kind(output)
    service = Service()
    with progress_bar("Comparing") as report:
        compared = service.compared(
            old, new, lambda stage: report(stage, _STAGES.index(stage) / len(_STAGES))
        )
    if json:
        print_json(comparison_answer(compared))
    else:
        _tell(compared)
    if output is not None:
        count = write_changes(output, _flow_rows(compared))
        say(f"{count:,} rows written to {output}.")


def _tell(compared: EditionsCompared) -> None:
    say(f"From edition {compared.old} to {compared.new}:")
    for layer in compared.layers:
        say(f"  {layer.found.layer}: {_in_words(layer)}")
    rows = [(layer.found.layer, *_row(each)) for layer in compared.layers for each in layer.changes]
    if rows:
        columns = (
            "layer", "change", "before", "after", "hectares", "ground", "requests", "open",
            "open, moving",
        )  # fmt: skip
        print_table("", columns, rows[:_SHOWN])
    if len(rows) > _SHOWN:
        say(f"… and {len(rows) - _SHOWN:,} more: --json or -o FILE.geojson shows all.")


def _in_words(layer: LayerCompared) -> str:
    found = layer.found
    if found.whole:
        return f"{found.whole}, with {found.before or found.after:,} areas"
    counts = ", ".join(f"{n:,} {kind}" for kind, n in found.counts().items())
    said = f"{found.before:,} areas, then {found.after:,}: {found.unchanged:,} unchanged"
    moving = (
        f"; {layer.moving.stored:,} requests change owner, {layer.moving.open:,} of them open"
        if layer.moving.stored
        else ""
    )
    return f"{said}{', ' if counts else ''}{counts}{moving}"


def _row(each: ChangeCounted) -> tuple[object, ...]:
    change = each.change
    exchanged = [
        f"{size:,.1f} {way} {code or _NOBODY}"
        for way, areas in (("from", change.gained), ("to", change.lost))
        for code, size in sorted(areas.items(), key=lambda item: -item[1])
    ]
    return (
        change.kind, _named(change.old, change.old_names), _named(change.new, change.new_names),
        change.hectares, "; ".join(exchanged), each.requests.stored, each.requests.open,
        each.moving.open,
    )  # fmt: skip


def _named(codes: tuple[str, ...], names: tuple[str, ...]) -> str:
    pairs = zip(codes, names, strict=True)
    return " + ".join(code if name == code else f"{code} {name}" for code, name in pairs)


def _flow_rows(
    compared: EditionsCompared,
) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
    for layer in compared.layers:
        before: dict[str | None, str] = {}
        after: dict[str | None, str] = {}
        for each in layer.found.changes:
            before |= zip(each.old, each.old_names, strict=True)
            after |= zip(each.new, each.new_names, strict=True)
        for flow, tally in layer.flows:
            yield {
                "layer": layer.found.layer, "kind": flow.kind,
                "old_code": flow.old, "old_name": before.get(flow.old),
                "new_code": flow.new, "new_name": after.get(flow.new),
                "hectares": round(flow.hectares, 4), "requests": tally.stored,
                "open_requests": tally.open,
            }, flow.geometry  # fmt: skip
