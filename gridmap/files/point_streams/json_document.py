"""The JSON document of a batch: read whole, of bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridmap.errors import InputError
from gridmap.files.point_streams.json_values import read_value, sendable
from gridmap.files.point_streams.lines import Broken
from gridmap.files.point_streams.numbers import shown

if TYPE_CHECKING:
    from gridmap.files.point_streams.block import ByteSource

MOST_POINTS = 50_000
"""Of one document; NDJSON, CSV and Arrow have no limit."""
_LONGEST_CRS = 64
_SHAPE = 'Send {"points": [{"lon": 119.9551, "lat": 30.0489}]}.'


class NotJsonError(InputError):
    """A document that is no JSON at all."""


@dataclass(frozen=True)
class PointDocument:
    """Points, and the CRS that they are declared in; ``None`` where the document says none."""

    points: list[Any]
    crs: str | None = None


def read_document(source: ByteSource) -> PointDocument:
    """The document of a JSON batch.

    Raises
    ------
    NotJsonError
        When it is no JSON.
    InputError
        When it is not ``{"points": […]}`` with 1 to `MOST_POINTS` points, and perhaps ``crs``.
    """
    whole = bytearray()
    while piece := source.read():
        whole += piece
    if not whole:
        raise InputError("There is no body.", where="body", remedy=_SHAPE)
    document, kept_rules = read_value(bytes(whole))
    if isinstance(document, Broken):
        raise NotJsonError("The body is no JSON.", where="body")
    points, crs = _parts(document)
    return PointDocument(points if kept_rules else [sendable(point) for point in points], crs)


def _is_name(value: Any) -> bool:
    """Whether it is a text that messages and answers can hold."""
    if not isinstance(value, str) or len(value) > _LONGEST_CRS or "\0" in value:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _parts(document: Any) -> tuple[list[Any], str | None]:
    if not isinstance(document, dict):
        raise InputError("The body must be an object.", where="body", remedy=_SHAPE)
    unknown = [shown(key) for key in document if key not in {"points", "crs"}]
    if unknown:
        raise InputError(f"There is no field {', '.join(unknown[:5])}.", where="body")
    points, crs = document.get("points"), document.get("crs")
    if not isinstance(points, list):
        raise InputError("points must be a list.", where="body.points", remedy=_SHAPE)
    if not 1 <= len(points) <= MOST_POINTS:
        raise InputError(
            f"A JSON batch has 1 to {MOST_POINTS:,} points; this one has {len(points):,}.",
            where="body.points",
            remedy="Send more as NDJSON, CSV or Arrow, of any size.",
        )
    if "crs" in document and not _is_name(crs):
        raise InputError(
            f"crs must be a short text; it is {shown(crs)}.",
            where="body.crs",
            remedy="Say wgs84, cgcs2000, gcj02, bd09 or EPSG:n.",
        )
    return points, crs
