"""The forms in which a batch of points comes in and goes out, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Literal

import orjson

from api.schemas.jurisdiction import ASKED, AskedPositions, Jurisdiction, Jurisdictions

Form = Literal["json", "ndjson", "csv", "arrow"]

TYPES: dict[Form, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
}
ALSO: dict[str, Form] = {
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/csv": "csv",
}
"""Other names of the same."""

_POINTS_CSV = "id,lon,lat\nR-16,119.9551,30.0489\nR-17,119.9602,30.0511\n"
_ANSWERS_CSV = (
    "id,lon,lat,village_code,village_name,grid_code,grid_name,placement,placement_reason,"
    "placement_error\n"
    "R-16,119.9551,30.0489,330111001003,第三社区,330111001003002,第二网格,inside,,\n"
    "R-17,119.9602,30.0511,,,,,outside,outside_every_area,\n"
)


def form_of(media_type: str) -> Form | None:
    """The form that a media type without parameters names."""
    name = media_type.strip().lower()
    if name.startswith("application/") and name.endswith("+json"):
        return "json"
    return ALSO.get(name) or next((form for form, kind in TYPES.items() if kind == name), None)


def _lines(values: Any) -> str:
    return "".join(orjson.dumps(value).decode() + "\n" for value in values)


def _text(description: str, example: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "description": description, "examples": [example]}}


def _bytes(description: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "format": "binary", "description": description}}


def _whole(model: type) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}


ASKED_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        TYPES["json"]: _whole(AskedPositions),
        TYPES["ndjson"]: _text(
            "An object of lon and lat on each line, perhaps with accuracy and id; other members "
            "come back as properties.",
            _lines(ASKED["points"]),
        ),
        TYPES["csv"]: _text(
            "UTF-8, commas, a header with lon and lat; all columns come back.", _POINTS_CSV
        ),
        TYPES["arrow"]: _bytes(
            "An Arrow IPC stream with columns lon and lat of numbers; all columns come back."
        ),
    },
}
ANSWERED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An answer for each point, in their order.",
        "content": {
            TYPES["json"]: _whole(Jurisdictions),
            TYPES["ndjson"]: _text(
                "A line for each point; an error in the middle of the stream is a problem on the "
                "last line, and the transfer breaks off.",
                _lines(Jurisdiction.model_config["json_schema_extra"]["examples"]),  # type: ignore[index]
            ),
            TYPES["csv"]: _text(
                "The columns that came, then code and name for each layer, placement, "
                "placement_reason and placement_error.",
                _ANSWERS_CSV,
            ),
            TYPES["arrow"]: _bytes("The columns that came, then the same as in a CSV."),
        },
    }
}
