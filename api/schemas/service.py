"""What an installation is and holds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class NamesOut(BaseModel):
    """A name in Chinese and in English."""

    zh: str
    en: str


class LayerOut(BaseModel):
    """A level or an overlay that is loaded."""

    code: str
    names: NamesOut
    areas: int = Field(description="How many.")


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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "gridmap",
                    "version": "0.1.0",
                    "language": "zh",
                    "timezone": "Asia/Shanghai",
                    "synthetic": False,
                    "writes_need_key": True,
                    "edition": "2026-11",
                    "levels": [
                        {
                            "code": "village",
                            "names": {"zh": "村社", "en": "Village"},
                            "areas": 276,
                        }
                    ],
                    "overlays": [],
                    "categories": [
                        {
                            "code": "abandoned_car",
                            "names": {"zh": "僵尸车", "en": "Abandoned car"},
                            "parent": None,
                            "requests": 1234,
                        }
                    ],
                    "bounds": [119.42, 29.73, 120.34, 30.21],
                    "requests": {
                        "total": 60000,
                        "first": "2024-11-01T00:03:10+00:00",
                        "last": "2026-10-31T15:58:00+00:00",
                    },
                }
            ]
        }
    )

    name: str
    version: str
    language: Literal["zh", "en"] = Field(description="Of the interface where nobody chose one.")
    timezone: str = Field(description="Zone of times that come in without one, as Asia/Shanghai.")
    synthetic: bool = Field(description="Whether the data is made up.")
    writes_need_key: bool
    edition: str | None = Field(description="The active edition of the boundaries.")
    levels: list[LayerOut] = Field(description="Coarse to fine.")
    overlays: list[LayerOut]
    categories: list[CategoryOut]
    bounds: list[float] | None = Field(description="West, south, east, north of all areas.")
    requests: RequestTotals


class Health(BaseModel):
    """The process answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: Literal["ok"]


class Readiness(BaseModel):
    """Requests can be placed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "ok", "edition": "2026-11"}]}
    )

    status: Literal["ok"]
    edition: str
