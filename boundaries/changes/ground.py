"""Which areas of two layers are the same ground, and what ground others share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.geometry import degree_metres, square_metres

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from boundaries.model import Layer

_METRES_PER_DEGREE = 111_700.0
"""At least as many as any degree of latitude or longitude has."""
_ROUNDING = 1e-12
"""Share of an area that sums of its parts may be off by."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of ground that an area of the old layer and one of the new share.

    Attributes
    ----------
    old, new
        Rows of the areas, int64, shape (n,); -1 for ground that only one layer holds.
    share_old, share_new
        How much of either area all their common ground is, 0 to 1, float64, shape (n,).
    geometry
        What of it is wider than noise, dtype object, shape (n,); empty where none is.
    hectares
        Of `geometry`, float64, shape (n,).
    """

    old: NDArray[np.int64]
    new: NDArray[np.int64]
    share_old: NDArray[np.float64]
    share_new: NDArray[np.float64]
    geometry: NDArray[np.object_]
    hectares: NDArray[np.float64]


def same_ground(old: Layer, new: Layer, noise_m: float) -> dict[int, int]:
    """Rows of the old layer whose polygon the new one has too: old row to new row.

    Polygons are the same when their bytes are, or when they are after their rings were brought
    to one order and every vertex lies within half of `noise_m` of its counterpart. Where
    several are the same, those of the same code belong together.
    """
    found = _of_same_bytes(old, new)
    rest_old, rest_new = rows_besides(old, found.keys()), rows_besides(new, found.values())
    one, other = (
        shapely.normalize(layer.geometries[rest])
        for layer, rest in ((old, rest_old), (new, rest_new))
    )
    at_new, at_old = shapely.STRtree(one).query(other)
    tolerance = noise_m / 2 / _METRES_PER_DEGREE
    apart = np.abs(shapely.bounds(one[at_old]) - shapely.bounds(other[at_new])).max(axis=1)
    at_old, at_new = at_old[apart <= tolerance], at_new[apart <= tolerance]
    alike = shapely.equals_exact(one[at_old], other[at_new], tolerance)
    return found | _one_to_one(rest_old[at_old[alike]], rest_new[at_new[alike]], old, new)


def _of_same_bytes(old: Layer, new: Layer) -> dict[int, int]:
    rows: dict[bytes, list[int]] = defaultdict(list)
    for j, key in enumerate(shapely.to_wkb(new.geometries)):
        rows[key].append(j)
    pairs = [
        (i, j) for i, key in enumerate(shapely.to_wkb(old.geometries)) for j in rows.get(key, ())
    ]
    ours, theirs = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return _one_to_one(ours, theirs, old, new)


def _one_to_one(
    ours: NDArray[np.int64], theirs: NDArray[np.int64], old: Layer, new: Layer
) -> dict[int, int]:
    """Of pairs of rows those that leave each row one partner; those of the same code first."""
    pairs = list(zip(ours.tolist(), theirs.tolist(), strict=True))
    found: dict[int, int] = {}
    taken: set[int] = set()

    def rank(pair: tuple[int, int]) -> tuple[bool, str, str]:
        one, other = old.codes[pair[0]], new.codes[pair[1]]
        return one != other, one, other

    for i, j in sorted(pairs, key=rank):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def rows_besides(layer: Layer, taken: Iterable[int]) -> NDArray[np.int64]:
    """Rows of a layer besides some, int64."""
    left = np.ones(len(layer), dtype=bool)
    left[list(taken)] = False
    return np.flatnonzero(left)


def shared_ground(
    old: Layer, new: Layer, rest_old: NDArray[np.int64], rest_new: NDArray[np.int64],
    noise_m: float,
) -> Pieces:  # fmt: skip
    """What the areas of some rows of two layers share, and what only one layer holds."""
    ours, theirs = old.geometries[rest_old], new.geometries[rest_new]
    at_new, at_old = shapely.STRtree(ours).query(theirs, predicate="intersects")
    common = shapely.intersection(ours[at_old], theirs[at_new])
    size = shapely.area(common)
    some = size > 0
    at_old, at_new, common, size = at_old[some], at_new[some], common[some], size[some]
    lost, gone = _alone(old, rest_old, new, _summed(size, at_old, len(ours)), noise_m)
    gained, come = _alone(new, rest_new, old, _summed(size, at_new, len(theirs)), noise_m)
    geometry = np.concatenate([_without_noise(common, noise_m), gone, come])
    alone = np.zeros(len(lost) + len(gained))
    return Pieces(
        old=np.concatenate([rest_old[at_old], lost, np.full(len(gained), -1)]),
        new=np.concatenate([rest_new[at_new], np.full(len(lost), -1), gained]),
        share_old=np.concatenate([size / shapely.area(ours[at_old]), alone]),
        share_new=np.concatenate([size / shapely.area(theirs[at_new]), alone]),
        geometry=geometry,
        hectares=square_metres(geometry) / 10_000,
    )


def _summed(size: NDArray[np.float64], row: NDArray[np.intp], rows: int) -> NDArray[np.float64]:
    return np.bincount(row, size, rows).astype(np.float64)


def _alone(
    mine: Layer, rest: NDArray[np.int64], other: Layer, shared: NDArray[np.float64], noise_m: float
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Rows of areas with ground that the other layer holds nowhere, and that ground.

    Parameters
    ----------
    shared
        Of each of `rest`: size of what it is known to share, square degrees, shape (n,).
    """
    whole = shapely.area(mine.geometries[rest])
    missing = np.abs(whole - shared)  # less than nothing, where the other layer overlaps itself
    # A disc of the width of noise is the smallest that counts.
    smallest = np.pi / 4 * (noise_m / _METRES_PER_DEGREE) ** 2
    suspects = rest[(missing > smallest) & (missing > _ROUNDING * whole)]
    tree = shapely.STRtree(other.geometries)
    around = [tree.query(each, predicate="intersects") for each in mine.geometries[suspects]]
    held = np.empty(len(suspects), dtype=object)
    held[:] = [shapely.union_all(other.geometries[rows]) for rows in around]
    left = _without_noise(shapely.difference(mine.geometries[suspects], held), noise_m)
    some = ~shapely.is_empty(left)
    return suspects[some], left[some]


