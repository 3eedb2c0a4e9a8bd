"""Plain cells for analysis: squares or hexagons of one size, whole or cut off at an outline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import BoundaryError
from boundaries.geometry import polygons_only

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Ints = NDArray[np.int64]

_MOST_CELLS = 1_000_000
_CORNERS = {
    "square": np.array([(0, 0), (1, 0), (1, 1), (0, 1)]),
    "hexagon": np.array([(0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1), (1, 1)]),
}
"""Of a cell, in steps of the lattice that all corners lie on."""


@dataclass(frozen=True)
class CellShape:
    """What cells look like.

    Attributes
    ----------
    shape
        ``square`` or ``hexagon`` (standing on a corner).
    size_m
        From one side to the opposite one, metres; above 0.
    clipped
        Whether cells end at the outline; else all that touch it stay whole.
    """

    shape: str
    size_m: float
    clipped: bool = True

    def __post_init__(self) -> None:
        if self.shape not in _CORNERS:
            raise BoundaryError(
                f"A cell is a square or a hexagon; got {self.shape!r}.", where="shape"
            )
        if not (math.isfinite(self.size_m) and self.size_m > 0):
            raise BoundaryError(
                f"size must be a number of metres above 0; got {self.size_m}.", where="size"
            )

    @property
    def steps(self) -> tuple[float, float]:
        """Metres of a step of the corners' lattice, east and north."""
        if self.shape == "square":
            return self.size_m, self.size_m
        return self.size_m / 2, self.size_m / (2 * math.sqrt(3))


@dataclass(frozen=True)
class Cells:
    """Cells in metres, with column and row, counted east and north from the origin; shape (n,)."""

    geometries: NDArray[np.object_]
    columns: Ints
    rows: Ints

    @property
    def codes(self) -> tuple[str, ...]:
        """As ``c12r-3``: the same place has the same code whatever the outline."""
        return tuple(f"c{c}r{r}" for c, r in zip(self.columns, self.rows, strict=True))


def analysis_cells(outline: BaseGeometry, cell: CellShape) -> Cells:
    """The cells that have ground in common with an outline, from the south-west on.

    Parameters
    ----------
    outline
        Polygon or multipolygon in metres of some projection, valid. Cells are laid out from
        the projection's origin.

    Raises
    ------
    BoundaryError
        When there would be more than a million cells.
    """
    columns, rows = _candidates(outline, cell)
    shapely.prepare(outline)
    geometries = _polygons(columns, rows, cell)
    near = shapely.intersects(outline, geometries) & ~shapely.touches(outline, geometries)
    columns, rows, geometries = columns[near], rows[near], geometries[near]
    if cell.clipped:
        geometries = _clipped(geometries, outline)
        kept = ~shapely.is_empty(geometries)
        columns, rows, geometries = columns[kept], rows[kept], geometries[kept]
    return Cells(geometries, columns, rows)


def _candidates(outline: BaseGeometry, cell: CellShape) -> tuple[Ints, Ints]:
    """Columns and rows of the cells over the outline's box."""
    wide, high = cell.size_m, cell.size_m if cell.shape == "square" else 3 * cell.steps[1]
    west, south, east, north = outline.bounds
    if (east - west) / wide * (north - south) / high > _MOST_CELLS:
        raise BoundaryError(
            f"Cells of {cell.size_m:g} m would be more than {_MOST_CELLS:,}.",
            where="size",
            remedy="Ask for larger ones.",
        )
    columns = np.arange(math.floor(west / wide) - 1, math.ceil(east / wide) + 2)
    rows = np.arange(math.floor(south / high) - 1, math.ceil(north / high) + 2)
    row, column = (each.ravel() for each in np.meshgrid(rows, columns, indexing="ij"))
    return column.astype(np.int64), row.astype(np.int64)


def _polygons(columns: Ints, rows: Ints, cell: CellShape) -> NDArray[np.object_]:
    """The cells; a corner is computed from its place on the lattice, the same for all around it."""
    if cell.shape == "square":
        middle = np.column_stack([columns, rows])
    else:
        middle = np.column_stack([2 * columns + rows % 2, 3 * rows])
    corners = middle[:, None, :] + _CORNERS[cell.shape][None, :, :]
    return np.asarray(shapely.polygons(corners * np.array(cell.steps)), dtype=object)


def _clipped(cells: NDArray[np.object_], outline: BaseGeometry) -> NDArray[np.object_]:
    """The cells' ground within the outline; where two meet it, they meet in the same place."""
    cut = np.flatnonzero(~shapely.covers(outline, cells))
    if not len(cut):
        return cells
    lines = shapely.union_all([*shapely.boundary(cells[cut]), shapely.boundary(outline)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines).tolist()))
    inside = shapely.point_on_surface(faces)
    within = shapely.covers(outline, inside)
    faces, inside = faces[within], inside[within]
    face, cell = shapely.STRtree(cells[cut]).query(inside, predicate="intersects")
    clipped = cells.copy()
    for k, row in enumerate(cut.tolist()):
        clipped[row] = polygons_only(shapely.coverage_union_all(faces[face[cell == k]]))
    return clipped
