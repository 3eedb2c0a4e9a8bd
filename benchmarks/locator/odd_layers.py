"""Small layers, whole and broken, drawn at random where exactness is hard; seeded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.model import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_ULP = 2.0**-46
"""One unit in the last place of 119.5."""


def odd_layer(kind: str, seed: int) -> Layer:
    """A layer of a kind that `KINDS` names."""
    rng = np.random.default_rng([seed, sorted(KINDS).index(kind)])
    areas = [area for area in KINDS[kind](rng) if area.is_valid and area.area > 0]
    return layer_of(areas or [shapely.box(119, 30, 120, 31)], rng)


def layer_of(areas: Sequence[BaseGeometry], rng: np.random.Generator) -> Layer:
    """Areas as a layer, with codes in no order."""
    codes = tuple(str(k) for k in rng.permutation(len(areas)).tolist())
    nothing = (None,) * len(areas)
    column = np.empty(len(areas), dtype=object)
    column[:] = list(areas)
    return Layer("odd", "level", codes, codes, nothing, nothing, column)


def _snapped(rng: np.random.Generator) -> list[BaseGeometry]:
    """A coverage on a lattice of 64ths, areas of several parts, some inside others."""
    size = int(rng.integers(4, 12))
    ends = rng.integers(0, size + 1, (int(rng.integers(4, 20)), 2, 2))
    lines = [shapely.LineString(each) for each in ends if (each[0] != each[1]).any()]
    frame = shapely.box(0, 0, size, size).exterior
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([frame, *lines], grid_size=1)]))
    group = rng.integers(0, max(2, len(faces) // 2), len(faces))
    drawn = [shapely.union_all(faces[group == k]) for k in np.unique(group)]
    return [shapely.transform(area, lambda c: c / 64 + (119.5, 30)) for area in drawn]


def _hairs(rng: np.random.Generator) -> list[BaseGeometry]:
    """Triangles whose corners are a few units in the last place apart."""
    corners = rng.integers(0, 9, (12, 3, 2)) * (_ULP, _ULP / 4) + (119.5, 30)
    return [shapely.Polygon(each) for each in corners]


def _overlapping(rng: np.random.Generator) -> list[BaseGeometry]:
    """Stars and triangles over one another, with gaps between."""
    drawn: list[BaseGeometry] = []
    for _ in range(int(rng.integers(2, 40))):
        count = int(rng.integers(3, 12))
        turn = np.sort(rng.uniform(0, 2 * np.pi, count))
        far = rng.uniform(0.05, 0.5, count)
        middle = rng.uniform((118.5, 29), (120.5, 31))
        drawn.append(
            shapely.Polygon(middle + np.column_stack([far * np.cos(turn), far * np.sin(turn)]))
        )
    return drawn


def _holes(rng: np.random.Generator) -> list[BaseGeometry]:
    """Areas with others cut out of them, which lie in the holes or are left out."""
    shapes = _overlapping(rng)
    drawn: list[BaseGeometry] = []
    for area in shapes:
        if not area.is_valid:
            continue
        rest = shapely.difference(area, shapely.union_all(drawn)) if drawn else area
        parts = [p for p in shapely.get_parts(rest) if p.geom_type == "Polygon"]
        if parts and rng.random() < 0.8:
            drawn.append(shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0])
    return drawn


def _boxes(rng: np.random.Generator) -> list[BaseGeometry]:
    """Boxes with sides on whole degrees, halves, and lines of binary grids."""
    sides = np.concatenate([np.arange(-4, 5) * 2.0**-k for k in (0, 1, 5, 20, 40)])
    return [_box(rng, sides, sides) for _ in range(int(rng.integers(2, 30)))]


def _ends(rng: np.random.Generator) -> list[BaseGeometry]:
    """Boxes and triangles at the antimeridian and the poles."""
    x = np.array([-180.0, -179.5, -179.0, -90.0, 0.0, 90.0, 179.0, 179.5, 180.0])
    y = np.array([-90.0, -89.5, -45.0, 0.0, 0.5, 45.0, 89.0, 90.0])
    boxes = [_box(rng, x, y) for _ in range(int(rng.integers(1, 8)))]
    corners = np.stack([rng.choice(x, (4, 3)), rng.choice(y, (4, 3))], axis=-1)
    return boxes + [shapely.Polygon(each) for each in corners]


def _crowded(rng: np.random.Generator) -> list[BaseGeometry]:
    """More areas in one spot than a machine word has bits: wedges, copies, strips."""
    count = int(rng.integers(65, 220))
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rim = np.column_stack([119.5 + np.cos(turn) / 8, 30 + np.sin(turn) / 8])
    wedges: list[BaseGeometry] = [
        shapely.Polygon([(119.5, 30), rim[k], rim[(k + 1) % count]]) for k in range(count)
    ]
    copies = [shapely.box(119.6, 30, 119.7, 30.1)] * int(rng.integers(1, 100))
    west = 119.3 + np.arange(80) * float(rng.choice([_ULP, 1e-12, 1e-9]))
    strips = [
        shapely.Polygon([(a, 29), (b, 29), (b + 0.25, 31), (a + 0.25, 31)])
        for a, b in zip(west[:-1].tolist(), west[1:].tolist(), strict=True)
    ]
    return wedges + copies + strips


def _box(rng: np.random.Generator, x: NDArray[np.float64], y: NDArray[np.float64]) -> BaseGeometry:
    west, east = np.sort(rng.choice(x, 2, replace=False)).tolist()
    south, north = np.sort(rng.choice(y, 2, replace=False)).tolist()
    box: BaseGeometry = shapely.box(west, south, east, north)
    return box


KINDS: dict[str, Callable[[np.random.Generator], list[BaseGeometry]]] = {
    "snapped": _snapped,
    "hairs": _hairs,
    "overlapping": _overlapping,
    "holes": _holes,
    "boxes": _boxes,
    "ends": _ends,
    "crowded": _crowded,
}
