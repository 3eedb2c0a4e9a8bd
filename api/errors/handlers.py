"""Errors as problem answers (RFC 9457): one table from kind to status."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.errors.shape import MEDIA_TYPE, TITLES
from boundaries.errors import BoundaryError, ExplainedError
from gridmap.errors import (
    AccessError,
    GridmapError,
    InputError,
    NotFoundError,
    NotReadyError,
    RefusedError,
    StoreError,
)
from gridmap.files.point_streams.json_document import NotJsonError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request

STATUS: dict[type[ExplainedError], int] = {
    NotJsonError: 400,
    AccessError: 401,
    InputError: 422,
    NotFoundError: 404,
    NotReadyError: 503,
    RefusedError: 409,
    StoreError: 503,
    BoundaryError: 422,
    GridmapError: 500,
}
"""The first kind that fits decides."""

_MOST_MISTAKES = 20
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_LOG = logging.getLogger("gridmap.api")


class ProblemAnswer(JSONResponse):
    """An error as it is sent."""

    media_type = MEDIA_TYPE


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> ProblemAnswer:
    """A problem answer; `more` are members besides those that every problem has."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return ProblemAnswer(content | more, status_code=status, headers=headers)


def install_errors(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""
    app.add_exception_handler(ExplainedError, _explained)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


async def _explained(request: Request, error: Exception) -> ProblemAnswer:
    if not isinstance(error, ExplainedError):
        raise error
    return explained(error, f"{request.method} {request.url.path}")


def explained(error: ExplainedError, asked: str) -> ProblemAnswer:
    """An error that explains itself, as it is sent; `asked` is for the log."""
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    headers = {
        401: {"WWW-Authenticate": "Bearer"},
        503: {"Retry-After": "5"},
    }.get(status)
    if isinstance(error, StoreError):
        # Hosts, files and users are no business of who asks.
        _LOG.error("%s: %s", asked, error)
        return problem(status, "The database can't be used; the log says why.", headers=headers)
    more = {
        name: value for name, value in (("where", error.where), ("remedy", error.remedy)) if value
    }
    return problem(status, error.what, headers=headers, **more)


async def _invalid(_request: Request, error: Exception) -> ProblemAnswer:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return problem(400, "The body is no JSON.", where=_place(found[0]["loc"]))
    errors = [
        {"where": _place(e["loc"]), "what": str(e["msg"]).removeprefix("Value error, ")}
        for e in found[:_MOST_MISTAKES]
    ]
    detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors[:5])
    return problem(422, detail, errors=errors)


def _place(location: Sequence[object]) -> str:
    """Where a mistake is; a name that is no text is shown as its code points."""
    place = ".".join(str(part) for part in location)
    return place.encode(errors="backslashreplace").decode()


async def _http(request: Request, error: Exception) -> ProblemAnswer:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = _allowed(request, headers.get("Allow", ""))
    told = {
        400: "The body is no JSON.",
        404: f"Nothing is at {request.url.path}.",
        405: f"{request.method} can't be done here; {headers.get('Allow')} can.",
    }
    detail = told.get(error.status_code, str(error.detail))
    return problem(error.status_code, detail, headers=headers)


def _allowed(request: Request, by_one_route: str) -> str:
    """All methods of an address: several routes may have one each."""
    if "HEAD" in by_one_route:
        return by_one_route
    routes = request.app.routes
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes
        )
    ]
    return ", ".join(found + ["HEAD"] * ("GET" in found))


async def _unforeseen(request: Request, error: Exception) -> ProblemAnswer:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "The service failed; its log says how.")


def last_words(error: Exception, asked: str) -> bytes:
    """An error as a problem, for an answer that has begun already; the log has it, too."""
    if isinstance(error, ExplainedError):
        _LOG.warning("%s broke off: %s", asked, error)
        return bytes(explained(error, asked).body)
    if isinstance(error, HTTPException):
        return bytes(problem(error.status_code, str(error.detail)).body)
    _LOG.error("%s failed", asked, exc_info=error)
    return bytes(problem(500, "The service failed; its log says how.").body)
