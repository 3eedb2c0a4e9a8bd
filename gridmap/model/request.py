"""A request: what a resident filed, where it is, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Status = Literal["open", "closed"]
PositionQuality = Literal["gps", "address", "default", "none"]
"""How a position is known: measured, from an address, a source's stand-in for "not known"
(a coordinate on which the ungeocoded are stacked), or not at all."""


@dataclass(frozen=True)
class Draft:
    """A request as a source filed it, understood but not yet placed.

    Attributes
    ----------
    x, y
        Coordinates in the source's CRS; NaN where there are none.
    coordinate_problem
        Index into `boundaries.positions.REASONS`; 0 where nothing is known to be wrong.
    accuracy_m
        Radius in metres of the disc that holds the true position, where the source says.
    reporter
        A pseudonym, never a name or a number.
    reported_at, closed_at
        UTC.
    """

    source: str
    external_id: str
    category: str
    source_category: str
    reported_at: datetime
    closed_at: datetime | None = None
    text: str = ""
    address: str = ""
    channel: str = ""
    reporter: str = ""
    x: float = float("nan")
    y: float = float("nan")
    coordinate_problem: int = 0
    accuracy_m: float | None = None
    position_quality: PositionQuality = "gps"


@dataclass(frozen=True)
class Request:
    """A stored request with its placement.

    Attributes
    ----------
    id
        The service's own id.
    lon, lat
        WGS 84; ``None`` where there is no usable position.
    placement
        ``inside``, ``outside`` or ``unplaced``, with `placement_reason`.
    areas
        Layer code to area code, for every level and overlay that holds the point.
    edition
        Name of the edition that placed it.
    """

    id: str
    source: str
    external_id: str
    category: str
    source_category: str
    text: str
    address: str
    channel: str
    reporter: str
    lon: float | None
    lat: float | None
    source_crs: str
    position_quality: PositionQuality
    accuracy_m: float | None
    reported_at: datetime
    closed_at: datetime | None
    status: Status
    placement: str
    placement_reason: str | None
    nearest_code: str | None
    nearest_m: float | None
    areas: dict[str, str]
    edition: str
    fingerprint: str


@dataclass(frozen=True)
class Rejection:
    """A row that can't be taken: where it is, what was wrong, and what to do.

    Attributes
    ----------
    row
        Number of the row in its file; the first after the header is 1.
    """

    row: int
    field: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class RequestFilter:
    """Which requests are meant; everything not given is not asked about.

    Attributes
    ----------
    category
        Code.
    since, until
        Reported in [since, until), UTC.
    area
        Code of an area of any layer that holds the request.
    source
        Name of the source.
    status
        ``open`` or ``closed``.
    with_defaults
        Whether requests on a source's default coordinate are meant too, where places matter.
    """

    category: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    area: str | None = None
    source: str | None = None
    status: Status | None = None
    with_defaults: bool = False
