"""Say whose the points of a stream are, whatever its size, as `locate_point` says it of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.model import Placement
from boundaries.positions import OK, OUTSIDE, Positions, to_positions
from gridmap.errors import InputError
from gridmap.files.point_streams.arrow_answers import ArrowAnswers
from gridmap.files.point_streams.arrow_points import ArrowPoints
from gridmap.files.point_streams.block import ROW_REASONS, ROWS, PlacedBlock
from gridmap.files.point_streams.csv_answers import CsvAnswers
from gridmap.files.point_streams.csv_points import CsvPoints
from gridmap.files.point_streams.json_answers import JsonAnswers
from gridmap.files.point_streams.json_document import PointDocument, read_document
from gridmap.files.point_streams.json_points import JsonPoints, NdjsonPoints
from gridmap.journeys.locate_point import placement_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from boundaries.crs import SourceCrs
    from boundaries.locator import Locator
    from boundaries.positions import Extent
    from gridmap.files.point_streams.answers import AnswerForm
    from gridmap.files.point_streams.block import (
        AnswerWriter,
        ByteSource,
        PointBlock,
        PointFields,
        PointReader,
    )

    Form = Literal["json", "ndjson", "csv", "arrow"]


FULL_ROWS = 1_000
"""Points that are answered in full at a time: each takes some hundred times as long."""


def point_reader(
    form: Form, source: ByteSource, fields: PointFields, document: PointDocument | None = None
) -> PointReader:
    """The points of a stream; of a document that was read already where the form is JSON.

    Raises
    ------
    InputError
        When the stream can't be read as that, or has no such fields.
    """
    if fields.lon == fields.lat:
        raise InputError("Longitude and latitude can't be one field.", where="lon, lat")
    if form == "json":
        return JsonPoints(document or read_document(source), fields)
    kinds: dict[str, type[NdjsonPoints | CsvPoints | ArrowPoints]] = {
        "ndjson": NdjsonPoints, "csv": CsvPoints, "arrow": ArrowPoints,
    }  # fmt: skip
    return kinds[form](source, fields)


def answer_writer(form: Form, wanted: AnswerForm) -> AnswerWriter:
    """What writes the answers."""
    if form == "csv":
        return CsvAnswers(wanted)
    if form == "arrow":
        return ArrowAnswers(wanted)
    return JsonAnswers(wanted, placement_answer, document=form == "json")


def locate_points(
    reader: PointReader, writer: AnswerWriter, wanted: AnswerForm, crs: SourceCrs,
    extent: Extent | None = None,
) -> Iterator[bytes]:  # fmt: skip
    """The answers of a stream in its order, in pieces; one for each row, also for a bad one.

    Raises
    ------
    InputError
        When the stream can't be read on: what was answered so far holds.
    """
    # Nothing is sent before the first rows are understood: until then an error is a plain one.
    start = writer.start(reader)
    for block in reader.blocks(FULL_ROWS if wanted.full else ROWS):
        yield start + writer.block(_placed(block, wanted, crs, extent))
        start = b""
    yield start + writer.end()


def _placed(
    block: PointBlock, wanted: AnswerForm, crs: SourceCrs, extent: Extent | None
) -> PlacedBlock:
    positions = to_positions(block.x, block.y, crs, extent, block.problem)
    owners = wanted.locator.locate_many(positions.lon, positions.lat)
    outside = owners.outside & (positions.problem == OK)
    reason = np.where(outside, OUTSIDE, positions.problem).astype(np.uint8)
    placements = _full(block, positions, wanted.locator) if wanted.full else None
    return PlacedBlock(block, owners.areas, reason, placements)


def _full(block: PointBlock, positions: Positions, locator: Locator) -> list[Placement]:
    """The full answer of each row."""
    count, name = len(block.x), locator.name
    stated = [None] * count if block.accuracy is None else block.accuracy.tolist()
    rows = zip(
        positions.lon.tolist(), positions.lat.tolist(), positions.problem.tolist(), stated,
        strict=True,
    )  # fmt: skip
    return [
        locator.locate(lon, lat, None if accuracy is None or np.isnan(accuracy) else accuracy)
        if problem == OK
        else Placement(float("nan"), float("nan"), name, "unplaced", ROW_REASONS[problem])
        for lon, lat, problem, accuracy in rows
    ]
