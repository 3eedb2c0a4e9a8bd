"""Parts of areas that lie far from everything else, or are next to nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import square_metres
from boundaries.ground import in_metres, joined, length_words, size_words
from boundaries.model import Finding
from boundaries.tolerances import DEFAULT_CHECK, CheckParams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.model import Layer


def stray_findings(layer: Layer, params: CheckParams = DEFAULT_CHECK) -> list[Finding]:
    """Areas and parts far from the rest of their layer or of their area, and tiny parts.

    Far from the layer is a part or a group of parts of one area that has no other area within
    `CheckParams.stray_m` and `CheckParams.stray_share` of the layer's diagonal: a warning. Far
    from its area is a part farther from the rest of it than that rest is long and wide: a note,
    for there are exclaves and islands.
    """
    parts, owner = shapely.get_parts(layer.geometries, return_index=True)
    there = ~shapely.is_empty(parts)
    parts, owner = parts[there], owner[there]
    if not len(parts):
        return []
    _, south, _, north = shapely.total_bounds(parts)
    flat = in_metres(parts, (south + north) / 2.0)
    alone = _alone(layer, owner, flat, params)
    told = {k for group, _ in alone for k in group}
    return [
        *(_stray(layer, parts[group], int(owner[group[0]]), far) for group, far in alone),
        *_exclaves(layer, parts, owner, flat, told, params),
        *_scraps(layer, parts, owner, params),
    ]


def _alone(
    layer: Layer, owner: NDArray[np.int64], flat: NDArray[np.object_], params: CheckParams
) -> list[tuple[list[int], float]]:
    """Groups of parts of one area without a neighbour, and how far the nearest other area is."""
    if len(layer) < 2:
        return []
    west, south, east, north = shapely.total_bounds(flat)
    reach = max(params.stray_m, params.stray_share * float(np.hypot(east - west, north - south)))
    groups = _groups(flat, reach)
    lone = [group for group in groups if len(set(owner[group].tolist())) == 1]
    # Where nothing but lone groups is, there is no rest that they could be far from.
    return [(group, _distance(group, flat)) for group in lone] if len(lone) < len(groups) else []


def _groups(flat: NDArray[np.object_], reach: float) -> list[list[int]]:
    """Parts in groups within which each has another within reach."""
    touching = shapely.STRtree(flat).query(flat, predicate="intersects")
    label = _labels(touching, len(flat))
    if label.max() == 0:
        return [list(range(len(flat)))]
    # Whole islands are compared, so that a coast is measured once.
    order = np.argsort(label, kind="stable")
    bounds = np.searchsorted(label[order], np.arange(label.max() + 2))
    members = [order[a:b] for a, b in pairwise(bounds)]
    islands = np.array([shapely.MultiPolygon(_polygons(flat[m])) for m in members], dtype=object)
    near = shapely.STRtree(islands).query(islands, predicate="dwithin", distance=reach)
    outer = _labels(near, len(islands))
    found: list[list[int]] = [[] for _ in range(int(outer.max()) + 1)]
    for group, where in zip(members, outer.tolist(), strict=True):
        found[where] += [int(k) for k in group]
    return found


def _polygons(geometries: NDArray[np.object_]) -> list[shapely.Polygon]:
    return [part for each in geometries for part in shapely.get_parts(each)]


def _labels(pairs: NDArray[np.int64], count: int) -> NDArray[np.int32]:
    # Slow to load, and asked for by checks alone.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(pairs.shape[1], dtype=np.int8), tuple(pairs)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1])


def _distance(group: list[int], flat: NDArray[np.object_]) -> float:
    """Metres from a group of parts to the nearest other part."""
    mine = shapely.MultiPolygon(_polygons(flat[group]))
    others = np.setdiff1d(np.arange(len(flat)), group)
    nearest = shapely.STRtree(flat[others]).query_nearest(mine, return_distance=True)[1]
    return float(nearest[0])


def _stray(layer: Layer, parts: NDArray[np.object_], row: int, far: float) -> Finding:
    whole = len(parts) == shapely.get_num_geometries(layer.geometries[row])
    code = layer.codes[row]
    what = code if whole else f"A part of {code}" if len(parts) == 1 else f"{len(parts)} parts of"
    what += "" if whole or len(parts) == 1 else f" {code}"
    verb = "lies" if whole or len(parts) == 1 else "lie"
    message = f"{what} {verb} {length_words(far)} from everything else of its layer."
    return _finding(layer, row, parts, ("stray", "warning"), message)


def _exclaves(
    layer: Layer,
    parts: NDArray[np.object_],
    owner: NDArray[np.int64],
    flat: NDArray[np.object_],
    told: set[int],
    params: CheckParams,
) -> list[Finding]:
    """Parts farther from the rest of their area than that rest is wide."""
    found = []
    counts = np.bincount(owner, minlength=len(layer))
    for row in np.flatnonzero(counts > 1):
        mine = np.setdiff1d(np.flatnonzero(owner == row), list(told))
        if len(mine) < 2:
            continue
        main = mine[int(np.argmax(shapely.area(flat[mine])))]
        for k in mine.tolist():
            others = mine[mine != k]
            if k == main:
                continue
            far = float(shapely.distance(flat[k], flat[others]).min())
            west, south, east, north = shapely.total_bounds(flat[others])
            if far > max(params.stray_m, float(np.hypot(east - west, north - south))):
                message = f"A part of {layer.codes[row]} lies {length_words(far)} from the rest."
                found.append(
                    _finding(layer, int(row), parts[k : k + 1], ("stray", "note"), message)
                )
    return found


def _scraps(
    layer: Layer, parts: NDArray[np.object_], owner: NDArray[np.int64], params: CheckParams
) -> list[Finding]:
    """Areas with parts of a few square metres beside a larger one."""
    sizes = square_metres(parts)
    largest = np.zeros(len(layer))
    np.maximum.at(largest, owner, sizes)
    small = (sizes < params.scrap_m2) & (largest[owner] >= params.scrap_m2)
    found = []
    for row in np.unique(owner[small]).tolist():
        mine = np.flatnonzero(small & (owner == row))
        size = float(sizes[mine].sum())
        count = "One part" if len(mine) == 1 else f"{len(mine):,} parts"
        message = (
            f"{count} of {layer.codes[row]} {'is' if len(mine) == 1 else 'are'} smaller than "
            f"{size_words(params.scrap_m2)} ({size_words(size)} in all): left over from drawing?"
        )
        found.append(_finding(layer, row, parts[mine], ("scrap", "warning"), message))
    return found


def _finding(
    layer: Layer, row: int, parts: NDArray[np.object_], kind: tuple[str, str], message: str
) -> Finding:
    place = shapely.point_on_surface(parts[0])
    return Finding(
        kind=kind[0],
        severity="warning" if kind[1] == "warning" else "note",
        layer=layer.code,
        codes=(layer.codes[row],),
        message=message,
        lon=place.x,
        lat=place.y,
        square_metres=float(square_metres(parts).sum()),
        shape=joined(parts),
    )
