"""Answers as an Arrow IPC stream: the rows' own columns, then what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from gridmap.files.owner_columns import dictionary_column, narrowed, text_dictionary
from gridmap.files.point_streams.answers import KINDS, error_text, full_values, kinds
from gridmap.files.point_streams.block import ROW_REASONS
from gridmap.files.point_streams.fields import refuse_taken_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from boundaries.locator import Locator
    from boundaries.model import Placement
    from gridmap.files.point_streams.answers import AnswerForm
    from gridmap.files.point_streams.block import PlacedBlock, PointReader


_KNOWN: WeakKeyDictionary[Locator, list[tuple[pa.Array, pa.Array]]] = WeakKeyDictionary()
"""For each locator the dictionaries of its layers."""


def _texts(form: AnswerForm) -> list[tuple[pa.Array, pa.Array]]:
    """The codes and names of each layer."""
    found = _KNOWN.get(form.locator)
    if found is None:
        found = [(text_dictionary(x.codes), text_dictionary(x.names)) for x in form.layers]
        _KNOWN[form.locator] = found
    return found


class ArrowAnswers:
    """A stream whose codes and names are dictionary columns.

    The dictionary of a layer is sent once, with the first batch; a stream of a single block gets
    one of only the texts that it uses.
    """

    def __init__(self, form: AnswerForm) -> None:
        self._form = form
        self._texts = _texts(form)
        self._kinds, self._reasons = text_dictionary(KINDS), text_dictionary(ROW_REASONS)
        self._sink = _Sink()
        self._held: pa.RecordBatch | None = None
        self._begun = False

    def start(self, reader: PointReader) -> bytes:
        """The schema.

        Raises
        ------
        InputError
            When the stream has a column of a name that is added.
        """
        import pyarrow as pa

        added = self._form.added
        refuse_taken_fields(reader.schema.names, added)
        word = pa.dictionary(pa.int32(), pa.string())
        types = [word] * (2 * len(self._texts) + 2) + [pa.string()]
        if self._form.full:
            types += [pa.float64(), pa.bool_(), pa.string(), pa.string(), pa.float64()]
        self._schema = reader.schema
        for name, kind in zip(added, types, strict=True):
            self._schema = self._schema.append(pa.field(name, kind))
        self._stream = pa.ipc.new_stream(pa.PythonFile(self._sink, mode="w"), self._schema)
        return self._sink.taken()

    def block(self, placed: PlacedBlock) -> bytes:
        """The batch of some rows; the first is held back until it is known whether more come."""
        import pyarrow as pa

        columns = [*placed.block.own.record_batch().columns, *self._columns(placed)]
        batch = pa.record_batch(columns, schema=self._schema)
        if self._held is None and not self._begun:
            self._held, self._begun = batch, True
            return b""
        return self._written(batch)

    def end(self) -> bytes:
        """The batch that was held back, and the mark that nothing follows."""
        if self._held is not None:
            self._write(_narrowed(self._held, len(self._form.added)))
        self._stream.close()
        return self._sink.taken()

    def _written(self, batch: pa.RecordBatch) -> bytes:
        held, self._held = self._held, None
        if held is not None:
            self._write(held)
        self._write(batch)
        return self._sink.taken()

    def _write(self, batch: pa.RecordBatch) -> None:
        self._stream.write_batch(batch)

    def _columns(self, placed: PlacedBlock) -> list[pa.Array]:
        """The added columns."""
        import pyarrow as pa

        columns: list[pa.Array] = []
        for (codes, names), rows in zip(self._texts, placed.rows.values(), strict=True):
            columns += [dictionary_column(codes, rows), dictionary_column(names, rows)]
        reasons = placed.reason.astype(np.int32)
        reasons[placed.reason == 0] = -1
        columns.append(dictionary_column(self._kinds, kinds(placed)))
        columns.append(dictionary_column(self._reasons, reasons))
        errors: list[str | None] = [None] * len(placed.reason)
        for place in placed.block.wrong:
            errors[place] = error_text(placed, place)
        columns.append(pa.array(errors, pa.string()))
        return columns if placed.placements is None else columns + _full_columns(placed.placements)


def _full_columns(placements: Sequence[Placement]) -> list[pa.Array]:
    """The columns that a full answer adds."""
    import pyarrow as pa

    kinds_of = [pa.float64(), pa.bool_(), pa.string(), pa.string(), pa.float64()]
    values = zip(*(full_values(placement) for placement in placements), strict=True)
    return [pa.array(column, kind) for column, kind in zip(values, kinds_of, strict=True)]


def _narrowed(batch: pa.RecordBatch, added: int) -> pa.RecordBatch:
    """The batch with dictionaries of only those texts that it uses, in its last columns."""
    import pyarrow as pa

    own = batch.num_columns - added
    columns = [
        narrowed(column) if k >= own and pa.types.is_dictionary(column.type) else column
        for k, column in enumerate(batch.columns)
    ]
    return pa.record_batch(columns, schema=batch.schema)


class _Sink:
    """A file to write to, that hands on what was written."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: object) -> int:
        """Keep a copy of what a buffer holds."""
        self._parts.append(bytes(part))  # type: ignore[call-overload]
        return len(self._parts[-1])

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self._parts = b"".join(self._parts), []
        return found