def _without_noise(geometries: NDArray[np.object_], noise_m: float) -> NDArray[np.object_]:
    """The polygons of each geometry in which a disc of that diameter fits; dtype object, (n,)."""
    parts, row = shapely.get_parts(geometries, return_index=True)
    while np.any(shapely.get_type_id(parts) > 3):  # a collection may hold multipolygons
        parts, inner = shapely.get_parts(parts, return_index=True)
        row = row[inner]
    polygon = (shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)
    parts, row = parts[polygon], row[polygon]
    wide = _is_wide(parts, noise_m)
    parts, row = parts[wide], row[wide]
    found = np.full(len(geometries), shapely.Polygon(), dtype=object)
    if len(parts):
        shapely.multipolygons(parts, indices=row, out=found)
    return found


def _is_wide(polygons: NDArray[np.object_], noise_m: float) -> NDArray[np.bool_]:
    """In which of some polygons a disc of that diameter fits, bool, shape (n,)."""
    metres = _in_metres(polygons)
    # No inscribed disc is smaller than area by circumference: most need no further look.
    wide = np.asarray(shapely.area(metres) >= noise_m / 2 * shapely.length(metres), dtype=np.bool_)
    thin = np.flatnonzero(~wide)
    wide[thin] = ~shapely.is_empty(shapely.buffer(metres[thin], -noise_m / 2, quad_segs=2))
    return wide


def _in_metres(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """The polygons in metres, each in the local scale of its own middle."""
    coordinates, row = shapely.get_coordinates(polygons, return_index=True)
    middles = shapely.get_y(shapely.centroid(polygons))
    scales = np.array([degree_metres(float(lat)) for lat in middles]).reshape(-1, 2)
    boxes = shapely.bounds(polygons).reshape(-1, 4)
    # Near their own corner numbers are small: a thin strip far from 0, 0 loses no digits.
    local = (coordinates - boxes[row, :2]) * scales[row]
    scaled: NDArray[np.object_] = shapely.set_coordinates(polygons.copy(), local)
    return scaled
