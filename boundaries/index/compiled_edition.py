"""An edition compiled: its layers' indexes, codes and names, in memory or in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from boundaries.index.archive import Archive, open_archive, write_archive
from boundaries.index.compiled_layer import CompiledLayer, index_arrays
from boundaries.index.compiler import compile_layer
from boundaries.index.composition import composes
from boundaries.index.layout import LayerIndex
from boundaries.index.texts import Texts, text_arrays
from boundaries.model import Edition, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from boundaries.model import LayerKind


@dataclass(frozen=True)
class LayerTable:
    """A layer as a locator knows it: what `Layer` says, without shapes, and its index.

    Attributes
    ----------
    parent_rows
        Row of each area's parent one level up, int32; -1 for none.
    nested
        Whether the level above is made of this one line for line, see `composes`.
    """

    code: str
    kind: LayerKind
    codes: Sequence[str]
    names: Sequence[str]
    declared_parents: Sequence[str | None]
    parents: Sequence[str | None]
    parent_rows: NDArray[np.int32]
    nested: bool
    compiled: CompiledLayer

    def __len__(self) -> int:
        return len(self.codes)

    def layer(self) -> Layer:
        """The layer with its shapes."""
        return Layer(
            self.code, self.kind, tuple(self.codes), tuple(self.names),
            tuple(self.declared_parents), tuple(self.parents), shapes_of(self.compiled.index),
        )  # fmt: skip


@dataclass(frozen=True)
class CompiledEdition:
    """All layers of an edition, compiled.

    Attributes
    ----------
    levels
        Coarse to fine.
    overlays
        In the order of their codes.
    """

    name: str
    levels: tuple[LayerTable, ...]
    overlays: tuple[LayerTable, ...]

    @property
    def layers(self) -> tuple[LayerTable, ...]:
        """Levels coarse to fine, then overlays."""
        return self.levels + self.overlays

    def edition(self) -> Edition:
        """The edition with its shapes, made from the index."""
        levels = tuple(level.layer() for level in self.levels)
        return Edition(self.name, levels, tuple(overlay.layer() for overlay in self.overlays))


def compile_edition(
    edition: Edition,
    progress: Callable[[str, float], None] | None = None,
    *,
    quick: bool = False,
) -> CompiledEdition:
    """Compile every layer of an edition.

    Parameters
    ----------
    edition
        Its polygons must be valid.
    progress
        Called with the code of a layer and the share of all areas that is done.
    quick
        For points that are asked about once, see `compile_layer`.

    Raises
    ------
    BoundaryError
        When a layer has coordinates that can't be indexed.
    """
    whole = max(sum(len(layer) for layer in edition.layers), 1)
    done = 0
    tables: list[LayerTable] = []
    above: LayerTable | None = None
    for layer in edition.layers:

        def report(share: float, layer: Layer = layer, before: int = done) -> None:
            if progress is not None:
                progress(layer.code, (before + share * len(layer)) / whole)

        above = _table(layer, above if layer.kind == "level" else None, report, quick=quick)
        tables.append(above)
        done += len(layer)
    levels = len(edition.levels)
    return CompiledEdition(edition.name, tuple(tables[:levels]), tuple(tables[levels:]))


def _table(
    layer: Layer, above: LayerTable | None, report: Callable[[float], None], *, quick: bool
) -> LayerTable:
    index = compile_layer(layer.codes, layer.geometries, report, quick=quick)
    rows = _parent_rows(layer, above)
    nested = above is not None and composes(index, above.compiled.index, rows)
    return LayerTable(
        layer.code, layer.kind, layer.codes, layer.names, layer.declared_parents, layer.parents,
        rows, nested, CompiledLayer(index),
    )  # fmt: skip


def _parent_rows(layer: Layer, above: LayerTable | None) -> NDArray[np.int32]:
    known = {} if above is None else {code: row for row, code in enumerate(above.codes)}
    found = [-1 if parent is None else known.get(parent, -1) for parent in layer.parents]
    return np.array(found, dtype=np.int32)


def shapes_of(index: LayerIndex) -> NDArray[np.object_]:
    """The polygons and multipolygons that an index was made of, shape (n,)."""
    coordinates = index.xy.reshape(-1, 2)
    rings_before = np.searchsorted(index.ring_parts, np.arange(len(index.part_areas) + 1))
    parts = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, coordinates, (index.ring_starts, rings_before)
    )
    found = np.full(len(index.boxes), shapely.MultiPolygon(), dtype=object)
    count = np.bincount(index.part_areas, minlength=len(found))
    single = count[index.part_areas] == 1
    found[index.part_areas[single]] = parts[single]
    several = np.flatnonzero(count > 1)
    if len(several):
        number = np.searchsorted(several, index.part_areas[~single])
        found[several] = shapely.multipolygons(parts[~single], indices=number)
    return found


def save_edition(path: Path, compiled: CompiledEdition, stamp: str) -> None:
    """Write a compiled edition to a file, in one step.

    Raises
    ------
    IndexFileError
        When it can't be written.
    """
    arrays: dict[str, NDArray[Any]] = {}
    layers = []
    for table in compiled.layers:
        layers.append({"code": table.code, "kind": table.kind, "nested": table.nested})
        for name, array in index_arrays(table.compiled.index).items():
            arrays[f"{table.code}/{name}"] = array
        arrays[f"{table.code}/parent_rows"] = table.parent_rows
        for column in _TEXTS:
            for name, array in text_arrays(getattr(table, column)).items():
                arrays[f"{table.code}/{column}/{name}"] = array
    write_archive(path, Archive(stamp, {"name": compiled.name, "layers": layers}, arrays))


_TEXTS = ("codes", "names", "declared_parents", "parents")


def open_edition(path: Path, stamp: str | None = None, *, plain: bool = False) -> CompiledEdition:
    """Map a compiled edition into memory, checked.

    Parameters
    ----------
    stamp
        That it must have been saved with, where given.
    plain
        See `CompiledLayer`.

    Raises
    ------
    IndexFileError
        When there is none, or it is foreign, damaged, or of another stamp.
    """
    archive = open_archive(path, stamp)
    tables = [_opened(facts, archive, plain=plain) for facts in archive.facts["layers"]]
    levels = tuple(table for table in tables if table.kind == "level")
    overlays = tuple(table for table in tables if table.kind == "overlay")
    return CompiledEdition(archive.facts["name"], levels, overlays)


def _opened(facts: dict[str, Any], archive: Archive, *, plain: bool) -> LayerTable:
    code = facts["code"]

    texts: list[Texts] = [
        Texts(*(archive.arrays[f"{code}/{column}/{name}"] for name in ("data", "ends", "missing")))
        for column in _TEXTS
    ]
    index = LayerIndex(
        **{name: archive.arrays[f"{code}/{name}"] for name in LayerIndex.__dataclass_fields__}
    )
    return LayerTable(
        code,
        facts["kind"],
        texts[0],
        texts[1],
        texts[2],
        texts[3],
        archive.arrays[f"{code}/parent_rows"],
        facts["nested"],
        CompiledLayer(index, plain=plain),
    )
