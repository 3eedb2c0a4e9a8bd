"""Some rows of a stream of points: as they were read, and as they were placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from boundaries.positions import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from boundaries.model import Placement

ROWS = 65_536
"""Points that are read, placed and written at a time."""
ROW_REASONS = (*REASONS, "unreadable_row", "unusable_accuracy")
"""Why a row is not inside: the reasons of a position, then those of a row."""
UNREADABLE, BAD_ACCURACY = len(REASONS), len(REASONS) + 1
MOST_ACCURACY_M = 50_000.0


@dataclass(frozen=True)
class PointFields:
    """What the fields of a stream are called.

    Attributes
    ----------
    accuracy, id
        ``None`` where nobody named them: the usual name counts where the stream has it.
    """

    lon: str = "lon"
    lat: str = "lat"
    accuracy: str | None = None
    id: str | None = None

    @property
    def accuracy_name(self) -> str:
        """The field of the accuracy radius."""
        return self.accuracy or "accuracy"

    @property
    def id_name(self) -> str:
        """The field of the sender's own id."""
        return self.id or "id"


class OwnColumns(Protocol):
    """What a row brought along besides being asked about, in every form."""

    def record_batch(self) -> pa.RecordBatch:
        """Columns, of the reader's schema."""

    def csv_lines(self) -> list[bytes]:
        """A line of CSV for each row, UTF-8, without its end."""

    def extras(self) -> Sequence[dict[str, Any]] | None:
        """For each row ``id`` and ``properties`` as JSON values; ``None`` where none has any."""


@dataclass(frozen=True)
class PointBlock:
    """Rows as they were read.

    Attributes
    ----------
    first
        Number of the first row in its stream, from 1.
    x, y
        As written, float64, shape (n,); NaN where there is no number.
    problem
        Index into `ROW_REASONS`, uint8, shape (n,); 0 where nothing is wrong yet.
    accuracy
        Metres, float64, shape (n,), NaN for none; ``None`` where no row has one.
    wrong
        Place in the block to what was wrong, in a sentence, where the reason does not say it.
    own
        What the rows brought along.
    """

    first: int
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    problem: NDArray[np.uint8]
    accuracy: NDArray[np.float64] | None
    wrong: dict[int, str]
    own: OwnColumns

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class PlacedBlock:
    """Rows with their answers.

    Attributes
    ----------
    rows
        Layer code to row of the owning area, int32, shape (n,); -1 for none.
    reason
        Index into `ROW_REASONS`, uint8, shape (n,); 0 where the point lies in an area.
    placements
        Full answers, where they were asked for.
    """

    block: PointBlock
    rows: dict[str, NDArray[np.int32]]
    reason: NDArray[np.uint8]
    placements: Sequence[Placement] | None = None


class PointReader(Protocol):
    """An open stream of points.

    Attributes
    ----------
    schema
        Of the columns that the stream brings along.
    """

    schema: pa.Schema

    def blocks(self, rows: int = ROWS) -> Iterator[PointBlock]:
        """The rows in their order, at most so many at a time."""


class AnswerWriter(Protocol):
    """Writes answers in one form."""

    def start(self, reader: PointReader) -> bytes:
        """What stands before the first answer."""

    def block(self, placed: PlacedBlock) -> bytes:
        """The answers of some rows."""

    def end(self) -> bytes:
        """What stands behind the last answer."""


class ByteSource(Protocol):
    """Bytes that come piece by piece."""

    def read(self) -> bytes:
        """The next bytes, as many as there are; empty at the end."""
