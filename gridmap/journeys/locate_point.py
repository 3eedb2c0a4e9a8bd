"""Say whose a point is, and give the answer in the shape that every door uses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.crs import parse_crs
from boundaries.model import Placement
from boundaries.positions import OK, REASONS, Extent, to_positions
from gridmap.errors import InputError

if TYPE_CHECKING:
    from boundaries.crs import SourceCrs
    from boundaries.locator import Locator

_MOST_ACCURACY_M = 50_000.0


def locate_point(
    x: float,
    y: float,
    locator: Locator,
    *,
    crs: str = "wgs84",
    accuracy_m: float | None = None,
    extent: Extent | None = None,
) -> Placement:
    """The placement of one point in a declared CRS.

    Raises
    ------
    UnknownCrsError
        When nobody knows the CRS.
    InputError
        When the accuracy is not 0 to 50,000 metres.
    """
    if accuracy_m is not None and not 0 <= accuracy_m <= _MOST_ACCURACY_M:
        raise InputError(
            f"An accuracy must be 0 to {_MOST_ACCURACY_M:,.0f} metres; got {accuracy_m}.",
            where="accuracy",
        )
    known = parse_crs(crs)
    if is_plain(x, y, known, extent):
        return locator.locate(x, y, accuracy_m)
    positions = to_positions(np.array([x]), np.array([y]), known, extent)
    problem = int(positions.problem[0])
    if problem != OK:
        return Placement(float("nan"), float("nan"), locator.name, "unplaced", REASONS[problem])
    return locator.locate(float(positions.lon[0]), float(positions.lat[0]), accuracy_m)


def is_plain(x: float, y: float, crs: SourceCrs, extent: Extent | None) -> bool:
    """Whether `to_positions` would give a point back as it is: then arrays are made for nothing."""
    if crs.name not in {"wgs84", "cgcs2000"} or not (abs(x) <= 180 and abs(y) <= 90):
        return False
    if extent is not None and not (
        extent.west <= x <= extent.east and extent.south <= y <= extent.north
    ):
        return False
    return not (float(x).is_integer() and float(y).is_integer())


def placement_answer(placement: Placement, x: float, y: float, crs: str) -> dict[str, Any]:
    """The answer of a look-up as JSON values: the point as asked, and whose it is.

    Distances are rounded to a decimetre, probabilities to a ten-thousandth.
    """
    nearest = placement.nearest
    return {
        "point": {"lon": _finite(x), "lat": _finite(y), "crs": crs},
        "edition": placement.edition,
        "placement": placement.placement,
        "reason": placement.reason,
        "ask_first": placement.ask_first,
        "border_m": None if placement.border_m is None else round(placement.border_m, 1),
        "chain": [
            {
                "level": link.level,
                "code": link.code,
                "name": link.name,
                "border_m": round(link.border_m, 1),
            }
            for link in placement.chain
        ],
        "overlays": [
            {"layer": overlay.layer, "code": overlay.code, "name": overlay.name}
            for overlay in placement.overlays
        ],
        "candidates": [
            {
                "level": candidate.level,
                "code": candidate.code,
                "name": candidate.name,
                "probability": round(candidate.probability, 4),
            }
            for candidate in placement.candidates
        ],
        "nearest": None
        if nearest is None
        else {
            "level": nearest.level,
            "code": nearest.code,
            "name": nearest.name,
            "distance_m": round(nearest.distance_m, 1),
        },
    }


def _finite(value: float) -> float | None:
    """The number, or ``None`` where JSON has none for it."""
    return value if math.isfinite(value) else None
