"""Table files that points are assigned in: chunks in, the same chunks with more columns out."""

from __future__ import annotations

import csv
import gzip
import io
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gridmap.errors import InputError
from gridmap.files.parquet import open_parquet
from gridmap.files.records import (
    MalformedRow,
    Row,
    is_gzip,
    is_parquet,
    open_records,
    refuse_repeated,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

CHUNK = 50_000
"""Rows read, placed and written at a time."""


class Chunk(Protocol):
    """Some rows of a table."""

    def __len__(self) -> int: ...

    def column(self, field: str) -> Sequence[object]:
        """The values of a field, as text or as numbers; ``None`` where there is none."""


class TextChunk:
    """Rows of a CSV, as they were read."""

    def __init__(self, fields: Sequence[str], rows: list[list[str]]) -> None:
        self.fields = fields
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, field: str) -> Sequence[object]:
        """The texts of a field."""
        place = list(self.fields).index(field)
        return [row[place] for row in self.rows]


class ArrowChunk:
    """Rows of a Parquet file, with their types."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def column(self, field: str) -> Sequence[object]:
        """The values of a field."""
        values: list[object] = self.batch.column(field).to_pylist()
        return values


class Source:
    """An open input: its fields, its chunks, and the rows that fit no field."""

    def __init__(self, fields: list[str], schema: pa.Schema | None) -> None:
        self.fields = fields
        self.schema = schema
        self.malformed: list[MalformedRow] = []
        self.chunks: Iterator[TextChunk | ArrowChunk] = iter(())
        self.share_read: Callable[[], float] = lambda: 0.0


@contextmanager
def open_source(path: Path, encoding: str) -> Iterator[Source]:
    """A CSV, ``.csv.gz`` or Parquet file, chunk by chunk.

    Raises
    ------
    InputError
        When it can't be read; while reading, too.
    """
    if is_parquet(path):
        yield _parquet_source(path)
        return
    with open_records(path, encoding) as records:
        source = Source(records.fields, None)
        source.chunks = _text_chunks(source, records.rows)
        source.share_read = records.share_read
        yield source


def _text_chunks(source: Source, rows: Iterator[Row | MalformedRow]) -> Iterator[TextChunk]:
    pending: list[list[str]] = []
    for row in rows:
        if isinstance(row, MalformedRow):
            source.malformed.append(row)
            continue
        pending.append(row.values)
        if len(pending) == CHUNK:
            yield TextChunk(source.fields, pending)
            pending = []
    if pending:
        yield TextChunk(source.fields, pending)


def _parquet_source(path: Path) -> Source:
    table = open_parquet(path, CHUNK)
    source = Source(list(table.schema.names), table.schema)
    refuse_repeated(source.fields, path)
    read = [0]

    def chunks() -> Iterator[ArrowChunk]:
        for batch in table.batches:
            read[0] += batch.num_rows
            yield ArrowChunk(batch)

    source.chunks = chunks()
    source.share_read = lambda: read[0] / max(table.rows, 1)
    return source


class Target(Protocol):
    """An open output."""

    def write(self, chunk: TextChunk | ArrowChunk, added: Sequence[Sequence[str | None]]) -> None:
        """The chunk's rows with the added columns behind their own."""


@contextmanager
def open_target(path: Path, source: Source, added: Sequence[str]) -> Iterator[Target]:
    """A CSV, ``.csv.gz`` or Parquet file that appears when it is whole.

    Raises
    ------
    InputError
        When it can't be written, or its name says another kind of file.
    """
    _refuse_other_kind(path)
    draft = path.with_name(path.name + ".part")
    try:
        with ExitStack() as open_files:
            if is_parquet(path):
                yield _ParquetTarget(draft, source, added, open_files)
            else:
                yield _CsvTarget(draft, source, added, open_files, packed=is_gzip(path))
        draft.replace(path)
    except OSError as error:
        raise InputError(f"It can't be written: {error.strerror}.", where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _refuse_other_kind(path: Path) -> None:
    endings = [suffix.lower() for suffix in path.suffixes]
    if not (is_parquet(path) or endings[-1:] == [".csv"] or endings[-2:] == [".csv", ".gz"]):
        raise InputError(
            f"Files ending in {path.suffix or 'nothing'!r} are not written.",
            where=str(path),
            remedy="Name a .csv, .csv.gz or .parquet file.",
        )


class _CsvTarget:
    def __init__(
        self, draft: Path, source: Source, added: Sequence[str], open_files: ExitStack, *,
        packed: bool,
    ) -> None:  # fmt: skip
        raw = open_files.enter_context(draft.open("wb"))
        # No time stamp: the same rows give the same bytes.
        plain = (
            open_files.enter_context(gzip.GzipFile("", "wb", fileobj=raw, mtime=0))
            if packed
            else raw
        )
        text = io.TextIOWrapper(plain, encoding="utf-8", newline="")
        open_files.callback(text.flush)
        self._plain = csv.writer(text, lineterminator="\n")
        self._quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._write_row([*source.fields, *added])

    def _write_row(self, row: Sequence[object]) -> None:
        # A carriage return ends a row for those who read it, but csv quotes only its own end.
        broken = any(isinstance(value, str) and "\r" in value for value in row)
        (self._quoted if broken else self._plain).writerow(row)

    def write(self, chunk: TextChunk | ArrowChunk, added: Sequence[Sequence[str | None]]) -> None:
        rows = chunk.rows if isinstance(chunk, TextChunk) else _arrow_rows(chunk)
        for row, more in zip(rows, zip(*added, strict=True), strict=True):
            self._write_row([*row, *more])


def _arrow_rows(chunk: ArrowChunk) -> Iterator[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in chunk.batch.columns), strict=True)


class _ParquetTarget:
    def __init__(
        self, draft: Path, source: Source, added: Sequence[str], open_files: ExitStack
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        own = source.schema or pa.schema([(name, pa.string()) for name in source.fields])
        self._schema = own
        for name in added:
            self._schema = self._schema.append(pa.field(name, pa.string()))
        self._writer = open_files.enter_context(pq.ParquetWriter(draft, self._schema))

    def write(self, chunk: TextChunk | ArrowChunk, added: Sequence[Sequence[str | None]]) -> None:
        import pyarrow as pa

        more = [pa.array(column, pa.string()) for column in added]
        if isinstance(chunk, ArrowChunk):
            own = list(chunk.batch.columns)
        else:
            own = [pa.array(list(column), pa.string()) for column in zip(*chunk.rows, strict=True)]
        self._writer.write_batch(pa.record_batch([*own, *more], schema=self._schema))


def text_table(texts: Sequence[str]) -> NDArray[np.object_]:
    """The texts of rows, and ``None`` for the row -1."""
    return np.array([*texts, None], dtype=object)


def text_column(table: NDArray[np.object_], rows: NDArray[np.integer]) -> list[str | None]:
    """For each row of an area its text, ``None`` where the row is -1; shape (n,)."""
    found: list[str | None] = table[rows].tolist()
    return found
