"""A body that is too long is refused before it fills the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_048_576
"""Four times what 1,000 points, or the longest request with every letter escaped, need."""


class BodyLimit:
    """Refuses a body of more than `MOST_BYTES`, by what it declares and by what comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; whoever reads the body meets the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        declared = int(length) if length.isdecimal() else 0
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            if declared <= MOST_BYTES:
                message = await receive()
                received += len(message.get("body", b""))
                if received <= MOST_BYTES:
                    return message
            raise HTTPException(413, f"A body may have at most {MOST_BYTES:,} bytes.")

        await self._app(scope, receive_counted, send)
