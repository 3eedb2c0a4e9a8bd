"""Answers as CSV: the rows' own columns, then what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridmap.files.point_streams.answers import KINDS, combinations, error_text, full_values
from gridmap.files.point_streams.block import ROW_REASONS
from gridmap.files.point_streams.csv_lines import csv_lines
from gridmap.files.point_streams.csv_points import BOM, CsvPoints
from gridmap.files.point_streams.fields import refuse_taken_fields

if TYPE_CHECKING:
    from gridmap.files.point_streams.answers import AnswerForm
    from gridmap.files.point_streams.block import PlacedBlock, PointReader


class CsvAnswers:
    """A CSV with a header; the ends of its lines are line feeds."""

    def __init__(self, form: AnswerForm) -> None:
        self._form = form

    def start(self, reader: PointReader) -> bytes:
        """The header.

        Raises
        ------
        InputError
            When the stream has a column of a name that is added.
        """
        names = reader.schema.names
        refuse_taken_fields(names, self._form.added)
        header = csv_lines([[*names, *self._form.added]])[0] + b"\n"
        return BOM + header if isinstance(reader, CsvPoints) and reader.bom else header

    def end(self) -> bytes:
        """Nothing."""
        return b""

    def block(self, placed: PlacedBlock) -> bytes:
        """The lines of some rows."""
        place, found = combinations(placed)
        tails = [b",%b" % line for line in csv_lines(self._shared(*each) for each in found)]
        parts = [b""] * (3 * len(place))
        parts[0::3] = placed.block.own.csv_lines()
        parts[1::3] = map(tails.__getitem__, place.tolist())
        parts[2::3] = self._rest(placed)
        return b"".join(parts)

    def _shared(self, kind: int, reason: int, *areas: int) -> list[str | None]:
        texts: list[str | None] = []
        for layer, area in zip(self._form.layers, areas, strict=True):
            texts += [layer.codes[area], layer.names[area]] if area >= 0 else [None, None]
        return [*texts, KINDS[kind], ROW_REASONS[reason]]

    def _rest(self, placed: PlacedBlock) -> list[bytes]:
        """The columns that are a row's own, and its end."""
        if placed.placements is None:
            rest = [b",\n"] * len(placed.reason)
            for k in placed.block.wrong:
                rest[k] = b",%b\n" % csv_lines([[error_text(placed, k)]])[0]
            return rest
        rows = (
            [error_text(placed, k), *map(_text, full_values(placement))]
            for k, placement in enumerate(placed.placements)
        )
        return [b",%b\n" % line for line in csv_lines(rows)]


def _text(value: object) -> object:
    """A value as CSV writes it."""
    return str(value).lower() if isinstance(value, bool) else value
