"""Hills and valleys: a raster of drainage that runs to the river, and heights grown along it."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gridmap.demo.land.noise import fractal
from gridmap.demo.land.river import River
from gridmap.demo.plane import Floats, Ints
from gridmap.demo.seeds import stream

WEST, SOUTH, CELL = -62_000.0, -48_000.0, 300.0
COLUMNS, ROWS = 320, 260
_STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))


@dataclass(frozen=True)
class Terrain:
    """Heights (metres above the river) and drained ground (cells) on a raster of the plane."""

    height: Floats
    flow: Floats

    def height_at(self, x: Floats, y: Floats) -> Floats:
        """Interpolate the height at points in metres."""
        return sample(self.height, x, y)

    def valley_at(self, x: Floats, y: Floats) -> Floats:
        """Tell how large the valley at a point is: the root of the cells that drain there."""
        return sample(np.sqrt(self.flow), x, y)


def cell_centres() -> tuple[Floats, Floats]:
    """Give the raster's cell centres, row by row, in metres."""
    column, row = np.meshgrid(np.arange(float(COLUMNS)), np.arange(float(ROWS)))
    x: Floats = WEST + (column.ravel() + 0.5) * CELL
    y: Floats = SOUTH + (row.ravel() + 0.5) * CELL
    return x, y


def sample(raster: Floats, x: Floats, y: Floats) -> Floats:
    """Interpolate a raster of ``ROWS`` by ``COLUMNS`` cells between its cell centres."""
    column = np.clip((x - WEST) / CELL - 0.5, 0.0, COLUMNS - 1.001)
    row = np.clip((y - SOUTH) / CELL - 0.5, 0.0, ROWS - 1.001)
    left, low = column.astype(np.int64), row.astype(np.int64)
    across, up = column - left, row - low
    below = raster[low, left] * (1 - across) + raster[low, left + 1] * across
    above = raster[low + 1, left] * (1 - across) + raster[low + 1, left + 1] * across
    value: Floats = below * (1 - up) + above * up
    return value


def make_terrain(seed: int, river: River) -> Terrain:
    """Let streams grow from the river into the hills, then raise the ground between them.

    Streams are the cheapest ways to the river over rough ground. The ground rises along
    each way, slowly where much water has run and steeply on the slopes: that gives valleys
    with branches and crests that divide them.
    """
    x, y = cell_centres()
    towards, length, order = _ways_to_river(seed, x, y, river)
    flow = _drained(towards, order)
    height = _raised(towards, length, order, flow)
    relief = 1.0 + 0.45 * fractal(stream(seed, "terrain", "relief"), x, y, 16_000.0, 2)
    return Terrain((height * relief).reshape(ROWS, COLUMNS), flow.reshape(ROWS, COLUMNS))


def _ways_to_river(seed: int, x: Floats, y: Floats, river: River) -> tuple[Ints, Floats, Ints]:
    rough = 1.0 + 0.9 * fractal(stream(seed, "terrain", "rough"), x, y, 3_600.0, 3)
    rough = np.clip(rough, 0.15, None) + stream(seed, "terrain", "grain").random(x.size)
    start, end, length = _raster_edges()
    graph = csr_array((length * (rough[start] + rough[end]), (start, end)), shape=(x.size, x.size))
    wet = np.flatnonzero(np.abs(river.bank(x, y)) < CELL)
    cost, towards, _ = dijkstra(
        graph, directed=False, indices=wet, min_only=True, return_predecessors=True
    )
    towards = np.where(towards < 0, np.arange(x.size), towards).astype(np.int64)
    step = np.hypot(x - x[towards], y - y[towards])
    return towards, step, np.argsort(cost, kind="stable")


def _raster_edges() -> tuple[Ints, Ints, Floats]:
    index = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    starts, ends, lengths = [], [], []
    for up, right in _STEPS:
        left = index[: ROWS - up, max(0, -right) : COLUMNS - max(0, right)]
        other = index[up:, max(0, right) : COLUMNS - max(0, -right)]
        starts.append(left.ravel())
        ends.append(other.ravel())
        lengths.append(np.full(left.size, CELL * float(np.sqrt(up * up + right * right))))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(lengths)


def _drained(towards: Ints, order: Ints) -> Floats:
    flow, down = [1.0] * order.size, towards.tolist()
    for cell in order[::-1].tolist():
        if down[cell] != cell:
            flow[down[cell]] += flow[cell]
    return np.array(flow)


def _raised(towards: Ints, length: Floats, order: Ints, flow: Floats) -> Floats:
    rise = (length * 0.16 / np.sqrt(flow)).tolist()
    height, down = [0.0] * order.size, towards.tolist()
    for cell in order.tolist():
        if down[cell] != cell:
            height[cell] = height[down[cell]] + rise[cell]
    return np.array(height)
