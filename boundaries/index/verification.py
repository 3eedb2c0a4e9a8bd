"""Hold a compiled layer to shapely's answers before anybody relies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import IndexFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.index.compiled_edition import CompiledEdition, LayerTable
    from boundaries.model import Edition

_STREWN = 20_000
"""Points asked about a layer besides one in each area."""


def verify_edition(compiled: CompiledEdition, edition: Edition) -> None:
    """Compare a compiled edition with the edition it was made from.

    Asked are a point inside every area, and as many again as `_STREWN` over each layer's box,
    always the same ones.

    Raises
    ------
    IndexFileError
        When an answer differs.
    """
    for table, layer in zip(compiled.layers, edition.layers, strict=True):
        lon, lat = _points(layer.geometries)
        _compare(table, layer.geometries, lon, lat)


def _points(geometries: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    inside = shapely.point_on_surface(geometries[~shapely.is_empty(geometries)])
    west, south, east, north = shapely.total_bounds(geometries)
    if not np.isfinite(west):
        return np.empty(0), np.empty(0)
    seeded = np.random.default_rng(len(geometries))
    lon = np.concatenate([shapely.get_x(inside), seeded.uniform(west, east, _STREWN)])
    lat = np.concatenate([shapely.get_y(inside), seeded.uniform(south, north, _STREWN)])
    return lon, lat


def _compare(
    table: LayerTable,
    geometries: NDArray[np.object_],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> None:
    rows, _ = table.compiled.owners(lon, lat)
    tree = shapely.STRtree(geometries)
    ranks = table.compiled.index.ranks
    nobody = len(table)
    # Within: off the lines, where shapely and the written rule mean the same.
    point, area = tree.query(shapely.points(lon, lat), predicate="within")
    lowest = np.full(len(lon), nobody, dtype=np.int64)
    np.minimum.at(lowest, point, ranks[area])
    on_line = np.zeros(len(lon), dtype=bool)
    on_line[tree.query(shapely.points(lon, lat), predicate="intersects")[0]] = True
    on_line &= lowest == nobody
    found = np.append(ranks, nobody)[rows]
    wrong = np.flatnonzero((found != lowest) & ~on_line)
    if len(wrong):
        k = int(wrong[0])
        raise IndexFileError(
            f"The index of {table.code} and shapely differ on {len(wrong):,} of {len(lon):,} "
            f"points, as {lon[k]!r}, {lat[k]!r}; it is not used.",
            remedy="Please report it with the layer's file.",
        )
