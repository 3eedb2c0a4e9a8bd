"""Make grids: balanced pieces of villages, measured, as a layer that can be loaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.locator import Locator
from boundaries.model import Edition, Layer
from boundaries.positions import OK, OUTSIDE, REASONS, to_positions
from boundaries.tessellation import (
    GridRules,
    Loads,
    Numbering,
    grids_asked,
    k_means_pieces,
    make_grids,
    measure_grids,
    square_pieces,
)
from gridmap.errors import InputError
from gridmap.files.points import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from boundaries.crs import SourceCrs
    from boundaries.positions import Extent
    from boundaries.tessellation import GridFigures, GridsMade, MeasuredGrids
    from gridmap.files.points import PointTable

_NO_WEIGHT = "no_weight"


@dataclass(frozen=True)
class GridPlan:
    """Which grids are to be made.

    Attributes
    ----------
    level, within
        Codes of the level they become and of the level that they divide.
    like
        Layer whose areas are counted in each village, instead of load by target.
    compare
        Whether square cells and k-means are measured beside them.
    """

    level: str
    within: str
    rules: GridRules
    numbering: Numbering
    like: str | None = None
    compare: bool = False


@dataclass(frozen=True)
class PlacedLoads:
    """Loads, and why points that were read are not among them: reason to count."""

    loads: Loads
    left_out: Counter[str]


@dataclass(frozen=True)
class GridLevel:
    """Grids as a layer, and what they are like.

    Attributes
    ----------
    layer
        With the villages as declared parents.
    villages
        The level they divide, as it is.
    made
        Rows and numbers, and the corners that villages' lines are to take over.
    measured
        Load and shape of each.
    target
        Load of an even grid.
    compared
        Figures of other ways to divide the same villages, by their name.
    """

    layer: Layer
    villages: Layer
    made: GridsMade
    measured: MeasuredGrids
    target: float
    compared: dict[str, GridFigures]


def layer_within(edition: Edition, plan: GridPlan, level_order: Sequence[str]) -> Layer:
    """The level that is to be divided.

    Raises
    ------
    InputError
        When the edition has none such, or the grids would not be finer.
    """
    known = {layer.code: layer for layer in edition.levels}
    if plan.level not in level_order:
        raise InputError(
            f"There is no level {plan.level!r}; there are {', '.join(level_order)}.",
            where="--level",
            remedy="Set GRIDMAP_LEVELS.",
        )
    if plan.within not in known:
        raise InputError(
            f"The edition {edition.name!r} has no level {plan.within!r}; it has "
            f"{', '.join(known) or 'none'}.",
            where="--within",
            remedy="Load it first: gridmap boundaries load FILE --level LEVEL …",
        )
    if level_order.index(plan.level) <= level_order.index(plan.within):
        raise InputError(f"{plan.level} is not finer than {plan.within}.", where="--level")
    return known[plan.within]


def loads_of_file(
    table: PointTable, weight: str | None, crs: SourceCrs, extent: Extent | None, villages: Layer
) -> PlacedLoads:
    """The points of a file with their weights, each 1 where no field holds them."""
    positions = to_positions(table.x, table.y, crs, extent, table.problem)
    weights = np.ones(len(table)) if weight is None else numbers(table.fields[weight])[0]
    unweighted = ~(np.isfinite(weights) & (weights >= 0))
    owner = _owners(positions.lon, positions.lat, villages)
    reason = np.where((owner < 0) & (positions.problem == OK), OUTSIDE, positions.problem)
    left_out = Counter(REASONS[k] for k in reason[reason != OK].tolist())
    usable = reason == OK
    if unweighted[usable].any():
        left_out[_NO_WEIGHT] = int(unweighted[usable].sum())
    kept = usable & ~unweighted
    loads = Loads(positions.lon[kept], positions.lat[kept], weights[kept], owner[kept])
    return PlacedLoads(loads, left_out)


def loads_of_points(
    lon: NDArray[np.float64], lat: NDArray[np.float64], villages: Layer
) -> PlacedLoads:
    """Points in WGS 84 that count one each."""
    owner = _owners(lon, lat, villages)
    kept = owner >= 0
    left_out = Counter({REASONS[OUTSIDE]: int((~kept).sum())} if not kept.all() else {})
    return PlacedLoads(Loads(lon[kept], lat[kept], np.ones(kept.sum()), owner[kept]), left_out)


def _owners(lon: NDArray[np.float64], lat: NDArray[np.float64], layer: Layer) -> NDArray[np.int32]:
    level = replace(layer, kind="level")
    return Locator(Edition("", (level,))).locate_many(lon, lat).areas[layer.code]


def make_grid_level(
    edition: Edition, villages: Layer, plan: GridPlan, loads: Loads | None,
    lines: NDArray[np.object_] | None = None, progress: Callable[[float], None] | None = None,
) -> GridLevel:  # fmt: skip
    """The grids of all villages, coded, named and measured.

    Parameters
    ----------
    loads
        The area in km² where not given.
    lines
        Roads and rivers to follow, WGS 84.

    Raises
    ------
    InputError
        When there is no load at all, or no layer as `plan.like` says.
    BoundaryError
        When a village has more grids than its suffix can number.
    """
    if loads is not None and not loads.weights.sum() > 0:
        raise InputError(
            "No point with a weight lies in any area that is to be divided.",
            remedy="Look at --points, --lon, --lat and --crs: gridmap doctor points FILE helps.",
        )
    other = _like(edition, villages, plan.like)
    if other is None:
        counts = grids_asked(villages.geometries, loads, plan.rules)
    else:
        counts = np.maximum(np.bincount(other[1], minlength=len(villages)), 1)
    fullest = int(counts.argmax())
    plan.numbering.code(villages.codes[fullest], int(counts[fullest]))  # refused before the work
    made = make_grids(villages.geometries, loads, plan.rules, lines, counts, progress)
    measured = measure_grids(villages.geometries, made.geometries, made.village, loads, lines)
    target = plan.rules.target if other is None else float(measured.load.sum() / counts.sum())
    compared = _compared(villages, plan, loads, lines, made, other, target)
    return GridLevel(_layer_of(made, villages, plan), villages, made, measured, target, compared)


def _like(
    edition: Edition, villages: Layer, code: str | None
) -> tuple[NDArray[np.object_], NDArray[np.int64]] | None:
    """The areas of another layer, and the village that each lies in."""
    if code is None:
        return None
    known = {layer.code: layer for layer in edition.layers}
    if code not in known:
        raise InputError(
            f"The edition {edition.name!r} has no layer {code!r}; it has {', '.join(known)}.",
            where="--like",
        )
    inside = shapely.point_on_surface(known[code].geometries)
    owner = _owners(shapely.get_x(inside), shapely.get_y(inside), villages)
    return known[code].geometries[owner >= 0], owner[owner >= 0].astype(np.int64)


def _compared(
    villages: Layer, plan: GridPlan, loads: Loads | None, lines: NDArray[np.object_] | None,
    made: GridsMade, other: tuple[NDArray[np.object_], NDArray[np.int64]] | None, target: float,
) -> dict[str, GridFigures]:  # fmt: skip
    ways = {} if other is None or plan.like is None else {plan.like: other}
    if plan.compare:
        counts = np.bincount(made.village, minlength=len(villages))
        ways["square cells"] = square_pieces(villages.geometries, counts)
        ways["k-means"] = k_means_pieces(villages.geometries, counts, loads, plan.rules.seed)
    return {
        name: measure_grids(villages.geometries, pieces, rows, loads, lines).figures(target)
        for name, (pieces, rows) in ways.items()
    }


def _layer_of(made: GridsMade, villages: Layer, plan: GridPlan) -> Layer:
    rows = list(zip(made.village.tolist(), made.number.tolist(), strict=True))
    parents = tuple(villages.codes[village] for village, _ in rows)
    number = plan.numbering
    return Layer(
        code=plan.level,
        kind="level",
        codes=tuple(number.code(villages.codes[v], n) for v, n in rows),
        names=tuple(number.name(villages.codes[v], villages.names[v], n) for v, n in rows),
        declared_parents=parents,
        parents=parents,
        geometries=made.geometries,
    )
