"""How far ground may move from where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from boundaries.geometry import polygons_only

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_RIM_M = 1e-5
"""Ground thinner than twice that is the rounding of a computed crossing, and may vanish."""
_SHARE = 0.999
"""Of the reach that is used: buffers stay inside true circles, each in its own corners."""


def lies_within(piece: BaseGeometry, polygon: BaseGeometry, width_m: float) -> bool:
    """Whether all of a piece lies within a width of a polygon."""
    if piece.is_empty:
        return True
    near = shapely.buffer(polygon, width_m, quad_segs=16)
    return bool(shapely.covers(near, piece))


def stays_within(before: BaseGeometry, after: BaseGeometry, reach_m: float) -> bool:
    """Whether ground that a polygon gained and lost lies within reach of what it was and is.

    A rim that is left around ground that was taken does not count as being there: the next
    computation with it drops it.
    """
    reach = reach_m * _SHARE
    gained = polygons_only(shapely.difference(after, before))
    if not lies_within(gained, before, reach):
        return False
    lost = polygons_only(shapely.difference(before, after))
    return lies_within(lost, without_rims(after), reach + _RIM_M)


def without_rims(polygon: BaseGeometry) -> BaseGeometry:
    """A polygon smaller by what rounding may take off."""
    return shapely.buffer(polygon, -_RIM_M, quad_segs=1)
