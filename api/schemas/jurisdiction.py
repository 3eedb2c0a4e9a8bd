"""The answer of a look-up."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.schemas.texts import Crs


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


class AskedPosition(BaseModel):
    """One point of a batch."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)

    lon: float = Field(examples=[119.9551], description="Or easting, in the unit of the CRS.")
    lat: float = Field(examples=[30.0489], description="Or northing, in the unit of the CRS.")
    accuracy: float | None = Field(
        default=None, ge=0, le=50_000, description="Radius in metres that holds the true position."
    )


class AskedPositions(BaseModel):
    """Points in one CRS."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "crs": "wgs84",
                    "points": [
                        {"lon": 119.9551, "lat": 30.0489},
                        {"lon": 119.9602, "lat": 30.0511, "accuracy": 25},
                    ],
                }
            ]
        },
    )

    points: list[AskedPosition] = Field(min_length=1, max_length=1000)
    crs: Crs = "wgs84"


class Jurisdictions(BaseModel):
    """The answers, in the order of the points."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"edition": "2026-11", "answers": [_EXAMPLE]}]}
    )

    edition: str
    answers: list[Jurisdiction]
