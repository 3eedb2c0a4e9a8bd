"""The messages of an Arrow IPC stream, looked at before anything is made of them.

What a message says of itself decides how much memory its reader takes: the length of its body,
and what that is packed with. Both are read here from its FlatBuffers table and held to limits.

References
----------
Apache Arrow, "Columnar Format", section "Encapsulated message format".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridmap.files.point_streams.block import ByteSource

MOST_BODY = 134_217_728
"""Bytes of one record batch; a stream may have any number of them."""
_MOST_METADATA = 4_194_304
_MOST_DICTIONARIES = 2 * MOST_BODY
"""Bytes of all dictionaries together: they stay until the stream ends."""
_CONTINUATION = b"\xff\xff\xff\xff"
_DICTIONARY, _BATCH = 2, 3


class ArrowFrames:
    """A file to read from, that holds only messages within the limits.

    Raises
    ------
    InputError
        While reading, when the bytes are no Arrow stream, or beyond a limit.
    """

    closed = False

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._held = bytearray()
        self._frames = self._checked()
        self._ready = bytearray()

    def read(self, size: int) -> bytes:
        """The next bytes of the stream, fewer only at its end."""
        while len(self._ready) < size:
            frame = next(self._frames, None)
            if frame is None:
                break
            self._ready += frame
        found = bytes(self._ready[:size])
        del self._ready[:size]
        return found

    def _take(self, size: int) -> bytes:
        while len(self._held) < size:
            piece = self._source.read()
            if not piece:
                break
            self._held += piece
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    def _whole(self, size: int) -> bytes:
        found = self._take(size)
        if len(found) < size:
            raise InputError("The Arrow stream ends in the middle of a message.", where="body")
        return found

    def _checked(self) -> Iterator[bytes]:
        kept = 0
        while head := self._take(8):
            if len(head) < 8 or not head.startswith(_CONTINUATION):
                raise InputError(
                    "The body is no Arrow IPC stream.",
                    where="body",
                    remedy="Write it with pyarrow.ipc.new_stream; a file has another form.",
                )
            (size,) = struct.unpack("<i", head[4:])
            if size == 0:
                return
            _hold(size, _MOST_METADATA, "The description of a message")
            metadata = self._whole(size)
            kind, length = _described(metadata)
            _hold(length, MOST_BODY, "A record batch")
            kept += length if kind == _DICTIONARY else 0
            _hold(kept, _MOST_DICTIONARIES, "All dictionaries together")
            yield head + metadata
            yield self._whole(length)


def _hold(size: int, most: int, what: str) -> None:
    if not 0 <= size <= most:
        raise InputError(
            f"{what} may have at most {most:,} bytes; there are {size:,}.",
            where="body",
            remedy="Write more and smaller record batches.",
        )


def _described(metadata: bytes) -> tuple[int, int]:
    """Kind of a message and length of its body."""
    try:
        message = _Table(metadata, *struct.unpack_from("<I", metadata))
        kind, length = message.number(1, "B"), message.number(3, "q")
        header = message.table(2)
        if kind == _DICTIONARY and header is not None:
            header = header.table(1)
        packed = kind in {_DICTIONARY, _BATCH} and header is not None and header.has(3)
    except struct.error:
        raise InputError("A message of the Arrow stream can't be read.", where="body") from None
    if packed:
        raise InputError(
            "The record batches are packed.", where="body", remedy="Write them without compression."
        )
    return kind, length


class _Table:
    """A FlatBuffers table."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start
        (back,) = struct.unpack_from("<i", data, start)
        self._fields = start - back
        if self._fields < 0:
            raise struct.error
        (self._size,) = struct.unpack_from("<H", data, self._fields)

    def _place(self, field: int) -> int:
        entry = 4 + 2 * field
        if entry + 2 > self._size:
            return 0
        (offset,) = struct.unpack_from("<H", self._data, self._fields + entry)
        return self._start + int(offset) if offset else 0

    def has(self, field: int) -> bool:
        return self._place(field) != 0

    def number(self, field: int, form: str) -> int:
        place = self._place(field)
        return int(struct.unpack_from(f"<{form}", self._data, place)[0]) if place else 0

    def table(self, field: int) -> _Table | None:
        place = self._place(field)
        if not place:
            return None
        (offset,) = struct.unpack_from("<I", self._data, place)
        return _Table(self._data, place + int(offset))
