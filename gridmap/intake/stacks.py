"""Coordinates that a source writes when it knows none: a stack of unlike requests on one spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StackRule:
    """When a spot is a default and not a hotspot.

    A hotspot is much of one kind of trouble; a default holds a noticeable share of everything.

    Attributes
    ----------
    least_share
        Of all positioned requests, at least so many lie on the very spot.
    least_count
        And at least so many in number.
    least_kinds
        Of at least so many kinds.
    """

    least_share: float = 0.01
    least_count: int = 50
    least_kinds: int = 5

    def __post_init__(self) -> None:
        if not 0 < self.least_share <= 1:
            raise ValueError(f"least_share must be over 0 and at most 1; got {self.least_share}")
        if self.least_count < 2 or self.least_kinds < 1:
            raise ValueError(
                "least_count must be at least 2 and least_kinds at least 1; "
                f"got {self.least_count} and {self.least_kinds}"
            )


@dataclass(frozen=True)
class Stack:
    """A default coordinate, as the source writes it, and how many requests carry it."""

    x: float
    y: float
    count: int


def find_stacks(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    kind: NDArray[np.int64],
    rule: StackRule | None = None,
) -> tuple[Stack, ...]:
    """Default coordinates of a source, the largest first.

    Parameters
    ----------
    x, y
        Coordinates as the source writes them, shape (n,); not finite where it has none.
    kind
        A number for each of the source's own category words, shape (n,).
    """
    rule = rule or StackRule()
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return ()
    x, y, kind = x[known], y[known], kind[known]
    spots, spot, count = np.unique(
        np.column_stack([x, y]), axis=0, return_inverse=True, return_counts=True
    )
    large = np.flatnonzero((count >= rule.least_count) & (count >= rule.least_share * len(x)))
    stacks = [
        Stack(float(spots[k, 0]), float(spots[k, 1]), int(count[k]))
        for k in large
        if len(np.unique(kind[spot.ravel() == k])) >= rule.least_kinds
    ]
    return tuple(sorted(stacks, key=lambda stack: -stack.count))
