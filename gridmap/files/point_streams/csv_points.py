"""Points as rows of a CSV: UTF-8, commas, one header."""

from __future__ import annotations

import csv
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gridmap.errors import InputError
from gridmap.files.point_streams.block import ROWS, UNREADABLE, PointBlock
from gridmap.files.point_streams.csv_lines import csv_lines
from gridmap.files.point_streams.fields import refuse_unfit_fields
from gridmap.files.point_streams.lines import Broken, Records
from gridmap.files.point_streams.numbers import Numbers, row_problems, usable_accuracy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from gridmap.files.point_streams.block import ByteSource, PointFields

BOM = b"\xef\xbb\xbf"


class CsvPoints:
    """An open CSV; its columns stay as they are, byte for byte where they come out as CSV.

    Raises
    ------
    InputError
        When it has no header, or the header has no such fields.
    """

    def __init__(self, source: ByteSource, fields: PointFields) -> None:
        import pyarrow as pa

        self._records = Records(source, quoted=True)
        first = _bytes(self._records.first())
        self.bom = first.startswith(BOM)
        self.header = _header(first.removeprefix(BOM))
        refuse_unfit_fields(self.header, fields)
        self._fields = fields
        self.schema = pa.schema([(name, pa.string()) for name in self.header])

    def blocks(self, rows: int = ROWS) -> Iterator[PointBlock]:
        """The rows, in their order; one that can't be read is one, too."""
        first = 1
        for records in self._records.blocks(rows):
            yield self._plain(first, records) or self._block(first, records)
            first += len(records)

    def _plain(self, first: int, records: list[bytes | Broken]) -> PointBlock | None:
        """Rows of finite numbers without any quote, read all at once; else ``None``."""
        if any(isinstance(record, Broken) for record in records):
            return None
        text = b"\n".join(records)  # type: ignore[arg-type]
        fields = self._fields
        if fields.accuracy_name in self.header or not _is_plain(text):
            return None
        found = _all_at_once(text, self.header, [fields.lon, fields.lat])
        if found is None or found.num_rows != len(records):
            return None
        x, y = (found.column(name).to_numpy() for name in (fields.lon, fields.lat))
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return None
        own = OwnRows(self.header, fields, records)  # type: ignore[arg-type]
        return PointBlock(first, x, y, np.zeros(len(x), dtype=np.uint8), None, {}, own)

    def _block(self, first: int, records: list[bytes | Broken]) -> PointBlock:
        texts, broken = _decoded(records)
        rows = [[text] if k in broken else _fields(text, k, broken) for k, text in enumerate(texts)]
        lines = [_bytes(record) for record in records]
        wide = len(self.header)
        for k, row in enumerate(rows):
            if len(row) != wide:
                broken.setdefault(k, f"it has {len(row)} fields, the header has {wide}")
                rows[k] = (row + [""] * wide)[:wide]
                lines[k] = csv_lines([rows[k]])[0]
        return self._read(first, lines, rows, broken)

    def _read(
        self, first: int, lines: list[bytes], rows: list[list[str]], broken: dict[int, str]
    ) -> PointBlock:
        fields = self._fields
        x, y = (self._numbers(rows, name) for name in (fields.lon, fields.lat))
        problem, wrong = row_problems(x, y)
        for k, why in broken.items():
            problem[k], wrong[k] = UNREADABLE, f"The row can't be read: {why}."
            x.value[k] = y.value[k] = np.nan
        accuracy = None
        if fields.accuracy_name in self.header:
            stated = self._numbers(rows, fields.accuracy_name)
            accuracy = usable_accuracy(stated, problem, wrong, fields.accuracy_name)
        own = OwnRows(self.header, fields, lines, rows)
        return PointBlock(first, x.value, y.value, problem, accuracy, wrong, own)

    def _numbers(self, rows: list[list[str]], name: str) -> Numbers:
        place = self.header.index(name)
        return Numbers([row[place] for row in rows], name, texts=True)


