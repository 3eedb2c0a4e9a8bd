"""Records of a text that comes piece by piece: lines, or lines of CSV with quoted ends inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridmap.files.point_streams.block import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridmap.files.point_streams.block import ByteSource

LONGEST = 100_000
"""Bytes of one record; a longer one is answered as unreadable."""
_MOST_BYTES = 8_388_608
"""Bytes of records handed on at a time."""
_FIELD = rb'(?:"[^"]*+(?:""[^"]*+)*+"[^,\n]*+|[^",\n][^,\n]*+|)'
_RECORD = re.compile(_FIELD + rb"(?:," + _FIELD + rb")*+\n")
"""A record of CSV as `csv` reads it; possessive, so that it costs no more than its length."""
_LINE = re.compile(rb"[^\n]*\n")


@dataclass(frozen=True)
class Broken:
    """A record that can't be read."""

    text: bytes
    why: str

    def __len__(self) -> int:
        return len(self.text)


class Records:
    """The records of a text, without the blank ones.

    Parameters
    ----------
    source
        Where the bytes come from.
    quoted
        Whether a quoted field may hold the end of a line, as in CSV.
    """

    def __init__(self, source: ByteSource, *, quoted: bool) -> None:
        self._source = source
        self._quoted = quoted
        self._left = b""
        self._skipping = False
        self._pending: list[bytes | Broken] = []

    def first(self) -> bytes | Broken:
        """The first record, which `blocks` leaves out then; empty where there is none."""
        while not self._pending:
            piece = self._source.read()
            self._pending = self._complete(self._left + (piece or b"\n"), last=not piece)
            if not piece:
                break
        return self._pending.pop(0) if self._pending else b""

    def blocks(self, rows: int = ROWS) -> Iterator[list[bytes | Broken]]:
        """Records without the ends of their lines, at most so many at a time."""
        pending, self._pending = self._pending, []
        size = 0
        while piece := self._source.read():
            size += len(piece)
            pending += self._complete(self._left + piece)
            start = 0
            while len(pending) - start >= rows:
                yield pending[start : start + rows]
                start += rows
            if start:
                pending, size = pending[start:], 0
            if size >= _MOST_BYTES and pending:
                yield pending
                pending, size = [], 0
        if self._left:
            pending += self._complete(self._left + b"\n", last=True)
        for start in range(0, len(pending), rows):
            yield pending[start : start + rows]

    def _complete(self, text: bytes, *, last: bool = False) -> list[bytes | Broken]:
        """The records that are whole; what is left waits for more."""
        if self._skipping:
            text = self._skipped(text)
        if self._quoted and b'"' in text:
            found, end = self._scanned(text, last=last)
        else:
            end = text.rfind(b"\n") + 1
            found = [*text[:end].split(b"\n")[:-1]]
        self._left = text[end:]
        if len(self._left) > LONGEST:
            found.append(Broken(self._left[:LONGEST], _TOO_LONG))
            self._left, self._skipping = b"", True
        return _judged(found, returns=b"\r" in text)

    def _skipped(self, text: bytes) -> bytes:
        """What follows the line that is skipped."""
        end = text.find(b"\n") + 1
        self._skipping = end == 0
        return text[end:] if end else b""

    def _scanned(self, text: bytes, *, last: bool) -> tuple[list[bytes | Broken], int]:
        found: list[bytes | Broken] = []
        start = 0
        while start < len(text):
            match = _RECORD.match(text, start, start + LONGEST + 1)
            if match is not None:
                found.append(match[0][:-1])
                start = match.end()
                continue
            line = _LINE.match(text, start) if last or len(text) - start > LONGEST else None
            if line is None:
                break
            why = _NEVER_CLOSED if b'"' in line[0] else _TOO_LONG
            found.append(Broken(line[0].rstrip(b"\r\n")[:LONGEST], why))
            start = line.end()
        return found, start


_TOO_LONG = f"it has more than {LONGEST:,} bytes"
_NEVER_CLOSED = f"a quote is opened and not closed within {LONGEST:,} bytes"


def _judged(found: list[bytes | Broken], *, returns: bool) -> list[bytes | Broken]:
    """The records without blank ones and carriage returns at their ends; long ones are broken."""
    if returns:
        found = [r[:-1] if isinstance(r, bytes) and r.endswith(b"\r") else r for r in found]
    if b"" in found:
        found = [record for record in found if record != b""]
    if max(map(len, found), default=0) > LONGEST:
        found = [
            Broken(r[:LONGEST], _TOO_LONG) if isinstance(r, bytes) and len(r) > LONGEST else r
            for r in found
        ]
    return found
