"""The heat surface: a metric Gaussian kernel density of requests."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gridmap.heatmap.metric_grid import MetricGrid

TRUNCATE_SIGMAS = 4.0
"""Where the kernel is cut, in bandwidths; there it has fallen to 1/3,000 of its peak."""

PERIOD_DAYS = 30.0
"""The time that a value is stated for."""

SQUARE_METRES_PER_KM2 = 1e6


@dataclass(frozen=True)
class DensityParams:
    """How the surface is smoothed.

    Attributes
    ----------
    bandwidth_m
        Standard deviation of the Gaussian kernel, metres, 10 to 20,000.
    cell_m
        Side of a cell, metres, at most half the bandwidth.
    """

    bandwidth_m: float = 400.0
    cell_m: float = 100.0

    def __post_init__(self) -> None:
        if not 10.0 <= self.bandwidth_m <= 20_000.0:
            raise ValueError(f"bandwidth_m must be 10 to 20,000 metres, not {self.bandwidth_m}")
        if not 0.0 < self.cell_m <= self.bandwidth_m / 2:
            raise ValueError(
                f"cell_m must be above 0 and at most half the bandwidth "
                f"({self.bandwidth_m / 2} metres), not {self.cell_m}"
            )

    @property
    def reach_cells(self) -> int:
        """How many cells away a request still counts."""
        return math.ceil(TRUNCATE_SIGMAS * self.bandwidth_m / self.cell_m) + 1

    def single_peak(self, days: float) -> float:
        """Value right at a lone request, in requests per km² and 30 days."""
        kernel_peak = SQUARE_METRES_PER_KM2 / (2.0 * math.pi * self.bandwidth_m**2)
        return kernel_peak * PERIOD_DAYS / days


@dataclass(frozen=True)
class Surface:
    """Density at the centres of a grid's cells.

    Attributes
    ----------
    grid
        Where the cells lie.
    values
        Requests per km² and 30 days; float64, shape (rows, columns), C order, rows from south
        to north, columns from west to east.
    """

    grid: MetricGrid
    values: NDArray[np.float64] = field(repr=False)

    def peak(self) -> tuple[float, float, float]:
        """Place (x, y in metres) of the highest cell's centre, and its value; first of equals."""
        row, column = divmod(int(np.argmax(self.values)), self.grid.columns)
        x, y = self.grid.centres()
        return float(x[column]), float(y[row]), float(self.values[row, column])


def density(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    grid: MetricGrid,
    *,
    days: float,
    bandwidth_m: float,
) -> Surface:
    """Density of requests by a Gaussian kernel, in requests per km² and 30 days.

    Requests are split over the four nearest cell centres in proportion to nearness (linear
    binning), then the counts are filtered with a sampled Gaussian. Requests outside `grid` count
    as far as the kernel reaches in. The surface is not corrected at the edge of the data: where
    requests beyond a border are not known, it is too low within two bandwidths of that border.

    For each request the value differs from the exact kernel by at most
    ``(cell² / (4 · bandwidth²) + 0.0005)`` of the kernel's peak: 1.6 % at 100 m cells and a
    bandwidth of 400 m. The sum over all cells times their area is the number of requests (per
    30 days), as far as their kernels lie within the grid.

    Parameters
    ----------
    x, y
        Metres of the grid's projection, finite, shape (n,).
    grid
        Cells to compute, at most half a bandwidth wide.
    days
        Length of the time that the requests come from, above 0.
    bandwidth_m
        Standard deviation of the kernel, metres.

    Raises
    ------
    ValueError
        When `days` is not above 0 or the bandwidth doesn't suit the cells.

    References
    ----------
    Wand, M. P. (1994). Fast computation of multivariate kernel estimators. Journal of
    Computational and Graphical Statistics 3(4), 433-445. doi:10.1080/10618600.1994.10474656
    """
    if not days > 0:
        raise ValueError(f"days must be above 0, not {days}")
    params = DensityParams(bandwidth_m=bandwidth_m, cell_m=grid.cell_m)
    reach = params.reach_cells
    counts = _linear_bins(x, y, grid.padded(reach))
    per_cell = gaussian_filter(
        counts,
        sigma=bandwidth_m / grid.cell_m,
        mode="constant",
        truncate=TRUNCATE_SIGMAS,
        output=np.float64,
    )
    within = per_cell[reach : reach + grid.rows, reach : reach + grid.columns]
    scale = SQUARE_METRES_PER_KM2 / grid.cell_m**2 * PERIOD_DAYS / days
    return Surface(grid, np.ascontiguousarray(within * scale))


def _linear_bins(
    x: NDArray[np.float64], y: NDArray[np.float64], grid: MetricGrid
) -> NDArray[np.float64]:
    """Counts split over the four nearest cell centres; points off the grid are dropped."""
    column, row = grid.positions(x, y)
    inside = (column >= 0) & (column < grid.columns - 1) & (row >= 0) & (row < grid.rows - 1)
    column, row = column[inside], row[inside]
    left, low = column.astype(np.int64), row.astype(np.int64)
    right_share, upper_share = column - left, row - low
    first = low * grid.columns + left
    cells = np.concatenate((first, first + 1, first + grid.columns, first + grid.columns + 1))
    shares = np.concatenate(
        (
            (1 - upper_share) * (1 - right_share),
            (1 - upper_share) * right_share,
            upper_share * (1 - right_share),
            upper_share * right_share,
        )
    )
    counts = np.bincount(cells, weights=shares, minlength=grid.rows * grid.columns)
    return np.asarray(counts, dtype=np.float64).reshape(grid.rows, grid.columns)
