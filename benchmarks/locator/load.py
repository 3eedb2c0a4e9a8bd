"""``python -m benchmarks.locator.load``: asks a server over several connections without a pause.

A process of its own, and sockets without a library on them: what is measured is the server.
Prints JSON: answers a second, and how many of them were not 200.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import suppress
from functools import partial
from typing import cast

CONNECTIONS = 16
_LENGTH = b"content-length:"


class _Asking(asyncio.Protocol):
    """One connection: the next question follows each answer, until the end."""

    def __init__(self, requests: list[bytes], first: int, end: float) -> None:
        self._requests, self._next, self._end = requests, first, end
        self._seen, self._due = b"", -1
        self.answers = self.refused = 0
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._transport.write(self._requests[self._next % len(self._requests)])
        self._next += 1

    def data_received(self, data: bytes) -> None:
        self._seen += data
        if self._due < 0:
            head = self._seen.find(b"\r\n\r\n")
            if head < 0:
                return
            lowered = self._seen[:head].lower()
            length = lowered.index(_LENGTH) + len(_LENGTH)
            self._due = head + 4 + int(lowered[length:].split(b"\r\n", 1)[0])
        if len(self._seen) >= self._due:
            self._answered()

    def _answered(self) -> None:
        self.answers += 1
        self.refused += not self._seen.startswith(b"HTTP/1.1 200")
        self._seen, self._due = b"", -1
        if time.perf_counter() < self._end:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if not self.closed.done():
            self.closed.set_result(None)


def _same(talk: _Asking) -> _Asking:
    return talk


async def _run(port: int, seconds: float, paths: list[str]) -> dict[str, float]:
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode()
        for path in paths
    ]
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    talks: list[_Asking] = []
    for k in range(CONNECTIONS):
        talk = _Asking(requests, k * len(requests) // CONNECTIONS, begun + seconds)
        talks.append(talk)
        await loop.create_connection(partial(_same, talk), "127.0.0.1", port)
    await asyncio.gather(*(talk.closed for talk in talks))
    spent = time.perf_counter() - begun
    answers = sum(talk.answers for talk in talks)
    return {"rate": answers / spent, "refused": sum(talk.refused for talk in talks)}


def main() -> None:
    """Read port, seconds and paths as JSON from standard input, and ask."""
    with suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asked = json.load(sys.stdin)
    print(json.dumps(asyncio.run(_run(asked["port"], asked["seconds"], asked["paths"]))))


if __name__ == "__main__":
    main()
