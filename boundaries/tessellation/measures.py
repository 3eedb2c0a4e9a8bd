"""Grids in numbers: spread of load, compactness, contiguity, and how far cuts follow lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.tessellation.plane import Plane

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.layout import Loads

_NEAR_LINE_M = 10.0
"""A cut follows a line where it is no farther from it than this."""


@dataclass(frozen=True)
class GridFigures:
    """What some grids are like.

    Attributes
    ----------
    grids, load
        How many, and their load together.
    spread
        Standard deviation of the load by its mean (coefficient of variation).
    spread_within
        The same with each load taken by the mean of its village: what cuts alone answer for.
    least, most
        The lightest and the heaviest grid, by the target.
    compactness, compactness_tenth
        Polsby-Popper: 4π times area by the square of the perimeter, 1 for a circle; the median,
        and what nine grids in ten have at least.
    in_parts
        Grids in more parts than one.
    cut_m, along_lines
        Metres of line between grids of a village, and the share of it within 10 m of a given
        line; ``None`` without lines.
    """

    grids: int
    load: float
    spread: float
    spread_within: float
    least: float
    most: float
    compactness: float
    compactness_tenth: float
    in_parts: int
    cut_m: float
    along_lines: float | None


@dataclass(frozen=True)
class MeasuredGrids:
    """Columns of grids in the villages they lie in; make it with `measure_grids`.

    Attributes
    ----------
    village, load, compactness, parts
        For each grid; shape (n,).
    cut_m, along_m
        Metres for each village, shape (m,); `along_m` is ``None`` without lines.
    """

    village: NDArray[np.int64]
    load: NDArray[np.float64]
    compactness: NDArray[np.float64]
    parts: NDArray[np.int64]
    cut_m: NDArray[np.float64]
    along_m: NDArray[np.float64] | None

    def figures(self, target: float, village: int | None = None) -> GridFigures:
        """Figures of all grids, or of those of one village; there must be one.

        Parameters
        ----------
        target
            Load that a grid ought to have.
        """
        mine = np.ones(len(self.load), dtype=bool) if village is None else self.village == village
        rows = slice(None) if village is None else slice(village, village + 1)
        load, cut = self.load[mine], float(self.cut_m[rows].sum())
        along = None if self.along_m is None or cut <= 0 else float(self.along_m[rows].sum()) / cut
        return GridFigures(
            grids=int(mine.sum()),
            load=float(load.sum()),
            spread=_spread(load),
            spread_within=_spread(self._by_mean()[mine]),
            least=float(load.min() / target),
            most=float(load.max() / target),
            compactness=float(np.median(self.compactness[mine])),
            compactness_tenth=float(np.quantile(self.compactness[mine], 0.1)),
            in_parts=int((self.parts[mine] > 1).sum()),
            cut_m=cut,
            along_lines=along,
        )

    def _by_mean(self) -> NDArray[np.float64]:
        count = np.bincount(self.village)
        mean = np.bincount(self.village, self.load) / np.maximum(count, 1)
        of_grid = mean[self.village]
        return np.divide(self.load, of_grid, out=np.ones_like(self.load), where=of_grid > 0)


def _spread(values: NDArray[np.float64]) -> float:
    mean = float(values.mean())
    return float(values.std() / mean) if mean > 0 else 0.0


def measure_grids(
    villages: NDArray[np.object_],
    grids: NDArray[np.object_],
    village: NDArray[np.int64],
    loads: Loads | None,
    lines: NDArray[np.object_] | None = None,
) -> MeasuredGrids:
    """Measure grids, whoever made them.

    Parameters
    ----------
    villages, grids
        Polygons, WGS 84, shapes (m,) and (n,).
    village
        Row of the village of each grid, shape (n,).
    loads
        Their area in km² is their load where not given.
    lines
        To follow, WGS 84, shape (k,).
    """
    planes = [Plane(each) for each in villages]
    metres = np.array(
        [planes[k].in_metres(grid) for grid, k in zip(grids, village, strict=True)], dtype=object
    )
    area = shapely.area(metres)
    tree = shapely.STRtree(lines if lines is not None else [])
    cuts = np.zeros((len(villages), 2))
    for row, plane in enumerate(planes):
        near = tree.geometries[tree.query(villages[row], predicate="intersects")]
        cuts[row] = _cuts(metres[village == row], [plane.in_metres(line) for line in near])
    return MeasuredGrids(
        village=village,
        load=area / 1e6 if loads is None else _loads_of(grids, loads),
        compactness=4 * np.pi * area / shapely.length(metres) ** 2,
        parts=shapely.get_num_geometries(metres).astype(np.int64),
        cut_m=cuts[:, 0],
        along_m=None if lines is None else cuts[:, 1],
    )


def _cuts(grids: NDArray[np.object_], lines: list[BaseGeometry]) -> tuple[float, float]:
    """Metres of line between the grids of a village, and of those near a given line."""
    one, other = shapely.STRtree(grids).query(grids, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(shapely.boundary(grids[one]), shapely.boundary(grids[other]))
    total = float(shapely.length(shared).sum())
    if not lines or not total:
        return total, 0.0
    near = shapely.buffer(shapely.union_all(lines), _NEAR_LINE_M)
    return total, float(shapely.length(shapely.intersection(shared, near)).sum())


def _loads_of(grids: NDArray[np.object_], loads: Loads) -> NDArray[np.float64]:
    """Weight of the points in each grid; a point on a line counts once."""
    known = loads.owner >= 0
    points = shapely.points(loads.lon[known], loads.lat[known])
    point, grid = shapely.STRtree(grids).query(points, predicate="intersects")
    _, first = np.unique(point, return_index=True)
    weights = loads.weights[known][point[first]]
    return np.bincount(grid[first], weights, minlength=len(grids)).astype(np.float64)
