"""Requests: take one, read them."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import OpenService, Wanted
from api.links import page_link
from api.negotiation import json_answer
from api.schemas.request import NewRequest, RequestOut, RequestPage
from api.security import Asker, Writer
from boundaries.crs import parse_crs
from gridmap.errors import NotFoundError
from gridmap.intake.direct import draft_of
from gridmap.intake.placement import Placer
from gridmap.journeys.take_request import take_requests
from gridmap.model import request as model

router = APIRouter(tags=["requests"])

_DETAILS = ("external_id", "source_category", "text", "address", "reporter", "lon", "lat")
"""What the public is not shown: a resident's words, place and numbers."""


@router.get("/v1/requests", response_model=RequestPage)
def requests(
    request: Request,
    service: OpenService,
    wanted: Wanted,
    who: Asker,
    status: Literal["open", "closed"] | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int | None, Query(ge=1, le=2**62, description="From `next`.")] = None,
) -> Response:
    """Requests that are meant, the last received first; details only with a key."""
    page = service.requests.page(dataclasses.replace(wanted, status=status), limit, cursor)
    link = page_link(request, cursor=page.next_cursor) if page.next_cursor else None
    shown = [_shown(found, full=who is not None) for found in page.requests]
    return json_answer({"requests": shown, "next": link})


@router.get("/v1/requests/{request_id}", response_model=RequestOut)
def one_request(service: OpenService, request_id: str, who: Asker) -> Response:
    """One request; details only with a key."""
    found = service.requests.get(request_id)
    if found is None:
        raise NotFoundError(f"There is no request {request_id!r}.")
    return json_answer(_shown(found, full=who is not None))


@router.post("/v1/requests", response_model=RequestOut, status_code=201)
def take(service: OpenService, new: NewRequest, who: Writer) -> Response:
    """Take a request: place it and store it; answered only when it is stored.

    With an `external_id` that its sender has used before, it is the same request: 200.
    """
    now = service.now()
    draft = draft_of(new.model_dump(), who, service.catalogue, service.settings.zone, now)
    placer = Placer(service.locator(), parse_crs(new.crs), service.settings.extent)
    taken = take_requests([draft], placer, service.requests, now)
    stored = taken.requests[0]
    answer = json_answer(
        _shown(stored, full=True), headers={"Location": f"/v1/requests/{stored.id}"}
    )
    answer.status_code = 201 if taken.new else 200
    return answer


def _shown(found: model.Request, *, full: bool) -> dict[str, Any]:
    row = dataclasses.asdict(found)
    for internal in ("fingerprint", "source_crs"):
        del row[internal]
    hidden = {} if full else dict.fromkeys(_DETAILS)
    return row | hidden | {"view": "full" if full else "public"}
