"""Points as columns of an Arrow IPC stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.errors import InputError
from gridmap.files.point_streams.arrow_frames import ArrowFrames
from gridmap.files.point_streams.block import ROWS, PointBlock
from gridmap.files.point_streams.csv_lines import csv_lines
from gridmap.files.point_streams.fields import refuse_unfit_fields
from gridmap.files.point_streams.numbers import Numbers, row_problems, usable_accuracy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from gridmap.files.point_streams.block import ByteSource, PointFields

_MOST_BYTES = 33_554_432
"""Bytes of rows that are taken at a time."""


class ArrowPoints:
    """An open Arrow stream; its columns stay as they are.

    Raises
    ------
    InputError
        When it is none, or has no such columns of numbers.
    """

    def __init__(self, source: ByteSource, fields: PointFields) -> None:
        import pyarrow as pa

        try:
            self._stream = pa.ipc.open_stream(pa.PythonFile(ArrowFrames(source), mode="r"))
            self.schema = self._stream.schema
            refuse_unfit_fields(self.schema.names, fields)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise _unreadable(error) from None
        self._fields = fields
        for name in (fields.lon, fields.lat, fields.accuracy_name):
            if name in self.schema.names:
                _refuse_texts(self.schema.field(name))

    def blocks(self, rows: int = ROWS) -> Iterator[PointBlock]:
        """The rows, in their order."""
        first = 1
        for batch in self._batches():
            most = max(1, min(rows, _MOST_BYTES * batch.num_rows // max(batch.nbytes, 1)))
            for start in range(0, batch.num_rows, most):
                yield self._block(first + start, batch.slice(start, most))
            first += batch.num_rows

    def _batches(self) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        while True:
            try:
                batch = self._stream.read_next_batch()
                batch.validate(full=True)
            except StopIteration:
                return
            except (pa.ArrowException, OSError) as error:
                raise _unreadable(error) from None
            yield batch

    def _block(self, first: int, batch: pa.RecordBatch) -> PointBlock:
        fields = self._fields
        x, y = (_numbers(batch, name) for name in (fields.lon, fields.lat))
        problem, wrong = row_problems(x, y)
        accuracy = None
        if fields.accuracy_name in batch.schema.names:
            stated = _numbers(batch, fields.accuracy_name)
            accuracy = usable_accuracy(stated, problem, wrong, fields.accuracy_name)
        return PointBlock(
            first, x.value, y.value, problem, accuracy, wrong, OwnBatch(batch, fields)
        )


class OwnBatch:
    """The rows of an Arrow stream."""

    def __init__(self, batch: pa.RecordBatch, fields: PointFields) -> None:
        self._batch = batch
        self._fields = fields

    def record_batch(self) -> pa.RecordBatch:
        """The rows, with their types."""
        return self._batch

    def csv_lines(self) -> list[bytes]:
        """The values as texts."""
        lines = _written_at_once(self._batch)
        if lines is not None:
            return lines
        columns = (map(_cell, _values(column)) for column in self._batch.columns)
        return csv_lines(zip(*columns, strict=True))

    def extras(self) -> Sequence[dict[str, Any]] | None:
        """The id, and the columns that are not of the question."""
        fields, names = self._fields, self._batch.schema.names
        asked = {fields.lon, fields.lat, fields.accuracy_name, fields.id_name}
        others = [name for name in names if name not in asked]
        extras: list[dict[str, Any]] = [{} for _ in range(self._batch.num_rows)]
        if fields.id_name in names:
            ids = _values(self._batch.column(fields.id_name))
            extras = [{"id": _plain(value)} for value in ids]
        if others:
            rows = zip(*(_values(self._batch.column(name)) for name in others), strict=True)
            for extra, row in zip(extras, rows, strict=True):
                extra["properties"] = dict(zip(others, row, strict=True))
        return extras if any(extras) else None


def _numbers(batch: pa.RecordBatch, name: str) -> Numbers:
    """A column's numbers; null is none, and so is NaN, which tables write for it."""
    import pyarrow as pa

    cast = batch.column(name).cast(pa.float64(), safe=False)
    values = cast.to_numpy(zero_copy_only=False)
    found = Numbers((), name, texts=False)
    finite = np.isfinite(values)
    found.problem = np.where(finite, OK, NO_COORDINATE).astype(np.uint8)
    found.problem[np.isinf(values)] = NOT_A_NUMBER
    found.value = np.where(finite, values, np.nan)
    found.wrong = {
        k: f"{name} is {values[k]}, not a number."
        for k in np.flatnonzero(np.isinf(values)).tolist()
    }
    return found


def _refuse_texts(field: pa.Field) -> None:
    import pyarrow as pa

    kind = field.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise InputError(
            f"The column {field.name!r} is {str(kind)[:60]}, not numbers.",
            where="body",
            remedy="Write it as float64.",
        )


def _unreadable(error: Exception) -> InputError:
    return InputError(
        f"The Arrow stream can't be read: {str(error).partition(chr(10))[0][:200]}.", where="body"
    )


def _values(column: pa.Array) -> list[Any]:
    """The values of a column; times that Python has none for as texts.

    Raises
    ------
    InputError
        When its values can't be written.
    """
    import pyarrow as pa

    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException):
        pass
    try:
        return list(column.cast(pa.string()).to_pylist())
    except (ValueError, OverflowError, pa.ArrowException) as error:
        raise _unreadable(error) from None


def _plain(value: object) -> object:
    """A value that `csv` and JSON can write; bytes as hexadecimal digits."""
    return value.hex() if isinstance(value, bytes) else value


def _cell(value: object) -> object:
    """A value as CSV writes it."""
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _written_at_once(batch: pa.RecordBatch) -> list[bytes] | None:
    """The lines of a batch of numbers and texts; ``None`` where values are of other kinds."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    simple = (pa.types.is_floating, pa.types.is_integer, pa.types.is_string, pa.types.is_boolean)
    if not all(any(test(field.type) for test in simple) for field in batch.schema):
        return None
    sink = pa.BufferOutputStream()
    arrow_csv.write_csv(batch, sink, arrow_csv.WriteOptions(include_header=False))
    lines = sink.getvalue().to_pybytes().split(b"\n")[:-1]
    # A text may hold the end of a line.
    return lines if len(lines) == batch.num_rows else None
