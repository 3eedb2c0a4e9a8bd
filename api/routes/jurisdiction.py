"""Whose is this point."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import OpenService
from api.negotiation import json_answer
from api.schemas.jurisdiction import AskedPositions, Jurisdiction, Jurisdictions
from gridmap.journeys.locate_point import locate_point, placement_answer

router = APIRouter(tags=["jurisdiction"])


@router.get("/v1/jurisdiction", response_model=Jurisdiction)
def jurisdiction(
    service: OpenService,
    lon: Annotated[float, Query(allow_inf_nan=False, examples=[119.9551])],
    lat: Annotated[float, Query(allow_inf_nan=False, examples=[30.0489])],
    crs: Annotated[str, Query(description="wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")] = "wgs84",
    accuracy: Annotated[
        float | None,
        Query(ge=0, le=50_000, description="Radius in metres that holds the true position."),
    ] = None,
) -> Response:
    """The chain of jurisdictions of a point, fine to coarse."""
    placement = locate_point(
        lon, lat, service.locator(), crs=crs, accuracy_m=accuracy, extent=service.settings.extent
    )
    return json_answer(placement_answer(placement, lon, lat, crs))


@router.post("/v1/jurisdictions", response_model=Jurisdictions)
def jurisdictions(service: OpenService, asked: AskedPositions) -> Response:
    """The chains of up to 1,000 points, in their order."""
    locator, extent = service.locator(), service.settings.extent
    answers = [
        placement_answer(
            locate_point(
                p.lon, p.lat, locator, crs=asked.crs, accuracy_m=p.accuracy, extent=extent
            ),
            p.lon,
            p.lat,
            asked.crs,
        )
        for p in asked.points
    ]
    return json_answer({"edition": locator.edition.name, "answers": answers})
