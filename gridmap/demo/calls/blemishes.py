"""Rows spoilt in every way that rows of real exports are, a few of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from gridmap.demo.calls.table import TIME_FORMAT, Column, Row

# Wider and higher than any district that is made.
_EAST_OFF, _NORTH_OFF = 1.1, 0.8


@dataclass(frozen=True)
class Blemish:
    """A way to spoil a row.

    ``spoil`` changes the row in place; it is given the row, a number from 0 that tells rows
    of one kind apart, and the id of a row further up.
    """

    code: str
    why: str
    spoil: Callable[[Row, int, str], None]


@dataclass(frozen=True)
class BadRow:
    """A spoilt row: its place in the table, counted from 0, and what is wrong with it."""

    row: int
    blemish: Blemish


def _put(lon: tuple[str, ...], lat: tuple[str, ...]) -> Callable[[Row, int, str], None]:
    def spoil(row: Row, turn: int, _earlier: str) -> None:
        row[Column.LON], row[Column.LAT] = lon[turn % len(lon)], lat[turn % len(lat)]

    return spoil


def _write(column: Column, values: tuple[str, ...]) -> Callable[[Row, int, str], None]:
    def spoil(row: Row, turn: int, _earlier: str) -> None:
        row[column] = values[turn % len(values)]

    return spoil


def _swap_axes(row: Row, _turn: int, _earlier: str) -> None:
    row[Column.LON], row[Column.LAT] = row[Column.LAT], row[Column.LON]


def _move_away(row: Row, turn: int, _earlier: str) -> None:
    """Move the row far enough to leave the district whichever its grid is, in all directions."""
    east, north = ((1, 0), (-1, 0), (0, 1), (0, -1))[turn % 4]
    row[Column.LON] = f"{float(row[Column.LON]) + east * _EAST_OFF:.6f}"
    row[Column.LAT] = f"{float(row[Column.LAT]) + north * _NORTH_OFF:.6f}"


def _close_before(row: Row, turn: int, _earlier: str) -> None:
    opened = datetime.strptime(row[Column.OPENED], TIME_FORMAT)  # noqa: DTZ007  local, as written
    row[Column.CLOSED] = (opened - timedelta(days=1 + 120 * turn)).strftime(TIME_FORMAT)


def _repeat_id(row: Row, _turn: int, earlier: str) -> None:
    row[Column.ID] = earlier


def _break_off(row: Row, turn: int, _earlier: str) -> None:
    del row[Column.TEXT + turn % 2 :]


def _spill_over(row: Row, turn: int, _earlier: str) -> None:
    row[Column.TEXT : Column.TEXT + 1] = row[Column.TEXT].split("，", 1) + [""] * (turn % 2 + 1)


BLEMISHES = (
    Blemish("no_coordinate", "longitude and latitude are empty", _put(("",), ("",))),
    Blemish(
        "letters_in_coordinate",
        "the coordinate is not a number",
        _put(("E119.953", "119.9五", "119°57′", "不详"), ("N30.051", "30.05度", "30°03′", "不详")),
    ),
    Blemish(
        "zero_coordinate", "the coordinate is 0, 0", _put(("0", "0.000000"), ("0", "0.000000"))
    ),
    Blemish("whole_degrees", "the coordinate is whole degrees", _put(("120", "120.0"), ("30",))),
    Blemish("swapped_axes", "longitude and latitude are exchanged", _swap_axes),
    Blemish("outside_district", "the coordinate is outside the district", _move_away),
    Blemish(
        "impossible_date",
        "the day or hour of report does not exist",
        _write(
            Column.OPENED,
            (
                "2026-02-30 10:15:00",
                "2025-13-05 08:00:00",
                "2025-06-31 21:04:11",
                "2026-03-09 25:61:00",
            ),
        ),
    ),
    Blemish("no_time", "the time of report is empty", _write(Column.OPENED, ("",))),
    Blemish("closed_before_reported", "it was closed before it was reported", _close_before),
    Blemish("missing_id", "the number of the request is empty", _write(Column.ID, ("",))),
    Blemish(
        "unknown_category",
        "the category is in no catalogue",
        _write(Column.CATEGORY, ("ZX-0417", "待分派", "???", "")),
    ),
    Blemish("duplicated_id", "an earlier row has the same number", _repeat_id),
    Blemish("cut_short", "the row ends in the middle", _break_off),
    Blemish("too_many_fields", "a comma in the text was not quoted", _spill_over),
)
_EACH = 4
_FEW_BELOW = 10_000


def spoil_rows(rng: np.random.Generator, rows: list[Row], allowed: list[int]) -> list[BadRow]:
    """Spoil a few rows, in place; give them in the order of the table.

    Parameters
    ----------
    rng
        Chooses the rows.
    rows
        The table.
    allowed
        The rows that may be spoilt, counted from 0; row 0 must not be among them.
    """
    each = _EACH if len(rows) >= _FEW_BELOW else 1
    chosen = rng.choice(np.array(allowed), each * len(BLEMISHES), replace=False).tolist()
    bad = [BadRow(row, BLEMISHES[turn // each]) for turn, row in enumerate(chosen)]
    spoilt = set(chosen)
    for turn, spoiled in enumerate(bad):
        earlier = next(row for row in range(spoiled.row - 1, -1, -1) if row not in spoilt)
        spoiled.blemish.spoil(rows[spoiled.row], turn % each, rows[earlier][Column.ID])
    return sorted(bad, key=lambda one: one.row)
