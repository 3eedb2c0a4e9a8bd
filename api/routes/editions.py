"""Editions: when they were in force, what differs between them, and the history of an area."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import OpenService
from api.errors import problems
from api.negotiation import NOT_CHANGED, Known, cached_answer, etag_of
from api.schemas.editions import EditionChanges, EditionList, EditionOut, Lineage
from api.schemas.texts import Code
from gridmap.journeys.compare_editions import comparison_answer
from gridmap.journeys.trace_area import trace_area
from gridmap.store.edition_records import EditionRecord, LineageStep

router = APIRouter(tags=["editions"])

Name = Annotated[Code, Path(description="Name of an edition.", examples=["2026-11"])]


@router.get(
    "/v1/editions",
    summary="List editions",
    response_model=EditionList,
    responses=NOT_CHANGED | problems(422, 503),
)
def editions(service: OpenService, known: Known = None) -> Response:
    """All editions, the oldest first: when they were in force, and what they hold."""
    records = service.editions.listed()
    return cached_answer(
        known, etag_of(records), lambda: {"editions": [_edition(record) for record in records]}
    )


@router.get(
    "/v1/editions/{name}",
    summary="Read an edition",
    response_model=EditionOut,
    responses=NOT_CHANGED | problems(404, 422, 503),
)
def edition(service: OpenService, name: Name, known: Known = None) -> Response:
    """One edition: when it was in force, and what it holds."""
    record = service.editions.named(name)
    return cached_answer(known, etag_of(record), lambda: _edition(record))


@router.get(
    "/v1/editions/{name}/changes",
    summary="Compare two editions",
    response_model=EditionChanges,
    responses=NOT_CHANGED | problems(404, 422, 503),
)
def edition_changes(
    service: OpenService,
    name: Name,
    since: Annotated[
        Code, Query(description="Name of the edition to compare with.", examples=["2026-11"])
    ],
    known: Known = None,
) -> Response:
    """What became of the areas of the edition `since` in this one, and of the requests in them.

    An area continues in another where at least 90 % of each lies in the other. Strips in which
    no disc of a metre fits are drawing, and not told.
    """
    old, new = service.editions.named(since), service.editions.named(name)
    etag = etag_of(old, new, service.requests.version())
    return cached_answer(
        known, etag, lambda: comparison_answer(service.compared(old.name, new.name))
    )


@router.get(
    "/v1/lineage",
    summary="Trace an area",
    response_model=Lineage,
    responses=NOT_CHANGED | problems(404, 422, 503),
)
def lineage(
    service: OpenService,
    code: Annotated[
        Code,
        Query(description="Of an area, of today or of earlier.", examples=["330111001003"]),
    ],
    layer: Annotated[
        Code | None,
        Query(description="Code of its layer; any if not said.", examples=["village"]),
    ] = None,
    known: Known = None,
) -> Response:
    """What an area came from and what became of it, as found when editions were switched.

    Codes are followed to others by splits, mergers and new codes, not by ground that moved.
    """
    steps = trace_area(code, layer, service.editions)
    return cached_answer(
        known,
        etag_of(code, layer, steps),
        lambda: {"code": code, "steps": [_step(step) for step in steps]},
    )


def _edition(record: EditionRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "active": record.active,
        "created_at": record.created_at,
        "in_force": [asdict(period) for period in record.in_force],
        "layers": [
            {
                "layer": layer.code,
                "kind": layer.kind,
                "areas": layer.areas,
                "file": layer.file,
                "crs": layer.crs,
                "loaded_at": layer.loaded_at,
            }
            for layer in record.layers
        ],
    }


def _step(step: LineageStep) -> dict[str, Any]:
    return {
        "since": step.since,
        "old_edition": step.old_edition,
        "new_edition": step.new_edition,
        "layer": step.layer,
        "kind": step.kind,
        "old_code": step.old,
        "new_code": step.new,
        "hectares": round(step.hectares, 4),
    }
