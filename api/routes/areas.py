"""Areas: listed, and drawn."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import OpenService
from api.links import page_link
from api.negotiation import cached_answer, etag_of
from api.schemas.areas import AreaPage
from gridmap.errors import NotFoundError
from gridmap.journeys.read_areas import areas_listed

router = APIRouter(tags=["areas"])

GEOJSON = "application/geo+json"


@router.get("/v1/areas", response_model=AreaPage)
def areas(
    request: Request,
    service: OpenService,
    layer: Annotated[str | None, Query(description="Code of a level or an overlay.")] = None,
    parent: Annotated[str | None, Query(description="Code of the area one level up.")] = None,
    q: Annotated[str | None, Query(description="Part of a name, or start of a code.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Areas of the active edition, without their shapes."""
    edition = service.locator().edition

    def answer() -> dict[str, object]:
        found = list(areas_listed(edition, layer, parent, q))
        after = offset + limit
        return {
            "edition": edition.name,
            "total": len(found),
            "areas": list(islice(found, offset, after)),
            "next": page_link(request, offset=after) if after < len(found) else None,
        }

    return cached_answer(request, etag_of(edition.name, str(request.url.query)), answer)


@router.get(
    "/v1/areas.geojson",
    response_class=Response,
    responses={200: {"content": {GEOJSON: {}}, "description": "A FeatureCollection."}},
)
def areas_geojson(
    request: Request,
    service: OpenService,
    level: Annotated[str, Query(description="Code of a level or an overlay.")],
) -> Response:
    """The areas of a layer for drawing: borders simplified to about 10 m, WGS 84."""
    edition = service.locator().edition
    if level not in {layer.code for layer in edition.layers}:
        loaded = ", ".join(layer.code for layer in edition.layers)
        raise NotFoundError(f"No layer {level!r} is loaded; there are {loaded}.", where="level")
    return cached_answer(
        request, etag_of(edition.name, level), lambda: service.drawn(level), GEOJSON
    )
