"""Time, as the processor and as the clock on the wall count it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Seconds:
    """What something took.

    Attributes
    ----------
    cpu
        Processor seconds of all threads of this process.
    wall
        Seconds that went by.
    """

    cpu: float
    wall: float

    def least(self, other: Seconds) -> Seconds:
        """The less of both, each for itself."""
        return Seconds(min(self.cpu, other.cpu), min(self.wall, other.wall))


@dataclass(frozen=True)
class Timed(Generic[T]):
    """An answer, and what the quickest of several runs took to give it."""

    answer: T
    seconds: Seconds


def timed(work: Callable[[], T]) -> Timed[T]:
    """Run once."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return Timed(answer, Seconds(time.process_time() - cpu, time.perf_counter() - wall))


def in_turns(
    ours: Callable[[], T],
    peer: Callable[[], U],
    repeats: int,
    between: Callable[[], object] = lambda: None,
) -> tuple[Timed[T], Timed[U]]:
    """Run both by turns, each first every other time; the least of each counts.

    What the machine does besides then falls on both alike. `between` runs before each and is
    not measured.
    """
    mine, theirs = _turn(ours, peer, between)
    for turn in range(1, repeats):
        if turn % 2:
            second, first = _turn(peer, ours, between)
        else:
            first, second = _turn(ours, peer, between)
        mine = Timed(first.answer, mine.seconds.least(first.seconds))
        theirs = Timed(second.answer, theirs.seconds.least(second.seconds))
    return mine, theirs


def _turn(
    first: Callable[[], T], second: Callable[[], U], between: Callable[[], object]
) -> tuple[Timed[T], Timed[U]]:
    between()
    one = timed(first)
    between()
    return one, timed(second)
