"""Where a known point stands by given boundaries: its areas, or the nearest one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boundaries.positions import OUTSIDE, REASONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from boundaries.locator import Locator, Owners


@dataclass(frozen=True)
class Standing:
    """Whose a point is.

    Attributes
    ----------
    placement
        ``inside`` or ``outside``, with `placement_reason`; ``unplaced`` without a position.
    nearest_code, nearest_m
        The nearest area of the finest level where it is outside, and how far, metres.
    areas
        Layer code to code of the owning area, coarse to fine, then overlays.
    """

    placement: str
    placement_reason: str | None
    nearest_code: str | None
    nearest_m: float | None
    areas: dict[str, str]


def standings(
    lon: NDArray[np.float64], lat: NDArray[np.float64], locator: Locator
) -> list[Standing]:
    """Where points stand, in their order; lon, lat in degrees, WGS 84, shape (n,)."""
    owners = locator.locate_many(lon, lat)
    points = zip(
        lon.tolist(), lat.tolist(), owners.outside.tolist(),
        _owned_areas(owners, locator), strict=True,
    )  # fmt: skip
    return [
        _outside(x, y, areas, locator) if outside else Standing("inside", None, None, None, areas)
        for x, y, outside, areas in points
    ]


def _owned_areas(owners: Owners, locator: Locator) -> list[dict[str, str]]:
    """For each point, layer code to code of the owning area."""
    found: list[dict[str, str]] = [{} for _ in owners.outside]
    for layer in locator.layers:
        codes = layer.codes
        for areas, row in zip(found, owners.areas[layer.code].tolist(), strict=True):
            if row >= 0:
                areas[layer.code] = codes[row]
    return found


def _outside(lon: float, lat: float, areas: dict[str, str], locator: Locator) -> Standing:
    nearest = locator.locate(lon, lat).nearest
    return Standing(
        "outside",
        REASONS[OUTSIDE],
        nearest.code if nearest else None,
        round(nearest.distance_m, 1) if nearest else None,
        areas,
    )
