"""Areas as they are listed and drawn."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class AreaOut(BaseModel):
    """One area of a level or an overlay."""

    layer: str = Field(description="Code of the level or the overlay.")
    kind: Literal["level", "overlay"]
    code: str
    name: str
    parent_code: str | None = Field(description="Code of the area one loaded level up.")


class AreaPage(BaseModel):
    """Some areas, and where the next begin."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "edition": "2026-11",
                    "total": 276,
                    "areas": [
                        {
                            "layer": "village",
                            "kind": "level",
                            "code": "330111001003",
                            "name": "第三社区",
                            "parent_code": "330111001",
                        }
                    ],
                    "next": "/v1/areas?layer=village&limit=1&offset=1",
                }
            ]
        }
    )

    edition: str
    total: int = Field(description="Areas that are meant, on all pages.")
    areas: list[AreaOut]
    next: str | None = Field(description="Address of the next page; null on the last.")


class AreaProperties(BaseModel):
    """What a drawn area is."""

    level: str = Field(description="Code of the level or the overlay.")
    code: str
    name: str
    parent_code: str | None


class AreaFeature(BaseModel):
    """An area with its shape."""

    type: Literal["Feature"]
    properties: AreaProperties
    geometry: dict[str, Any] = Field(description="GeoJSON polygon or multipolygon, WGS 84.")


class AreaFeatures(BaseModel):
    """The areas of a layer as GeoJSON (RFC 7946)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "properties": {
                                "level": "village",
                                "code": "330111001003",
                                "name": "第三社区",
                                "parent_code": "330111001",
                            },
                            "geometry": {
                                "type": "Polygon",
                                "coordinates": [
                                    [[119.9, 30.0], [120.0, 30.0], [120.0, 30.1], [119.9, 30.0]]
                                ],
                            },
                        }
                    ],
                }
            ]
        }
    )

    type: Literal["FeatureCollection"]
    features: list[AreaFeature]
