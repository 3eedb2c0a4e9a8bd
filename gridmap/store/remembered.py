"""Which edition is active, remembered for a moment, so that not every look-up asks the database."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Kept = TypeVar("Kept")

LONGEST_S = 1.0
"""Another process's activation is seen within this time; the process that activates sees it at
once."""


class Remembered(Generic[Kept]):
    """A value that holds for a moment after it was looked up.

    Parameters
    ----------
    longest_s
        Seconds that it holds, > 0.
    clock
        Seconds that never run back.
    """

    def __init__(
        self, longest_s: float = LONGEST_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if not longest_s > 0:
            raise ValueError(f"A value must hold for more than 0 seconds; got {longest_s}.")
        self._longest_s = longest_s
        self._clock = clock
        self._held: tuple[float, Kept] | None = None

    def keep(self, value: Kept, asked_at: float) -> None:
        """Hold a value, as it was at `asked_at` of the clock: before the database was asked."""
        self._held = asked_at + self._longest_s, value

    def forget(self) -> None:
        """Hold nothing."""
        self._held = None

    def now(self) -> float:
        """The clock's seconds."""
        return self._clock()

    def value(self) -> Kept | None:
        """The value; ``None`` where nothing is held, or not any more."""
        held = self._held
        return held[1] if held is not None and self._clock() < held[0] else None
