"""Whose is this point."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import OpenService
from api.errors import problems
from api.negotiation import json_answer, json_declared
from api.schemas.jurisdiction import AskedPositions, Jurisdiction, Jurisdictions
from api.schemas.texts import Crs
from gridmap.journeys.locate_point import locate_point, placement_answer

router = APIRouter(tags=["jurisdiction"])


@router.get(
    "/v1/jurisdiction",
    summary="Whose is this point?",
    response_model=Jurisdiction,
    responses=problems(422, 503),
)
def jurisdiction(
    service: OpenService,
    lon: Annotated[
        float,
        Query(
            allow_inf_nan=False,
            examples=[119.9551],
            description="Longitude in degrees, or easting in the unit of the CRS.",
        ),
    ],
    lat: Annotated[
        float,
        Query(
            allow_inf_nan=False,
            examples=[30.0489],
            description="Latitude in degrees, or northing in the unit of the CRS.",
        ),
    ],
    crs: Annotated[Crs, Query()] = "wgs84",
    accuracy: Annotated[
        float | None,
        Query(
            ge=0,
            le=50_000,
            allow_inf_nan=False,
            examples=[25],
            description="Radius in metres that holds the true position.",
        ),
    ] = None,
) -> Response:
    """The chain of jurisdictions of a point, fine to coarse.

    A point that can't be placed is an answer too: `placement` is `outside` or `unplaced`, and
    `reason` says why.
    """
    placement = locate_point(
        lon, lat, service.locator(), crs=crs, accuracy_m=accuracy, extent=service.settings.extent
    )
    return json_answer(placement_answer(placement, lon, lat, crs))


@router.post(
    "/v1/jurisdictions",
    summary="Whose are these points?",
    response_model=Jurisdictions,
    responses=problems(400, 413, 415, 422, 503),
    dependencies=[Depends(json_declared)],
)
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
