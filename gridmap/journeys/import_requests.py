"""Import a file of requests: every row taken once, or rejected with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from boundaries.positions import OK, to_positions
from gridmap.errors import InputError
from gridmap.files.records import MalformedRow, Row, open_records
from gridmap.files.rejected import RejectedFile, rejected_path
from gridmap.intake.mapping import refuse_unknown_categories
from gridmap.intake.normalise import Normaliser, parse_coordinate
from gridmap.intake.stacks import Stack, StackRule, find_stacks
from gridmap.journeys.take_request import take_requests
from gridmap.model.category import OTHER
from gridmap.model.identifiers import row_external_id
from gridmap.model.request import Draft, Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from gridmap.intake.mapping import SourceMapping
    from gridmap.intake.placement import Placer
    from gridmap.model.category import Catalogue
    from gridmap.store.requests import RequestStore

_BATCH = 5000
"""Requests in one transaction: what a killed import loses is taken again by the next."""

_ELSEWHERE = "Name another file with --rejected FILE."


@dataclass
class ImportSummary:
    """What became of a file's rows: ``rows = new + changed + unchanged + rejected``.

    Attributes
    ----------
    placements
        ``inside``, ``outside`` and ``unplaced`` to how many of those taken.
    reasons
        Why those not inside are not, to how many.
    categories
        Category code to how many of those taken.
    unmapped
        Words of the source that stand for no category, to how many of those taken.
    stacks
        Default coordinates that were recognised, with how many rows carry each.
    closed_before_opened
        Rows taken as they say, though they say they were closed before they were reported.
    rejected_because
        Reason to how many, and the file that holds the rows.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    closed_before_opened: int = 0
    placements: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    rejected_because: Counter[str] = field(default_factory=Counter)
    stacks: tuple[Stack, ...] = ()
    rejected_file: Path | None = None


@dataclass(frozen=True)
class RequestImport:
    """Everything that an import needs besides the file.

    Attributes
    ----------
    rejected
        Where rejected rows go; beside the file when not given.
    """

    mapping: SourceMapping
    catalogue: Catalogue
    placer: Placer
    store: RequestStore
    stack_rule: StackRule
    now: datetime
    rejected: Path | None = None


def import_requests(
    path: Path, job: RequestImport, progress: Callable[[str, float], None] | None = None
) -> ImportSummary:
    """Take every row of a file exactly once, however often it is run.

    Rows that can't be taken are written to a file beside it. A killed import leaves whole
    batches; running it again takes the rest, and ends as one clean run does.

    Parameters
    ----------
    path
        CSV, ``.csv.gz`` or Parquet.
    progress
        Called with the name of the stage (``look``, ``take``) and the share of it done.

    Raises
    ------
    InputError
        When the file can't be read, or lacks a field that the mapping names; then nothing
        was stored.
    StoreError
        When the database can't take a batch; those before it are stored.
    """
    report = progress or (lambda _stage, _share: None)
    refuse_unknown_categories(job.mapping, job.catalogue)
    rejected = job.rejected or rejected_path(path)
    if rejected.resolve() == path.resolve():
        raise InputError("It is the file that is read.", where=str(rejected), remedy=_ELSEWHERE)
    summary = ImportSummary(stacks=_look(path, job, report))
    defaults = {(stack.x, stack.y) for stack in summary.stacks}
    with (
        open_records(path, job.mapping.encoding) as records,
        RejectedFile(rejected, records.fields) as refused,
    ):
        reader = _RowReader(records.fields, job, refused, summary)
        batch: list[Draft] = []
        for row in records.rows:
            draft = reader.read(row)
            if draft is None:
                continue
            if (draft.x, draft.y) in defaults:
                draft = replace(draft, position_quality="default")
            batch.append(draft)
            if len(batch) >= _BATCH:
                _take(batch, job, summary)
                batch = []
                report("take", records.share_read())
        _take(batch, job, summary)
        report("take", 1.0)
        summary.rejected = refused.count
    summary.rejected_file = rejected if summary.rejected else None
    return summary


