"""Heat: one surface for a map, and the whole page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import OpenService, Wanted
from api.negotiation import cached_answer, etag_of
from api.schemas.maps import HeatmapOut
from gridmap.journeys.draw_map import heat_answer

router = APIRouter(tags=["heatmap"])


@router.get("/v1/heatmap", response_model=HeatmapOut)
def heatmap(request: Request, service: OpenService, wanted: Wanted) -> Response:
    """Density of requests per km² and 30 days, on the category's one fixed scale."""
    locator = service.locator()
    etag = etag_of(service.drawing_version(), wanted)
    return cached_answer(
        request,
        etag,
        lambda: heat_answer(
            service.columns(wanted), wanted, service.history(), locator, service.settings.zone
        ),
    )


@router.get("/maps/heatmap", response_class=HTMLResponse)
def heatmap_page(
    service: OpenService,
    wanted: Wanted,
    language: Annotated[Literal["zh", "en"] | None, Query()] = None,
    title: Annotated[str | None, Query(max_length=120)] = None,
) -> HTMLResponse:
    """One self-contained page: density, boundaries, hotspots, categories, time slider."""
    return HTMLResponse(service.heatmap_page(wanted, language=language, title=title))
