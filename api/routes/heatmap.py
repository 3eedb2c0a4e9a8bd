"""Heat: one surface for a map, and the whole page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Drawn, OpenService
from api.errors import problems
from api.negotiation import NOT_CHANGED, Known, cached_answer, etag_of
from api.schemas.heatmap import HeatmapOut
from api.schemas.texts import Plain
from gridmap.journeys.draw_map import heat_answer

router = APIRouter(tags=["heatmap"])


@router.get(
    "/v1/heatmap",
    summary="Draw the heat of requests",
    response_model=HeatmapOut,
    responses=NOT_CHANGED | problems(422, 503),
)
def heatmap(service: OpenService, wanted: Drawn, known: Known = None) -> Response:
    """Density of requests per km² and 30 days, on the category's one fixed scale."""
    locator, zone = service.locator(), service.settings.zone
    return cached_answer(
        known,
        etag_of(service.drawing_version(), wanted, zone.key),
        lambda: heat_answer(service.columns(wanted), wanted, service.history(), locator, zone),
    )


@router.get(
    "/maps/heatmap",
    summary="The heatmap as a page of its own",
    response_class=HTMLResponse,
    responses=problems(422, 503),
)
def heatmap_page(
    service: OpenService,
    wanted: Drawn,
    language: Annotated[
        Literal["zh", "en"] | None,
        Query(description="The installation's own if not said.", examples=["zh"]),
    ] = None,
    title: Annotated[
        Plain | None, Query(max_length=120, description="Of the page.", examples=["Abandoned cars"])
    ] = None,
) -> HTMLResponse:
    """One self-contained page: density, boundaries, hotspots, categories, time slider.

    It loads nothing from anywhere, and may stand in a frame of another site.
    """
    return HTMLResponse(service.heatmap_page(wanted, language=language, title=title))
