"""Files of what differs between two editions: a row for each piece of ground that flowed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import shapely

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

_KINDS = (".geojson", ".json", ".csv")


def refuse_unknown_kind(path: Path) -> None:
    """Refuse a file that can't be written, before anything is computed for it.

    Raises
    ------
    InputError
        When its name ends in no kind that there is.
    """
    if path.suffix.lower() not in _KINDS:
        raise InputError(
            f"Nobody knows how to write {path.suffix or 'a file without an ending'} here.",
            where=str(path),
            remedy="Name it .geojson, with the ground of each row, or .csv.",
        )


def write_changes(path: Path, rows: Iterable[tuple[dict[str, Any], BaseGeometry | None]]) -> int:
    """Write rows with their ground, WGS 84; CSV leaves the ground out. How many they were.

    Raises
    ------
    InputError
        When the file can't be written.
    """
    held = list(rows)
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(path, [row for row, _ in held])
        else:
            _write_geojson(path, held)
    except OSError as error:
        raise InputError(f"It can't be written: {error.strerror}.", where=str(path)) from error
    return len(held)


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["layer"])
        writer.writeheader()
        writer.writerows(rows)


def _write_geojson(path: Path, rows: Sequence[tuple[dict[str, Any], BaseGeometry | None]]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": None if ground is None else shapely.geometry.mapping(ground),
        }
        for row, ground in rows
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
