"""The body of a request, read ahead a little, for a thread that wants it piece by piece."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

import anyio
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from starlette.types import Message, Receive

_AHEAD = 1_048_576
"""Bytes that are read before the thread asks for them; who goes away is noticed behind them."""


class Inflow:
    """Filled by the event loop, read by one thread.

    Parameters
    ----------
    patience_s
        Seconds without a byte after which the sender is given up.
    """

    def __init__(self, receive: Receive, loop: AbstractEventLoop, patience_s: float) -> None:
        self._receive = receive
        self._loop = loop
        self._patience_s = patience_s
        self._changed = threading.Condition()
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._failure: BaseException | None = None
        self._room = anyio.Event()
        self.ended = False

    async def fill(self) -> Exception | None:
        """Take what comes until the body ends; what goes wrong meets the reader, and is given."""
        try:
            while not self.ended:
                with anyio.fail_after(self._patience_s):
                    message = await self._receive()
                self._take(message)
                await self._wait_for_room()
        except Exception as error:  # noqa: BLE001  the reader raises it
            self.stop(error)
            return error
        return None

    async def until_gone(self) -> None:
        """Wait until who asked is gone; the body has ended."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def stop(self, error: BaseException) -> None:
        """Let the reader meet an error, now."""
        with self._changed:
            self._failure = self._failure or error
            self._changed.notify()

    def read(self) -> bytes:
        """All that has come since the last time, at least a byte; empty at the end.

        Raises
        ------
        ClientDisconnect
            When the sender is gone.
        TimeoutError
            When the sender has been silent for too long.
        """
        with self._changed:
            while not self._pieces and not self.ended and self._failure is None:
                self._changed.wait()
            if self._failure is not None:
                raise self._failure
            found = b"".join(self._pieces)
            self._pieces.clear()
            self._size = 0
        self._loop.call_soon_threadsafe(self._say_room)
        return found

    def _take(self, message: Message) -> None:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece = message.get("body", b"")
        with self._changed:
            if piece:
                self._pieces.append(piece)
                self._size += len(piece)
            self.ended = not message.get("more_body", False)
            self._changed.notify()

    async def _wait_for_room(self) -> None:
        while self._size > _AHEAD and self._failure is None:
            self._room = anyio.Event()
            if self._size > _AHEAD:
                await self._room.wait()

    def _say_room(self) -> None:
        self._room.set()
