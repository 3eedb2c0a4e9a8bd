"""The file of rejected rows: what was wrong with each, beside the rows themselves."""

from __future__ import annotations

import codecs
import csv
import os
import shutil
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Self

from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from gridmap.model.request import Rejection

COLUMNS = ("rejected_row", "rejected_field", "rejected_value", "rejected_because", "remedy")
_BEGINNING = codecs.BOM_UTF8 + ",".join(COLUMNS).encode()


def rejected_path(path: Path) -> Path:
    """Where the rejected rows of a file are kept: beside it."""
    stem = path.name.removesuffix(path.suffix) if path.suffix != ".gz" else path.name[:-3]
    return path.with_name(f"{stem.removesuffix('.csv')}.rejected.csv")


class RejectedFile:
    """Writes rejected rows; the file appears when the work is done, and only if there are any.

    Until then they have no name on the disk: a killed process leaves nothing behind, and two
    that read the same file don't write into each other's.

    Raises
    ------
    InputError
        When a file of that name is no file of rejected rows; when a rejected row can't be
        kept: then nothing more may be taken.
    """

    def __init__(self, path: Path, fields: Sequence[str]) -> None:
        self.path = path
        self.count = 0
        # The file read may be one of rejected rows itself, mended: what was wrong is told anew.
        self._stale = {k for k, name in enumerate(fields) if name in COLUMNS}
        self._fields = fields
        self._rows: IO[str] | None = None
        with self._explained():
            _refuse_foreign(path)

    def add(self, rejection: Rejection, values: Sequence[str]) -> None:
        """One rejected row, as it was read."""
        told = (rejection.row, rejection.field, rejection.value, rejection.reason, rejection.remedy)
        with self._explained():
            if self._rows is None:
                self._rows = TemporaryFile(  # noqa: SIM115  closed when the work is done
                    "w+", encoding="utf-8", newline="", dir=self.path.parent
                )
                csv.writer(self._rows).writerow([*COLUMNS, *self._kept(self._fields)])
            csv.writer(self._rows).writerow([*told, *self._kept(values)])
        self.count += 1

    def _kept(self, values: Sequence[str]) -> list[str]:
        return [value for k, value in enumerate(values) if k not in self._stale]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._rows is None:
            if kind is None:
                self.path.unlink(missing_ok=True)  # of an earlier run: nothing is rejected now
            return
        with self._explained(), self._rows as rows:
            if kind is None:
                self._publish(rows)

    def _publish(self, rows: IO[str]) -> None:
        """Give the rows their name, all at once."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        rows.seek(0)
        try:
            with draft.open("w", encoding="utf-8-sig", newline="") as file:
                shutil.copyfileobj(rows, file)
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"Rejected rows can't be kept: {error.strerror}.",
                where=str(self.path),
                remedy="Name another file, in a folder that you may write to.",
            ) from error


def _refuse_foreign(path: Path) -> None:
    """Refuse to write over, or to remove, what is no file of rejected rows."""
    if path.exists():
        with path.open("rb") as file:
            ours = file.read(len(_BEGINNING)) == _BEGINNING
        if not ours:
            raise InputError(
                "There is another file of that name.",
                where=str(path),
                remedy="Move it away, or name another file.",
            )
