"""Areas as people and maps ask for them: listed, and drawn with simplified borders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from boundaries.locator import Locator
    from boundaries.model import Layer

DRAWING_TOLERANCE_DEG = 1e-4
"""Borders may be drawn so far from where they are: about 10 m, a pixel at zoom 13."""


def areas_listed(
    locator: Locator, layer: str | None = None, parent: str | None = None, words: str | None = None
) -> Iterator[dict[str, Any]]:
    """Areas of a locator's edition, layer by layer, as JSON values without their shapes.

    Parameters
    ----------
    words
        Part of the name, or the beginning of the code.
    """
    for one in locator.layers:
        if layer is not None and one.code != layer:
            continue
        for code, name, above in zip(one.codes, one.names, one.parents, strict=True):
            if parent is not None and above != parent:
                continue
            if words and words.casefold() not in name.casefold() and not code.startswith(words):
                continue
            yield {
                "layer": one.code,
                "kind": one.kind,
                "code": code,
                "name": name,
                "parent_code": above,
            }


def drawn_areas(layer: Layer) -> dict[str, Any]:
    """The areas of a layer as a GeoJSON FeatureCollection, WGS 84, for drawing."""
    shapes = drawn_shapes(layer.geometries)
    rows = zip(layer.codes, layer.names, layer.parents, shapes, strict=True)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "level": layer.code,
                    "code": code,
                    "name": name,
                    "parent_code": parent,
                },
                "geometry": shapely.geometry.mapping(shape),
            }
            for code, name, parent, shape in rows
        ],
    }


def drawn_shapes(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons with fewer vertices that still share their borders, where they do exactly.

    A coverage with gaps or overlaps is drawn as it is: simplifying would tear it further.
    """
    if not bool(shapely.coverage_is_valid(geometries)):
        return geometries
    simple: NDArray[np.object_] = shapely.coverage_simplify(geometries, DRAWING_TOLERANCE_DEG)
    rounded = shapely.transform(simple, lambda c: c.round(6))
    # Rounding may fold a sliver of an island: then the exact shape is drawn.
    rounded[shapely.is_empty(rounded)] = simple[shapely.is_empty(rounded)]
    drawn: NDArray[np.object_] = rounded
    return drawn