def _look(
    path: Path, job: RequestImport, report: Callable[[str, float], None]
) -> tuple[Stack, ...]:
    """The default coordinates of a file, after reading it once to its end.

    They show only in all of it; and a file that can't be read is refused before anything is
    stored.
    """
    names = job.mapping.fields
    kinds: dict[str, int] = {}
    spots: list[tuple[float, float, int]] = []
    with open_records(path, job.mapping.encoding) as records:
        _refuse_missing_fields(records.fields, names.named(), path)
        places = _places(records.fields, (names.lon, names.lat, names.category))
        for row in records.rows:
            if isinstance(row, MalformedRow):
                continue
            lon, lat, words = ("" if k is None else row.values[k].strip() for k in places)
            kind = kinds.setdefault(words, len(kinds))
            spots.append((parse_coordinate(lon)[0], parse_coordinate(lat)[0], kind))
            if len(spots) % _BATCH == 0:
                report("look", records.share_read())
    report("look", 1.0)
    x, y, kind_of = np.array(spots, dtype=np.float64).reshape(-1, 3).T
    # A stack on 0, 0 is no position at all: placing says so of each request.
    known = to_positions(x, y, job.mapping.crs).problem == OK
    return find_stacks(x[known], y[known], kind_of[known].astype(np.int64), job.stack_rule)


def _places(fields: Sequence[str], names: Sequence[str | None]) -> list[int | None]:
    """Where in a row each of the named fields is; ``None`` for those without a name."""
    return [None if name is None else fields.index(name) for name in names]


def _refuse_missing_fields(fields: Sequence[str], named: dict[str, str], path: Path) -> None:
    for what, name in named.items():
        if name not in fields:
            raise InputError(
                f"The file has no field {name!r} for {what}; it has {', '.join(fields[:40])}.",
                where=str(path),
            )


class _RowReader:
    """Reads one row after the other, and puts aside what can't be taken."""

    def __init__(
        self, fields: Sequence[str], job: RequestImport, refused: RejectedFile,
        summary: ImportSummary,
    ) -> None:  # fmt: skip
        named = sorted(set(job.mapping.fields.named().values()))
        self._places = [(name, fields.index(name)) for name in named]
        self._id_field = job.mapping.fields.id
        self._normaliser = Normaliser(job.mapping, job.catalogue, job.now)
        self._refused = refused
        self._summary = summary
        self._first_row: dict[str, int] = {}
        self._occurrences: Counter[str] = Counter()

    def read(self, row: Row | MalformedRow) -> Draft | None:
        """The row's draft, or ``None`` when it was put aside."""
        self._summary.rows += 1
        read = self._understand(row)
        if isinstance(read, Rejection):
            self._refused.add(read, row.values)
            self._summary.rejected_because[_reason_kind(read)] += 1
            return None
        return read

    def _understand(self, row: Row | MalformedRow) -> Draft | Rejection:
        if isinstance(row, MalformedRow):
            return Rejection(row.number, "", "", row.why, "Quote values that hold a delimiter.")
        record = {name: row.values[k].strip() for name, k in self._places}
        draft = self._normaliser.draft(record, row.number, self._row_id(row))
        if isinstance(draft, Rejection):
            return draft
        first = self._first_row.setdefault(draft.external_id, row.number)
        if first != row.number:
            why = f"its id was in row {first} already"
            remedy = "Give each request an id of its own."
            return Rejection(row.number, self._id_field or "", draft.external_id, why, remedy)
        if draft.closed_at is not None and draft.closed_at < draft.reported_at:
            self._summary.closed_before_opened += 1
        return draft

    def _row_id(self, row: Row) -> str:
        """An id from the row's content, where the source has none; equal rows are counted."""
        if self._id_field:
            return ""
        values = [value.strip() for value in row.values]
        bare = row_external_id(values, 0)
        self._occurrences[bare] += 1
        return row_external_id(values, self._occurrences[bare])


def _reason_kind(rejection: Rejection) -> str:
    """The reason without what is particular to one row, so that reasons can be counted."""
    if rejection.value and rejection.value in rejection.reason:
        return rejection.reason.replace(repr(rejection.value), "the value")
    return "an id that another row has" if "already" in rejection.reason else rejection.reason


def _take(batch: Sequence[Draft], job: RequestImport, summary: ImportSummary) -> None:
    if not batch:
        return
    taken = take_requests(batch, job.placer, job.store, job.now)
    summary.new += taken.new
    summary.changed += taken.changed
    summary.unchanged += taken.unchanged
    summary.placements += taken.placements
    summary.reasons += Counter(r.placement_reason for r in taken.requests if r.placement_reason)
    summary.categories += Counter(r.category for r in taken.requests)
    summary.unmapped += Counter(
        r.source_category for r in taken.requests if r.category == OTHER and r.source_category
    )
