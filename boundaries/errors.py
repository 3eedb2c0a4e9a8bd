"""What can go wrong with boundaries, told to the person who can mend it.

::

    ExplainedError                what was wrong, where, and what to do
    └── BoundaryError
        ├── UnknownCrsError       a coordinate reference system nobody knows
        ├── LayerFileError        a file that can't be read as areas
        ├── IndexFileError        a compiled index that is foreign, damaged or not there
        └── RefusedLayerError     areas that were read but can't be used
"""

from __future__ import annotations


class ExplainedError(Exception):
    """An error that a person can act on.

    Attributes
    ----------
    what
        What was wrong, in one sentence.
    where
        The file, row, field or parameter; empty when `what` says it.
    remedy
        What to do about it; empty when nothing can be done.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class BoundaryError(ExplainedError):
    """Something about boundaries."""


class UnknownCrsError(BoundaryError):
    """A coordinate reference system that nobody knows."""


class LayerFileError(BoundaryError):
    """A file that can't be read as areas."""


class IndexFileError(BoundaryError):
    """A compiled index that is not there, foreign, or damaged."""


class RefusedLayerError(BoundaryError):
    """Areas that were read but can't be used."""
