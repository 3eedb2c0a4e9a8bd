"""JSON texts as values; those that bend the rules are taken where only their own row suffers."""

from __future__ import annotations

import json
from typing import Any

import orjson

from gridmap.files.point_streams.lines import Broken


def read_value(text: bytes) -> tuple[Any, bool]:
    """The value of a text, or why there is none; and whether it kept the rules.

    ``NaN`` and ``Infinity`` are no JSON, but programs write them: they are read as numbers, so
    that only the point that has them is at fault.
    """
    try:
        return orjson.loads(text), True
    except orjson.JSONDecodeError as error:
        why = str(error).partition(":")[0]
    try:
        return json.loads(text), False
    except (ValueError, RecursionError):
        return Broken(text, f"it is no JSON: {why}"), False


def sendable(value: Any) -> Any:
    """A value that kept no rules, where it can be written as JSON again; else why not."""
    try:
        orjson.dumps(value)
    except TypeError:
        return Broken(b"", "it has a text or a number that JSON can't hold")
    return value
