"""Another edition of the small district: layers with other areas, loaded as anyone's data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import mapping

from boundaries.layer_files import LayerSource
from gridmap.journeys.activate_edition import activate_edition
from gridmap.journeys.load_boundaries import load_layer
from tests.gridmap.ground import NOW, SIDE, SOUTH, WEST, village_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from boundaries.model import LayerKind
    from gridmap.service import Service

Areas = dict[str, "BaseGeometry"]


def areas_of(service: Service, layer: str = "village", edition: str | None = None) -> Areas:
    """Code to polygon of a layer, of the active edition where none is named."""
    read = service.editions.read(service.editions.named(edition).id)
    mine = next(each for each in read.layers if each.code == layer)
    return dict(zip(mine.codes, mine.geometries, strict=True))


def cell(column: float, row: float, wide: float = 1, high: float = 1) -> BaseGeometry:
    """A rectangle, in villages."""
    corners = [(column, row), (column + wide, row + high)]
    (west, south), (east, north) = ((WEST + x * SIDE, SOUTH + y * SIDE) for x, y in corners)
    return shapely.box(west, south, east, north)


def with_moved_line(areas: Areas) -> Areas:
    """Half of village 1, 1 has gone to village 0, 1."""
    west, east = village_of(0, 1), village_of(1, 1)
    return areas | {west: cell(0, 1, 1.5), east: cell(1.5, 1, 0.5)}


def without_corner(areas: Areas) -> Areas:
    """Village 3, 3 belongs to nobody any more."""
    return {code: shape for code, shape in areas.items() if code != village_of(3, 3)}


def load_areas(
    service: Service,
    folder: Path,
    areas: Mapping[str, BaseGeometry],
    layer: str = "village",
    edition: str | None = None,
    *,
    fresh: bool = False,
) -> str:
    """Load areas as a layer; the edition that they are in."""
    features = [
        {"type": "Feature", "properties": {"code": code, "name": f"name of {code}"},
         "geometry": mapping(shape)}
        for code, shape in areas.items()
    ]  # fmt: skip
    path = folder / f"{layer}-{len(areas)}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    kind: LayerKind = "level" if layer in service.level_order else "overlay"
    source = LayerSource(path, layer, kind, "code", "name")
    editions, order = service.editions, service.level_order
    return load_layer(source, edition, editions, order, NOW, fresh=fresh).edition


def switch(service: Service, edition: str, now: datetime = NOW) -> None:
    """Activate an edition, without placing requests again."""
    activate_edition(edition, service.editions, service.level_order, now)
