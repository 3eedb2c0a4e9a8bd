"""A mended copy of a boundary file: all its fields, its own coordinates, every digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridmap.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas

WRITTEN = (".gpkg", ".geojson", ".parquet")
"""Endings of the files that are written."""


def refuse_output(output: Path, source: Path) -> None:
    """Refuse a file that would not be written, or that is the one to be mended.

    Raises
    ------
    InputError
        Saying which it is.
    """
    if output.suffix.lower() not in WRITTEN:
        raise InputError(
            f"Files ending in {output.suffix or 'nothing'!r} are not written.",
            where=str(output),
            remedy=f"Name one of {', '.join(WRITTEN)}.",
        )
    if output.resolve() == source.resolve() or (
        output.exists() and source.exists() and output.samefile(source)
    ):
        raise InputError(
            "The file to be mended is never written over.",
            where=str(output),
            remedy="Name another file with -o.",
        )


def write_frame(path: Path, frame: geopandas.GeoDataFrame) -> None:
    """Write rows as they are; the file appears when it is whole.

    Raises
    ------
    InputError
        When it can't be written.
    """
    draft = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        draft.unlink(missing_ok=True)
        _write(draft, frame, path.stem)
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
    else:
        frame.to_file(
            path, driver="GPKG", layer=table, geometry_type="Unknown", promote_to_multi=False
        )
