"""Whose is this point."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import At, OpenService, only_known
from api.errors import problems
from api.negotiation import json_answer
from api.schemas.jurisdiction import Jurisdiction
from api.schemas.texts import Crs
from gridmap.journeys.locate_point import locate_point, placement_answer

router = APIRouter(tags=["jurisdiction"])


@router.get(
    "/v1/jurisdiction",
    summary="Whose is this point?",
    response_model=Jurisdiction,
    responses=problems(404, 422, 503),
    dependencies=[Depends(only_known)],
)
def jurisdiction(
    service: OpenService,
    at: At,
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
    `reason` says why. Another edition that was just activated answers within a second.
    """
    placement = locate_point(
        lon, lat, service.locator(at), crs=crs, accuracy_m=accuracy, extent=service.settings.extent
    )
    return json_answer(placement_answer(placement, lon, lat, crs))
