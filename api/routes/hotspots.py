"""Hotspots of the newest run."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import OpenService
from api.negotiation import json_answer
from api.schemas.maps import HotspotsOut
from gridmap.journeys.read_hotspots import hotspots_answer

router = APIRouter(tags=["hotspots"])


@router.get("/v1/hotspots", response_model=HotspotsOut)
def hotspots(
    service: OpenService,
    category: Annotated[str | None, Query(description="Code of a category.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Response:
    """Where requests of one kind gather, the largest first."""
    service.catalogue.known(category)
    run = service.hotspots.last_run()
    found = service.hotspots.of_run(run.id, category, limit) if run and run.id else ()
    return json_answer(hotspots_answer(run, found))
