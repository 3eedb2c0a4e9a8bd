"""The file of rejected rows: what was wrong with each, beside the rows themselves."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Self, TextIO

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from gridmap.model.request import Rejection

COLUMNS = ("rejected_row", "rejected_field", "rejected_value", "rejected_because", "remedy")


def rejected_path(path: Path) -> Path:
    """Where the rejected rows of a file are kept: beside it."""
    stem = path.name.removesuffix(path.suffix) if path.suffix != ".gz" else path.name[:-3]
    return path.with_name(f"{stem.removesuffix('.csv')}.rejected.csv")


class RejectedFile:
    """Writes rejected rows; the file appears when the work is done, and only if there are any.

    Raises
    ------
    InputError
        When a rejected row can't be kept: then nothing more may be taken.
    """

    def __init__(self, path: Path, fields: Sequence[str]) -> None:
        self.path = path
        self.count = 0
        self._fields = fields
        self._draft = path.with_name(path.name + ".part")
        self._file: TextIO | None = None

    def add(self, rejection: Rejection, values: Sequence[str]) -> None:
        """One rejected row, as it was read."""
        self.count += 1
        told = (rejection.row, rejection.field, rejection.value, rejection.reason, rejection.remedy)
        try:
            if self._file is None:
                self._file = self._draft.open("w", encoding="utf-8-sig", newline="")
                csv.writer(self._file).writerow([*COLUMNS, *self._fields])
            csv.writer(self._file).writerow([*told, *values])
        except OSError as error:
            raise InputError(
                f"Rejected rows can't be kept: {error.strerror}.",
                where=str(self.path),
                remedy="Name a file that you may write with --rejected FILE.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._file is not None:
            self._file.close()
            if kind is None:
                self._draft.replace(self.path)
            else:
                self._draft.unlink(missing_ok=True)
        elif kind is None and self.path.is_file():
            self.path.unlink()  # of an earlier run: nothing is rejected any more
