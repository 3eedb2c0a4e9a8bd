"""Layers that tests draw: rows of squares, and crooked coverages on a lattice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import strategies as st

from boundaries.model import Edition, Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.model import Finding, LayerKind

WEST, SOUTH = 119.5, 30.0
"""The corner of what tests draw, degrees."""
STEP = 1 / 64
"""Degrees of a lattice step: a power of two, so that every place is exact."""


def layer_of(
    geometries: Sequence[BaseGeometry] | NDArray[np.object_],
    codes: Sequence[str] | None = None,
    *,
    code: str = "village",
    kind: LayerKind = "level",
    declared: Sequence[str | None] | None = None,
) -> Layer:
    """A layer of polygons, named after their codes."""
    column = np.empty(len(geometries), dtype=object)
    column[:] = list(geometries)
    codes = tuple(codes or (f"{k:03}" for k in range(len(geometries))))
    nothing = (None,) * len(codes)
    names = tuple(f"name of {each}" for each in codes)
    return Layer(code, kind, codes, names, tuple(declared or nothing), nothing, column)


def edition_of_one(layer: Layer) -> Edition:
    """An edition with a single level."""
    return Edition("2026-11", (layer,))


def on_lattice(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry drawn in lattice steps, at its place on the earth; exact."""
    return shapely.transform(geometry, lambda c: c * STEP + (WEST, SOUTH))


def square(column: float, row: float, wide: float = 1, high: float = 1) -> BaseGeometry:
    """A rectangle on the lattice."""
    return on_lattice(shapely.box(column, row, column + wide, row + high))


def place_of(finding: Finding) -> shapely.Point:
    """The place that a finding shows."""
    assert finding.lon is not None
    assert finding.lat is not None
    return shapely.Point(finding.lon, finding.lat)


def faces_between(lines: Sequence[BaseGeometry], size: int) -> NDArray[np.object_]:
    """What lines cut a square of the lattice into, corners snapped to whole steps."""
    frame = shapely.box(0, 0, size, size).exterior
    snapped = shapely.union_all([frame, *lines], grid_size=1)
    return shapely.get_parts(shapely.polygonize([snapped]))


@st.composite
def snapped_coverages(draw: st.DrawFn, size: int = 6) -> Layer:
    """A coverage of crooked areas, some in several parts, some with others inside them."""
    places = st.tuples(st.integers(0, size), st.integers(0, size))
    segments = draw(st.lists(st.tuples(places, places), min_size=2, max_size=8))
    lines = [shapely.LineString(ends) for ends in segments if ends[0] != ends[1]]
    faces = faces_between(lines, size)
    kinds = st.integers(0, max(1, len(faces) // 2))
    group = np.array(draw(st.lists(kinds, min_size=len(faces), max_size=len(faces))))
    order = draw(st.permutations(sorted(set(group.tolist()))))
    areas = [on_lattice(shapely.union_all(faces[group == k])) for k in order]
    return layer_of(areas)


def telling_points(layer: Layer, size: int = 6) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places where a rule shows: lattice points and half-points, corners, and their neighbours."""
    steps = np.arange(-0.5, size + 1, 0.5)
    x, y = (each.ravel() for each in np.meshgrid(WEST + steps * STEP, SOUTH + steps * STEP))
    corner = np.unique(shapely.get_coordinates(layer.geometries), axis=0)
    starts, ends = corner[:-1], corner[1:]
    near = [corner, (starts + ends) / 2]
    for toward in (-np.inf, np.inf):
        near += [
            np.column_stack([np.nextafter(corner[:, 0], toward), corner[:, 1]]),
            np.column_stack([corner[:, 0], np.nextafter(corner[:, 1], toward)]),
        ]
    added = np.vstack(near)
    return np.concatenate([x, added[:, 0]]), np.concatenate([y, added[:, 1]])
