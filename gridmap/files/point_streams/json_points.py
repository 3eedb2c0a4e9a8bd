"""Points as JSON objects: one document of bounded size, or a line for each (NDJSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gridmap.files.point_streams.block import ROWS, UNREADABLE, PointBlock
from gridmap.files.point_streams.json_values import read_value, sendable
from gridmap.files.point_streams.lines import Broken, Records
from gridmap.files.point_streams.numbers import Numbers, row_problems, shown, usable_accuracy
from gridmap.files.point_streams.own_objects import OwnObjects, schema_of_objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from gridmap.files.point_streams.block import ByteSource, PointFields
    from gridmap.files.point_streams.json_document import PointDocument


class NdjsonPoints:
    """A JSON object on each line; its other members come back as ``properties``."""

    schema = schema_of_objects()

    def __init__(self, source: ByteSource, fields: PointFields) -> None:
        self._records = Records(source, quoted=False)
        self._fields = fields

    def blocks(self, rows: int = ROWS) -> Iterator[PointBlock]:
        """The points, in their order; a line that can't be read is one, too."""
        first = 1
        for records in self._records.blocks(rows):
            if first == 1 and isinstance(records[0], bytes):
                records[0] = records[0].removeprefix(b"\xef\xbb\xbf")
            plain = _plain_block(first, records, self._fields)
            yield plain or _object_block(first, [_read(r) for r in records], self._fields)
            first += len(records)


class JsonPoints:
    """The points of a document, which have no members but those of the question."""

    schema = schema_of_objects()

    def __init__(self, document: PointDocument, fields: PointFields) -> None:
        self._points = document.points
        self._fields = fields

    def blocks(self, rows: int = ROWS) -> Iterator[PointBlock]:
        """The points, in their order."""
        fields = self._fields
        allowed = {fields.lon, fields.lat, fields.accuracy_name, fields.id_name}
        for start in range(0, len(self._points), rows):
            values = [_judged(v, allowed) for v in self._points[start : start + rows]]
            yield _object_block(start + 1, values, fields)


def _read(record: bytes | Broken) -> Any:
    if isinstance(record, Broken):
        return record
    value, kept_rules = read_value(record)
    return _judged(value if kept_rules else sendable(value), None)


def _judged(value: Any, allowed: AbstractSet[str] | None) -> Any:
    """The object of one point, or why it is none."""
    if isinstance(value, Broken):
        return value
    if not isinstance(value, dict):
        return Broken(b"", f"it is {shown(value)}, not an object")
    if allowed is not None and not value.keys() <= allowed:
        unknown = next(key for key in value if key not in allowed)
        return Broken(b"", f"it has {shown(unknown)}; there are {', '.join(sorted(allowed))}")
    return value


def _object_block(first: int, values: list[Any], fields: PointFields) -> PointBlock:
    """Objects, and what is broken among them, as a block."""
    broken = {k: value.why for k, value in enumerate(values) if isinstance(value, Broken)}
    objects: list[dict[str, Any]] = (
        [{} if k in broken else value for k, value in enumerate(values)] if broken else values
    )
    x, y = (_numbers(objects, name) for name in (fields.lon, fields.lat))
    problem, wrong = row_problems(x, y)
    for k, why in broken.items():
        problem[k], wrong[k] = UNREADABLE, f"The row can't be read: {why}."
    accuracy = None
    if any(fields.accuracy_name in o for o in objects):
        stated = _numbers(objects, fields.accuracy_name)
        accuracy = usable_accuracy(stated, problem, wrong, fields.accuracy_name)
    own = OwnObjects(objects, fields, x.value, y.value, accuracy)
    return PointBlock(first, x.value, y.value, problem, accuracy, wrong, own)


def _numbers(objects: list[dict[str, Any]], name: str) -> Numbers:
    return Numbers([found.get(name) for found in objects], name, texts=False)


def _plain_block(
    first: int, records: list[bytes | Broken], fields: PointFields
) -> PointBlock | None:
    """Lines of two finite numbers and perhaps a text for an id, read all at once; else ``None``."""
    import pyarrow as pa
    from pyarrow import json as arrow_json

    if any(isinstance(record, Broken) for record in records):
        return None
    text = b"\n".join(records)  # type: ignore[arg-type]
    # One brace on each line, at its beginning: each line is one object, if it is any.
    if not text.startswith(b"{") or not text.count(b"{") == text.count(b"\n{") + 1 == len(records):
        return None
    number = pa.float64()
    wanted = {fields.lon: number, fields.lat: number, fields.id_name: pa.string()}
    try:
        table = arrow_json.read_json(
            pa.BufferReader(text),
            arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
            arrow_json.ParseOptions(pa.schema(wanted), unexpected_field_behavior="error"),
        )
    except pa.ArrowException:
        return None
    x, y = (table.column(name).to_numpy() for name in (fields.lon, fields.lat))
    if len(x) != len(records) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    ids = table.column(fields.id_name)
    named = ids.null_count < len(ids)
    objects = [{fields.id_name: value} for value in ids.to_pylist()] if named else [{}] * len(x)
    own = OwnObjects(objects, fields, x, y, None)
    return PointBlock(first, x, y, np.zeros(len(x), dtype=np.uint8), None, {}, own)
