"""Errors as problem answers (RFC 9457): one table from kind to status."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[ExplainedError], tuple[int, str]] = {
    AccessError: (401, "A key is needed"),
    InputError: (422, "Can't be understood"),
    NotFoundError: (404, "Not found"),
    NotReadyError: (503, "Not ready yet"),
    RefusedError: (409, "Refused"),
    StoreError: (503, "The database can't be used"),
    BoundaryError: (422, "Can't be understood"),
    GridmapError: (500, "Something went wrong"),
}
"""The first kind that fits decides."""

_LOG = logging.getLogger("gridmap.api")


class Problem(JSONResponse):
    """A problem answer."""

    media_type = MEDIA_TYPE


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Problem:
    """A problem answer; `more` are members of its own."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return Problem(content, status_code=status, headers=headers)


def install_errors(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""
    app.add_exception_handler(ExplainedError, _explained)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


async def _explained(_request: Request, error: Exception) -> Problem:
    if not isinstance(error, ExplainedError):
        raise error
    status, title = next(answer for kind, answer in STATUS.items() if isinstance(error, kind))
    headers = {
        401: {"WWW-Authenticate": "Bearer"},
        503: {"Retry-After": "5"},
    }.get(status)
    more = {
        name: value for name, value in (("where", error.where), ("remedy", error.remedy)) if value
    }
    return problem(status, title, error.what, headers=headers, **more)


async def _invalid(_request: Request, error: Exception) -> Problem:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    errors = [{"where": _place(e["loc"]), "what": str(e["msg"])} for e in found[:20]]
    detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors[:5])
    return problem(422, "Can't be understood", detail, errors=errors)


def _place(location: Sequence[object]) -> str:
    return ".".join(str(part) for part in location)


async def _http(_request: Request, error: Exception) -> Problem:
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, "Not done", str(error.detail), headers=error.headers)


async def _unforeseen(request: Request, error: Exception) -> Problem:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "Something went wrong", "The service failed; its log says how.")
