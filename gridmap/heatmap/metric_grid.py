"""A regular grid of square cells in a local metric projection."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class MetricGrid:
    """Square cells, rows from south to north, columns from west to east.

    Attributes
    ----------
    west, south
        The lower left corner of the lower left cell, metres of a local projection.
    cell_m
        Side of a cell, metres.
    rows, columns
        At least one each.
    """

    west: float
    south: float
    cell_m: float
    rows: int
    columns: int

    def __post_init__(self) -> None:
        if not self.cell_m > 0:
            raise ValueError(f"cell_m must be above 0 metres, not {self.cell_m}")
        if self.rows < 1 or self.columns < 1:
            raise ValueError(
                f"a grid needs a row and a column, not {self.rows} rows and {self.columns} columns"
            )

    @classmethod
    def covering(
        cls, west: float, south: float, east: float, north: float, *, cell_m: float
    ) -> MetricGrid:
        """The grid of whole cells that holds an extent, its lines at multiples of `cell_m`.

        The lines depend on nothing but the projection and the cell, so the same request falls
        into the same cell whatever extent is looked at.

        Raises
        ------
        ValueError
            When the extent is not finite or its sides are out of order.
        """
        corners = (west, south, east, north)
        if not all(math.isfinite(side) for side in corners) or west > east or south > north:
            raise ValueError(f"an extent is west <= east, south <= north, not {corners}")
        first_column, first_row = math.floor(west / cell_m), math.floor(south / cell_m)
        return cls(
            west=first_column * cell_m,
            south=first_row * cell_m,
            cell_m=cell_m,
            rows=max(math.ceil(north / cell_m) - first_row, 1),
            columns=max(math.ceil(east / cell_m) - first_column, 1),
        )

    def padded(self, cells: int) -> MetricGrid:
        """The grid with so many more cells on every side."""
        return MetricGrid(
            west=self.west - cells * self.cell_m,
            south=self.south - cells * self.cell_m,
            cell_m=self.cell_m,
            rows=self.rows + 2 * cells,
            columns=self.columns + 2 * cells,
        )

    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centres: x of the columns, shape (columns,), and y of the rows, shape (rows,)."""
        x = self.west + (np.arange(self.columns, dtype=np.float64) + 0.5) * self.cell_m
        y = self.south + (np.arange(self.rows, dtype=np.float64) + 0.5) * self.cell_m
        return x, y

    def positions(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Fractional column and row of points; whole numbers are the centres of cells."""
        return (x - self.west) / self.cell_m - 0.5, (y - self.south) / self.cell_m - 0.5
