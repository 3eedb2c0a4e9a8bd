"""An answer that is made in a thread while the question still comes in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from api.streams.inflow import Inflow
from api.streams.outflow import Outflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

PATIENCE_S = 60.0
"""Seconds without a byte from the sender after which an exchange ends."""
PATIENCE_TO_READ_S = 300.0
"""Seconds in which who asked must take the next megabyte of the answer."""
AT_ONCE = 16
"""Exchanges that are worked on at a time; more wait. Other requests have threads of their own."""


class Work(Protocol):
    """What is done with a body, in a thread of its own."""

    def __call__(self, read: Callable[[], bytes], put: Callable[[bytes], None]) -> None:
        """Read pieces until one is empty, and put pieces of the answer."""


class Exchange(Response):
    """Sends what the work puts, from the first piece on.

    What goes wrong before the first piece is answered as any error is. Afterwards the answer
    has begun: `last_words` may add to it, and then it ends without its end, which a client sees
    as a broken transfer. When who asked is gone the work ends, too.

    Parameters
    ----------
    last_words
        What to write about an error in an answer that has begun.
    """

    def __init__(
        self, work: Work, media_type: str, last_words: Callable[[Exception], bytes]
    ) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self._work = work
        self._last_words = last_words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Exchange the bodies."""
        loop = asyncio.get_running_loop()
        inflow = Inflow(receive, loop, PATIENCE_S)
        outflow = Outflow(loop, lambda: inflow.ended)
        run = _Run(inflow, outflow, self._work)
        begun = False
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_watch, run)
                tasks.start_soon(_worked, run)
                try:
                    begun = await self._sent(outflow, send)
                finally:
                    run.stop()
                    tasks.cancel_scope.cancel()
        finally:
            outflow.close()
        await self._finish(run.failure, send, begun=begun)

    async def _sent(self, outflow: Outflow, send: Send) -> bool:
        """Send what comes, until it ends; whether anything came."""
        begun = False
        while piece := await outflow.take():
            if not begun:
                begun = True
                await send(self._start())
            with anyio.move_on_after(PATIENCE_TO_READ_S) as waited:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if waited.cancelled_caught:
                outflow.stop(ClientDisconnect())
                break
        return begun

    def _start(self) -> dict[str, object]:
        return {"type": "http.response.start", "status": 200, "headers": self.raw_headers}

    async def _finish(self, failure: Exception | None, send: Send, *, begun: bool) -> None:
        if failure is None:
            if not begun:
                await send(self._start())
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        elif isinstance(failure, ClientDisconnect):
            return
        elif not begun:
            raise _told(failure)
        else:
            words = self._last_words(failure)
            await send({"type": "http.response.body", "body": words, "more_body": True})


class _Run:
    """One exchange as it stands."""

    def __init__(self, inflow: Inflow, outflow: Outflow, work: Work) -> None:
        self.inflow = inflow
        self.outflow = outflow
        self.work = work
        self.failure: Exception | None = None

    def stop(self) -> None:
        """End the work at its next step: nobody waits for it any more."""
        self.inflow.stop(ClientDisconnect())
        self.outflow.stop(ClientDisconnect())


def _told(failure: Exception) -> Exception:
    if isinstance(failure, TimeoutError):
        return HTTPException(408, f"No byte of the body came for {PATIENCE_S:.0f} seconds.")
    return failure


async def _watch(run: _Run) -> None:
    """Take the body; then wait whether who asked goes, and stop the work."""
    failure = await run.inflow.fill()
    if failure is not None:
        run.outflow.stop(failure)
        return
    await run.inflow.until_gone()
    run.stop()


_LIMITER: RunVar[anyio.CapacityLimiter] = RunVar("exchanges at once")


def _limiter() -> anyio.CapacityLimiter:
    """The event loop's own: others keep their threads."""
    try:
        return _LIMITER.get()
    except LookupError:
        _LIMITER.set(anyio.CapacityLimiter(AT_ONCE))
        return _LIMITER.get()


async def _worked(run: _Run) -> None:
    """Do the work in a thread; the answer ends when it does."""

    def work() -> None:
        try:
            run.work(run.inflow.read, run.outflow.put)
        except Exception as error:  # noqa: BLE001  told where the answer ends
            run.failure = error

    await anyio.to_thread.run_sync(work, limiter=_limiter())
    run.outflow.end()
