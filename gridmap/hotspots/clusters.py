"""From labelled points to clusters with a centre, a reach and an outline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gridmap.hotspots.dbscan import NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_QUADRANT_SEGMENTS = 6


@dataclass(frozen=True)
class Cluster:
    """Points that belong together.

    Attributes
    ----------
    members
        Their rows in the input, ascending; int64, shape (m,).
    x, y
        Their mean, metres.
    radius_m
        From the mean to the farthest of them.
    outline
        Polygon around them, metres.
    """

    members: NDArray[np.int64]
    x: float
    y: float
    radius_m: float
    outline: BaseGeometry = field(repr=False)


def clusters_of(
    x: NDArray[np.float64], y: NDArray[np.float64], labels: NDArray[np.int64], margin_m: float
) -> tuple[Cluster, ...]:
    """The clusters of labelled points, by their number.

    Parameters
    ----------
    x, y, labels
        Metres and cluster numbers, shape (n,).
    margin_m
        How far an outline keeps from its points, metres; over 0.
    """
    if not len(labels):
        return ()
    order = np.argsort(labels, kind="stable")
    numbers, starts = np.unique(labels[order], return_index=True)
    groups = np.split(order, starts[1:])
    return tuple(
        _cluster(x, y, members, margin_m)
        for number, members in zip(numbers, groups, strict=True)
        if number != NOISE
    )


def _cluster(
    x: NDArray[np.float64], y: NDArray[np.float64], members: NDArray[np.int64], margin_m: float
) -> Cluster:
    mine_x, mine_y = x[members], y[members]
    centre_x, centre_y = float(mine_x.mean()), float(mine_y.mean())
    reach = float(np.hypot(mine_x - centre_x, mine_y - centre_y).max())
    hull = shapely.MultiPoint(np.column_stack([mine_x, mine_y])).convex_hull
    outline: BaseGeometry = hull.buffer(margin_m, quad_segs=_QUADRANT_SEGMENTS)
    return Cluster(members, centre_x, centre_y, reach, outline)
