"""Texts of areas in one block of bytes, decoded when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Texts(Sequence[Any]):
    """A column of texts, or of texts and ``None``.

    Parameters
    ----------
    data
        UTF-8, one text behind the other; uint8.
    ends
        Where each ends, int64, shape (n,).
    missing
        Which are ``None``, uint8, shape (n,).
    """

    def __init__(
        self, data: NDArray[np.uint8], ends: NDArray[np.int64], missing: NDArray[np.uint8]
    ) -> None:
        self._data = data
        self._ends = ends
        self._missing = missing
        self._decoded: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Any]: ...
    def __getitem__(self, row: int | slice) -> Any:
        if isinstance(row, slice):
            return [self[k] for k in range(*row.indices(len(self)))]
        known = self._decoded.get(row)
        if known is None:
            known = self._decoded[row] = self._text(row)
        return known

    def _text(self, row: int) -> str | None:
        k = row + len(self) if row < 0 else row
        if not 0 <= k < len(self):
            raise IndexError(row)
        if self._missing[k]:
            return None
        start = int(self._ends[k - 1]) if k else 0
        return bytes(self._data[start : int(self._ends[k])]).decode()

    def __iter__(self) -> Iterator[Any]:
        data, start = bytes(self._data), 0
        for end, missing in zip(self._ends.tolist(), self._missing.tolist(), strict=True):
            yield None if missing else data[start:end].decode()
            start = end

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def text_arrays(texts: Sequence[str | None]) -> dict[str, NDArray[Any]]:
    """The arrays that `Texts` is made of, by the names of its parameters."""
    encoded = [(text or "").encode() for text in texts]
    return {
        "data": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum([len(part) for part in encoded], dtype=np.int64),
        "missing": np.array([text is None for text in texts], dtype=np.uint8),
    }
