"""Hotspots of a run in the shape that every door uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridmap.model.hotspot import Hotspot, HotspotRun


def hotspots_answer(run: HotspotRun | None, found: Sequence[Hotspot]) -> dict[str, Any]:
    """A run and its hotspots as JSON values; ``run`` is null where there has been none."""
    return {
        "run": None if run is None else _run(run),
        "hotspots": [_hotspot(spot, run) for spot in found],
    }


def _run(run: HotspotRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "created_at": run.created_at.isoformat(),
        "method": run.method,
        "parameters": run.parameters,
        "edition": run.edition,
        "input_count": run.input_count,
        "left_out": run.left_out,
    }


def _hotspot(spot: Hotspot, run: HotspotRun | None) -> dict[str, Any]:
    return {
        "id": f"{run.id if run else 0}-{spot.rank}",
        "rank": spot.rank,
        "category": spot.category,
        "count": spot.count,
        "lon": round(spot.lon, 6),
        "lat": round(spot.lat, 6),
        "radius_m": round(spot.radius_m, 1),
        "first_at": spot.first_at.isoformat(),
        "last_at": spot.last_at.isoformat(),
        "chain": [{"level": level, "code": code, "name": name} for level, code, name in spot.chain],
        "outline": shapely.geometry.mapping(shapely.set_precision(spot.outline, 1e-6)),
    }
