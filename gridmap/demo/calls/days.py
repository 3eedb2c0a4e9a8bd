"""The days that requests come from: two years, with their weekends, months and storms."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from gridmap.demo.calls.patterns import Pattern
from gridmap.demo.plane import Bools, Floats, Ints
from gridmap.demo.seeds import stream

DAY = 86_400
LENGTH = 730
_STORMS_A_MONTH = {6: 3, 7: 2, 8: 3, 9: 2}
_GROWTH = 0.18


@dataclass(frozen=True)
class Days:
    """Two years of days up to and including the last.

    ``midnight`` holds each day's start in seconds since 1970, local time taken as it reads
    on the clock; ``month`` is 0..11, ``weekday`` 0..6 from Monday.
    """

    midnight: Ints
    month: Ints
    weekday: Ints
    stormy: Bools

    @classmethod
    def until(cls, seed: int, last: date) -> "Days":
        """Make the two years that end with a day, and draw their storms."""
        days = [last - timedelta(days=back) for back in range(LENGTH - 1, -1, -1)]
        epoch = date(1970, 1, 1)
        return cls(
            np.array([(day - epoch).days * DAY for day in days], dtype=np.int64),
            np.array([day.month - 1 for day in days], dtype=np.int64),
            np.array([day.weekday() for day in days], dtype=np.int64),
            _storms(seed, days),
        )

    @property
    def end(self) -> int:
        """The first second after the last day."""
        return int(self.midnight[-1]) + DAY

    def weights(self, pattern: Pattern) -> Floats:
        """Weigh the days for a pattern; over the two years people report a little more."""
        weights = pattern.month_weights[self.month] + 0.05
        weights = weights * np.where(self.weekday >= 5, pattern.weekend, 1.0)
        weights = weights * np.where(self.stormy, pattern.storm, 1.0)
        grown: Floats = weights * (1.0 + _GROWTH * np.arange(weights.size) / weights.size)
        return grown

    def draw(self, rng: np.random.Generator, pattern: Pattern, count: int) -> Ints:
        """Draw moments of a pattern's rhythm, in seconds since 1970."""
        day = draw_weighted(rng, self.weights(pattern), count)
        return self.midnight[day] + draw_time_of_day(rng, pattern, count)


def draw_time_of_day(rng: np.random.Generator, pattern: Pattern, count: int) -> Ints:
    """Draw seconds after midnight of a pattern's rhythm."""
    hour = draw_weighted(rng, pattern.hour_weights, count)
    return hour * 3_600 + rng.integers(0, 3_600, count)


def draw_weighted(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """Draw indices, each as likely as its weight."""
    steps = np.cumsum(weights)
    drawn = np.searchsorted(steps, rng.random(count) * steps[-1], side="right")
    found: Ints = np.minimum(drawn, weights.size - 1).astype(np.int64)
    return found


def _storms(seed: int, days: list[date]) -> Bools:
    rng = stream(seed, "storms")
    stormy = np.zeros(len(days), dtype=np.bool_)
    for month, count in _STORMS_A_MONTH.items():
        inside = np.flatnonzero([day.month == month for day in days])
        if inside.size:
            # About as many in each of the years that the days cover.
            wanted = max(1, round(count * inside.size / 31))
            stormy[rng.choice(inside, min(wanted, inside.size), replace=False)] = True
    return stormy
