"""The blocks that roads and rivers cut a part of a village into, its line left as it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.tessellation.pieces import Corners

_MARGIN_M = 12.0
_LATTICE_M = 1e-3
_AREA_ERROR = 1e-9
_TOUCHING_END = "1FF00F***"
"""DE-9IM: inside, with one end on the polygon's line."""


def blocks_of(
    part: shapely.Polygon, lines: NDArray[np.object_], corners: Corners
) -> NDArray[np.object_]:
    """The blocks between lines; the part alone where no line cuts it.

    A line that runs along the part's own line, nearer than the margin, is the same line drawn
    twice, and would leave slivers: it is passed over. One that crosses it is led to a corner
    near the crossing, so that the part's line stays as it is.

    Parameters
    ----------
    lines
        In metres, shape (n,).
    corners
        Those put on the lines are added to its cuts.
    """
    margin = min(_MARGIN_M, corners.spacing)
    whole = np.array([part], dtype=object)
    inner = shapely.buffer(part, -margin)
    near = lines[shapely.intersects(lines, inner)] if len(lines) else lines
    if not len(near) or inner.is_empty:
        return whole
    # On a fine lattice, or places where lines all but touch would be torn by rounding later.
    met = shapely.union_all(shapely.intersection(near, inner), grid_size=_LATTICE_M)
    runs = _runs(met)
    ways = _leads(part, inner, runs, margin, corners.new)
    network = _with_more_corners(shapely.multilinestrings([*runs, *ways]), corners)
    rings = shapely.get_rings(part).tolist()
    faces = shapely.get_parts(
        shapely.polygonize([*_split_rings(rings, ways), *shapely.get_parts(network)])
    )
    faces = faces[shapely.covers(part, shapely.point_on_surface(faces))]
    return faces if _covers(part, faces) else whole


def _with_more_corners(network: BaseGeometry, corners: Corners) -> BaseGeometry:
    """The lines with corners near enough to one another for cuts to end in."""
    dense = shapely.segmentize(network, corners.spacing)
    before = set(map(tuple, shapely.get_coordinates(network).tolist()))
    after = set(map(tuple, shapely.get_coordinates(dense).tolist()))
    corners.cut.update(after - before)
    return dense


def _runs(clipped: BaseGeometry) -> NDArray[np.object_]:
    """The single lines of what is left of the lines inside."""
    pieces = shapely.get_parts(clipped)
    lines: NDArray[np.object_] = pieces[
        shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING
    ]
    return lines


def _leads(
    part: shapely.Polygon, inner: BaseGeometry, runs: NDArray[np.object_], margin: float,
    new: AbstractSet[tuple[float, float]],
) -> NDArray[np.object_]:  # fmt: skip
    """A short way from each end that was cut off at the margin to a corner of the part."""
    ends, ahead = _ends(runs)
    if not len(ends):
        return np.empty(0, dtype=object)
    cut_off = shapely.distance(inner.boundary, shapely.points(ends)) < 4 * _LATTICE_M
    ends, ahead = ends[cut_off], ahead[cut_off]
    corners = np.unique(shapely.get_coordinates(part), axis=0)
    extra = np.array([(x, y) in new for x, y in corners.tolist()]) * margin * 2
    ways: list[BaseGeometry] = []
    for end, aim in zip(ends, ends + ahead * margin, strict=True):
        order = np.argsort(np.hypot(*(corners - aim).T) + extra, kind="stable")[:4]
        tried = shapely.linestrings([[end, corners[k]] for k in order])
        fits = tried[shapely.relate_pattern(tried, part, _TOUCHING_END)]
        fits = fits[shapely.length(fits) < 4 * margin]
        ways += [way for way in fits[:1] if not _crosses(way, runs, ways)]
    return np.array(ways, dtype=object)


def _crosses(way: BaseGeometry, runs: NDArray[np.object_], ways: list[BaseGeometry]) -> bool:
    """Whether a way meets others but with its ends."""
    others = np.array([*runs, *ways], dtype=object)
    met = others[shapely.intersects(others, way)]
    return not bool(shapely.touches(met, way).all())


def _ends(runs: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both ends of each line, and the unit steps that would lead on; shapes (2n, 2)."""
    if not len(runs):
        return np.empty((0, 2)), np.empty((0, 2))
    first, second = (shapely.get_coordinates(shapely.get_point(runs, k)) for k in (0, 1))
    last, before = (shapely.get_coordinates(shapely.get_point(runs, k)) for k in (-1, -2))
    ends = np.vstack([first, last])
    steps = ends - np.vstack([second, before])
    length = np.hypot(*steps.T)[:, None]
    return ends, np.divide(steps, length, out=np.zeros_like(steps), where=length > 0)


def _split_rings(rings: list[BaseGeometry], ways: NDArray[np.object_]) -> list[BaseGeometry]:
    """The rings cut in the corners that ways lead to, coordinate for coordinate."""
    reached = set(map(tuple, shapely.get_coordinates(ways).tolist()))
    split: list[BaseGeometry] = []
    for ring in rings:
        line = shapely.get_coordinates(ring)
        at = [k for k, place in enumerate(map(tuple, line[:-1].tolist())) if place in reached]
        if not at:
            split.append(shapely.LineString(line))
            continue
        turned = np.vstack([line[:-1][at[0] :], line[: at[0] + 1]])
        stops = [k - at[0] for k in at] + [len(turned) - 1]
        split += [shapely.LineString(turned[start : stop + 1]) for start, stop in pairwise(stops)]
    return split


def _covers(part: shapely.Polygon, faces: NDArray[np.object_]) -> bool:
    """Whether the faces fill the part, each fitting its neighbours."""
    filled = abs(float(shapely.area(faces).sum()) - part.area) <= _AREA_ERROR * part.area
    return filled and len(faces) > 0 and bool(shapely.coverage_is_valid(faces))
