"""Mend boundaries: a copy of a file with safe repairs, and what was changed by how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.coverage import gap_findings, overlap_findings
from boundaries.crs import parse_crs
from boundaries.geometry import square_metres
from boundaries.ground import length_words, size_words
from boundaries.layer_files import read_layer
from boundaries.layer_files.opening import open_frame
from boundaries.mending import MendParams, mend_areas, metres_per_unit
from boundaries.misfits import gaps_of, overlaps_of
from boundaries.model import Finding
from boundaries.slivers import sliver_findings
from gridmap.files.frame_file import refuse_other_ending, refuse_same_file, write_frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.crs import SourceCrs
    from boundaries.layer_files import LayerSource
    from boundaries.mending import AreaMended
    from boundaries.model import Layer


@dataclass(frozen=True)
class AreaChange:
    """What mending did to one area: square metres before and after, metres moved at most."""

    code: str
    before_m2: float
    after_m2: float
    moved_m: float
    repaired: bool


@dataclass(frozen=True)
class BoundariesMended:
    """A mended copy.

    Attributes
    ----------
    layer
        As the copy was read again.
    changes
        Of the areas that changed, the largest first.
    changed_m2
        Ground that was added to areas and taken from areas, all together.
    findings
        A note on each area that changed, and the overlaps, gaps and slivers that are left.
    """

    output: Path
    layer: Layer
    changes: tuple[AreaChange, ...]
    changed_m2: float
    findings: tuple[Finding, ...]

    @property
    def moved_m(self) -> float:
        """Metres that any area moved at most."""
        return max((change.moved_m for change in self.changes), default=0.0)


def mend_boundaries(
    source: LayerSource,
    output: Path,
    params: MendParams,
    progress: Callable[[str], None] | None = None,
) -> BoundariesMended:
    """Write a mended copy of a boundary file.

    Codes, the number of areas, and all fields stay. `boundaries.mending.mend_areas` says what is
    mended, and how far an area may move.

    Parameters
    ----------
    progress
        Called with the name of each stage.

    Raises
    ------
    InputError
        When the copy would be written over the file itself, or can't be written.
    LayerFileError, UnknownCrsError
        When the file can't be read.
    """
    report = progress or (lambda _stage: None)
    refuse_other_ending(output)
    refuse_same_file(output, source.path)
    report("read")
    crs = parse_crs(read_layer(source).crs)
    frame, _ = open_frame(source)
    raw = frame.geometry.to_numpy()
    mended = mend_areas(raw, metres_per_unit(crs, raw), params, report)
    report("write")
    write_frames(output, {output.stem: _copy(frame, mended.geometries, source)})
    report("check")
    again = replace(source, path=output, table=None, encoding=None)
    layer = read_layer(again).layer
    told = [(area, _told(area, layer, crs)) for area in mended.areas]
    told.sort(key=lambda pair: -(pair[1].square_metres or 0.0))
    return BoundariesMended(
        output,
        layer,
        tuple(_change(area, layer) for area, _ in told),
        sum(finding.square_metres or 0.0 for _, finding in told),
        (*(finding for _, finding in told), *_left(layer)),
    )


def _copy(
    frame: geopandas.GeoDataFrame, geometries: NDArray[np.object_], source: LayerSource
) -> geopandas.GeoDataFrame:
    """The rows with other shapes, and the CRS that was declared where that has a number."""
    copy = frame.copy()
    copy[frame.geometry.name] = geometries
    copy = copy.set_geometry(frame.geometry.name)
    declared = parse_crs(source.crs).name if source.crs else ""
    if declared.startswith("EPSG:"):
        return copy.set_crs(declared, allow_override=True)
    return copy.set_crs(frame.crs, allow_override=True) if frame.crs else copy


def _change(area: AreaMended, layer: Layer) -> AreaChange:
    return AreaChange(
        _code(area, layer), area.before_m2, area.after_m2, area.moved_m, area.repaired
    )


def _code(area: AreaMended, layer: Layer) -> str:
    return layer.codes[area.row] or f"row {area.row + 1}"


def _told(area: AreaMended, layer: Layer, crs: SourceCrs) -> Finding:
    change = shapely.transform(area.change, lambda c: np.column_stack(crs.to_wgs84(*c.T)))
    size = float(square_metres(np.array([change], dtype=object))[0])
    code, grown = _code(area, layer), area.after_m2 - area.before_m2
    what = "had its rings repaired" if area.repaired else "was fitted to its neighbours"
    message = (
        f"{code} {what}: {size_words(size)} changed, it is "
        f"{size_words(abs(grown))} {'larger' if grown >= 0 else 'smaller'} now "
        f"({size_words(area.after_m2)}); moved at most {length_words(area.moved_m)}."
    )
    place = _place(change, layer.geometries[area.row])
    return Finding(
        "mended", "note", layer.code, (code,), message, place.x, place.y, size,
        None if change.is_empty else change,
    )  # fmt: skip


def _place(change: BaseGeometry, area: BaseGeometry) -> shapely.Point:
    parts = shapely.get_parts(change)
    largest = parts[int(np.argmax(shapely.area(parts)))] if len(parts) else area
    place: shapely.Point = shapely.point_on_surface(largest)
    return place


def _left(layer: Layer) -> list[Finding]:
    """Overlaps, gaps and slivers that mending leaves to people."""
    overlaps, gaps = overlaps_of(layer.geometries), gaps_of(layer.geometries)
    return [
        *overlap_findings(layer, overlaps),
        *gap_findings(layer, gaps),
        *sliver_findings(layer, overlaps, gaps),
    ]
