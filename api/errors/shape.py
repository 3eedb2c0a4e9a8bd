"""What an error looks like, and what each status says of it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""The titles that RFC 9110 gives; RFC 9457 wants them where the type is ``about:blank``."""

_MEANINGS = {
    400: "The body is no JSON.",
    401: "A key is needed, or the one that was sent is not valid.",
    404: "There is nothing of that name.",
    406: "There is no answer of a type that is asked for; the answer says which there are.",
    408: "The body stopped coming.",
    413: "The body is too long.",
    415: "The body is not declared as a type that is taken here.",
    422: "A parameter or a field can't be understood; the answer says which and why.",
    503: "Something must be loaded or started first; the answer says what.",
}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Always Bearer."}},
    503: {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds."}},
}


class Mistake(BaseModel):
    """One of several mistakes."""

    where: str = Field(description="Part of the request, as query.lon or body.points.17.lat.")
    what: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unprocessable Content",
                    "status": 422,
                    "detail": "There is no category 'cars'.",
                    "where": "category",
                    "remedy": "There are abandoned_car, square_dancing, noise, other.",
                }
            ]
        }
    )

    type: str = Field(description="Always about:blank: the status says what kind it is.")
    title: str = Field(description="What the status means.")
    status: int
    detail: str = Field(description="What was wrong, in a sentence for people.")
    where: str = Field(default="", description="The parameter or field.")
    remedy: str = Field(default="", description="What to do about it.")
    errors: list[Mistake] = Field(default=[], description="At most 20, where there are several.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem answers of an operation, for the OpenAPI document."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {
            "description": _MEANINGS[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
            "headers": _HEADERS.get(status, {}),
        }
        for status in statuses
    }
