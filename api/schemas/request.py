"""Requests as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


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
                }
            ]
        },
    )

    category: Line = Field(description="A category's code, or the words of who reports.")
    text: Text = ""
    lon: float | None = Field(default=None, description="Longitude, or easting; null if unknown.")
    lat: float | None = Field(default=None, description="Latitude, or northing; null if unknown.")
    crs: str = Field(default="wgs84", description="wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")
    accuracy_m: float | None = Field(default=None, ge=0, le=50_000)
    reported_at: datetime | None = Field(
        default=None, description="Now if not said; in the service's zone if it says none."
    )
    external_id: Line | None = Field(
        default=None,
        min_length=1,
        description="The sender's own number: sent again, it is the same request.",
    )
    address: Line = ""
    channel: Line = "api"
    reporter: Line = Field(default="", description="A pseudonym, never a name or a number.")


class RequestOut(BaseModel):
    """A request.

    Without a key there are no words of residents, no position and no outside numbers.
    """

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
    position_quality: str
    accuracy_m: float | None
    reported_at: datetime
    closed_at: datetime | None
    status: Literal["open", "closed"]
    placement: Literal["inside", "outside", "unplaced"]
    placement_reason: str | None
    nearest_code: str | None
    nearest_m: float | None
    areas: dict[str, str] = Field(description="Level or overlay to the code of its area.")
    edition: str


class RequestPage(BaseModel):
    """Some requests, the last received first."""

    requests: list[RequestOut]
    next: str | None = Field(description="Address of the next page.")
