"""Export boundaries: layers of an edition as a file that a GIS opens and `load` reads again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridmap.errors import InputError, NotFoundError
from gridmap.files.frame_file import SEVERAL, refuse_other_ending, write_frames

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas

    from boundaries.model import Layer
    from gridmap.store.edition_records import EditionRecord
    from gridmap.store.editions import EditionStore


@dataclass(frozen=True)
class BoundariesExported:
    """Which edition was written, and how many areas of each layer."""

    edition: EditionRecord
    areas: dict[str, int]


def export_boundaries(
    edition_name: str | None, layer: str | None, output: Path, store: EditionStore
) -> BoundariesExported:
    """Write layers with code, name, level and parent_code; WGS 84, every digit kept.

    Parameters
    ----------
    edition_name
        The active one, else the newest, where none is named.
    layer
        Code of the one to be written; without it all, each as a table of a GeoPackage.

    Raises
    ------
    InputError
        When the file can't be written, or can't hold all layers.
    NotFoundError, NotReadyError
        When there is no such edition or layer.
    """
    refuse_other_ending(output)
    record = store.named(edition_name)
    there = {each.code: each for each in store.read(record.id).layers}
    if layer is not None and layer not in there:
        raise NotFoundError(
            f"The edition {record.name!r} has no layer {layer!r}; it has {', '.join(there)}."
        )
    chosen = {layer: there[layer]} if layer is not None else there
    if len(chosen) > 1 and output.suffix.lower() not in SEVERAL:
        raise InputError(
            f"A {output.suffix} file holds one layer; the edition {record.name!r} has "
            f"{', '.join(chosen)}.",
            where=str(output),
            remedy="Say which with --layer, or write a .gpkg file.",
        )
    write_frames(output, {code: _frame(each) for code, each in chosen.items()})
    return BoundariesExported(record, {code: len(each) for code, each in chosen.items()})


def _frame(layer: Layer) -> geopandas.GeoDataFrame:
    import geopandas

    columns = {
        "code": list(layer.codes),
        "name": list(layer.names),
        "level": [layer.code] * len(layer),
        "parent_code": list(layer.parents),
    }
    return geopandas.GeoDataFrame(columns, geometry=layer.geometries, crs="EPSG:4326")
