"""What this installation is and holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.dependencies import OpenService
from api.negotiation import json_answer
from api.schemas.maps import ServiceOut

router = APIRouter(tags=["service"])


@router.get("/v1/service", response_model=ServiceOut)
def describe(service: OpenService) -> Response:
    """Levels, categories, language, zone, and how much there is: what a map needs first."""
    return json_answer(service.description())


@router.get("/healthz", tags=["health"])
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", tags=["health"])
def readyz(service: OpenService) -> dict[str, Any]:
    """The database answers and boundaries are active: requests can be placed."""
    return {"status": "ok", "edition": service.locator().edition.name}
