"""Tables of areas as files: all their fields, their own coordinates, every digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas
    import numpy as np
    from numpy.typing import NDArray

WRITTEN = (".gpkg", ".geojson", ".parquet", ".fgb")
"""Endings of the files that are written."""
SEVERAL = (".gpkg",)
"""Endings of files that hold several tables."""


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


def refuse_same_file(output: Path, source: Path) -> None:
    """Refuse to write over the file that is read.

    Raises
    ------
    InputError
        When both are the same file.
    """
    if output.resolve() == source.resolve() or (
        output.exists() and source.exists() and output.samefile(source)
    ):
        raise InputError(
            "The file to be mended is never written over.",
            where=str(output),
            remedy="Name another file with -o.",
        )


def write_area_file(
    path: Path, columns: Mapping[str, Sequence[Any]], geometries: NDArray[np.object_]
) -> None:
    """Write areas with their columns, WGS 84; the file appears when it is whole.

    Raises
    ------
    InputError
        When it can't be written, or its ending is none of `WRITTEN`.
    """
    import geopandas

    refuse_other_ending(path)
    frame = geopandas.GeoDataFrame(dict(columns), geometry=geometries, crs="EPSG:4326")
    write_frames(path, {path.name.split(".")[0]: frame})


def write_frames(path: Path, frames: Mapping[str, geopandas.GeoDataFrame]) -> None:
    """Write tables, by their names, as they are; the file appears when it is whole.

    Raises
    ------
    InputError
        When it can't be written.
    ValueError
        When a file that holds one table is to hold several.
    """
    if len(frames) > 1 and path.suffix.lower() not in SEVERAL:
        raise ValueError(f"{path} holds one table, not {len(frames)}")
    draft = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        draft.unlink(missing_ok=True)
        for table, frame in frames.items():
            _write(draft, frame, table)
        draft.replace(path)
    except Exception as error:
        if not (isinstance(error, OSError) or type(error).__module__.startswith("pyogrio")):
            raise
        raise InputError(f"It can't be written: {error}.", where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, frame: geopandas.GeoDataFrame, table: str) -> None:
    kind = path.suffix.lower()
    if kind == ".parquet":
        frame.to_parquet(path)
    elif kind == ".geojson":
        # Drivers round to 7 or 15 digits; what fitted would no longer fit.
        text = frame.to_json(drop_id=True, default=str, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    elif kind == ".fgb":
        # Its spatial index would put the rows in another order.
        frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO", geometry_type="Unknown",
                      promote_to_multi=False)  # fmt: skip
    else:
        frame.to_file(path, driver="GPKG", layer=table, geometry_type="Unknown",
                      promote_to_multi=False, mode="a" if path.exists() else "w")  # fmt: skip
