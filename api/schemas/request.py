"""Requests as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from api.schemas.texts import Crs, Plain

Line = Annotated[Plain, StringConstraints(strip_whitespace=True, max_length=500)]
Text = Annotated[Plain, StringConstraints(strip_whitespace=True, max_length=20_000)]


def _written_out(value: object) -> object:
    """A number is refused: whether it counts seconds or milliseconds could only be guessed."""
    if value is None or (isinstance(value, str) and "-" in value.strip()[1:]):
        return value
    raise ValueError("write a moment as 2026-11-02T08:05:00Z")


Moment = Annotated[datetime, BeforeValidator(_written_out)]


class NewRequest(BaseModel):
    """A request to be taken."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={
            "examples": [
                {
                    "category": "僵尸车",
                    "text": "楼下一辆面包车停了三个月，轮胎都瘪了",
                    "lon": 119.9551,
                    "lat": 30.0489,
                    "crs": "wgs84",
                    "accuracy_m": 20,
                    "external_id": "2026-000317",
                }
            ]
        },
    )

    category: Line = Field(
        min_length=1, description="A category's code, or the words of who reports."
    )
    text: Text = ""
    lon: float | None = Field(
        default=None, strict=True, description="Longitude, or easting; null if unknown."
    )
    lat: float | None = Field(
        default=None, strict=True, description="Latitude, or northing; null if unknown."
    )
    crs: Crs = "wgs84"
    accuracy_m: float | None = Field(
        default=None,
        strict=True,
        ge=0,
        le=50_000,
        description="Radius in metres that holds the true position.",
    )
    reported_at: Moment | None = Field(
        default=None,
        description="If not said: now, or the time of its first report when it is sent again. "
        "In the service's zone if it says none.",
        examples=["2026-11-02T08:05:00+08:00"],
    )
    external_id: Line | None = Field(
        default=None,
        min_length=1,
        description="The sender's own number: sent again, it is the same request.",
    )
    address: Line = ""
    channel: Line = "api"
    reporter: Line = Field(default="", description="A pseudonym, never a name or a number.")


_EXAMPLE: dict[str, JsonValue] = {
    "id": "0b9a3a53-9a3f-5d5e-8a6c-3f1f7f5ad0a1",
    "view": "full",
    "source": "hotline",
    "external_id": "2026-000317",
    "category": "abandoned_car",
    "source_category": "僵尸车",
    "text": "楼下一辆面包车停了三个月，轮胎都瘪了",
    "address": "",
    "channel": "api",
    "reporter": "",
    "lon": 119.9551,
    "lat": 30.0489,
    "position_quality": "gps",
    "accuracy_m": 20.0,
    "reported_at": "2026-11-02T00:05:00+00:00",
    "closed_at": None,
    "status": "open",
    "placement": "inside",
    "placement_reason": None,
    "nearest_code": None,
    "nearest_m": None,
    "areas": {"grid": "330111001003002", "village": "330111001003", "police": "P3"},
    "edition": "2026-11",
}


class RequestOut(BaseModel):
    """A request.

    Without a key there are no words of residents, no position and no outside numbers: they
    are null, and ``view`` is ``public``.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    view: Literal["full", "public"]
    source: str
    external_id: str | None
    category: str
    source_category: str | None
    text: str | None
    address: str | None
    channel: str
    reporter: str | None
    lon: float | None
    lat: float | None
    position_quality: Literal["gps", "address", "default", "none"]
    accuracy_m: float | None
    reported_at: datetime
    closed_at: datetime | None
    status: Literal["open", "closed"]
    placement: Literal["inside", "outside", "unplaced"]
    placement_reason: str | None
    nearest_code: str | None = Field(description="Where it is outside every area.")
    nearest_m: float | None
    areas: dict[str, str] = Field(description="Level or overlay to the code of its area.")
    edition: str


class RequestPage(BaseModel):
    """Some requests, the last received first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"requests": [_EXAMPLE], "next": "/v1/requests?limit=1&cursor=60000"}]
        }
    )

    requests: list[RequestOut]
    next: str | None = Field(description="Address of the next page; null on the last.")
