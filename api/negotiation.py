"""What is sent in which form: JSON in and out, and answers that are made once, with ETags."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import Header, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from gridmap import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

JSON = "application/json"
GEOJSON = "application/geo+json"
_IS_WEIGHT = re.compile(r"[01](\.\d{0,3})?")
_IS_JSON = re.compile(r"application/(.+\+)?json", re.IGNORECASE)

Known = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="ETags of answers that the asker has; 304 if one of them still holds.",
        examples=['W/"0a1b2c3d"'],
    ),
]
NOT_CHANGED: dict[int | str, dict[str, Any]] = {
    304: {
        "description": "Not changed: the answer that the asker has still holds.",
        "headers": {"ETag": {"schema": {"type": "string"}}},
    }
}
"""The answer to a `Known` ETag, for the OpenAPI document."""


class GeoJsonResponse(JSONResponse):
    """Documents that an operation answers GeoJSON (RFC 7946)."""

    media_type = GEOJSON


def etag_of(*parts: object) -> str:
    """An ETag that differs when any of the parts does.

    It is weak: what is sent packed is the same answer in other bytes.
    """
    seen = repr((__version__, *parts)).encode()
    return f'W/"{hashlib.blake2b(seen, digest_size=12).hexdigest()}"'


def json_answer(
    value: Any, media_type: str = JSON, headers: dict[str, str] | None = None
) -> Response:
    """A value of JSON types as an answer."""
    return Response(orjson.dumps(value), media_type=media_type, headers=headers)


def cached_answer(
    known: str | None, etag: str, make: Callable[[], Any], media_type: str = JSON
) -> Response:
    """The answer, or 304 where the asker has it; it is made only when it is sent."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    held = {part.strip().removeprefix("W/") for part in (known or "").split(",")}
    if etag.removeprefix("W/") in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return json_answer(make(), media_type, headers)


def json_declared(request: Request) -> None:
    """Refuse a body that is not declared as JSON: it would be read as something else.

    Raises
    ------
    HTTPException
        415.
    """
    declared = request.headers.get("content-type", "").partition(";")[0].strip()
    if not _IS_JSON.fullmatch(declared):
        raise HTTPException(415, f"Send JSON, and declare it: Content-Type: {JSON}.")


def chosen_type(accepted: str | None, offered: Sequence[str], usual: str) -> str | None:
    """The type of an answer: of those offered the one most wanted; ``None`` where none is.

    Parameters
    ----------
    accepted
        The header ``Accept`` (RFC 9110, section 12.5.1).
    usual
        The one of the offered that is sent where another is not wanted more.
    """
    if not accepted or not accepted.strip():
        return usual
    ranges = [_range(part) for part in accepted.split(",")]
    best = min(offered, key=lambda kind: (-_weight(kind, ranges), kind != usual))
    return best if _weight(best, ranges) > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A range of types as ``text/*``, and its weight."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    stated = next((p[2:] for p in parameters if p[:2].lower() == "q="), "1")
    return name.lower(), float(stated) if _IS_WEIGHT.fullmatch(stated) else 0.0


def _weight(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much a type is wanted: the range that names it most exactly counts."""
    for name in (kind, kind.partition("/")[0] + "/*", "*/*"):
        found = [weight for ranged, weight in ranges if ranged == name]
        if found:
            return max(found)
    return 0.0
