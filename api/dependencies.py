"""What routes are given: the service, and the filter that the query means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant

from api.schemas.texts import Code, Plain
from gridmap.errors import InputError
from gridmap.intake.moments import parse_moment
from gridmap.model.request import RequestFilter
from gridmap.service import Service

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


OpenService = Annotated[Service, Depends(_service)]


def only_known(request: Request) -> None:
    """Refuse parameters that a route does not know, and those that are given twice.

    Raises
    ------
    InputError
        Naming them.
    """
    taken = _query_names(request.scope["route"].dependant)
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in taken:
            raise InputError(
                f"There is no parameter {name[:40]!r}.",
                where="query",
                remedy=f"There are {', '.join(sorted(taken))}.",
            )
        if given.count(name) > 1:
            raise InputError(f"The parameter {name} is given more than once.", where=name)


def _query_names(asking: Dependant) -> set[str]:
    """What a route and all that it depends on take from the query."""
    names = {field.alias for field in asking.query_params}
    return names.union(*(_query_names(below) for below in asking.dependencies))


def moment_in_force(
    service: OpenService,
    at: Annotated[
        Plain | None,
        Query(
            description="Answer as of this moment: by the edition that was in force then; in the "
            "service's zone if it says none. Now, if not given.",
            examples=["2026-11-02", "2026-11-02T08:05:00Z"],
        ),
    ] = None,
) -> datetime | None:
    """The moment whose edition is asked.

    Raises
    ------
    InputError
        When it can't be read.
    """
    return _moment(at, "at", service.settings.zone)


At = Annotated[datetime | None, Depends(moment_in_force)]


def request_filter(
    service: OpenService,
    category: Annotated[
        Code | None, Query(description="Code of a category.", examples=["abandoned_car"])
    ] = None,
    since: Annotated[
        Plain | None,
        Query(
            alias="from",
            description="Reported at or after this moment; in the service's zone if it says none.",
            examples=["2026-11-02"],
        ),
    ] = None,
    until: Annotated[
        Plain | None,
        Query(
            alias="to",
            description="Reported before this moment; in the service's zone if it says none.",
            examples=["2026-11-03T00:00:00Z"],
        ),
    ] = None,
    area: Annotated[
        Code | None,
        Query(description="Code of an area of any layer.", examples=["330111001003"]),
    ] = None,
) -> RequestFilter:
    """The requests that a query means.

    Raises
    ------
    InputError
        When a moment can't be read, the period is empty, or no category or area is called that.
    """
    service.catalogue.known(category)
    service.refuse_unknown_area(area)
    zone = service.settings.zone
    start, end = _moment(since, "from", zone), _moment(until, "to", zone)
    if start is not None and end is not None and start >= end:
        raise InputError("The period must end after it begins.", where="from, to")
    return RequestFilter(category=category, since=start, until=end, area=area)


Wanted = Annotated[RequestFilter, Depends(request_filter)]


def drawn_filter(
    wanted: Wanted,
    with_defaults: Annotated[
        bool,
        Query(description="Draw requests on a source's default coordinate too.", examples=[False]),
    ] = False,
) -> RequestFilter:
    """The requests that a query wants drawn."""
    return replace(wanted, with_defaults=with_defaults)


Drawn = Annotated[RequestFilter, Depends(drawn_filter)]


def _moment(text: str | None, name: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        return parse_moment(text, zone)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{error}.",
            where=name,
            remedy="Write 2026-11-02 or 2026-11-02T08:05:00Z; a + in an address is %2B.",
        ) from None
