"""Points of a table file as columns: coordinates, what is wrong with them, and other fields."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.errors import InputError
from gridmap.files.assigned import open_source
from gridmap.intake.normalise import parse_coordinate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True)
class PointTable:
    """Points as a file writes them.

    Attributes
    ----------
    x, y
        In the unit of the file's CRS, NaN where there is none; shape (n,).
    problem
        What is wrong with each as text, an index into `boundaries.positions.REASONS`; (n,).
    fields
        Name to values of the other fields that were asked for; ``None`` where there is none.
    malformed
        Rows that fit no field and are not among the points.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    problem: NDArray[np.uint8]
    fields: dict[str, list[object]]
    malformed: int

    def __len__(self) -> int:
        return len(self.x)


def read_points(
    path: Path, x: str, y: str, others: Sequence[str] = (), encoding: str = "utf-8",
    progress: Callable[[float], None] | None = None,
) -> PointTable:  # fmt: skip
    """The points of a CSV, ``.csv.gz`` or Parquet file.

    Parameters
    ----------
    x, y
        Fields with longitude and latitude, or easting and northing.
    others
        Further fields to read.

    Raises
    ------
    InputError
        When the file can't be read, holds no row, or lacks a field.
    """
    columns: dict[str, list[object]] = {name: [] for name in dict.fromkeys((x, y, *others))}
    with open_source(path, encoding) as source:
        _refuse_missing(list(columns), source.fields, path)
        for chunk in source.chunks:
            for name, values in columns.items():
                values.extend(chunk.column(name))
            if progress is not None:
                progress(source.share_read())
        malformed = len(source.malformed)
    if not columns[x]:
        raise InputError("The file holds no row.", where=str(path))
    (xs, x_problem), (ys, y_problem) = numbers(columns[x]), numbers(columns[y])
    problem = np.maximum(x_problem, y_problem)
    return PointTable(xs, ys, problem, {name: columns[name] for name in others}, malformed)


def _refuse_missing(named: Sequence[str], fields: Sequence[str], path: Path) -> None:
    for name in named:
        if name not in fields:
            raise InputError(
                f"The file has no field {name!r}; it has {', '.join(fields[:40])}.",
                where=str(path),
                remedy="Name its fields as its header does.",
            )


def numbers(values: Sequence[object]) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Each value's number, NaN for none, and what is wrong with it; shapes (n,)."""
    read = [_number(value) for value in values]
    return (
        np.array([value for value, _ in read], dtype=np.float64),
        np.array([problem for _, problem in read], dtype=np.uint8),
    )


def _number(value: object) -> tuple[float, int]:
    if value is None:
        return math.nan, NO_COORDINATE
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isnan(value):
            return math.nan, NO_COORDINATE
        return (float(value), OK) if math.isfinite(value) else (math.nan, NOT_A_NUMBER)
    return parse_coordinate(str(value).strip())
