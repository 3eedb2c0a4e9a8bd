"""Editions, when they were in force, and what differs between them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Kind = Literal["created", "gone", "split", "merged", "renamed", "recoded", "moved"]


class PeriodOut(BaseModel):
    """A time in force."""

    since: datetime
    until: datetime | None = Field(description="Null where it still is.")


class EditionLayer(BaseModel):
    """A layer as it was loaded."""

    layer: str = Field(description="Code of the level or the overlay.")
    kind: Literal["level", "overlay"]
    areas: int
    file: str = Field(description="Name of the file that it came from.")
    crs: str = Field(description="Of that file.")
    loaded_at: datetime


_EDITION: dict[str, JsonValue] = {
    "name": "2026-11",
    "active": True,
    "created_at": "2026-11-02T01:00:00+00:00",
    "in_force": [{"since": "2026-11-09T16:00:00+00:00", "until": None}],
    "layers": [
        {
            "layer": "village",
            "kind": "level",
            "areas": 276,
            "file": "villages.gpkg",
            "crs": "cgcs2000",
            "loaded_at": "2026-11-02T01:00:00+00:00",
        }
    ],
}


class EditionOut(BaseModel):
    """A dated release of all layers."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EDITION]})

    name: str
    active: bool = Field(description="It answers where no moment is given.")
    created_at: datetime
    in_force: list[PeriodOut] = Field(description="The first first; none for a draft.")
    layers: list[EditionLayer] = Field(description="Levels coarse to fine, then overlays.")


class EditionList(BaseModel):
    """All editions, the oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"editions": [_EDITION]}]})

    editions: list[EditionOut]


class TallyOut(BaseModel):
    """Number of requests."""

    stored: int
    open: int = Field(description="Those of them that are not closed.")


class NamedArea(BaseModel):
    """An area as an edition calls it."""

    code: str
    name: str


class Exchanged(BaseModel):
    """Ground that came from an area, or went to one."""

    code: str | None = Field(description="Null for ground that no area held, or holds.")
    hectares: float


class ChangeOut(BaseModel):
    """What became of one area, or of several together."""

    kind: Kind
    old: list[NamedArea] = Field(description="Several where they merged; none where created.")
    new: list[NamedArea] = Field(description="Several where it split; none where gone.")
    hectares: float = Field(description="Ground concerned; where moved: gained and lost.")
    gained: list[Exchanged]
    lost: list[Exchanged]
    requests: TallyOut = Field(description="In any of the areas, before or after.")
    moving: TallyOut = Field(description="Those of them that get another owner.")


class FlowOut(BaseModel):
    """Ground that was one area's and is another's since."""

    kind: Kind
    old_code: str | None
    new_code: str | None
    hectares: float
    requests: TallyOut


class LayerChangesOut(BaseModel):
    """What differs in a layer."""

    layer: str
    kind: Literal["level", "overlay"]
    whole: Literal["added", "removed"] | None = Field(
        description="Only one edition has the layer: its areas are not told one by one."
    )
    areas_before: int
    areas_after: int
    unchanged: int
    counts: dict[str, int] = Field(description="Kind of change to how many.")
    moving: TallyOut = Field(description="Requests of the layer that get another owner.")
    changes: list[ChangeOut]
    flows: list[FlowOut]


class EditionChanges(BaseModel):
    """What differs between two editions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "from": "2026-10",
                    "to": "2026-11",
                    "layers": [
                        {
                            "layer": "village",
                            "kind": "level",
                            "whole": None,
                            "areas_before": 277,
                            "areas_after": 276,
                            "unchanged": 275,
                            "counts": {"merged": 1},
                            "moving": {"stored": 812, "open": 31},
                            "changes": [
                                {
                                    "kind": "merged",
                                    "old": [
                                        {"code": "330111001002", "name": "第二社区"},
                                        {"code": "330111001003", "name": "第三社区"},
                                    ],
                                    "new": [{"code": "330111001003", "name": "第三社区"}],
                                    "hectares": 214.6,
                                    "gained": [],
                                    "lost": [],
                                    "requests": {"stored": 1620, "open": 70},
                                    "moving": {"stored": 812, "open": 31},
                                }
                            ],
                            "flows": [
                                {
                                    "kind": "merged",
                                    "old_code": "330111001002",
                                    "new_code": "330111001003",
                                    "hectares": 98.2,
                                    "requests": {"stored": 812, "open": 31},
                                }
                            ],
                        }
                    ],
                }
            ]
        }
    )

    old: str = Field(alias="from")
    new: str = Field(alias="to")
    layers: list[LayerChangesOut]


class LineageStepOut(BaseModel):
    """A step in the history of an area."""

    since: datetime = Field(description="When the new edition came into force.")
    old_edition: str
    new_edition: str
    layer: str
    kind: Kind
    old_code: str | None = Field(description="Null for ground that no area held.")
    new_code: str | None = Field(description="Null for ground that no area holds any more.")
    hectares: float


class Lineage(BaseModel):
    """What an area came from, and what became of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "330111001003",
                    "steps": [
                        {
                            "since": "2026-11-09T16:00:00+00:00",
                            "old_edition": "2026-10",
                            "new_edition": "2026-11",
                            "layer": "village",
                            "kind": "merged",
                            "old_code": "330111001002",
                            "new_code": "330111001003",
                            "hectares": 98.2,
                        }
                    ],
                }
            ]
        }
    )

    code: str
    steps: list[LineageStepOut] = Field(description="In the order of activations.")
