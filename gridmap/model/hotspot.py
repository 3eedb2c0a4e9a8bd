"""A hotspot, and the run that found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class HotspotRun:
    """One search: enough to do it again and get the same.

    Attributes
    ----------
    parameters
        As given and as understood, JSON values only.
    edition
        Name of the edition whose areas the hotspots are named by.
    input_count
        Requests that were looked at.
    left_out
        Reason to number of requests that were not.
    """

    method: str
    parameters: dict[str, Any]
    edition: str
    input_count: int
    left_out: dict[str, int]
    created_at: datetime
    id: int | None = None


@dataclass(frozen=True)
class Hotspot:
    """Requests of one category that lie close together.

    Attributes
    ----------
    rank
        1 for the largest of its run.
    lon, lat
        Centre of its requests, WGS 84.
    radius_m
        Distance from the centre to the farthest of them, metres.
    first_at, last_at
        When its first and last request were reported, UTC.
    chain
        Layer code, area code and name of the areas holding the centre, fine to coarse.
    outline
        Polygon around its requests, WGS 84.
    members
        Row keys of its requests in the store.
    """

    category: str
    rank: int
    count: int
    lon: float
    lat: float
    radius_m: float
    first_at: datetime
    last_at: datetime
    chain: tuple[tuple[str, str, str], ...]
    outline: BaseGeometry = field(repr=False)
    members: tuple[int, ...] = field(repr=False, default=())
    id: int | None = None
