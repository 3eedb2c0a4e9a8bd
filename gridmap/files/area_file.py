"""A layer written as a file of its own, coordinate for coordinate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

WRITTEN = (".geojson", ".gpkg", ".parquet")
"""Endings of the files that are written."""


def refuse_other_ending(path: Path) -> None:
    """Refuse a file that would not be written, before work begins.

    Raises
    ------
    InputError
        Naming the endings there are.
    """
    if path.suffix.lower() not in WRITTEN:
        raise InputError(
            f"Files ending in {path.suffix or 'nothing'!r} are not written.",
            where=str(path),
            remedy=f"Name one of {', '.join(WRITTEN)}.",
        )


def write_area_file(
    path: Path, columns: Mapping[str, Sequence[Any]], geometries: NDArray[np.object_]
) -> None:
    """Write areas with their columns, WGS 84; the file appears when it is whole.

    Coordinates are written with all their digits: what fits, fits when it is read again.

    Raises
    ------
    InputError
        When it can't be written, or its ending is none of `WRITTEN`.
    """
    refuse_other_ending(path)
    draft = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        if path.suffix.lower() == ".geojson":
            draft.write_text(_geojson(columns, geometries), encoding="utf-8")
        else:
            _write_frame(draft, columns, geometries)
        draft.replace(path)
    except Exception as error:
        if not (isinstance(error, OSError) or type(error).__module__.startswith("pyogrio")):
            raise
        raise InputError(f"It can't be written: {error}.", where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _geojson(columns: Mapping[str, Sequence[Any]], geometries: NDArray[np.object_]) -> str:
    rows = zip(*columns.values(), strict=True)
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(columns, row, strict=True)),
            "geometry": shapely.geometry.mapping(geometry),
        }
        for row, geometry in zip(rows, geometries, strict=True)
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return '{"type": "FeatureCollection", "features": [\n' + lines + "\n]}\n"


def _write_frame(
    path: Path, columns: Mapping[str, Sequence[Any]], geometries: NDArray[np.object_]
) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(dict(columns), geometry=geometries, crs="EPSG:4326")
    if path.suffix.lower() == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="GPKG", layer=path.name.split(".")[0])
