"""Make plain cells for analysis over the areas of an edition: squares or hexagons of one size."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.layer_files import LayerSource
from boundaries.tessellation import analysis_cells
from gridmap.errors import InputError, NotReadyError
from gridmap.files.frame_file import write_area_file
from gridmap.journeys.load_boundaries import load_layer
from gridmap.spatial.distance import LocalMetres

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from boundaries.model import Edition, Layer
    from boundaries.tessellation import CellShape
    from gridmap.journeys.load_boundaries import LayerLoaded
    from gridmap.store.editions import EditionStore

_EDGE_DEGREES = 0.01


@dataclass(frozen=True)
class CellLayer:
    """Cells in WGS 84.

    Attributes
    ----------
    codes
        As ``c12r-3``: column and row from the projection's origin.
    geometries
        Shape (n,).
    square_metres
        Ground of each, shape (n,).
    projection
        In words: cells are equal in it.
    """

    codes: tuple[str, ...]
    geometries: NDArray[np.object_]
    square_metres: NDArray[np.float64]
    projection: str


def make_cells(edition: Edition, within: Layer | None, cell: CellShape) -> CellLayer:
    """Cells over a layer, or over the coarsest level where none is named.

    They are laid out in a transverse Mercator projection at the middle of the edition, rounded
    to a tenth of a degree, so that another edition of the same place gets the same cells.

    Raises
    ------
    NotReadyError
        When the edition has no level.
    BoundaryError
        When there would be too many cells.
    """
    if within is None and not edition.levels:
        raise NotReadyError(f"The edition {edition.name!r} has no level yet.")
    layer = within or edition.levels[0]
    west, south, east, north = edition.bounds
    plane = LocalMetres.around((west + east) / 2, (south + north) / 2)
    # A long edge that is straight on the map of degrees is bent in metres.
    dense = shapely.segmentize(layer.geometries, _EDGE_DEGREES)
    outline = shapely.union_all(
        shapely.transform(dense, lambda c: np.column_stack(plane.forward(*c.T)))
    )
    cells = analysis_cells(outline, cell)
    degrees = shapely.transform(cells.geometries, lambda c: np.column_stack(plane.inverse(*c.T)))
    return CellLayer(
        cells.codes, np.asarray(degrees, dtype=object), shapely.area(cells.geometries),
        f"transverse Mercator, WGS 84, metres, origin {plane.lon:g}, {plane.lat:g}",
    )  # fmt: skip


def write_cell_file(path: Path, cells: CellLayer) -> None:
    """Write cells with code, name and area, to be loaded as an overlay.

    Raises
    ------
    InputError
        When the file can't be written.
    """
    columns = {
        "code": list(cells.codes),
        "name": list(cells.codes),
        "square_metres": [round(value, 1) for value in cells.square_metres.tolist()],
    }
    write_area_file(path, columns, cells.geometries)


def load_cells(
    cells: CellLayer, code: str, edition: Edition, store: EditionStore,
    level_order: Sequence[str], now: datetime,
) -> LayerLoaded:  # fmt: skip
    """Load cells into a draft edition as an overlay of that code.

    Raises
    ------
    RefusedLayerError
        When the layer does not pass the checks of every layer.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{code}.parquet"
        write_cell_file(path, cells)
        source = LayerSource(path, code, "overlay", "code", "name")
        return load_layer(source, edition.name, store, level_order, now)


def layer_to_cover(edition: Edition, code: str | None) -> Layer | None:
    """The layer of a code; ``None`` where none is named.

    Raises
    ------
    InputError
        When the edition has none such.
    """
    known = {layer.code: layer for layer in edition.layers}
    if code is not None and code not in known:
        raise InputError(
            f"The edition {edition.name!r} has no layer {code!r}; it has {', '.join(known)}.",
            where="--within",
        )
    return known[code] if code is not None else None
