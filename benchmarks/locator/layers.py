"""Synthetic coverages: cells around seeded points, their shared edges crooked, exactly shared.

Edges are those of a Voronoi diagram, each drawn once as a fractal line inside the kite that it
spans with the two points beside it. Kites do not overlap: neither do the lines, so that every
coverage is valid by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree

from benchmarks.locator.columns import spread
from benchmarks.locator.crooked import crooked_lines
from boundaries.model import Edition, Layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

Family = Literal["even", "city"]
"""``even``: areas of like size; ``city``: dense centres amid huge rural areas."""

_MIDDLE = np.array([115.0, 26.5])
_EXTENT = np.array([6.0, 5.0])
"""Where the coverages lie, degrees. They are drawn around 0, 0: the diagram is precise there."""


@dataclass(frozen=True)
class Coverage:
    """A synthetic layer with the points that its areas grew around.

    Attributes
    ----------
    layer
        Named by serial number.
    sites
        Degrees, shape (n, 2).
    """

    layer: Layer
    sites: Floats

    @property
    def vertices(self) -> float:
        """Vertices an area, on average."""
        return float(shapely.get_num_coordinates(self.layer.geometries).mean())

    def edition(self) -> Edition:
        """The layer alone."""
        return Edition("synthetic", (self.layer,))


def coverage(
    count: int,
    seed: int = 1,
    family: Family = "even",
    *,
    halvings: int = 4,
    doubled: float = 0.1,
) -> Coverage:
    """A valid coverage of so many areas.

    Parameters
    ----------
    halvings, doubled
        How often an edge is halved, and the share of edges, the longest, that are once more:
        4 and 0.1 give about 105 vertices an area, 2 and 0.25 about 31.
    """
    rng = np.random.default_rng([seed, count])
    sites, fence = _SITES[family](count, rng)
    diagram = Voronoi(np.vstack([sites, fence]))
    geometries = _polygons(diagram, count, halvings, doubled, rng)
    codes = tuple(f"{k:09}" for k in range(count))
    nothing = (None,) * count
    layer = Layer("grid", "level", codes, codes, nothing, nothing, geometries)
    return Coverage(layer, sites + _MIDDLE)


def _even_sites(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Points of a shaken lattice, and the lattice points around them."""
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    column, row = (each.ravel() for each in np.meshgrid(*map(_fenced, (columns, rows))))
    lattice = np.column_stack([column, row]) + rng.uniform(-0.42, 0.42, (len(column), 2))
    serial = row * columns + column
    inner = (column >= 0) & (column < columns) & (row >= 0) & (serial < count) & (row < rows)
    placed = ((lattice + 0.5) / (columns, rows) - 0.5) * _EXTENT
    return placed[inner], placed[~inner]


def _fenced(count: int) -> Rows:
    return np.arange(-2, count + 2)


def _city_sites(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Points crowded around a few centres, a tenth strewn over the country."""
    centres = rng.uniform(-0.3, 0.3, (6, 2)) * _EXTENT
    wide = 0.2 * 1.6 ** -np.arange(6.0)
    rural = rng.uniform(-0.5, 0.5, (count // 10, 2)) * _EXTENT
    which = rng.integers(6, size=count - len(rural))
    urban = centres[which] + rng.standard_normal((len(which), 2)) * wide[which, None]
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    fence = np.column_stack([np.cos(turn), np.sin(turn)]) * 5.0
    return np.vstack([rural, urban]), fence


_SITES = {"even": _even_sites, "city": _city_sites}


def _polygons(
    diagram: Voronoi, count: int, halvings: int, doubled: float, rng: np.random.Generator
) -> NDArray[np.object_]:
    """The cells of the first points, their edges crooked."""
    sites, ends = diagram.ridge_points, np.asarray(diagram.ridge_vertices)
    kept = (sites < count).any(axis=1)
    sites, ends = sites[kept].astype(np.int64), ends[kept]
    start, end = diagram.vertices[ends[:, 0]], diagram.vertices[ends[:, 1]]
    lines, first = crooked_lines(start, end, diagram.points[sites[:, 0]], halvings, rng, doubled)
    edge = np.tile(np.arange(len(sites)), 2)
    owner = sites.T.ravel()
    inner = owner < count
    edge, owner = edge[inner], owner[inner]
    return _assemble(lines, first, edge, owner, diagram.points)


def _assemble(
    lines: Floats, first: Rows, edge: Rows, owner: Rows, points: Floats
) -> NDArray[np.object_]:
    """Rings from the lines of each owner, counter-clockwise."""
    length = np.diff(first)
    here = points[owner]
    start, end = lines[first[edge]] - here, lines[first[edge + 1] - 1] - here
    reverse = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0] < 0
    toward = np.where(reverse[:, None], end, start)
    order = np.lexsort([np.arctan2(toward[:, 1], toward[:, 0]), owner])
    edge, owner, reverse = edge[order], owner[order], reverse[order]
    # All corners of a line but its last, which the next one begins with.
    steps = length[edge] - 1
    along = spread(np.zeros_like(steps), steps)
    turned = np.repeat(reverse, steps)
    begin = np.where(reverse, first[edge + 1] - 1, first[edge])
    corner = np.repeat(begin, steps) + np.where(turned, -along, along)
    rings = shapely.linearrings(lines[corner] + _MIDDLE, indices=np.repeat(owner, steps))
    polygons: NDArray[np.object_] = shapely.polygons(rings)
    return polygons


def nested(
    fine: Coverage, counts: dict[str, int], seed: int = 1
) -> Edition:  # fmt: skip
    """The coverage with coarser levels above it, each a union of the next finer one's areas.

    Parameters
    ----------
    counts
        Level code to how many areas it has, coarse to fine.
    """
    rng = np.random.default_rng([seed, len(fine.layer)])
    levels: list[Layer] = []
    below, sites = fine.layer, fine.sites
    for code, count in reversed(counts.items()):
        centres = sites[rng.choice(len(sites), count, replace=False)]
        _, group = cKDTree(centres).query(sites)
        coarse = _unions(code, below, group, count)
        levels.insert(0, _with_parents(below, tuple(coarse.codes[g] for g in group)))
        below, sites = coarse, centres
    return Edition("synthetic", (below, *levels))


def _unions(code: str, fine: Layer, group: Rows, count: int) -> Layer:
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, count))
    members = np.split(fine.geometries[order], ends)
    column = np.array([shapely.coverage_union_all(each) for each in members])
    codes = tuple(f"{code}-{k:06}" for k in range(count))
    nothing = (None,) * count
    return Layer(code, "level", codes, codes, nothing, nothing, column)


def _with_parents(layer: Layer, parents: tuple[str, ...]) -> Layer:
    return Layer(
        layer.code, layer.kind, layer.codes, layer.names, parents, parents, layer.geometries
    )
