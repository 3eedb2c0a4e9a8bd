"""Balanced grids of all villages of a layer, as one coverage that nests in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import BoundaryError
from boundaries.tessellation.corners import (
    Dense,
    densified,
    passed_through,
    without_corners,
)
from boundaries.tessellation.division import divide_village
from boundaries.tessellation.numbering import north_west_first
from boundaries.tessellation.pieces import Corners
from boundaries.tessellation.plane import Plane
from boundaries.tessellation.weights import AreaWeights, PointWeights

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.corners import Edge, Place
    from boundaries.tessellation.rules import GridRules
    from boundaries.tessellation.weights import Weights

_AROUND_A_VILLAGE = 64
_AROUND_A_GRID = 40
_KM2 = 1e6


@dataclass(frozen=True)
class Loads:
    """What grids are to share evenly: points with weights.

    Attributes
    ----------
    lon, lat
        WGS 84 degrees, shape (n,).
    weights
        Not negative, shape (n,).
    owner
        Row of the village of each point, shape (n,); -1 for none.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    weights: NDArray[np.float64]
    owner: NDArray[np.int32]

    def __post_init__(self) -> None:
        if not (np.isfinite(self.weights) & (self.weights >= 0)).all():
            raise BoundaryError("Weights must be numbers that are not negative.", where="weights")


@dataclass(frozen=True)
class GridsMade:
    """Grids, village by village, within each from the north-west on.

    Attributes
    ----------
    geometries
        WGS 84, shape (n,); together a coverage.
    village
        Row of the village of each, shape (n,).
    number
        Of each within its village, from 1; shape (n,).
    on_edge
        Edges of villages, lower end first, to the corners put on them because a cut ends there.
        Levels above take them over with `with_corners`, to fit to the last digit.
    asked
        Grids that each village's load makes, shape (m,); a few may have fewer.
    """

    geometries: NDArray[np.object_]
    village: NDArray[np.int64]
    number: NDArray[np.int64]
    on_edge: dict[Edge, list[Place]]
    asked: NDArray[np.int64]


def make_grids(
    villages: NDArray[np.object_],
    loads: Loads | None,
    rules: GridRules,
    lines: NDArray[np.object_] | None = None,
    counts: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] | None = None,
) -> GridsMade:
    """Grids inside each village: even in load, compact, in one part, along lines where there are.

    Each village is cut in two, and each side again, by the cut that leaves both sides as heavy
    as the grids they are to hold and as round as can be; cuts along given lines count less. No
    line of a village is moved: cuts end in its corners, and in corners put on long edges, on
    both sides alike. The grids of a village cover it exactly, and all are one coverage.

    Parameters
    ----------
    villages
        Valid polygons and multipolygons, WGS 84, shape (m,).
    loads
        Area in km² where not given.
    lines
        Roads, rivers and the like, WGS 84, shape (k,).
    counts
        Grids of each village, at least 1, shape (m,); by load and target where not given.
    progress
        Called with the share that is done.
    """
    report = progress or (lambda _share: None)
    planes = [Plane(village) for village in villages]
    weights = [_weights(plane, villages[k], loads, k) for k, plane in enumerate(planes)]
    asked = _asked(weights, loads, rules) if counts is None else counts
    spacing = _spacing(planes, villages, asked)
    dense = densified(villages, np.where(asked > 1, spacing, np.inf))
    tree = shapely.STRtree(lines if lines is not None else [])
    made: list[list[BaseGeometry]] = []
    on_cuts: set[Place] = set()
    for k in range(len(planes)):
        report(k / len(planes))
        near = tree.geometries[np.sort(tree.query(villages[k], predicate="intersects"))]
        grids, cut = _village_grids(
            dense, k, weights[k], int(asked[k]), rules, float(spacing[k]), near
        )
        made.append(grids)
        on_cuts |= cut
    report(1.0)
    return _tidied(made, dense, on_cuts, asked)


def grids_asked(
    villages: NDArray[np.object_], loads: Loads | None, rules: GridRules
) -> NDArray[np.int64]:
    """How many grids the load of each village makes; see `make_grids`. Shape (m,)."""
    weights = [_weights(Plane(each), each, loads, k) for k, each in enumerate(villages)]
    return _asked(weights, loads, rules)


def _asked(weights: list[Weights], loads: Loads | None, rules: GridRules) -> NDArray[np.int64]:
    unit = 1.0 if loads is not None else _KM2
    return np.array([rules.pieces(each.total / unit) for each in weights], dtype=np.int64)


def _weights(plane: Plane, village: BaseGeometry, loads: Loads | None, row: int) -> Weights:
    if loads is None:
        return AreaWeights(float(plane.in_metres(village).area))
    mine = (loads.owner == row) & (loads.weights > 0)
    places = plane.metres(np.column_stack([loads.lon[mine], loads.lat[mine]]))
    return PointWeights(places, loads.weights[mine])


def _spacing(
    planes: list[Plane], villages: NDArray[np.object_], asked: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Metres between corners that cuts may end in: some dozens around a village, and a grid."""
    metres = [plane.in_metres(village) for plane, village in zip(planes, villages, strict=True)]
    around = shapely.length(metres) / _AROUND_A_VILLAGE
    width = np.sqrt(shapely.area(metres) / asked)
    return np.minimum(around, 4 * width / _AROUND_A_GRID)


def _village_grids(
    dense: Dense, row: int, weights: Weights, grids: int, rules: GridRules,
    spacing: float, lines: NDArray[np.object_],
) -> tuple[list[BaseGeometry], set[Place]]:  # fmt: skip
    """The grids of a village from the north-west on, and the corners put on cuts, in degrees."""
    village = dense.geometries[row]
    if grids == 1:
        return [village], set()
    plane = Plane(village)
    corner = map(tuple, shapely.get_coordinates(village).tolist())
    new = [place for place in corner if place in dense.added]
    in_metres = plane.metres(np.array(new).reshape(-1, 2))
    corners = Corners(set(map(tuple, in_metres.tolist())), set(), spacing)
    made = divide_village(
        plane.in_metres(village), weights, grids, rules, corners,
        np.array([plane.in_metres(line) for line in lines], dtype=object),
    )  # fmt: skip
    grids_made = [plane.in_degrees(grid) for grid in made]
    cut = plane.degrees(np.array(sorted(corners.cut)).reshape(-1, 2))
    order = north_west_first(grids_made)
    return [grids_made[k] for k in order], set(map(tuple, cut.tolist()))


def _tidied(
    made: list[list[BaseGeometry]], dense: Dense, on_cuts: set[Place], asked: NDArray[np.int64]
) -> GridsMade:
    """The grids without the corners that no cut has used."""
    grids = np.empty(sum(map(len, made)), dtype=object)
    grids[:] = [grid for village in made for grid in village]
    village = np.repeat(np.arange(len(made)), [len(each) for each in made])
    number = np.concatenate([np.arange(1, len(each) + 1) for each in made])
    unused = passed_through(grids, dense.added | on_cuts)
    used = {
        edge: kept
        for edge, places in dense.on_edge.items()
        if (kept := [place for place in places if place not in unused])
    }
    return GridsMade(without_corners(grids, unused), village, number, used, asked)
