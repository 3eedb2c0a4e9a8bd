"""Compiled editions as files beside the database, made whenever they are missing or refused."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from boundaries.errors import IndexFileError
from boundaries.index.compiled_edition import compile_edition, save_edition
from boundaries.index.verification import verify_edition
from boundaries.locator import Locator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from boundaries.model import Edition
    from gridmap.store.edition_records import EditionRecord

_log = logging.getLogger(__name__)


class IndexStore:
    """The compiled index of each edition, in a folder of one installation.

    Parameters
    ----------
    folder
        Made when the first index is written.
    level_order
        Codes of all levels, coarse to fine; an index is made for one order of them.
    plain
        Open without numba, for commands that ask about a point or two.
    """

    def __init__(self, folder: Path, level_order: Sequence[str], *, plain: bool = False) -> None:
        self._folder = folder
        self._level_order = tuple(level_order)
        self._plain = plain

    def path(self, record: EditionRecord) -> Path:
        """The file of an edition."""
        return self._folder / f"edition-{record.id}.index"

    def stamp(self, record: EditionRecord) -> str:
        """Differs between editions, and between states of one."""
        state = (record.name, record.created_at.isoformat(), record.revision, self._level_order)
        return hashlib.sha256(repr(state).encode()).hexdigest()

    def locator(self, record: EditionRecord, read: Callable[[], Edition]) -> Locator:
        """The locator of an edition: from its file, or compiled anew where that can't be used.

        Parameters
        ----------
        read
            Reads the edition with its shapes.
        """
        try:
            return self._open(record)
        except IndexFileError as error:
            if self.path(record).exists():
                _log.warning("%s", error)
        return self.compile(record, read())

    def compile(
        self,
        record: EditionRecord,
        edition: Edition,
        progress: Callable[[str, float], None] | None = None,
    ) -> Locator:
        """Compile an edition, check it against shapely, and write its file in one step.

        Where the file can't be written, the locator works from memory.

        Parameters
        ----------
        progress
            Called with the code of a layer and the share that is done.

        Raises
        ------
        BoundaryError
            When a layer can't be indexed.
        """
        compiled = compile_edition(edition, progress)
        verify_edition(compiled, edition)
        try:
            save_edition(self.path(record), compiled, self.stamp(record))
            return self._open(record)
        except IndexFileError as error:
            _log.warning("%s", error)
            return Locator(compiled)

    def is_current(self, record: EditionRecord) -> bool:
        """Whether an edition's file is there and whole."""
        try:
            self._open(record)
        except IndexFileError:
            return False
        return True

    def _open(self, record: EditionRecord) -> Locator:
        return Locator.open(self.path(record), self.stamp(record), plain=self._plain)
