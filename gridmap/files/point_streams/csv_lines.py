"""Rows as lines of CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_END = "\r\n"


class _Lines:
    """Takes what a CSV writer writes, row by row."""

    def __init__(self) -> None:
        self.found: list[bytes] = []

    def write(self, line: str) -> None:
        self.found.append(line[: -len(_END)].encode(errors="replace"))


def csv_lines(rows: Iterable[Iterable[object]]) -> list[bytes]:
    """A line for each row, without its end; values are quoted where they must be."""
    lines = _Lines()
    # With this end both of its characters are quoted where a value holds them.
    csv.writer(lines, lineterminator=_END).writerows(rows)
    return lines.found
