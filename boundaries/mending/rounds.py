"""Mending round by round until nothing changes, in this run and in the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from boundaries.mending.reach import stays_within
from boundaries.mending.slivers import give_gaps, give_overlaps
from boundaries.mending.snapping import insert_vertices, snap_vertices

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from boundaries.mending.params import MendParams
    from boundaries.mending.plane import Plane

_ROUNDS = 8
"""Each round leaves less than the one before; two are usual."""
_RUNS = 4
"""Runs after the first in which an area may still find its place."""


@dataclass(frozen=True)
class Rounds:
    """Rounds of mending on a plane in metres.

    Attributes
    ----------
    plane
        Of the file.
    params
        Tolerances.
    report
        Is told the stages.
    """

    plane: Plane
    params: MendParams
    report: Callable[[str], None]

    def fit(self, before: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
        """Areas that another run would leave alone, each within reach of what it was.

        How far an area may move counts from where a run finds it, so a run can go on where the
        one before had to stop. Therefore it is tried: what the next run would change is taken
        over while it stays within reach of `before`; otherwise these areas are held as they
        were; and where their neighbours then find no rest either, all changed areas that hang
        together with them are put back. From there the next run takes the same way, and puts
        them back again.

        Returns
        -------
        The mended areas, and which of them were held or put back.
        """
        nobody = np.zeros(len(before), dtype=np.bool_)
        after, touched = self._run(before, nobody)
        restless = nobody
        for _ in range(_RUNS if touched.any() else 0):
            again, also = self._run(after, nobody)
            touched |= also
            restless = _differ(again, after)
            near = [self._near(before[k], again[k]) for k in np.flatnonzero(restless)]
            if not all(near) or not near:
                break
            after = again
        if not restless.any():
            return after, restless
        held, also = self._run(before, restless)
        again, more = self._run(held, nobody)
        if not _differ(again, held).any():
            return held, restless
        restless = restless | _differ(again, held)
        touched = touched | also | more | restless
        back = _hanging_together(before, touched, restless, 2.0 * self.params.farthest_m)
        return np.where(back, before, after), back

    def _near(self, before: BaseGeometry, after: BaseGeometry) -> bool:
        return stays_within(before, after, self.params.farthest_m)

    def _run(
        self, before: NDArray[np.object_], held: NDArray[np.bool_]
    ) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
        """Rounds until nothing changes, and the areas that any of them had a hand on."""
        current, touched = before, np.zeros(len(before), dtype=np.bool_)
        for _ in range(_ROUNDS):
            mended = self._mended(current, before)
            changed = ~shapely.equals_exact(mended, current, 0.0) & ~held
            touched |= changed
            settled = current.copy()
            for row in np.flatnonzero(changed).tolist():
                shape = drawn_as(self.plane.settled(mended[row]), before[row])
                # Another start of the ring is no change.
                same = shapely.equals_exact(shape, current[row], 0.0, normalize=True)
                if not same and shape.is_valid and self._near(before[row], shape):
                    settled[row] = shape
            if not _differ(settled, current).any():
                break
            current = settled
        return current, touched

    def _mended(
        self, current: NDArray[np.object_], before: NDArray[np.object_]
    ) -> NDArray[np.object_]:
        params = self.params
        self.report("snap")
        mended = insert_vertices(snap_vertices(current, params.snap_m), params.snap_m)
        self.report("slivers")
        if params.sliver_m > 0:
            mended = give_overlaps(mended, before, params.sliver_m, params.farthest_m)
        if params.gap_m > 0:
            mended = give_gaps(mended, before, params.gap_m, params.farthest_m)
        return mended


def drawn_as(shape: BaseGeometry, original: BaseGeometry) -> BaseGeometry:
    """The polygon wound, and wrapped in a multipolygon, as another.

    In every round, not in the end: from rings that are wound the other way crossings are
    computed to other last bits, and the next run would start from those.
    """
    first = shapely.get_parts(original)[0]
    clockwise = isinstance(first, shapely.Polygon) and not first.exterior.is_ccw
    wound = shapely.orient_polygons(shape, exterior_cw=clockwise)
    if original.geom_type == "MultiPolygon" and isinstance(wound, shapely.Polygon):
        return shapely.MultiPolygon([wound])
    return wound


def _differ(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.asarray(~shapely.equals_exact(one, other, 0.0), dtype=np.bool_)


def _hanging_together(
    geometries: NDArray[np.object_],
    touched: NDArray[np.bool_],
    some: NDArray[np.bool_],
    apart_m: float,
) -> NDArray[np.bool_]:
    """Which of the touched areas hang together with some of them, over such as nearly meet."""
    rows = np.flatnonzero(touched)
    one, other = shapely.STRtree(geometries[rows]).query(
        geometries[rows], predicate="dwithin", distance=apart_m
    )
    links = coo_array((np.ones(len(one)), (one, other)), shape=(len(rows), len(rows)))
    _, group = connected_components(links, directed=False)
    back = np.zeros(len(geometries), dtype=np.bool_)
    back[rows] = np.isin(group, group[some[rows]])
    return back
