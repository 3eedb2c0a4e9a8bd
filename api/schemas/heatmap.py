"""Heat as a map draws it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class HeatClassOut(BaseModel):
    """One class of the scale: from (inclusive) to (exclusive; null: and more)."""

    model_config = ConfigDict(populate_by_name=True)

    start: float = Field(alias="from")
    end: float | None = Field(alias="to")
    colour: str = Field(description="As #rrggbb.")
    opacity: float = Field(ge=0, le=1)


class PeakOut(BaseModel):
    """The place where the surface is highest."""

    lon: float
    lat: float
    value: float


class HeatmapOut(BaseModel):
    """Density of requests, on the category's one fixed scale."""

    model_config = ConfigDict(
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "unit": "requests per km² and 30 days",
                    "category": "abandoned_car",
                    "from": "2026-10-01T00:00:00+08:00",
                    "to": "2026-11-01T00:00:00+08:00",
                    "days": 31.0,
                    "bandwidth_m": 400.0,
                    "cell_m": 100.0,
                    "count": 143,
                    "left_out": {"unplaced": 2},
                    "classes": [
                        {"from": 0.5, "to": 1.0, "colour": "#440154", "opacity": 0.6},
                        {"from": 1.0, "to": None, "colour": "#fde725", "opacity": 0.8},
                    ],
                    "bounds": [119.42, 29.73, 120.34, 30.21],
                    "image": None,
                    "peak": {"lon": 119.9551, "lat": 30.0489, "value": 7.3},
                }
            ]
        },
    )

    unit: str
    category: str | None
    since: datetime | None = Field(alias="from")
    until: datetime | None = Field(alias="to")
    days: float | None = Field(description="Length of the period that values are stated over.")
    bandwidth_m: float = Field(description="Standard deviation of the kernel, metres.")
    cell_m: float = Field(description="Side of a cell, metres.")
    count: int = Field(description="Requests drawn.")
    left_out: dict[str, int] = Field(description="Reason to number of requests not drawn.")
    classes: list[HeatClassOut] = Field(description="Low to high.")
    bounds: list[float] = Field(
        min_length=4, max_length=4, description="West, south, east, north of the image."
    )
    image: str | None = Field(
        description="Data URI of a PNG whose rows are equally spaced in Web Mercator; null where "
        "nothing is drawn."
    )
    peak: PeakOut | None
