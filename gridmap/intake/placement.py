"""Drafts become requests: each gets its position, its areas, and the reason where it has none."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from boundaries.positions import OK, REASONS, Extent, to_positions
from gridmap.intake.standing import Standing, standings
from gridmap.model.event import Event
from gridmap.model.identifiers import fingerprint, request_id
from gridmap.model.request import Draft, PositionQuality, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boundaries.crs import SourceCrs
    from boundaries.locator import Locator

_KEPT = tuple(
    field.name
    for field in dataclasses.fields(Draft)
    if field.name not in {"x", "y", "coordinate_problem", "position_quality"}
)
"""What a request takes from its draft as it is."""
_UNPLACED = "unplaced"


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
        usable = positions.problem == OK
        found = iter(standings(positions.lon[usable], positions.lat[usable], self._locator))
        columns = (positions.lon.tolist(), positions.lat.tolist(), positions.problem.tolist())
        return [
            self._request(draft, x, y, next(found) if problem == OK else _unplaced(problem))
            for draft, x, y, problem in zip(drafts, *columns, strict=True)
        ]

    def _request(self, draft: Draft, x: float, y: float, standing: Standing) -> Request:
        placed = standing.placement != _UNPLACED
        lon, lat = (x, y) if placed else (None, None)
        quality: PositionQuality = draft.position_quality if placed else "none"
        known = {name: getattr(draft, name) for name in _KEPT}
        # Whose it is, is no part of it: other boundaries do not make it another request.
        why = None if placed else standing.placement_reason
        return Request(
            id=request_id(draft.source, draft.external_id),
            **known,
            lon=lon,
            lat=lat,
            source_crs=self._crs.name,
            position_quality=quality,
            status="open" if draft.closed_at is None else "closed",
            **vars(standing),
            edition=self._locator.name,
            fingerprint=fingerprint([*known.values(), lon, lat, quality, self._crs.name, why]),
        )


def _unplaced(problem: int) -> Standing:
    return Standing(_UNPLACED, REASONS[problem], None, None, {})


def birth_events(request: Request) -> tuple[Event, ...]:
    """The first steps in the life of a request as its source tells it."""
    received = Event("received", request.reported_at, request.source)
    if request.closed_at is None:
        return (received,)
    return received, Event("closed", request.closed_at, request.source)
