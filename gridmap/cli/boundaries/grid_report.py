"""What is told of grids and cells that were made: spread of load, compactness, contiguity."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from gridmap.cli.output import print_findings, print_json, print_table, say

if TYPE_CHECKING:
    from pathlib import Path

    from boundaries.tessellation import CellShape, GridFigures
    from gridmap.journeys.load_boundaries import LayerLoaded
    from gridmap.journeys.make_cells import CellLayer
    from gridmap.journeys.make_grids import GridLevel, PlacedLoads

_HEADER = (
    "", "grids", "spread of load", "within areas", "least", "most", "compact", "nine in ten",
    "in parts", "along lines",
)  # fmt: skip
_WORST_SHOWN = 5


def tell_grids(
    made: GridLevel, placed: PlacedLoads | None, loaded: LayerLoaded | None, output: Path | None,
    by: str, *, json: bool,
) -> None:  # fmt: skip
    """The figures of grids, beside those of other ways to divide, and where they are."""
    if json:
        print_json(grids_answer(made, placed, loaded, output, by))
        return
    total = made.measured.figures(made.target)
    unit = "km²" if by == "area" else by
    say(f"{total.grids:,} grids of {total.load:,.6g} {unit} in {len(made.villages):,} areas, ")
    say(f"{made.target:,.6g} {unit} each to be even:")
    rows = [("grids made", total), *made.compared.items()]
    print_table("", _HEADER, [_row(name, figures) for name, figures in rows])
    say(
        "Spread of load: standard deviation by mean; within areas: by the mean of each area, which "
        "is what cuts answer for. Least and most: by the target. Compact: Polsby-Popper, median, "
        "and what nine grids in ten reach."
    )
    _tell_worst(made)
    _tell_left_out(made, placed)
    _tell_where(loaded, output)


def _row(name: str, figures: GridFigures) -> tuple[object, ...]:
    along = None if figures.along_lines is None else f"{figures.along_lines:.0%}"
    return (
        name, figures.grids, f"{figures.spread:.3f}", f"{figures.spread_within:.3f}",
        f"{figures.least:.2f}", f"{figures.most:.2f}", f"{figures.compactness:.3f}",
        f"{figures.compactness_tenth:.3f}", figures.in_parts, along,
    )  # fmt: skip


def _tell_worst(made: GridLevel) -> None:
    """The areas whose grids are the least even."""
    figures = [(k, made.measured.figures(made.target, k)) for k in _villages(made)]
    uneven = sorted(figures, key=lambda each: -each[1].spread)[:_WORST_SHOWN]
    rows = [
        _row(f"{made.villages.codes[k]} {made.villages.names[k]}", each)
        for k, each in uneven
        if each.grids > 1
    ]
    if rows:
        print_table("Least even", _HEADER, rows)


def _villages(made: GridLevel) -> list[int]:
    return sorted(set(made.made.village.tolist()))


def _tell_left_out(made: GridLevel, placed: PlacedLoads | None) -> None:
    from gridmap.cli.reasons import reason_in_words

    short = int(made.made.asked.sum()) - len(made.layer)
    if short:
        say(f"{short:,} fewer than asked for: no cut could be made there.")
    for reason, count in (placed.left_out if placed else {}).items():
        words = "without a usable weight" if reason == "no_weight" else reason_in_words(reason)
        say(f"{count:,} points were left out: {words}.")


def _tell_where(loaded: LayerLoaded | None, output: Path | None) -> None:
    if output is not None:
        say(f"Written to {output}.")
    if loaded is None:
        return
    say(
        f"Loaded {loaded.areas:,} areas of {loaded.layer} into edition {loaded.edition}, "
        "which is not active yet."
    )
    if loaded.findings:
        print_findings(loaded.findings)
    say(f"Switch it on with: gridmap boundaries activate {loaded.edition}")


def grids_answer(
    made: GridLevel, placed: PlacedLoads | None, loaded: LayerLoaded | None, output: Path | None,
    by: str,
) -> dict[str, Any]:  # fmt: skip
    """The same as JSON values, with the figures of every area."""
    return {
        "level": made.layer.code,
        "within": made.villages.code,
        "by": by,
        "target": made.target,
        "asked": int(made.made.asked.sum()),
        "total": dataclasses.asdict(made.measured.figures(made.target)),
        "compared": {name: dataclasses.asdict(each) for name, each in made.compared.items()},
        "areas": [
            {
                "code": made.villages.codes[k],
                "name": made.villages.names[k],
                "asked": int(made.made.asked[k]),
                **dataclasses.asdict(made.measured.figures(made.target, k)),
            }
            for k in _villages(made)
        ],
        "left_out": dict(placed.left_out) if placed else {},
        "corners_added": sum(map(len, made.made.on_edge.values())),
        "output": output,
        "loaded": dataclasses.asdict(loaded) if loaded else None,
    }


def tell_cells(
    cells: CellLayer, cell: CellShape, loaded: LayerLoaded | None, output: Path | None, *,
    json: bool,
) -> None:  # fmt: skip
    """How many cells there are, in which projection, and where."""
    if json:
        print_json(
            {
                "shape": cell.shape,
                "size_m": cell.size_m,
                "clipped": cell.clipped,
                "cells": len(cells.codes),
                "projection": cells.projection,
                "output": output,
                "loaded": dataclasses.asdict(loaded) if loaded else None,
            }
        )
        return
    say(f"{len(cells.codes):,} cells ({cell.shape}, {cell.size_m:g} m; {cells.projection}).")
    _tell_where(loaded, output)
