"""One record of a source: a draft of a request, or what is wrong with it."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from boundaries.positions import NO_COORDINATE, NOT_A_NUMBER, OK
from gridmap.intake.moments import parse_moment
from gridmap.model.request import Draft, Rejection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridmap.intake.mapping import SourceMapping
    from gridmap.model.category import Catalogue

LONGEST_TEXT = 20_000
"""Characters of one field; what is longer is not a request."""
_AHEAD = timedelta(days=1)
"""How far in the future a time of report may lie: clocks differ."""


class Normaliser:
    """Turns records of one source into drafts.

    Parameters
    ----------
    mapping
        How the source writes.
    catalogue
        What its words for categories mean.
    now
        Times of report after it are refused.
    """

    def __init__(self, mapping: SourceMapping, catalogue: Catalogue, now: datetime) -> None:
        self._mapping = mapping
        self._fields = mapping.fields
        self._catalogue = catalogue
        self._latest = now + _AHEAD
        self._codes: dict[str, str] = {}

    def draft(self, record: Mapping[str, str], row: int, row_id: str) -> Draft | Rejection:
        """The draft of a record, or the reason why there can be none.

        A missing or unreadable coordinate is no reason: the request is taken unplaced.

        Parameters
        ----------
        record
            Name to text of the fields that the mapping names, blanks stripped.
        row
            Its number in the file, for the rejection.
        row_id
            External id where the source has no field for one.
        """
        for name, value in record.items():
            if why := unfit(value):
                return Rejection(row, name, value[:80] + "…", why, "Look at what the file holds.")
        external_id = self._value(record, self._fields.id) if self._fields.id else row_id
        if not external_id:
            return self._rejection(row, self._fields.id, "", "no id", "Give each request an id.")
        opened = self._opened(record, row)
        closed = self._closed(record, row)
        if isinstance(opened, Rejection):
            return opened
        if isinstance(closed, Rejection):
            return closed
        return self._understood(record, external_id, opened, closed)

    def _understood(
        self, record: Mapping[str, str], external_id: str, opened: datetime, closed: datetime | None
    ) -> Draft:
        fields = self._fields
        words = self._value(record, fields.category)
        x, x_problem = parse_coordinate(self._value(record, fields.lon))
        y, y_problem = parse_coordinate(self._value(record, fields.lat))
        accuracy, _ = parse_coordinate(self._value(record, fields.accuracy))
        return Draft(
            source=self._mapping.source,
            external_id=external_id,
            category=self._category(words),
            source_category=words,
            reported_at=opened,
            closed_at=closed,
            text=self._value(record, fields.text),
            address=self._value(record, fields.address),
            channel=self._value(record, fields.channel),
            reporter=self._value(record, fields.reporter),
            x=x,
            y=y,
            coordinate_problem=max(x_problem, y_problem),
            accuracy_m=accuracy if math.isfinite(accuracy) and accuracy >= 0 else None,
            position_quality="none" if x_problem or y_problem else "gps",
        )

    def _value(self, record: Mapping[str, str], name: str | None) -> str:
        return record.get(name, "") if name else ""

    def _category(self, words: str) -> str:
        """The words' category; sources repeat themselves, so each is looked up once."""
        if words not in self._codes:
            self._codes[words] = self._catalogue.code_of(words, self._mapping.categories)
        return self._codes[words]

    def _opened(self, record: Mapping[str, str], row: int) -> datetime | Rejection:
        text = self._value(record, self._fields.opened)
        if not text:
            remedy = "Say when it was reported."
            return self._rejection(row, self._fields.opened, "", "no time of report", remedy)
        moment = self._moment(text, row, self._fields.opened)
        if isinstance(moment, datetime) and moment > self._latest:
            why = "reported in the future"
            return self._rejection(row, self._fields.opened, text, why, "Correct the date.")
        return moment

    def _closed(self, record: Mapping[str, str], row: int) -> datetime | Rejection | None:
        text = self._value(record, self._fields.closed)
        return self._moment(text, row, self._fields.closed) if text else None

    def _moment(self, text: str, row: int, name: str | None) -> datetime | Rejection:
        try:
            return parse_moment(text, self._mapping.zone, self._mapping.time_format)
        except (ValueError, OverflowError) as error:
            remedy = 'Correct it, or say its format in the mapping: [times] format = "…".'
            return self._rejection(row, name, text, str(error), remedy)

    @staticmethod
    def _rejection(row: int, name: str | None, value: str, why: str, remedy: str) -> Rejection:
        return Rejection(row, name or "", value, why, remedy)


def unfit(text: str) -> str:
    """Why a text can't be kept; blank where it can."""
    if len(text) > LONGEST_TEXT:
        return f"it is longer than {LONGEST_TEXT:,} characters"
    return "it holds a NUL character" if "\0" in text else ""


def parse_coordinate(text: str) -> tuple[float, int]:
    """A coordinate's number, and what is wrong with it as a `boundaries.positions` reason.

    Blank is no coordinate; anything but one finite decimal number is not a number.
    """
    if not text:
        return math.nan, NO_COORDINATE
    try:
        value = float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan, NOT_A_NUMBER
    return (value, OK) if math.isfinite(value) else (math.nan, NOT_A_NUMBER)
