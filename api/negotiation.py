"""Answers that are made once: ETags, and JSON written by orjson."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

JSON = "application/json"


def etag_of(*parts: object) -> str:
    """An ETag that differs when any of the parts does."""
    return f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def json_answer(
    value: Any, media_type: str = JSON, headers: dict[str, str] | None = None
) -> Response:
    """A value of JSON types as an answer."""
    return Response(orjson.dumps(value), media_type=media_type, headers=headers)


def cached_answer(
    request: Request, etag: str, make: Callable[[], Any], media_type: str = JSON
) -> Response:
    """The answer, or 304 where the asker has it; it is made only when it is sent."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    known = {part.strip().removeprefix("W/") for part in _known(request).split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return json_answer(make(), media_type, headers)


def _known(request: Request) -> str:
    return request.headers.get("if-none-match", "")
