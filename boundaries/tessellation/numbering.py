"""Codes and names of new grids: their village's, and a number from north-west to south-east."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from boundaries.errors import BoundaryError
from boundaries.geometry import degree_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LONGEST_SUFFIX = 9


@dataclass(frozen=True)
class Numbering:
    """How grids are called.

    Attributes
    ----------
    suffix_length
        Digits put behind the village's code, 1..9.
    name_pattern
        With ``{name}`` for the village's name, ``{number}`` for the number, and ``{code}`` for
        the village's code.
    """

    suffix_length: int = 3
    name_pattern: str = "{name} {number}"

    def __post_init__(self) -> None:
        if not 1 <= self.suffix_length <= _LONGEST_SUFFIX:
            raise BoundaryError(
                f"suffix_length must be within 1..{_LONGEST_SUFFIX}; got {self.suffix_length}.",
                where="suffix_length",
            )
        try:
            fields = {field for _, field, _, _ in string.Formatter().parse(self.name_pattern)}
            self.name_pattern.format(name="", number=1, code="")
        except (ValueError, LookupError, AttributeError) as error:
            raise self._unusable() from error
        if "number" not in fields:
            raise self._unusable()

    def _unusable(self) -> BoundaryError:
        return BoundaryError(
            "name_pattern must hold {number}, and may hold {name} and {code}; "
            f"got {self.name_pattern!r}.",
            where="name_pattern",
        )

    def code(self, village: str, number: int) -> str:
        """The code of a village's grid.

        Raises
        ------
        BoundaryError
            When the suffix has too few digits.
        """
        if number >= 10**self.suffix_length:
            raise BoundaryError(
                f"{village} has more grids than a suffix of {self.suffix_length} digits can "
                f"number.",
                remedy="Ask for a larger target, or a longer suffix.",
            )
        return f"{village}{number:0{self.suffix_length}}"

    def name(self, code: str, name: str, number: int) -> str:
        """The name of a village's grid."""
        return self.name_pattern.format(name=name, number=number, code=code)


def north_west_first(geometries: Sequence[shapely.Geometry]) -> NDArray[np.int64]:
    """The order of polygons along the way from the north-west to the south-east; shape (n,)."""
    middles = shapely.get_coordinates(shapely.centroid(np.array(geometries, dtype=object)))
    per_lon, per_lat = degree_metres(float(middles[:, 1].mean()))
    east, south = middles[:, 0] * per_lon, -middles[:, 1] * per_lat
    return np.lexsort([east, south, np.round(east + south, 3)])
