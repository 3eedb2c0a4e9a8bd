"""Assign every row of a file to its jurisdictions, whatever the file's size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from boundaries.positions import OK, OUTSIDE, REASONS, to_positions
from gridmap.errors import InputError
from gridmap.files.assigned import open_source, open_target, text_column, text_table
from gridmap.files.points import numbers
from gridmap.files.rejected import RejectedFile, rejected_path
from gridmap.model.request import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs
    from boundaries.locator import Locator
    from boundaries.positions import Extent
    from gridmap.files.assigned import ArrowChunk, Source, TextChunk


_KINDS = text_table(("inside", "outside", "unplaced"))
_REASONS = text_table(REASONS[1:])


@dataclass(frozen=True)
class AssignOptions:
    """How a file of points is to be read.

    Attributes
    ----------
    lon, lat
        Its fields: longitude and latitude, or easting and northing.
    prefix
        Put before the name of each added column.
    """

    lon: str
    lat: str
    crs: SourceCrs
    extent: Extent | None = None
    encoding: str = "utf-8"
    prefix: str = ""


@dataclass
class AssignSummary:
    """How many rows there were, and what became of them.

    ``rows`` is the sum of `placements`, and of `rejected`.
    """

    rows: int = 0
    rejected: int = 0
    placements: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rejected_file: Path | None = None


def assign_points(
    path: Path,
    out: Path,
    options: AssignOptions,
    locator: Locator,
    progress: Callable[[float], None] | None = None,
) -> AssignSummary:
    """Write the file again with the areas of every row behind its own columns.

    Added are ``<layer>_code`` and ``<layer>_name`` for every level and overlay, ``placement``
    and ``placement_reason``. Rows that can't be placed stay, with their reason; rows that are
    longer than the header go to a file beside the output.

    Parameters
    ----------
    path, out
        CSV, ``.csv.gz`` or Parquet; read and written in chunks.

    Raises
    ------
    InputError
        When a field is missing or would be written over, or a file can't be read or written.
    """
    if path.resolve() == out.resolve():
        raise InputError(
            "It is the file that is read.", where=str(out), remedy="Name another with -o."
        )
    added = _added_columns(locator, options.prefix)
    summary, texts = AssignSummary(), _texts(locator)
    with open_source(path, options.encoding) as source:
        _refuse_unfit(source.fields, added, options, path)
        with open_target(out, source, added) as target:
            for chunk in source.chunks:
                target.write(chunk, _placed(chunk, options, locator, texts, summary))
                if progress is not None:
                    progress(source.share_read())
        _keep_malformed(source, out, summary)
    return summary


def _added_columns(locator: Locator, prefix: str) -> list[str]:
    layers = [layer.code for layer in locator.layers]
    named = [f"{layer}_{what}" for layer in layers for what in ("code", "name")]
    return [prefix + name for name in (*named, "placement", "placement_reason")]


def _refuse_unfit(
    fields: Sequence[str], added: Sequence[str], options: AssignOptions, path: Path
) -> None:
    for name in (options.lon, options.lat):
        if name not in fields:
            raise InputError(
                f"The file has no field {name!r}; it has {', '.join(fields[:40])}.",
                where=str(path),
                remedy="Name its coordinate fields with --lon and --lat.",
            )
    taken = [name for name in added if name in fields]
    if taken:
        raise InputError(
            f"The file has {', '.join(taken)} already.",
            where=str(path),
            remedy="Give the new columns other names with --prefix, for example --prefix gm_.",
        )


def _texts(locator: Locator) -> dict[str, tuple[NDArray[np.object_], NDArray[np.object_]]]:
    """Codes and names of each layer, decoded once."""
    return {
        layer.code: (text_table(layer.codes), text_table(layer.names)) for layer in locator.layers
    }


def _placed(
    chunk: TextChunk | ArrowChunk,
    options: AssignOptions,
    locator: Locator,
    texts: dict[str, tuple[NDArray[np.object_], NDArray[np.object_]]],
    summary: AssignSummary,
) -> list[list[str | None]]:
    """The added columns of a chunk."""
    x, x_problem = numbers(chunk.column(options.lon))
    y, y_problem = numbers(chunk.column(options.lat))
    given = np.maximum(x_problem, y_problem)
    positions = to_positions(x, y, options.crs, options.extent, given)
    owners = locator.locate_many(positions.lon, positions.lat)
    reason = np.where(owners.outside & (positions.problem == OK), OUTSIDE, positions.problem)
    columns: list[list[str | None]] = []
    for layer in locator.layers:
        rows = owners.areas[layer.code]
        columns += [text_column(table, rows) for table in texts[layer.code]]
    kinds = np.where(reason == OK, 0, np.where(reason == OUTSIDE, 1, 2))
    columns.append(text_column(_KINDS, kinds))
    columns.append(text_column(_REASONS, reason.astype(np.int64) - 1))
    summary.rows += len(chunk)
    summary.placements += Counter(kind for kind in columns[-2] if kind)
    summary.reasons += Counter(why for why in columns[-1] if why)
    return columns


def _keep_malformed(source: Source, out: Path, summary: AssignSummary) -> None:
    path = rejected_path(out)
    with RejectedFile(path, source.fields) as refused:
        for row in source.malformed:
            refused.add(Rejection(row.number, "", "", row.why, "Quote its values."), row.values)
    summary.rejected = refused.count
    summary.rows += refused.count
    summary.rejected_file = path if refused.count else None
