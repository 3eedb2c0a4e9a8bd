"""Hotspots of the newest run."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import OpenService
from api.errors import problems
from api.negotiation import json_answer
from api.schemas.hotspots import HotspotsOut
from api.schemas.texts import Code
from gridmap.journeys.read_hotspots import hotspots_answer

router = APIRouter(tags=["hotspots"])


@router.get(
    "/v1/hotspots",
    summary="List hotspots",
    response_model=HotspotsOut,
    responses=problems(422, 503),
)
def hotspots(
    service: OpenService,
    category: Annotated[
        Code | None, Query(description="Code of a category.", examples=["abandoned_car"])
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=10_000, description="At most so many.", examples=[10])
    ] = 100,
) -> Response:
    """Where requests of one kind gather, the largest first; of the newest run."""
    service.catalogue.known(category)
    run = service.hotspots.last_run()
    found = service.hotspots.of_run(run.id, category, limit) if run and run.id else ()
    return json_answer(hotspots_answer(run, found))
