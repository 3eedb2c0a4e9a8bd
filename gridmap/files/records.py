"""Rows of a table file, one after the other: CSV (gzipped too) and Parquet, of any size."""

from __future__ import annotations

import gzip
import io
import math
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from gridmap.errors import InputError
from gridmap.files.csv_rows import BrokenLine, CsvRows
from gridmap.files.parquet import open_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_DELIMITERS = ",;\t|"
_PARQUET_BATCH = 8192


@dataclass(frozen=True)
class Row:
    """A row's number (the first after the header is 1) and its values, as many as the header."""

    number: int
    values: list[str]


@dataclass(frozen=True)
class MalformedRow:
    """A row that has more values than there are fields, or a line that is no row."""

    number: int
    values: list[str]
    why: str


@dataclass(frozen=True)
class Records:
    """An open table: its fields, and its rows, to be read once.

    Attributes
    ----------
    share_read
        How much of the file has been read so far, 0 to 1.
    """

    fields: list[str]
    rows: Iterator[Row | MalformedRow]
    share_read: Callable[[], float]


@contextmanager
def open_records(path: Path, encoding: str = "utf-8") -> Iterator[Records]:
    """The rows of a CSV, ``.csv.gz`` or Parquet file as text.

    A row that ends early is filled up with blanks, as spreadsheets write such rows; one that
    is too long, or breaks the rules of quoting, is a `MalformedRow`.

    Raises
    ------
    InputError
        When the file is missing, empty, or not in the encoding; while reading, too.
    """
    _refuse_missing(path)
    if is_parquet(path):
        yield _parquet_records(path)
        return
    with ExitStack() as open_files:
        with _explained(path, encoding):
            records = _csv_records(path, open_files, encoding)
        yield replace(records, rows=_explained_rows(records.rows, path, encoding))


def is_parquet(path: Path) -> bool:
    """Whether a file's name says that it is Parquet."""
    return path.suffix.lower() in {".parquet", ".pq"}


def is_gzip(path: Path) -> bool:
    """Whether a file's name says that it is gzipped."""
    return path.suffix.lower() == ".gz"


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise InputError("There is no such file.", where=str(path))
    endings = [suffix.lower() for suffix in path.suffixes]
    if not is_parquet(path) and endings[-1:] not in ([".csv"], [".tsv"], [".txt"], [".gz"]):
        raise InputError(
            f"Files ending in {path.suffix or 'nothing'!r} are not read as tables.",
            where=str(path),
            remedy="Give .csv, .csv.gz or .parquet.",
        )


@contextmanager
def _explained(path: Path, encoding: str) -> Iterator[None]:
    """What goes wrong with a file while it is read, in words."""
    try:
        yield
    except UnicodeError as error:
        raise InputError(
            f"The text is not {encoding}: {error}.",
            where=str(path),
            remedy="Say its encoding with --encoding, for example --encoding gb18030.",
        ) from error
    except LookupError as error:
        raise InputError(f"There is no encoding called {encoding!r}.", where=str(path)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"The file can't be read: {error}.", where=str(path)) from error


def _explained_rows(
    rows: Iterator[Row | MalformedRow], path: Path, encoding: str
) -> Iterator[Row | MalformedRow]:
    """The rows; only what goes wrong with reading them is explained, not what is done with them."""
    with _explained(path, encoding):
        yield from rows


def _csv_records(path: Path, open_files: ExitStack, encoding: str) -> Records:
    raw = open_files.enter_context(path.open("rb"))
    size = max(path.stat().st_size, 1)
    plain = open_files.enter_context(gzip.GzipFile(fileobj=raw)) if is_gzip(path) else raw
    name = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    text = open_files.enter_context(io.TextIOWrapper(plain, encoding=name, newline=""))
    first = next((line for line in text if line.strip()), "")
    if not first:
        raise InputError("The file is empty.", where=str(path))
    delimiter = max(_DELIMITERS, key=first.count)
    rows = iter(CsvRows(chain([first], text), delimiter))
    header = next(rows)
    if isinstance(header, BrokenLine):
        raise InputError(f"Its header can't be read: {header.why}.", where=str(path))
    fields = [name.strip() for name in header]
    refuse_repeated(fields, path)
    return Records(fields, _csv_rows(rows, len(fields)), lambda: min(raw.tell() / size, 1.0))


def _csv_rows(rows: Iterator[list[str] | BrokenLine], width: int) -> Iterator[Row | MalformedRow]:
    number = 0
    for values in rows:
        if not values:
            continue  # a blank line is no row
        number += 1
        if isinstance(values, BrokenLine):
            yield MalformedRow(number, [values.text], values.why)
        elif len(values) > width:
            why = f"{len(values)} values, but the header has {width} fields"
            yield MalformedRow(number, values, why)
        else:
            yield Row(number, values + [""] * (width - len(values)))


def _parquet_records(path: Path) -> Records:
    table = open_parquet(path, _PARQUET_BATCH)
    fields = list(table.schema.names)
    refuse_repeated(fields, path)
    read = [0]

    def rows() -> Iterator[Row | MalformedRow]:
        for batch in table.batches:
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                read[0] += 1
                yield Row(read[0], [_as_text(value) for value in values])

    return Records(fields, rows(), lambda: read[0] / max(table.rows, 1))


def _as_text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def refuse_repeated(fields: Sequence[str], path: Path) -> None:
    """Refuse a table in which a field's name does not say which field is meant.

    Raises
    ------
    InputError
        When several fields have one name.
    """
    repeated = sorted({name for name in fields if fields.count(name) > 1 and name})
    if repeated:
        raise InputError(
            f"Several fields are called {', '.join(repeated)}.",
            where=str(path),
            remedy="Give each field a name of its own.",
        )
