"""The plain look-up of one point, answered before everything that a route costs.

The route `api.routes.jurisdiction` is the look-up: its parameters, its answers, its document. What
comes here first is the same question asked plainly: each parameter once, numbers as programs write
them, a CRS without tables, and boundaries at hand. The answer is the route's, byte for byte; all
else goes on to the route, so that nothing is refused or explained in two places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from api.middleware.safe_headers import PAGE_HEADERS
from gridmap.journeys.locate_point import locate_point, placement_answer

if TYPE_CHECKING:
    from starlette.types import Scope, Send

    from gridmap.service import Service

PATH = "/v1/jurisdiction"
_NUMBER = r"-?\d{1,20}(?:\.\d{1,20})?"
_METHODS = ("GET", "HEAD")
_PARAMETER = re.compile(
    rf"(lon|lat)=({_NUMBER})|(accuracy)=(\d{{1,3}}(?:\.\d{{1,20}})?)"
    r"|(crs)=(wgs84|cgcs2000|gcj02|bd09)"
)
"""An accuracy of a kilometre and more has many candidates: a thread of the route looks for them."""
_HEADERS = [
    (b"content-type", b"application/json"),
    *((name.lower().encode(), value.encode()) for name, value in PAGE_HEADERS.items()),
]


def asked_plainly(query: bytes) -> dict[str, str] | None:
    """The parameters of a plain question; ``None`` for one that the route must look at."""
    found: dict[str, str] = {}
    try:
        parts = query.decode("ascii").split("&")
    except UnicodeDecodeError:
        return None
    for part in parts:
        match = _PARAMETER.fullmatch(part)
        if match is None:
            return None
        name, value = (group for group in match.groups() if group is not None)
        if name in found:
            return None
        found[name] = value
    return found if "lon" in found and "lat" in found else None


class QuickLookUp:
    """Answers plain look-ups of one point in or near the areas, and leaves everything else."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def answered(self, scope: Scope, send: Send) -> bool:
        """Whether it was a plain look-up, and is answered now."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] not in _METHODS:
            return False
        body = self._answer(scope["query_string"])
        if body is None:
            return False
        headers = [*_HEADERS, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        return True

    def _answer(self, query: bytes) -> bytes | None:
        locator, asked = self._service.locator_at_hand(), asked_plainly(query)
        if locator is None or asked is None:
            return None
        lon, lat, crs = float(asked["lon"]), float(asked["lat"]), asked.get("crs", "wgs84")
        west, south, east, north = locator.bounds
        if not (west <= lon <= east and south <= lat <= north):
            return None  # the nearest area of a far point is looked for in a thread
        accuracy = float(asked["accuracy"]) if "accuracy" in asked else None
        extent = self._service.settings.extent
        try:
            found = locate_point(lon, lat, locator, crs=crs, accuracy_m=accuracy, extent=extent)
        except Exception:  # noqa: BLE001  the route meets it again, where errors are answered
            return None
        return orjson.dumps(placement_answer(found, lon, lat, crs))