class OwnRows:
    """The rows of a CSV, and the lines that they stood on.

    Parameters
    ----------
    rows
        The fields; made from the lines, which are plain then, where they are not given.
    """

    def __init__(
        self,
        header: Sequence[str],
        fields: PointFields,
        lines: list[bytes],
        rows: list[list[str]] | None = None,
    ) -> None:
        self._header = header
        self._fields = fields
        self._lines = lines
        self._given = rows

    @cached_property
    def _rows(self) -> list[list[str]]:
        return self._given or [line.decode().split(",") for line in self._lines]

    def record_batch(self) -> pa.RecordBatch:
        """The fields as texts."""
        import pyarrow as pa

        names = list(self._header)
        if self._given is None:
            found = _all_at_once(b"\n".join(self._lines), names)
            if found is not None:
                return found.combine_chunks().to_batches()[0]
        columns = [pa.array(list(column), pa.string()) for column in zip(*self._rows, strict=True)]
        return pa.record_batch(columns, names=names)

    def csv_lines(self) -> list[bytes]:
        """The lines as they came; mended where they had not the header's fields."""
        return self._lines

    def extras(self) -> Sequence[dict[str, Any]] | None:
        """The id, and the fields that are not of the question."""
        fields, names = self._fields, list(self._header)
        own = {fields.lon, fields.lat, fields.accuracy_name, fields.id_name}
        kept = [(k, name) for k, name in enumerate(names) if name not in own]
        if not kept and fields.id_name not in names:
            return None
        extras: list[dict[str, Any]] = [{} for _ in self._rows]
        if fields.id_name in names:
            place = names.index(fields.id_name)
            extras = [{"id": row[place]} for row in self._rows]
        if kept:
            for extra, row in zip(extras, self._rows, strict=True):
                extra["properties"] = {name: row[k] for k, name in kept}
        return extras


def _header(text: bytes) -> list[str]:
    """The names of the fields."""
    if not text:
        raise InputError("The CSV has no header.", where="body", remedy="Send lon,lat first.")
    try:
        return next(csv.reader([text.decode()]))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        raise InputError(
            "The CSV's header can't be read.", where="body", remedy="Send UTF-8 with commas."
        ) from None


def _bytes(record: bytes | Broken) -> bytes:
    return record.text if isinstance(record, Broken) else record


def _is_plain(text: bytes) -> bool:
    """Whether every comma parts two fields and every line feed two rows, and all is UTF-8."""
    if b'"' in text or b"\r" in text or b"\0" in text:
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _all_at_once(
    text: bytes, header: Sequence[str], numbers: Sequence[str] | None = None
) -> pa.Table | None:
    """Columns of plain rows: of numbers those named, else all as texts; ``None`` if one is bad."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    kind = pa.string() if numbers is None else pa.float64()
    wanted = list(header) if numbers is None else list(numbers)
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(text),
            arrow_csv.ReadOptions(
                column_names=list(header), use_threads=False, block_size=len(text) + 1
            ),
            arrow_csv.ParseOptions(quote_char=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, kind), include_columns=wanted,
                strings_can_be_null=False, null_values=[], check_utf8=True,
            ),
        )  # fmt: skip
    except pa.ArrowException:
        return None


def _decoded(records: list[bytes | Broken]) -> tuple[list[str], dict[int, str]]:
    """The records as texts, and why some are broken."""
    broken = {k: record.why for k, record in enumerate(records) if isinstance(record, Broken)}
    texts = []
    for k, record in enumerate(map(_bytes, records)):
        try:
            texts.append(record.decode())
        except UnicodeDecodeError:
            texts.append(record.decode(errors="replace"))
            broken.setdefault(k, "it is not UTF-8")
    return texts, broken


def _fields(line: str, place: int, broken: dict[int, str]) -> list[str]:
    if '"' not in line and "\r" not in line:
        return line.split(",")
    try:
        return next(csv.reader([line]), [])
    except csv.Error as error:
        broken[place] = str(error).partition(" -")[0]
        return [line]
