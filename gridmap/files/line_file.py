"""Roads, rivers and railways that grids are to follow, from the files that hold layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.crs import parse_crs
from boundaries.layer_files.opening import open_frame
from boundaries.layer_files.source import LayerSource
from gridmap.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs


def read_lines(path: Path, crs: SourceCrs | None = None) -> NDArray[np.object_]:
    """The lines of a file, WGS 84; of polygons, as of wide rivers, their outlines. Shape (n,).

    Parameters
    ----------
    crs
        Declared; what the file says holds where not given.

    Raises
    ------
    InputError
        When it holds no lines, or says nothing of its coordinates.
    LayerFileError
        When it can't be read.
    """
    frame, _ = open_frame(LayerSource(path, "lines", "overlay", code="", name=""))
    if crs is None:
        if frame.crs is None:
            raise InputError(
                "The file doesn't say which coordinates it uses.",
                where=str(path),
                remedy="Write them into it, or declare them with --lines-crs.",
            )
        crs = parse_crs(frame.crs.to_wkt())
    raw = frame.geometry.to_numpy()
    lines = _lines_of(shapely.force_2d(raw[~shapely.is_missing(raw)]))
    if not len(lines):
        raise InputError("The file holds no lines.", where=str(path))
    lon, lat = crs.to_wgs84(*shapely.get_coordinates(lines).T)
    if not ((np.abs(lon) <= 180) & (np.abs(lat) <= 90)).all():
        raise InputError(
            f"Some lines lie off the earth when read as {crs.name}.",
            where=str(path),
            remedy="Declare the right system with --lines-crs.",
        )
    return np.asarray(shapely.set_coordinates(lines, np.column_stack([lon, lat])), dtype=object)


def _lines_of(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    parts = shapely.get_parts(shapely.get_parts(geometries))
    kind = shapely.get_type_id(parts)
    rings = shapely.get_rings(parts[kind == shapely.GeometryType.POLYGON])
    lines = parts[np.isin(kind, (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING))]
    found = np.concatenate([lines, [shapely.LineString(ring) for ring in rings]])
    length = shapely.length(found)
    kept: NDArray[np.object_] = found[np.isfinite(length) & (length > 0)]
    return kept
