"""What files of points are assigned to: a row of two villages; and how their rows are read back."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

from boundaries.locator import Locator
from boundaries.model import Edition
from tests.boundaries.shapes import SOUTH, WEST, layer_of, square

if TYPE_CHECKING:
    from pathlib import Path

    from gridmap.journeys.assign_points import AssignSummary

LOCATOR = Locator(
    Edition(
        "2026-11",
        (
            layer_of([square(0, 0, 2)], ["t"], code="township"),
            layer_of([square(0, 0), square(1, 0)], ["v1", "v2"]),
        ),
        (layer_of([square(0, 0, 0.5)], ["p"], code="police", kind="overlay"),),
    )
)
ADDED = [
    f"{layer}_{what}" for layer in ("township", "village", "police") for what in ("code", "name")
] + ["placement", "placement_reason"]
IN_V1, IN_V2 = (WEST + 0.002, SOUTH + 0.005), (WEST + 0.02, SOUTH + 0.005)
V1 = ["t", "name of t", "v1", "name of v1", "p", "name of p", "inside", ""]
V2 = ["t", "name of t", "v2", "name of v2", "", "", "inside", ""]


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV, gzipped or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def adds_up(summary: AssignSummary) -> bool:
    """Whether every row and every reason is counted once."""
    told = sum(summary.placements.values()) + summary.rejected
    why = summary.placements["outside"] + summary.placements["unplaced"]
    return summary.rows == told and why == sum(summary.reasons.values())


def rejected_rows(path: Path) -> list[dict[str, str]]:
    """The rows that were kept beside."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
