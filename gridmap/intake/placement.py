"""Drafts become requests: each gets its position, its areas, and the reason where it has none."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from boundaries.positions import OK, OUTSIDE, REASONS, Extent, to_positions
from gridmap.model.event import Event
from gridmap.model.identifiers import fingerprint, request_id
from gridmap.model.request import Draft, PositionQuality, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boundaries.crs import SourceCrs
    from boundaries.locator import Locator, Owners
    from boundaries.model import Nearest

_KEPT = tuple(
    field.name
    for field in dataclasses.fields(Draft)
    if field.name not in {"x", "y", "coordinate_problem", "position_quality"}
)
"""What a request takes from its draft as it is."""


class Placer:
    """Places drafts of one source.

    Parameters
    ----------
    locator
        Of the edition in force.
    crs
        Of the drafts' coordinates.
    extent
        Where points may lie; anywhere on earth when not given.
    """

    def __init__(self, locator: Locator, crs: SourceCrs, extent: Extent | None = None) -> None:
        self._locator = locator
        self._crs = crs
        self._extent = extent

    def place(self, drafts: Sequence[Draft]) -> list[Request]:
        """The requests of the drafts, in their order."""
        positions = to_positions(
            np.array([draft.x for draft in drafts], dtype=np.float64),
            np.array([draft.y for draft in drafts], dtype=np.float64),
            self._crs,
            self._extent,
            np.array([draft.coordinate_problem for draft in drafts], dtype=np.uint8),
        )
        owners = self._locator.locate_many(positions.lon, positions.lat)
        reasons = np.where(owners.outside & (positions.problem == OK), OUTSIDE, positions.problem)
        columns = (positions.lon.tolist(), positions.lat.tolist(), reasons.tolist())
        return [
            self._request(draft, *placed)
            for draft, *placed in zip(drafts, *columns, self._areas(owners), strict=True)
        ]

    def _areas(self, owners: Owners) -> list[dict[str, str]]:
        """For each point, layer code to code of the owning area."""
        found: list[dict[str, str]] = [{} for _ in owners.outside]
        for layer in self._locator.edition.layers:
            for areas, row in zip(found, owners.areas[layer.code].tolist(), strict=True):
                if row >= 0:
                    areas[layer.code] = layer.codes[row]
        return found

    def _request(
        self, draft: Draft, x: float, y: float, reason: int, areas: dict[str, str]
    ) -> Request:
        placed = reason in {OK, OUTSIDE}
        lon, lat = (x, y) if placed else (None, None)
        nearest = self._nearest(x, y) if reason == OUTSIDE else None
        quality: PositionQuality = draft.position_quality if placed else "none"
        known = {name: getattr(draft, name) for name in _KEPT}
        # Whose it is, is no part of it: other boundaries do not make it another request.
        unplaced = None if placed else REASONS[reason]
        mark = fingerprint([*known.values(), lon, lat, quality, self._crs.name, unplaced])
        return Request(
            id=request_id(draft.source, draft.external_id),
            **known,
            lon=lon,
            lat=lat,
            source_crs=self._crs.name,
            position_quality=quality,
            status="open" if draft.closed_at is None else "closed",
            placement="unplaced" if not placed else "outside" if reason == OUTSIDE else "inside",
            placement_reason=REASONS[reason] or None,
            nearest_code=nearest.code if nearest else None,
            nearest_m=round(nearest.distance_m, 1) if nearest else None,
            areas=areas,
            edition=self._locator.edition.name,
            fingerprint=mark,
        )

    def _nearest(self, lon: float, lat: float) -> Nearest | None:
        return self._locator.locate(lon, lat).nearest


def birth_events(request: Request) -> tuple[Event, ...]:
    """The first steps in the life of a request as its source tells it."""
    received = Event("received", request.reported_at, request.source)
    if request.closed_at is None:
        return (received,)
    return received, Event("closed", request.closed_at, request.source)
