"""The answer of a look-up."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.schemas.texts import Crs
from gridmap.files.point_streams.json_document import MOST_POINTS


class AskedPoint(BaseModel):
    """The point as it was asked about."""

    lon: float | None
    lat: float | None
    crs: str


class ChainLink(BaseModel):
    """An area that holds the point."""

    level: str
    code: str
    name: str
    border_m: float = Field(description="Metres from the point to the area's nearest line.")


class OverlayArea(BaseModel):
    """The area of an overlay that holds the point."""

    layer: str
    code: str
    name: str


class CandidateArea(BaseModel):
    """An area that may hold the true position."""

    level: str
    code: str
    name: str
    probability: float = Field(ge=0, le=1, description="Share of the accuracy disc in it.")


class NearestArea(BaseModel):
    """The nearest area of a point outside all of them."""

    level: str
    code: str
    name: str
    distance_m: float


_EXAMPLE: dict[str, JsonValue] = {
    "point": {"lon": 119.9551, "lat": 30.0489, "crs": "wgs84"},
    "edition": "2026-11",
    "placement": "inside",
    "reason": None,
    "ask_first": False,
    "border_m": 214.6,
    "chain": [
        {"level": "grid", "code": "330111001003002", "name": "第二网格", "border_m": 214.6},
        {"level": "village", "code": "330111001003", "name": "第三社区", "border_m": 388.1},
    ],
    "overlays": [{"layer": "police", "code": "P3", "name": "第三警务区"}],
    "candidates": [],
    "nearest": None,
}


class Jurisdiction(BaseModel):
    """Whose a point is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    point: AskedPoint
    edition: str
    placement: Literal["inside", "border", "outside", "unplaced"]
    reason: str | None = Field(description="Why it is outside or unplaced.")
    ask_first: bool = Field(description="Another area is as near as the point is uncertain.")
    border_m: float | None = Field(description="Metres to the line of the finest area.")
    chain: list[ChainLink] = Field(description="Fine to coarse.")
    overlays: list[OverlayArea]
    candidates: list[CandidateArea] = Field(description="Where an accuracy was given.")
    nearest: NearestArea | None = Field(description="Where the point is outside.")


class RowError(BaseModel):
    """What was wrong with a row."""

    row: int = Field(ge=1, description="Its number in the batch, from 1.")
    what: str


class _Row(BaseModel):
    id: Any = Field(default=None, description="As the point had it.")
    properties: dict[str, Any] | None = Field(
        default=None, description="Other members and columns of the point; none in a JSON batch."
    )
    error: RowError | None = Field(
        default=None, description="Where the reason alone does not say what was wrong."
    )


class RowJurisdiction(Jurisdiction, _Row):
    """Whose a point of a batch is."""


class BriefLink(BaseModel):
    """An area that holds the point."""

    level: str
    code: str
    name: str


class BriefJurisdiction(_Row):
    """Whose a point of a batch is, without any distance (`details=chain`)."""

    point: AskedPoint
    edition: str
    placement: Literal["inside", "outside", "unplaced"]
    reason: str | None
    chain: list[BriefLink] = Field(description="Fine to coarse.")
    overlays: list[OverlayArea]


ASKED: dict[str, JsonValue] = {
    "crs": "wgs84",
    "points": [
        {"lon": 119.9551, "lat": 30.0489},
        {"lon": 119.9602, "lat": 30.0511, "accuracy": 25, "id": "R-17"},
    ],
}


class AskedPositions(BaseModel):
    """Points in one CRS; one that can't be understood is answered as `unplaced`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [ASKED]})

    points: list[Any] = Field(
        min_length=1,
        max_length=MOST_POINTS,
        description="Objects of lon, lat (or easting, northing), and perhaps accuracy (metres, 0 "
        "to 50,000) and id.",
    )
    crs: Crs = Field(default="wgs84", description="Of all points; or the parameter crs.")


class Jurisdictions(BaseModel):
    """The answers, in the order of the points."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"edition": "2026-11", "answers": [_EXAMPLE]}]}
    )

    edition: str
    answers: list[RowJurisdiction | BriefJurisdiction]
