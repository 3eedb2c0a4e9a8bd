"""Texts of a Shapefile that does not say how they are encoded."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

from boundaries.errors import LayerFileError

if TYPE_CHECKING:
    import geopandas

    from boundaries.layer_files.source import LayerSource

_LATIN_1_END = "\xff"


def driver_encoding(name: str) -> str:
    """An encoding by the name that drivers know: latin-1 is ISO-8859-1 to them.

    Raises
    ------
    LayerFileError
        When there is none of that name.
    """
    try:
        known = codecs.lookup(name).name
    except LookupError:
        raise LayerFileError(
            f"There is no encoding called {name!r}.",
            where="--encoding",
            remedy="Say, for example, gb18030 or utf-8.",
        ) from None
    return known.replace("iso8859", "iso-8859").replace("_", "-").upper()


def texts_understood(
    frame: geopandas.GeoDataFrame, dataset: str, source: LayerSource
) -> geopandas.GeoDataFrame:
    """The frame, read again as UTF-8 where nothing was said and that is what it is.

    A Shapefile without a ``.cpg`` is read by its driver as Latin-1, which fits any bytes: a
    name in Chinese would come out as rubbish and nobody would notice. UTF-8 fits hardly
    anything else by chance, so it is tried; anything else has to be declared.

    Raises
    ------
    LayerFileError
        When the texts may be in any encoding.
    """
    import geopandas

    if source.encoding or not _may_be_rubbish(frame, source) or _encoding_stated(dataset, source):
        return frame
    try:
        return geopandas.read_file(dataset, layer=source.table, encoding="utf-8")
    except UnicodeDecodeError:
        raise LayerFileError(
            "The file doesn't say how its texts are encoded.",
            where=str(source.path),
            remedy="Declare it with --encoding, for example --encoding gb18030.",
        ) from None


def _may_be_rubbish(frame: geopandas.GeoDataFrame, source: LayerSource) -> bool:
    """Whether there are texts beyond ASCII that Latin-1 could have made."""
    if source.path.suffix.lower() not in {".shp", ".zip"}:
        return False
    columns = [frame[field] for field in source.fields if field in frame.columns]
    texts = [value for column in columns for value in column.tolist() if isinstance(value, str)]
    beyond = [text for text in texts if not text.isascii()]
    return bool(beyond) and all(max(text) <= _LATIN_1_END for text in beyond)


def _encoding_stated(dataset: str, source: LayerSource) -> bool:
    """Whether a ``.cpg`` beside the Shapefile names an encoding that its driver knows."""
    import pyogrio

    if not dataset.startswith("/vsizip/"):
        folder, stem = Path(dataset).parent, Path(dataset).stem
        beside = [entry.name for entry in folder.iterdir()]
    else:
        beside = [entry.rpartition("/")[2] for entry in pyogrio.vsi_listtree(dataset)]
        stem = source.table or next(Path(n).stem for n in beside if n.lower().endswith(".shp"))
    named = any(name.lower() == f"{stem.lower()}.cpg" for name in beside)
    known = pyogrio.read_info(dataset, layer=source.table)["encoding"] != "ISO-8859-1"
    return named and bool(known)
