"""What this installation is and holds, and whether it is well."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.dependencies import OpenService
from api.errors import problems
from api.negotiation import json_answer
from api.schemas.service import Health, Readiness, ServiceOut

router = APIRouter()


@router.get(
    "/v1/service",
    tags=["service"],
    summary="What this installation is and holds",
    response_model=ServiceOut,
    responses=problems(503),
)
def service(service: OpenService) -> Response:
    """Levels, categories, language, zone, and how much there is: what a map needs first."""
    return json_answer(service.description())


@router.get("/healthz", tags=["health"], summary="Does the process answer?")
async def healthz() -> Health:
    """The process answers, however busy it is."""
    return Health(status="ok")


@router.get("/readyz", tags=["health"], summary="Can requests be placed?", responses=problems(503))
def readyz(service: OpenService) -> Readiness:
    """The database answers and boundaries are active: requests can be placed."""
    return Readiness(status="ok", edition=service.locator().name)
