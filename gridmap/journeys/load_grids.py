"""Load grids that were made into a draft edition, as any layer is loaded from a file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from boundaries.layer_files import LayerSource
from boundaries.tessellation import with_corners
from gridmap.errors import InputError
from gridmap.files.frame_file import write_area_file
from gridmap.journeys.load_boundaries import load_layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from boundaries.model import Edition, Layer
    from gridmap.journeys.load_boundaries import LayerLoaded
    from gridmap.journeys.make_grids import GridLevel
    from gridmap.store.editions import EditionStore


def write_grid_file(path: Path, level: GridLevel) -> None:
    """Write the grids with code, name, the village's code, and their load.

    Raises
    ------
    InputError
        When the file can't be written.
    """
    columns = {**_columns(level.layer), "load": level.measured.load.tolist()}
    write_area_file(path, columns, level.layer.geometries)


def load_grid_level(
    level: GridLevel, edition: Edition, store: EditionStore, level_order: Sequence[str],
    now: datetime,
) -> LayerLoaded:  # fmt: skip
    """Load the grids, and the levels above again where cuts put a corner on their lines.

    Parameters
    ----------
    edition
        The draft as it is, whose villages were divided.

    Raises
    ------
    InputError
        When a level lies between the grids and the areas that they divide.
    RefusedLayerError
        When the layer does not pass the checks of every layer.
    """
    _refuse_level_between(level, edition, level_order)
    with tempfile.TemporaryDirectory() as folder:
        for layer in _touched(level, edition):
            _load(layer, Path(folder), edition.name, store, level_order, now)
        return _load(level.layer, Path(folder), edition.name, store, level_order, now)


def _refuse_level_between(level: GridLevel, edition: Edition, order: Sequence[str]) -> None:
    finer, coarser = order.index(level.layer.code), order.index(level.villages.code)
    between = [x.code for x in edition.levels if coarser < order.index(x.code) < finer]
    if between:
        raise InputError(
            f"{level.villages.code} is not the level above {level.layer.code}: "
            f"{', '.join(between)} lies between.",
            where="--within",
            remedy=f"Divide {between[-1]}, or write a file with -o and load it as --overlay.",
        )


def _touched(level: GridLevel, edition: Edition) -> list[Layer]:
    """The other levels with corners where cuts end between theirs, if they share such a line."""
    if not level.made.on_edge:
        return []
    changed = []
    for layer in edition.levels:
        if layer.code == level.layer.code:
            continue
        geometries = with_corners(layer.geometries, level.made.on_edge)
        before = shapely.get_num_coordinates(layer.geometries)
        if (shapely.get_num_coordinates(geometries) != before).any():
            changed.append(replace(layer, geometries=geometries))
    return changed


def _load(
    layer: Layer, folder: Path, edition: str, store: EditionStore, level_order: Sequence[str],
    now: datetime,
) -> LayerLoaded:  # fmt: skip
    path = folder / f"{layer.code}.parquet"
    write_area_file(path, _columns(layer), layer.geometries)
    parent = "parent_code" if any(layer.parents) else None
    source = LayerSource(path, layer.code, "level", "code", "name", parent)
    return load_layer(source, edition, store, level_order, now)


def _columns(layer: Layer) -> dict[str, list[str | None]]:
    return {
        "code": list(layer.codes),
        "name": list(layer.names),
        "parent_code": list(layer.parents),
    }
