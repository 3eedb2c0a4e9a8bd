"""What the page of tried points shows, and its data as its script reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from gridmap.files.folium_map.outlines import drawn_rings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.datum_trial import Judged, Reading, Verdict
    from boundaries.model import Edition
    from gridmap.model.wording import Language

_SHOWN = 3000
"""Points of each reading that the page carries."""
_DRAWN_TOLERANCE_DEG = 1e-4
_UNITS = 1_000_000
_OUTSIDE, _INSIDE, _DISAGREES, _AGREES = range(4)


@dataclass(frozen=True)
class PointsPage:
    """All that the page holds.

    Attributes
    ----------
    file
        Name of the file that the points are from.
    language
        That it opens in; the reader can switch.
    edition
        Whose lines are drawn below.
    readings
        The tried points under each reading, all of the same points.
    verdict
        Readings in its order.
    """

    file: str
    language: Language
    edition: Edition
    readings: tuple[Reading, ...]
    verdict: Verdict


def points_content(page: PointsPage) -> dict[str, Any]:
    """JSON values only."""
    by_name = {reading.name: reading for reading in page.readings}
    ordered = [by_name[judged.name] for judged in page.verdict.readings]
    # Every n-th of the tried points, the same ones under each reading.
    step = max(1, -(-len(ordered[0].lon) // _SHOWN))
    rivals = {each.name for each in page.verdict.rivals}
    levels = page.edition.levels
    return {
        "file": page.file,
        "language": page.language,
        "edition": page.edition.name,
        "judge": page.verdict.judge,
        "fits": page.verdict.fits,
        "tried": len(ordered[0].lon),
        "shown": len(ordered[0].lon[::step]),
        "outline": _rings(levels[0].geometries),
        "lines": _rings(levels[-1].geometries) if len(levels) > 1 else [],
        "readings": [
            _reading(reading, judged, step, rival=judged.name in rivals)
            for reading, judged in zip(ordered, page.verdict.readings, strict=True)
        ],
    }


def _rings(geometries: NDArray[np.object_]) -> list[list[int]]:
    simple = shapely.simplify(geometries, _DRAWN_TOLERANCE_DEG)
    return [ring for each in simple for ring in drawn_rings(each)]


def _reading(reading: Reading, judged: Judged, step: int, *, rival: bool) -> dict[str, Any]:
    lon, lat = reading.lon[::step], reading.lat[::step]
    known = np.isfinite(lon) & np.isfinite(lat)
    places = np.round(np.column_stack([lon, lat])[known] * _UNITS).astype(np.int64)
    return {
        "name": judged.name,
        "inside": round(judged.inside, 6),
        "outside": round(judged.outside_m, 2),
        "agreement": None if judged.agreement is None else round(judged.agreement, 6),
        "rival": rival,
        "points": places.ravel().tolist(),
        "kinds": "".join(map(str, _kinds(reading, step)[known].tolist())),
    }


def _kinds(reading: Reading, step: int) -> NDArray[np.int64]:
    """How each point is drawn: by its owner where one is known, else by inside or outside."""
    agrees = reading.agrees[::step]
    kinds = np.where(reading.inside[::step], _INSIDE, _OUTSIDE)
    kinds = np.where(agrees == 0, _DISAGREES, kinds)
    return np.where(agrees == 1, _AGREES, kinds).astype(np.int64)
