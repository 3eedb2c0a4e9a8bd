"""The body of an answer, on its way from a thread to whoever asked.

Many clients send their whole body before they read a byte of the answer. If the answer had to
wait for them, they would wait for it in turn. So while the body still comes in, what can't be
sent yet goes to a temporary file; once it has ended, the thread waits for the reader instead.
"""

from __future__ import annotations

import tempfile
import threading
from collections import deque
from typing import IO, TYPE_CHECKING

import anyio
import anyio.to_thread

from gridmap.errors import InputError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

MOST_HELD = 8_388_608
"""Bytes that wait in memory."""
MOST_SPILT = 4_294_967_296
"""Bytes that wait in a temporary file."""
_PIECE = 1_048_576


class Outflow:
    """Filled by one thread, emptied by the event loop, in order.

    Parameters
    ----------
    may_wait
        Whether the thread may wait for the reader: the body has ended.
    """

    def __init__(self, loop: AbstractEventLoop, may_wait: Callable[[], bool]) -> None:
        self._loop = loop
        self._may_wait = may_wait
        self._changed = threading.Condition()
        self._held: deque[bytes] = deque()
        self._size = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = 0
        self._stopped: BaseException | None = None
        self._ended = False
        self._more = anyio.Event()

    def put(self, piece: bytes) -> None:
        """Add bytes; waits where they are more than may be held.

        Raises
        ------
        InputError
            When who asked sends on, but does not read what waits.
        """
        for start in range(0, len(piece), _PIECE):
            self._put(piece[start : start + _PIECE])

    def _put(self, piece: bytes) -> None:
        with self._changed:
            while self._full() and self._may_wait() and self._stopped is None:
                self._changed.wait()
            if self._stopped is not None:
                raise self._stopped
            if not self._full():
                self._held.append(piece)
                self._size += len(piece)
            else:
                self._spill(piece)
        self._loop.call_soon_threadsafe(self._say_more)

    def _full(self) -> bool:
        return self._size >= MOST_HELD or self._file is not None

    def _spill(self, piece: bytes) -> None:
        if self._written - self._read >= MOST_SPILT:
            raise InputError(
                f"More than {MOST_SPILT:,} bytes of the answer wait to be read.",
                remedy="Read the answer while sending, or send smaller batches.",
            )
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed in `close`
        self._file.seek(self._written)
        self._file.write(piece)
        self._written += len(piece)

    def end(self) -> None:
        """Say that nothing follows."""
        self._ended = True
        self._loop.call_soon_threadsafe(self._say_more)

    def stop(self, error: BaseException) -> None:
        """Let the thread meet an error, now."""
        with self._changed:
            self._stopped = error
            self._changed.notify()

    async def take(self) -> bytes:
        """The next bytes; empty at the end."""
        while True:
            self._more = anyio.Event()
            ended = self._ended
            found = (
                self._next() if self._file is None else await anyio.to_thread.run_sync(self._next)
            )
            if found or ended:
                return found
            await self._more.wait()

    def _next(self) -> bytes:
        with self._changed:
            if self._held:
                found = self._held.popleft()
                self._size -= len(found)
                self._changed.notify()
                return found
            return self._unspilt()

    def _unspilt(self) -> bytes:
        """The next bytes of the file; when it is read to its end, memory will do again."""
        if self._file is None:
            return b""
        self._file.seek(self._read)
        found = self._file.read(_PIECE)
        self._read += len(found)
        if self._read == self._written:
            self._file.close()
            self._file, self._written, self._read = None, 0, 0
            self._changed.notify()
        return found

    def _say_more(self) -> None:
        self._more.set()

    def close(self) -> None:
        """Let go of the temporary file."""
        with self._changed:
            if self._file is not None:
                self._file.close()
                self._file = None
