"""Requests: take one, read them."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.dependencies import OpenService, Wanted
from api.errors import problems
from api.links import page_link
from api.negotiation import json_answer, json_declared
from api.schemas.request import NewRequest, RequestOut, RequestPage
from api.security import KEY_NOT_NEEDED, Asker, Writer
from boundaries.crs import parse_crs
from gridmap.errors import NotFoundError
from gridmap.intake.direct import draft_of
from gridmap.intake.placement import Placer
from gridmap.journeys.take_request import take_requests, with_first_report
from gridmap.model import request as model

router = APIRouter(tags=["requests"])

_DETAILS = (
    "external_id", "source_category", "text", "address", "reporter", "lon", "lat", "nearest_m",
)  # fmt: skip
"""What the public is not shown: a resident's words, place and numbers."""
_NEVER_KEPT = {"Cache-Control": "no-store"}
"""What is shown depends on who asks: nothing between us and them may keep it."""
_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Its address."}}
_TAKEN: dict[int | str, dict[str, Any]] = {
    200: {
        "model": RequestOut,
        "description": "The same request as before, with what was sent now.",
        "headers": _LOCATION,
    },
    201: {"headers": _LOCATION},
}


@router.get(
    "/v1/requests",
    summary="List requests",
    response_model=RequestPage,
    responses=problems(401, 422, 503),
    openapi_extra=KEY_NOT_NEEDED,
)
def requests(
    request: Request,
    service: OpenService,
    wanted: Wanted,
    who: Asker,
    status: Annotated[
        Literal["open", "closed"] | None, Query(description="Both if not said.", examples=["open"])
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=1000, description="At most so many on a page.", examples=[10])
    ] = 100,
    cursor: Annotated[
        int | None, Query(ge=1, le=2**62, description="From `next`.", examples=[60000])
    ] = None,
) -> Response:
    """Requests that are meant, the last received first; details only with a key."""
    page = service.requests.page(dataclasses.replace(wanted, status=status), limit, cursor)
    link = page_link(request, cursor=page.next_cursor) if page.next_cursor else None
    shown = [_shown(found, full=who is not None) for found in page.requests]
    return json_answer({"requests": shown, "next": link}, headers=_NEVER_KEPT)


@router.get(
    "/v1/requests/{request_id}",
    summary="Read a request",
    response_model=RequestOut,
    responses=problems(401, 404, 422, 503),
    openapi_extra=KEY_NOT_NEEDED,
)
def request(
    service: OpenService,
    request_id: Annotated[UUID, Path(examples=["0b9a3a53-9a3f-5d5e-8a6c-3f1f7f5ad0a1"])],
    who: Asker,
) -> Response:
    """One request; details only with a key."""
    found = service.requests.get(str(request_id))
    if found is None:
        raise NotFoundError(f"There is no request {request_id}.")
    return json_answer(_shown(found, full=who is not None), headers=_NEVER_KEPT)


@router.post(
    "/v1/requests",
    summary="Take a request",
    response_model=RequestOut,
    status_code=201,
    response_description="Taken, and stored.",
    responses=_TAKEN | problems(400, 401, 413, 415, 422, 503),
    dependencies=[Depends(json_declared)],
)
def take_request(service: OpenService, new: NewRequest, who: Writer) -> Response:
    """Take a request: place it and store it; answered only when it is stored.

    With an `external_id` that its sender has used before, it is the same request: 200. One
    without a position or outside every area is stored too, and says why.
    """
    now = service.now()
    filed = with_first_report(new.model_dump(), who, service.requests)
    draft = draft_of(filed, who, service.catalogue, service.settings.zone, now)
    placer = Placer(service.locator(), parse_crs(new.crs), service.settings.extent)
    taken = take_requests([draft], placer, service.requests, now)
    stored = taken.requests[0]
    answer = json_answer(
        _shown(stored, full=True), headers=_NEVER_KEPT | {"Location": f"/v1/requests/{stored.id}"}
    )
    answer.status_code = 201 if taken.new else 200
    return answer


def _shown(found: model.Request, *, full: bool) -> dict[str, Any]:
    row = dataclasses.asdict(found)
    for internal in ("fingerprint", "source_crs"):
        del row[internal]
    hidden = {} if full else dict.fromkeys(_DETAILS)
    return row | hidden | {"view": "full" if full else "public"}
