"""Areas: listed, and drawn."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import OpenService
from api.errors import problems
from api.links import page_link
from api.negotiation import (
    GEOJSON,
    NOT_CHANGED,
    GeoJsonResponse,
    Known,
    cached_answer,
    etag_of,
)
from api.schemas.areas import AreaFeatures, AreaPage
from api.schemas.texts import Code
from gridmap.errors import NotFoundError
from gridmap.journeys.read_areas import areas_listed

if TYPE_CHECKING:
    from boundaries.locator import Locator

router = APIRouter(tags=["areas"])


@router.get(
    "/v1/areas",
    summary="List areas",
    response_model=AreaPage,
    responses=NOT_CHANGED | problems(404, 422, 503),
)
def areas(
    request: Request,
    service: OpenService,
    layer: Annotated[
        Code | None,
        Query(description="Code of a level or an overlay; all if not said.", examples=["village"]),
    ] = None,
    parent: Annotated[
        Code | None,
        Query(description="Code of the area one level up.", examples=["330111001"]),
    ] = None,
    q: Annotated[
        Code | None,
        Query(description="Part of a name, or start of a code.", examples=["33"]),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=10_000, description="At most so many on a page.", examples=[100])
    ] = 1000,
    offset: Annotated[
        int, Query(ge=0, le=10_000_000, description="From `next`.", examples=[0])
    ] = 0,
    known: Known = None,
) -> Response:
    """Areas of the active edition, without their shapes, in one order that never changes."""
    locator = service.locator()
    if layer is not None:
        _check_layer(locator, layer, "layer")

    def answer() -> dict[str, object]:
        found = list(areas_listed(locator, layer, parent, q))
        after = offset + limit
        return {
            "edition": locator.name,
            "total": len(found),
            "areas": list(islice(found, offset, after)),
            "next": page_link(request, offset=after) if after < len(found) else None,
        }

    return cached_answer(known, etag_of(locator.name, str(request.url.query)), answer)


@router.get(
    "/v1/areas.geojson",
    summary="Draw the areas of a layer",
    response_model=AreaFeatures,
    response_class=GeoJsonResponse,
    responses=NOT_CHANGED | problems(404, 422, 503),
)
def areas_geojson(
    service: OpenService,
    level: Annotated[
        Code, Query(description="Code of a level or an overlay.", examples=["village"])
    ],
    known: Known = None,
) -> Response:
    """The areas of a layer for drawing: borders simplified to about 10 m, WGS 84."""
    locator = service.locator()
    _check_layer(locator, level, "level")
    return cached_answer(known, etag_of(locator.name, level), lambda: service.drawn(level), GEOJSON)


def _check_layer(locator: Locator, code: str, where: str) -> None:
    """Raise `NotFoundError` where no such layer is loaded."""
    loaded = [layer.code for layer in locator.layers]
    if code not in loaded:
        raise NotFoundError(
            f"No layer {code!r} is loaded.", where=where, remedy=f"There are {', '.join(loaded)}."
        )
