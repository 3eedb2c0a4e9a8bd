"""What routes are given: the service, and the filter that the query means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request

from gridmap.errors import InputError
from gridmap.intake.moments import parse_moment
from gridmap.model.request import RequestFilter
from gridmap.service import Service

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


OpenService = Annotated[Service, Depends(_service)]


def request_filter(
    service: OpenService,
    category: Annotated[str | None, Query(description="Code of a category.")] = None,
    since: Annotated[
        str | None,
        Query(
            alias="from",
            description="Reported at or after this moment; in the service's zone if it says none.",
            examples=["2026-11-02"],
        ),
    ] = None,
    until: Annotated[
        str | None,
        Query(
            alias="to",
            description="Reported before this moment; in the service's zone if it says none.",
            examples=["2026-11-03"],
        ),
    ] = None,
    area: Annotated[str | None, Query(description="Code of an area of any layer.")] = None,
    with_defaults: Annotated[
        bool, Query(description="Count requests on a source's default coordinate too.")
    ] = False,
) -> RequestFilter:
    """The requests that a query means.

    Raises
    ------
    InputError
        When a moment can't be read, or no category is called that.
    """
    service.catalogue.known(category)
    zone = service.settings.zone
    return RequestFilter(
        category=category,
        since=_moment(since, "from", zone),
        until=_moment(until, "to", zone),
        area=area,
        with_defaults=with_defaults,
    )


Wanted = Annotated[RequestFilter, Depends(request_filter)]


def _moment(text: str | None, name: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        return parse_moment(text, zone)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{error}.", where=name, remedy="Write 2026-11-02 or 2026-11-02T08:05:00Z."
        ) from None
