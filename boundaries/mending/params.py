"""How far mending may go."""

from __future__ import annotations

from dataclasses import dataclass, fields

from boundaries.errors import BoundaryError

WIDEST_M = 50.0
"""Wider than any line is drawn wrong: from here on ground changes hands."""


@dataclass(frozen=True)
class MendParams:
    """Tolerances in metres, each from 0 (nothing of the kind is mended) to `WIDEST_M`.

    Attributes
    ----------
    snap_m
        Vertices move at most so far to a neighbour's vertex, edges to a neighbour's vertex.
    sliver_m
        Overlaps of less mean width (2 · area / perimeter) that are nowhere wider are given to
        one of the two.
    gap_m
        The same for gaps.
    """

    snap_m: float = 0.1
    sliver_m: float = 1.0
    gap_m: float = 1.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not 0 <= value <= WIDEST_M:
                raise BoundaryError(
                    f"{each.name} must be from 0 to {WIDEST_M:g} metres; got {value:g}."
                )

    @property
    def farthest_m(self) -> float:
        """Metres that no area moves beyond: snapping, then a sliver."""
        return self.snap_m + max(self.sliver_m, self.gap_m)
