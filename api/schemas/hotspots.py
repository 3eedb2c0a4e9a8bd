"""Hotspots as they are listed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class HotspotRunOut(BaseModel):
    """The run that found them."""

    id: int
    created_at: datetime
    method: str
    parameters: dict[str, Any]
    edition: str
    input_count: int = Field(description="Requests that were looked at.")
    left_out: dict[str, int] = Field(description="Reason to number of requests not looked at.")


class HotspotLink(BaseModel):
    """An area that holds a hotspot's centre."""

    level: str
    code: str
    name: str


class HotspotOut(BaseModel):
    """Requests of one category that lie close together."""

    id: str
    rank: int = Field(description="1 for the largest of all categories.")
    category: str
    count: int = Field(description="Requests in it.")
    lon: float
    lat: float
    radius_m: float
    first_at: datetime
    last_at: datetime
    chain: list[HotspotLink] = Field(description="Fine to coarse.")
    outline: dict[str, Any] = Field(description="GeoJSON polygon.")


class HotspotsOut(BaseModel):
    """The hotspots of the newest run, the largest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "run": {
                        "id": 3,
                        "created_at": "2026-11-02T03:00:00+00:00",
                        "method": "dbscan",
                        "parameters": {"least_count": 5},
                        "edition": "2026-11",
                        "input_count": 58211,
                        "left_out": {"unplaced": 37},
                    },
                    "hotspots": [
                        {
                            "id": "3-1",
                            "rank": 1,
                            "category": "abandoned_car",
                            "count": 12,
                            "lon": 119.9551,
                            "lat": 30.0489,
                            "radius_m": 85.0,
                            "first_at": "2026-10-03T01:12:00+00:00",
                            "last_at": "2026-10-30T09:40:00+00:00",
                            "chain": [{"level": "grid", "code": "330111001003002", "name": "2"}],
                            "outline": {
                                "type": "Polygon",
                                "coordinates": [
                                    [
                                        [119.954, 30.048],
                                        [119.956, 30.048],
                                        [119.955, 30.05],
                                        [119.954, 30.048],
                                    ]
                                ],
                            },
                        }
                    ],
                }
            ]
        }
    )

    run: HotspotRunOut | None = Field(description="Null where there has been none.")
    hotspots: list[HotspotOut]
