"""Where a layer comes from and how its file is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from boundaries.model import LayerKind

ENDINGS = (".geojson", ".json", ".shp", ".zip", ".gpkg", ".fgb", ".parquet", ".geoparquet")
"""Of the files that are read."""


@dataclass(frozen=True)
class LayerSource:
    """Where a layer comes from and how its file is to be read.

    Attributes
    ----------
    path
        The file.
    layer, kind
        Code and kind of the layer that it becomes.
    code, name, parent
        Names of the file's fields.
    crs
        Declared CRS; the file's own statement holds when not given.
    table
        Name of the table inside the file, where it has several.
    encoding
        Of a Shapefile's texts, where it doesn't say.
    """

    path: Path
    layer: str
    kind: LayerKind
    code: str
    name: str
    parent: str | None = None
    crs: str | None = None
    table: str | None = None
    encoding: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the file's fields that are read."""
        return tuple(field for field in (self.code, self.name, self.parent) if field)
