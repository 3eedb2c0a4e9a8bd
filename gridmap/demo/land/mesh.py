"""The mesh of small triangles whose corners are dealt out to the areas."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import Delaunay

from gridmap.demo.land.settlement import Settlement
from gridmap.demo.land.terrain import CELL, COLUMNS, ROWS, SOUTH, WEST, cell_centres, sample
from gridmap.demo.plane import Floats, Ints
from gridmap.demo.seeds import stream

# Corners of the mesh to a grid: enough for a border of about 50 vertices.
CORNERS_PER_GRID = 34
_MARGIN = 2.0
_COARSEST = 1_600.0
_HALVINGS = 6
_EVEN_SHARE = 0.34
# With fewer the land itself, its banks and its outline, would be too coarse.
_LEAST_GRIDS = 150


@dataclass(frozen=True)
class Mesh:
    """Corners in metres, triangles counter-clockwise, and each side of a triangle once.

    ``sides`` holds pairs of corners, the lower first; ``triangle_sides[i, k]`` is the side
    from corner k to corner k + 1 of triangle i. ``ground`` is the area in m² that belongs to
    each corner.
    """

    x: Floats
    y: Floats
    triangles: Ints
    sides: Ints
    triangle_sides: Ints
    ground: Floats

    def rim(self) -> Ints:
        """Give the corners on the outer edge of the mesh."""
        once = np.bincount(self.triangle_sides.ravel(), minlength=len(self.sides)) == 1
        corners: Ints = np.unique(self.sides[once])
        return corners


def make_mesh(seed: int, settlement: Settlement, grids: int) -> Mesh:
    """Scatter corners, densely where the grids will be small, and join them.

    The corners are the jittered centres of the squares of a quadtree; two rounds of moving
    each to the mean of its neighbours make the triangles well shaped.
    """
    x, y = _scatter(seed, _corners_per_m2(settlement, max(grids, _LEAST_GRIDS)))
    for _ in range(2):
        x, y = _relaxed(x, y)
    return _joined(np.round(x, 3), np.round(y, 3))


def _corners_per_m2(settlement: Settlement, grids: int) -> Floats:
    x, y = cell_centres()
    remote = settlement.remoteness(x, y)
    people = settlement.people_at(x, y) ** 0.9 * (remote < 1.3)
    even = (remote < _MARGIN).astype(np.float64)
    # The district fills the places up to a remoteness of about 1.1, so the even part is
    # scaled to that ground and goes on beyond it.
    share = (1.0 - _EVEN_SHARE) * people / people.sum()
    share += _EVEN_SHARE * even / np.count_nonzero(remote < 1.1)
    density: Floats = (share * grids * CORNERS_PER_GRID / CELL**2).reshape(ROWS, COLUMNS)
    return density


def _scatter(seed: int, density: Floats) -> tuple[Floats, Floats]:
    size = _COARSEST
    column, row = np.meshgrid(np.arange(COLUMNS * CELL // size), np.arange(ROWS * CELL // size))
    x: Floats = WEST + (column.ravel() + 0.5) * size
    y: Floats = SOUTH + (row.ravel() + 0.5) * size
    leaves: list[tuple[Floats, Floats, float]] = []
    for level in range(_HALVINGS + 1):
        wanted = sample(density, x, y) * size**2
        split = (wanted > 2.0) if level < _HALVINGS else np.zeros(x.size, dtype=np.bool_)
        kept = ~split & (wanted > 0.0)
        leaves.append((x[kept], y[kept], size))
        size /= 2.0
        x = np.concatenate([x[split] + size / 2 * way for way in (-1, 1, -1, 1)])
        y = np.concatenate([y[split] + size / 2 * way for way in (-1, -1, 1, 1)])
    rng = stream(seed, "mesh")
    shaken = [
        (at + side * rng.uniform(-0.36, 0.36, at.size) for at in (east, north))
        for east, north, side in leaves
    ]
    east, north = zip(*shaken, strict=True)
    return np.concatenate(east), np.concatenate(north)


def _relaxed(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    triangulation = Delaunay(np.column_stack([x, y]))
    first, around = triangulation.vertex_neighbor_vertices
    count = np.diff(first)
    mean_x = np.add.reduceat(x[around], first[:-1]) / count
    mean_y = np.add.reduceat(y[around], first[:-1]) / count
    edge = np.unique(triangulation.convex_hull)
    mean_x[edge], mean_y[edge] = x[edge], y[edge]
    return (x + mean_x) / 2.0, (y + mean_y) / 2.0


def _joined(x: Floats, y: Floats) -> Mesh:
    triangles = Delaunay(np.column_stack([x, y])).simplices.astype(np.int64)
    doubled = _doubled_area(x, y, triangles)
    triangles = np.where((doubled > 0)[:, None], triangles, triangles[:, [0, 2, 1]])
    triangles = triangles[np.argsort(triangles.min(axis=1), kind="stable")]
    pairs = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2).reshape(-1, 2)
    keys = pairs.min(axis=1) * x.size + pairs.max(axis=1)
    known, side = np.unique(keys, return_inverse=True)
    sides = np.column_stack([known // x.size, known % x.size])
    third = np.repeat(_doubled_area(x, y, triangles) / 6.0, 3)
    ground: Floats = np.bincount(triangles.ravel(), third, x.size).astype(np.float64)
    return Mesh(x, y, triangles, sides, side.reshape(-1, 3), ground)


def _doubled_area(x: Floats, y: Floats, triangles: Ints) -> Floats:
    a, b, c = triangles.T
    doubled: Floats = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])
    return doubled
