"""The layers and points that rows share: drawn once in a run, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from benchmarks.locator.layers import Coverage, coverage
from benchmarks.locator.points import crowded, strewn

if TYPE_CHECKING:
    from benchmarks.locator.layers import Family
    from benchmarks.locator.points import Places


@dataclass(frozen=True)
class Sizes:
    """How much a run takes on.

    Attributes
    ----------
    points
        In a batch.
    small, middle, large, largest
        Areas of the layers that stand for 1,500, 20,000, 200,000 and a million.
    repeats
        Of what is measured, the least of which counts.
    seconds
        That a server is asked for at a time.
    """

    points: int = 1_000_000
    small: int = 1_500
    middle: int = 20_000
    large: int = 200_000
    largest: int = 1_000_000
    repeats: int = 3
    seconds: float = 3.0


FULL = Sizes()
QUICK = Sizes(20_000, 60, 300, 1_200, 2_000, repeats=1, seconds=0.3)


@lru_cache(maxsize=3)
def drawn(count: int, family: Family = "even") -> Coverage:
    """A coverage, drawn once."""
    return coverage(count, seed=2, family=family)


@lru_cache(maxsize=3)
def asked(count: int, points: int, family: Family = "even") -> Places:
    """Points of its kind: strewn over an even coverage, crowded in a city."""
    spread = strewn if family == "even" else crowded
    return spread(drawn(count, family).layer.geometries, points)
