"""GeoJSON of the layers and the river, with every coordinate to six decimals."""

import json

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridmap.demo.land.layers import Layer
from gridmap.demo.land.water import Water
from gridmap.demo.plane import MICRODEGREES, Floats

NOTE = "合成数据，并非真实区划 Synthetic data, not real boundaries"


def layer_geojson(layer: Layer, households: list[int] | None = None) -> str:
    """Write a layer as a feature collection, one feature a line.

    Parameters
    ----------
    layer
        The areas.
    households
        The households of each area, where they are to be said.
    """
    labels, features = layer.labels, []
    rows = zip(
        labels.codes, labels.names, labels.names_en, labels.parents, layer.polygons, strict=True
    )
    for number, (code, name, name_en, parent, polygon) in enumerate(rows):
        properties: dict[str, object] = {
            "code": code,
            "name": name,
            "name_en": name_en,
            "parent_code": parent,
        }
        properties["synthetic"] = True
        if households is not None:
            properties["households"] = households[number]
        features.append(_feature(properties, polygon))
    return _collection(f"{layer.level} (synthetic data)", features)


def water_geojson(water: Water) -> str:
    """Write the river: its centre line, and the water as a polygon."""
    line = {"kind": "centre_line", "name": "江心线（合成数据）", "synthetic": True}
    surface = {"kind": "water", "name": "江面（合成数据）", "synthetic": True}
    return _collection(
        "river (synthetic data)",
        [_feature(line, water.centre_line), _feature(surface, water.surface)],
    )


def _collection(name: str, features: list[str]) -> str:
    head = json.dumps({"name": name, "synthetic": True, "note": NOTE}, ensure_ascii=False)[1:-1]
    body = ",\n".join(features)
    return f'{{"type": "FeatureCollection", {head}, "features": [\n{body}\n]}}\n'


def _feature(properties: dict[str, object], geometry: BaseGeometry) -> str:
    said = json.dumps(properties, ensure_ascii=False)
    shape = f'{{"type": "{geometry.geom_type}", "coordinates": {_coordinates(geometry)}}}'
    return f'{{"type": "Feature", "properties": {said}, "geometry": {shape}}}'


def _coordinates(geometry: BaseGeometry) -> str:
    if geometry.geom_type == "LineString":
        return _points(shapely.get_coordinates(geometry))
    if geometry.geom_type == "Polygon":
        rings = shapely.get_rings(geometry)
        return f"[{','.join(_points(shapely.get_coordinates(ring)) for ring in rings)}]"
    return f"[{','.join(_coordinates(part) for part in shapely.get_parts(geometry))}]"


def _points(points: Floats) -> str:
    micro = np.rint(points * MICRODEGREES).astype(np.int64).tolist()
    # The district lies in the north-east of the globe: no coordinate is negative.
    return "[" + ",".join(f"[{_decimal(lon)},{_decimal(lat)}]" for lon, lat in micro) + "]"


def _decimal(micro: int) -> str:
    return f"{micro // MICRODEGREES}.{micro % MICRODEGREES:06d}"
