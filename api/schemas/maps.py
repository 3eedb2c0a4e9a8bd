"""What maps are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class HeatClassOut(BaseModel):
    """One class of the scale: from (inclusive) to (exclusive; null: and more)."""

    model_config = ConfigDict(populate_by_name=True)

    start: float = Field(alias="from")
    end: float | None = Field(alias="to")
    colour: str
    opacity: float


class PeakOut(BaseModel):
    """The place where the surface is highest."""

    lon: float
    lat: float
    value: float


class HeatmapOut(BaseModel):
    """Density of requests, on the category's one fixed scale."""

    model_config = ConfigDict(populate_by_name=True)

    unit: str
    category: str | None
    since: datetime | None = Field(alias="from")
    until: datetime | None = Field(alias="to")
    days: float | None
    bandwidth_m: float
    cell_m: float
    count: int
    left_out: dict[str, int] = Field(description="Reason to number of requests not drawn.")
    classes: list[HeatClassOut]
    bounds: list[float] = Field(description="West, south, east, north of the image.")
    image: str | None = Field(
        description="Data URI of a PNG whose rows are equally spaced in Web Mercator."
    )
    peak: PeakOut | None


class HotspotRunOut(BaseModel):
    """The run that found them."""

    id: int
    created_at: datetime
    method: str
    parameters: dict[str, Any]
    edition: str
    input_count: int
    left_out: dict[str, int]


class HotspotLink(BaseModel):
    """An area that holds a hotspot's centre."""

    level: str
    code: str
    name: str


class HotspotOut(BaseModel):
    """Requests of one category that lie close together."""

    id: str
    rank: int
    category: str
    count: int
    lon: float
    lat: float
    radius_m: float
    first_at: datetime
    last_at: datetime
    chain: list[HotspotLink]
    outline: dict[str, Any] = Field(description="GeoJSON polygon.")


class HotspotsOut(BaseModel):
    """The hotspots of the newest run, the largest first."""

    run: HotspotRunOut | None
    hotspots: list[HotspotOut]


class NamesOut(BaseModel):
    """A name in Chinese and in English."""

    zh: str
    en: str


class LayerOut(BaseModel):
    """A level or an overlay that is loaded."""

    code: str
    names: NamesOut
    areas: int


class CategoryOut(BaseModel):
    """A category of the catalogue, with the number of its requests."""

    code: str
    names: NamesOut
    parent: str | None
    requests: int


class RequestTotals(BaseModel):
    """How many requests there are, and from when to when."""

    total: int
    first: datetime | None
    last: datetime | None


class ServiceOut(BaseModel):
    """What this installation is and holds."""

    name: str
    version: str
    language: str
    timezone: str
    synthetic: bool
    writes_need_key: bool
    edition: str | None
    levels: list[LayerOut]
    overlays: list[LayerOut]
    categories: list[CategoryOut]
    bounds: list[float] | None
    requests: RequestTotals
