"""When clusters come and go: waves of incidents with quiet between them."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.calls.cluster_kinds import ClusterKind
from gridmap.demo.calls.days import DAY, Days, draw_weighted
from gridmap.demo.calls.incidents import OPEN, draw_closing
from gridmap.demo.calls.kinds import KIND_OF_CODE
from gridmap.demo.calls.patterns import PATTERNS
from gridmap.demo.plane import Floats, Ints

# The longest that a cluster's last wave may be over, as a share of the two years.
_LONGEST_OVER = 0.4
_SEASONS_APART = 45 * DAY


@dataclass(frozen=True)
class Wave:
    """The incidents of one wave in the order of their times, and when each was closed.

    Moments are in seconds since 1970, local time; ``OPEN`` is what was not closed.
    """

    start: Ints
    closed: Ints


def draw_waves(rng: np.random.Generator, kind: ClusterKind, days: Days) -> list[Wave]:
    """Draw the waves of one cluster; there is at least one, and none ends after the days."""
    if kind.follows == "season":
        starts = _seasons(rng, kind, days)
    elif kind.follows == "storm":
        starts = _storms(rng, kind, days)
    else:
        starts = _returns(rng, kind, days)
    return [Wave(start, _closings(rng, kind, start, days)) for start in starts]


def _returns(rng: np.random.Generator, kind: ClusterKind, days: Days) -> list[Ints]:
    """Let trouble come, be cleared, and come again after a pause; most is not over yet."""
    waves, first = [], 0.0
    for _ in range(int(rng.integers(kind.waves[0], kind.waves[1] + 1))):
        waves.append(first + rng.uniform(0.0, kind.days, _size(rng, kind)))
        first = waves[-1].max() + rng.uniform(*kind.pause) + (kind.cleared or (0.0, 0.0))[1]
    over = days.midnight.size * (1.0 - _LONGEST_OVER * rng.random() ** 2)
    shift = over - waves[-1].max()
    starts: list[Ints] = []
    for wave in waves:
        day = np.floor(wave + shift).astype(np.int64)
        if day.min() >= 0:
            day = np.minimum(day, days.midnight.size - 1)
            starts.append(np.sort(days.midnight[day] + _time_of_day(rng, kind, day.size)))
    return starts


def _seasons(rng: np.random.Generator, kind: ClusterKind, days: Days) -> list[Ints]:
    """Let each incident find its own day by the season, and part the years."""
    pattern = next(pattern for pattern in PATTERNS if pattern.code == kind.code)
    day = draw_weighted(rng, days.weights(pattern), _size(rng, kind))
    start = np.sort(days.midnight[day] + _time_of_day(rng, kind, day.size))
    return np.split(start, np.flatnonzero(np.diff(start) > _SEASONS_APART) + 1)


def _storms(rng: np.random.Generator, kind: ClusterKind, days: Days) -> list[Ints]:
    """Let every storm bring one wave; without storms there is one on the last day."""
    stormy = days.midnight[days.stormy] if days.stormy.any() else days.midnight[-1:]
    return [
        np.sort(midnight + _time_of_day(rng, kind, _size(rng, kind)))
        for midnight in stormy.tolist()
    ]


def _size(rng: np.random.Generator, kind: ClusterKind) -> int:
    return int(rng.integers(kind.size[0], kind.size[1] + 1))


def _time_of_day(rng: np.random.Generator, kind: ClusterKind, count: int) -> Ints:
    hours: Floats = np.array([float(digit) for digit in kind.hours])
    return draw_weighted(rng, hours, count) * 3_600 + rng.integers(0, 3_600, count)


def _closings(rng: np.random.Generator, kind: ClusterKind, start: Ints, days: Days) -> Ints:
    """Close a wave all at once where that is the way of the kind, else each by itself."""
    if kind.cleared is None:
        return draw_closing(rng, np.full(start.size, KIND_OF_CODE[kind.code]), start, days.end)
    cleared = int(start.max()) + int(rng.uniform(*kind.cleared) * DAY)
    return np.full(start.size, cleared if cleared < days.end else OPEN)
