"""Why a point is not placed, in words."""

from __future__ import annotations

_WORDS = {
    "no_coordinate": "no coordinate",
    "not_a_number": "its coordinate is not a number",
    "zero_coordinate": "0, 0 is what systems write that know no coordinate",
    "whole_degrees": "whole degrees are what systems write that know no coordinate",
    "outside_the_earth": "no such place on earth; longitude comes first",
    "outside_extent": "outside the extent that the settings allow",
    "outside_every_area": "outside every area",
}


def reason_in_words(reason: str | None) -> str:
    """A reason's code with what it means."""
    words = _WORDS.get(reason or "")
    return f"{reason} ({words})" if words else str(reason)
