"""Named arrays and facts in one file: stamped, checksummed, mapped into memory.

::

    magic, 8 bytes | format, uint32 | length of the header, uint32 | checksum of the header, uint64
    header, JSON: stamp, facts, size of the file, and name, type, shape, place of each array
    arrays, each at a multiple of 64 bytes; their checksums are in the header

A file is checked in full whenever it is opened: one that was cut short, changed in a single bit,
or written by another version or for another edition is refused, never read.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xxhash

from boundaries.errors import IndexFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 1
"""Differs whenever the meaning of an index does; files of another are made anew."""

_MAGIC = b"gridmap\n"
PREFIX = struct.Struct("<8sIIQ")
_ALIGNED = 64
_STALE_SECONDS = 3600
"""Nobody writes to one draft for so long."""
_REMEDY = "It is made anew from the edition: gridmap boundaries compile."


@dataclass(frozen=True)
class Archive:
    """What a file holds.

    Attributes
    ----------
    stamp
        Whatever the writer compares: an archive with another stamp is not its own.
    facts
        JSON values.
    """

    stamp: str
    facts: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def write_archive(path: Path, archive: Archive) -> None:
    """Write a file in one step: it is whole, or it is not there.

    Raises
    ------
    IndexFileError
        When there is no room, or the folder can't be written to.
    """
    prefix, header, places = _header(archive)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_away(path)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            draft = Path(file.name)
            try:
                file.write(prefix + header)
                for array, place in zip(archive.arrays.values(), places, strict=True):
                    file.write(b"\0" * (place - file.tell()))
                    file.write(_bytes_of(array))
                file.flush()
                os.fsync(file.fileno())
                draft.replace(path)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise IndexFileError(
            f"The index can't be written: {error.strerror}.",
            where=str(path),
            remedy="Make room, or let the folder be written to.",
        ) from error


def _clear_away(path: Path) -> None:
    """Drafts that killed processes left behind."""
    for draft in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
                draft.unlink()


def _header(archive: Archive) -> tuple[bytes, bytes, list[int]]:
    """The first bytes of a file, its header, and where its arrays begin."""
    sections: list[dict[str, Any]] = []
    place = 0
    for name, array in archive.arrays.items():
        sections.append(
            {
                "name": name, "dtype": array.dtype.str, "shape": array.shape, "place": place,
                "checksum": f"{_checksum(array):016x}",
            }
        )  # fmt: skip
        place = _rounded(place + array.nbytes)
    facts = {
        "stamp": archive.stamp, "byteorder": sys.byteorder, "facts": archive.facts,
        "bytes": place, "arrays": sections,
    }  # fmt: skip
    header = json.dumps(facts, ensure_ascii=False).encode()
    prefix = PREFIX.pack(_MAGIC, FORMAT, len(header), xxhash.xxh3_64_intdigest(header))
    begin = _rounded(PREFIX.size + len(header))
    return prefix, header, [begin + section["place"] for section in sections]


def _rounded(place: int) -> int:
    return -(-place // _ALIGNED) * _ALIGNED


def _checksum(array: NDArray[Any]) -> int:
    return int(xxhash.xxh3_64_intdigest(_bytes_of(array)))


def _bytes_of(array: NDArray[Any]) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def open_archive(path: Path, stamp: str | None = None) -> Archive:
    """Map a file into memory and check all of it; its arrays are shared by all processes.

    Parameters
    ----------
    stamp
        That the file must have, where given.

    Raises
    ------
    IndexFileError
        When there is no such file, or it is foreign, damaged, or of another stamp.
    """
    try:
        with path.open("rb") as file:
            # A private map: its arrays count as writable, which kernels are compiled for.
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError) as error:
        raise IndexFileError(
            "There is no index." if isinstance(error, FileNotFoundError) else "It can't be read.",
            where=str(path), remedy=_REMEDY,
        ) from error  # fmt: skip
    header, begin = _checked_header(memory, path)
    if stamp is not None and header["stamp"] != stamp:
        raise _refused("The index belongs to another edition, or to another state of it", path)
    if len(memory) < begin + _last_byte(header):
        raise _refused("The index was cut short", path)
    arrays = {s["name"]: _array(memory, s, begin, path) for s in header["arrays"]}
    return Archive(header["stamp"], header["facts"], arrays)


def _checked_header(memory: mmap.mmap, path: Path) -> tuple[dict[str, Any], int]:
    if len(memory) < PREFIX.size or memory[:8] != _MAGIC:
        raise _refused("The file is no index", path)
    _, version, length, checksum = PREFIX.unpack_from(memory)
    if version != FORMAT:
        raise _refused(f"The index has format {version}, not {FORMAT}", path)
    text = memory[PREFIX.size : PREFIX.size + length]
    if len(text) < length or xxhash.xxh3_64_intdigest(text) != checksum:
        raise _refused("The index is damaged: its header is not what was written", path)
    header: dict[str, Any] = json.loads(text)
    if header["byteorder"] != sys.byteorder:
        raise _refused("The index comes from a machine with another order of bytes", path)
    return header, _rounded(PREFIX.size + length)


def _last_byte(header: dict[str, Any]) -> int:
    ends = [
        s["place"] + np.dtype(s["dtype"]).itemsize * int(np.prod(s["shape"], dtype=np.int64))
        for s in header["arrays"]
    ]
    return max(ends, default=0)


def _array(memory: mmap.mmap, section: dict[str, Any], begin: int, path: Path) -> NDArray[Any]:
    dtype, shape = np.dtype(section["dtype"]), tuple(section["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    array = np.frombuffer(memory, dtype, count, begin + section["place"]).reshape(shape)
    if _checksum(array) != int(section["checksum"], 16):
        raise _refused(f"The index is damaged: {section['name']} is not what was written", path)
    return array


def _refused(what: str, path: Path) -> IndexFileError:
    return IndexFileError(f"{what}.", where=str(path), remedy=_REMEDY)
