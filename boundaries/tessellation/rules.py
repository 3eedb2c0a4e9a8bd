"""What grids ought to be like: how heavy, how round, how willing to follow lines."""

from __future__ import annotations

import math
from dataclasses import dataclass

from boundaries.errors import BoundaryError


@dataclass(frozen=True)
class GridRules:
    """How villages are divided.

    Attributes
    ----------
    target
        Load that a grid ought to have, in the unit of the load; above 0.
    seed
        Another seed tries other corners first; the same gives the same grids.
    balance
        Weight of a grid's relative deviation from its share, squared, against its shape; above 0.
    along_lines
        What a metre of a cut along a given line counts, against 1 elsewhere; above 0, at most 1.
    alone
        Share of the target from which a part over the water is never joined to another; 0..1.
    """

    target: float
    seed: int = 0
    balance: float = 6.0
    along_lines: float = 0.35
    alone: float = 0.5

    def __post_init__(self) -> None:
        _refuse(not (math.isfinite(self.target) and self.target > 0), "target", "a number above 0",
                self.target)  # fmt: skip
        _refuse(self.seed < 0, "seed", "a whole number not below 0", self.seed)
        _refuse(not self.balance > 0, "balance", "above 0", self.balance)
        _refuse(not 0 < self.along_lines <= 1, "along_lines", "above 0, at most 1",
                self.along_lines)  # fmt: skip
        _refuse(not 0 <= self.alone <= 1, "alone", "within 0..1", self.alone)

    def pieces(self, load: float) -> int:
        """How many grids a load makes: rounded half up, at least one."""
        return max(1, math.floor(load / self.target + 0.5))


def _refuse(wrong: bool, name: str, rule: str, value: object) -> None:  # noqa: FBT001
    if wrong:
        raise BoundaryError(f"{name} must be {rule}; got {value}.", where=name)
