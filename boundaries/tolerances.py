"""From which size on something about a layer is worth telling."""

from __future__ import annotations

from dataclasses import dataclass, fields

from boundaries.errors import BoundaryError


@dataclass(frozen=True)
class CheckParams:
    """What findings are measured by; each above zero.

    Attributes
    ----------
    smallest_m2
        Overlaps, gaps and ground outside a parent below this are rounding, square metres.
    sliver_m
        Ground whose mean width (2 · area / perimeter) is below this is a sliver, metres.
    scrap_m2
        A part of a multipolygon below this is left over from drawing, square metres.
    outside_share
        Ground outside of its parent, or of a parent not covered, is a note below this share of
        the area, and a warning from it on.
    stray_m, stray_share
        A part is a stray where nothing else of its layer lies within this many metres, and
        within this share of the layer's diagonal.
    """

    smallest_m2: float = 1.0
    sliver_m: float = 1.0
    scrap_m2: float = 10.0
    outside_share: float = 0.01
    stray_m: float = 1000.0
    stray_share: float = 0.1

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not 0 < value < float("inf"):
                raise BoundaryError(f"{each.name} must be above 0; got {value}.")


DEFAULT_CHECK = CheckParams()
