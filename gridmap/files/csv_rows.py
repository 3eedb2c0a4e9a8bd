"""Rows of a CSV; one that breaks the rules of quoting costs itself and no other."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_FIELD = 4_000_000
"""Characters: beyond it a quotation mark was left open."""


@dataclass(frozen=True)
class BrokenLine:
    """A line that is no row by itself, and opens none."""

    text: str
    why: str


class CsvRows:
    """Reads rows off lines.

    A quotation mark that is never closed, or closed in the middle of a value, would take the
    lines after it into one row. Here only the line that it stands in is put aside, and reading
    goes on with the next one.

    Parameters
    ----------
    lines
        Of the text, each with its end of line.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[list[str] | BrokenLine]:
        csv.field_size_limit(LONGEST_FIELD)
        while True:
            try:
                yield from self._rows()
            except csv.Error as error:
                broken, *others = self._taken
                self._again.extendleft(reversed(others))
                yield BrokenLine(broken.rstrip("\r\n"), _why(error))
            else:
                return

    def _rows(self) -> Iterator[list[str]]:
        self._taken.clear()
        for row in csv.reader(self._read(), delimiter=self._delimiter, strict=True):
            self._taken.clear()
            yield row

    def _read(self) -> Iterator[str]:
        while (line := self._again.popleft() if self._again else next(self._lines, "")) != "":
            self._taken.append(line)
            yield line


def _why(error: csv.Error) -> str:
    """What is wrong with a line, of the errors that `csv` knows."""
    if "expected after" in str(error):
        return "text follows a closing quotation mark"
    return "a quotation mark is opened and never closed"
