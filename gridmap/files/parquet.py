"""Record batches of a Parquet file, its damage said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa


@dataclass(frozen=True)
class ParquetTable:
    """An open Parquet file: its schema, how many rows it has, and its batches, to be read once."""

    schema: pa.Schema
    rows: int
    batches: Iterator[pa.RecordBatch]


def open_parquet(path: Path, batch_size: int) -> ParquetTable:
    """The batches of a file, each of at most so many rows.

    Raises
    ------
    InputError
        When it is missing or no Parquet; while reading, when it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise InputError("There is no such file.", where=str(path))
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"The file is no Parquet: {_first_line(error)}", where=str(path)
        ) from error

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            with file:
                yield from file.iter_batches(batch_size=batch_size)
        except (pa.ArrowException, OSError) as error:
            raise InputError(
                f"The file is damaged: {_first_line(error)}", where=str(path)
            ) from error

    return ParquetTable(file.schema_arrow, file.metadata.num_rows, batches())


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
