"""Texts as the service takes them: what a database can't hold is refused at the door."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

NO_NUL = r"^[^\u0000]*$"


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text can't hold the character NUL (U+0000)")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("a text can't hold half of a surrogate pair") from None
    return text


Plain = Annotated[str, AfterValidator(_storable), Field(json_schema_extra={"pattern": NO_NUL})]
"""A text of whole characters, without the one that PostgreSQL can't store."""

Code = Annotated[Plain, Field(max_length=200)]
"""The code of an area or a layer."""

Crs = Annotated[
    Plain,
    Field(
        max_length=64,
        description="Of the coordinates: wgs84, cgcs2000, gcj02, bd09 or EPSG:n.",
        examples=["wgs84"],
    ),
]
"""The coordinate reference system that the asker declares."""
