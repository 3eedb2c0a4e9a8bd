"""From a file of any kind that is read to a frame of its areas, whatever is wrong with the file."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from boundaries.errors import LayerFileError
from boundaries.layer_files.encoding import driver_encoding, texts_understood
from boundaries.layer_files.source import ENDINGS
from boundaries.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas

    from boundaries.layer_files.source import LayerSource

_PARQUET = {".parquet", ".geoparquet"}
_SHOWN = 12
"""How many names of fields or tables a message lists."""


def open_frame(source: LayerSource) -> tuple[geopandas.GeoDataFrame, list[Finding]]:
    """The rows of a file with the fields that the source names, and what its driver warned of.

    Raises
    ------
    LayerFileError
        When the file can't be read, holds no area, or lacks a field.
    """
    import geopandas

    _refuse_unfit(source)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        frame = _frame(source)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise LayerFileError("The file holds no geometry.", where=str(source.path))
    if frame.empty:
        raise LayerFileError("The file holds no area.", where=str(source.path))
    _refuse_missing_fields(frame, source)
    # A driver's other warnings are about Python, not about the file.
    said = {str(warning.message): None for warning in told if warning.category is RuntimeWarning}
    return frame, [Finding("file_warning", "warning", source.layer, (), text) for text in said]


def _refuse_unfit(source: LayerSource) -> None:
    path = source.path
    if not path.is_file():
        raise LayerFileError("There is no such file.", where=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise LayerFileError(
            f"Files ending in {path.suffix or 'nothing'!r} are not read as boundaries.",
            where=str(path),
            remedy=f"Give one of {', '.join(ENDINGS)}.",
        )
    if source.encoding:
        driver_encoding(source.encoding)


def _frame(source: LayerSource) -> geopandas.GeoDataFrame:
    import geopandas

    try:
        if source.path.suffix.lower() in _PARQUET:
            frame = geopandas.read_parquet(source.path)
        else:
            frame = _driver_frame(source)
        # Texts of Parquet are decoded when they are first looked at; damage shows only then.
        return frame.astype({field: object for field in source.fields if field in frame.columns})
    except (LayerFileError, MemoryError):
        raise
    except UnicodeDecodeError as error:
        raise LayerFileError(
            f"The file's texts are not {source.encoding or 'what it says'}.",
            where=str(source.path),
            remedy="Say their encoding with --encoding, for example --encoding gb18030.",
        ) from error
    except Exception as error:
        # On a damaged file drivers raise whatever they stumble over, an IndexError included.
        raise LayerFileError(
            f"The file can't be read as {source.path.suffix}: {_first_words(error)}.",
            where=str(source.path),
            remedy="It may be damaged, incomplete, or not what its ending says.",
        ) from error


def _driver_frame(source: LayerSource) -> geopandas.GeoDataFrame:
    import geopandas
    import pyogrio

    dataset = _dataset(source)
    tables = [str(name) for name, _ in pyogrio.list_layers(dataset)]
    _refuse_ambiguous_table(tables, source)
    options = {"encoding": driver_encoding(source.encoding)} if source.encoding else {}
    frame = geopandas.read_file(dataset, layer=source.table, **options)
    return texts_understood(frame, dataset, source)


def _dataset(source: LayerSource) -> str:
    """What the driver is to open: the file, or the folder inside a zip that holds Shapefiles."""
    path = str(source.path)
    if source.path.suffix.lower() != ".zip":
        return path
    inside = [entry for entry in _entries(path) if _is_shapefile(entry)]
    folders = sorted({entry.rpartition("/")[0] for entry in inside})
    if len(folders) > 1:
        names = [entry.rpartition("/")[2] for entry in inside]
        raise LayerFileError(
            f"The zip holds Shapefiles in several folders: {listed(names)}.",
            where=path,
            remedy="Take out the one you mean.",
        )
    return folders[0] if folders else path


def _entries(path: str) -> list[str]:
    """What is inside a zip; nothing where it is a single file, which drivers open by themselves."""
    import pyogrio

    try:
        entries: list[str] = pyogrio.vsi_listtree(f"/vsizip/{path}")
    except NotADirectoryError:
        return []
    return entries


def _is_shapefile(entry: str) -> bool:
    """Whether an entry of a zip is a Shapefile; what macOS puts beside each file is none."""
    hidden = "/__MACOSX/" in entry or entry.rpartition("/")[2].startswith("._")
    return entry.lower().endswith(".shp") and not hidden


def _refuse_ambiguous_table(tables: Sequence[str], source: LayerSource) -> None:
    if source.table is None and len(tables) > 1:
        raise LayerFileError(
            f"The file holds {len(tables)} tables: {listed(tables)}.",
            where=str(source.path),
            remedy="Say which with --table.",
        )
    if source.table is not None and source.table not in tables:
        raise LayerFileError(
            f"The file has no table {source.table!r}; it has {listed(tables)}.",
            where=str(source.path),
        )


def _refuse_missing_fields(frame: geopandas.GeoDataFrame, source: LayerSource) -> None:
    fields = [str(column) for column in frame.columns if column != frame.geometry.name]
    for field in source.fields:
        if fields.count(field) != 1:
            has = f"it has {listed(fields)}" if fields else "it has none"
            raise LayerFileError(f"The file has no field {field!r}; {has}.", where=str(source.path))


def _first_words(error: Exception) -> str:
    """What an error says, without the driver's advice to programmers behind the semicolon."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0].partition(";")[0].rstrip(".")


def listed(items: Sequence[object]) -> str:
    """The first few, by commas."""
    shown = ", ".join(str(item) for item in items[:_SHOWN])
    return shown + (" …" if len(items) > _SHOWN else "")
