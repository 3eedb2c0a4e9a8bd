"""What JSON objects bring along: their id, and members that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from gridmap.files.point_streams.csv_lines import csv_lines
from gridmap.files.point_streams.numbers import written_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gridmap.files.point_streams.block import PointFields

_NAMES = ("id", "lon", "lat", "accuracy", "properties")


def schema_of_objects() -> pa.Schema:
    """The columns of objects: ``properties`` is JSON in a text."""
    import pyarrow as pa

    types = (pa.string(), pa.float64(), pa.float64(), pa.float64(), pa.string())
    return pa.schema(list(zip(_NAMES, types, strict=True)))


class OwnObjects:
    """The objects of a block, and the numbers that were read from them."""

    def __init__(
        self,
        objects: list[dict[str, Any]],
        fields: PointFields,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        accuracy: NDArray[np.float64] | None,
    ) -> None:
        self._objects = objects
        self._fields = fields
        self._numbers = x, y, np.full(len(x), np.nan) if accuracy is None else accuracy

    def record_batch(self) -> pa.RecordBatch:
        """The columns of `schema_of_objects`."""
        import pyarrow as pa

        ids, properties = self._texts()
        numbers = [pa.array(column, pa.float64(), from_pandas=True) for column in self._numbers]
        columns = [pa.array(ids, pa.string()), *numbers, pa.array(properties, pa.string())]
        return pa.record_batch(columns, schema=schema_of_objects())

    def csv_lines(self) -> list[bytes]:
        """A line for each object, with the columns of `schema_of_objects`."""
        ids, properties = self._texts()
        numbers = (written_numbers(column, b"") for column in self._numbers)
        if not any(ids) and not any(properties):
            return [b",%b,%b,%b," % row for row in zip(*numbers, strict=True)]
        texts = (map(bytes.decode, column) for column in numbers)
        return csv_lines(zip(ids, *texts, properties, strict=True))

    def extras(self) -> Sequence[dict[str, Any]] | None:
        """The ids and other members of the objects that have any."""
        fields = self._fields
        asked = {fields.lon, fields.lat, fields.accuracy_name}
        names = set().union(*self._objects) - asked
        if not names:
            return None
        return [self._extra(found, names) for found in self._objects]

    def _extra(self, found: dict[str, Any], names: set[str]) -> dict[str, Any]:
        kept = {name: value for name, value in found.items() if name in names}
        own = kept.pop(self._fields.id_name, None)
        extra: dict[str, Any] = {} if own is None else {"id": own}
        return extra | {"properties": kept} if kept else extra

    def _texts(self) -> tuple[list[str | None], list[str | None]]:
        extras = self.extras() or [{}] * len(self._objects)
        ids = [_text(extra.get("id")) for extra in extras]
        properties = [
            orjson.dumps(extra["properties"]).decode() if "properties" in extra else None
            for extra in extras
        ]
        return ids, properties


def _text(value: Any) -> str | None:
    """An id as a text: one that is none is written as JSON."""
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()
