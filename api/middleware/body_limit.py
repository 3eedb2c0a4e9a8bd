"""A body that is too long is refused before it fills the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from api.schemas.point_batches import TYPES, form_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_048_576
"""Of any body: four times what the longest request with every letter escaped needs."""
MOST_BATCH_BYTES = 8_388_608
"""Of a JSON batch: 50,000 points with 160 bytes each."""
BATCHES = "/v1/jurisdictions"
STREAMED = tuple(kind for form, kind in TYPES.items() if form != "json")
"""Types that are read piece by piece, so that a batch of them may be of any length."""


class BodyLimit:
    """Refuses a body that is too long, by what it declares and by what comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; whoever reads the body meets the limit."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        most = _limit(scope, headers)
        if most is None:
            await self._app(scope, receive, send)
            return
        length = headers.get("content-length", "")
        declared = int(length) if length.isdecimal() else 0
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            if declared <= most:
                message = await receive()
                received += len(message.get("body", b""))
                if received <= most:
                    return message
            raise HTTPException(413, f"A body may have at most {most:,} bytes{_way_out(scope)}.")

        await self._app(scope, receive_counted, send)


def _limit(scope: Scope, headers: Headers) -> int | None:
    """The most bytes that a body may have; ``None`` for any number."""
    if scope["type"] != "http":
        return None
    if scope["path"] != BATCHES:
        return MOST_BYTES
    form = form_of(headers.get("content-type", "").partition(";")[0])
    return MOST_BATCH_BYTES if form in {None, "json"} else None


def _way_out(scope: Scope) -> str:
    return "; send more points as NDJSON, CSV or Arrow" if scope["path"] == BATCHES else ""
