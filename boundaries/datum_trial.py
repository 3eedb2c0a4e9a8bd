"""Which way of reading coordinates fits the boundaries best, and whether the points can tell.

Where each point's owner is known, readings are judged by how often they agree with it. Where it
is not, by how far points fall outside the outline: only points near it tell then. Readings are
compared point by point; how sure the difference is comes from a bootstrap over blocks of
neighbouring points, for points of one street tell the same thing many times.

References
----------
Efron, Tibshirani: An Introduction to the Bootstrap (1993), chapter 8. Künsch: The jackknife and
the bootstrap for general stationary observations, doi:10.1214/aos/1176347265 (blocks).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from boundaries.errors import BoundaryError
from boundaries.geometry import degree_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Judge = Literal["truth", "outline"]

_FAR_M = 2_000.0
"""Beyond it a point outside counts no more: it may well be meant to lie there."""
_BLOCK_M = 500.0


@dataclass(frozen=True)
class TrialRules:
    """When readings are told apart.

    Attributes
    ----------
    resamples
        Of the bootstrap; at least 100.
    level
        Share of resamples between the ends of the interval; above 0, below 1.
    least_blocks
        Blocks in which two readings must differ at all.
    least_fit
        Share of points that must lie inside, or agree, for a reading to fit at all; 0..1.
    seed
        Of the bootstrap.
    """

    resamples: int = 400
    level: float = 0.95
    least_blocks: int = 8
    least_fit: float = 0.5
    seed: int = 0

    def __post_init__(self) -> None:
        if self.resamples < 100 or self.least_blocks < 1:
            raise BoundaryError(
                "resamples must be at least 100 and least_blocks at least 1; "
                f"got {self.resamples} and {self.least_blocks}."
            )
        if not (0 < self.level < 1 and 0 <= self.least_fit <= 1):
            raise BoundaryError(
                f"level must be within 0 and 1, least_fit within 0..1; got {self.level} and "
                f"{self.least_fit}."
            )


@dataclass(frozen=True)
class Reading:
    """Points as one way of reading puts them.

    Attributes
    ----------
    name
        Of the candidate.
    lon, lat
        WGS 84 degrees, shape (n,); not finite where the reading gives no place.
    inside
        Which lie in an area of any level, shape (n,).
    outside_m
        Metres from the outline, 0 inside, at most 2 km; shape (n,).
    agrees
        1 where the owner is the known one, 0 where not, NaN where none is known; shape (n,).
    """

    name: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    inside: NDArray[np.bool_]
    outside_m: NDArray[np.float64]
    agrees: NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A reading's figures, and how it compares with the best.

    Attributes
    ----------
    inside, outside_m, agreement
        Share inside, mean metres outside, share that agrees (``None`` without known owners).
    worse
        By how much it is worse than the best, with the ends of the interval: in shares of
        points that agree, or in metres outside; zeros for the best.
    differing
        Points on which it differs from the best.
    told_apart
        Whether the points can tell it from the best.
    """

    name: str
    inside: float
    outside_m: float
    agreement: float | None
    worse: tuple[float, float, float]
    differing: int
    told_apart: bool


@dataclass(frozen=True)
class Verdict:
    """Readings, the best first.

    Attributes
    ----------
    judge
        ``truth`` where owners are known, ``outline`` where not.
    fits
        Whether the best fits at all.
    """

    readings: tuple[Judged, ...]
    judge: Judge
    fits: bool

    @property
    def best(self) -> Judged:
        """The best."""
        return self.readings[0]

    @property
    def rivals(self) -> tuple[Judged, ...]:
        """Those that the points can't tell from the best."""
        return tuple(each for each in self.readings[1:] if not each.told_apart)


def outside_metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], inside: NDArray[np.bool_],
    areas: NDArray[np.object_],
) -> NDArray[np.float64]:  # fmt: skip
    """Metres from points to the nearest of some areas, 0 for those inside, at most 2 km; (n,).

    Parameters
    ----------
    areas
        Of the coarsest level, WGS 84; up to some degrees across.
    """
    west, south, east, north = shapely.total_bounds(areas)
    scale = np.array(degree_metres(float(south + north) / 2))
    origin = np.array([(west + east) / 2, (south + north) / 2])
    metres = shapely.transform(areas, lambda c: (c - origin) * scale)
    away = np.where(inside, 0.0, _FAR_M)
    near = ~inside & np.isfinite(lon) & np.isfinite(lat)
    points = shapely.points((np.column_stack([lon, lat])[near] - origin) * scale)
    tree = shapely.STRtree(metres)
    (which, _), distance = tree.query_nearest(
        points, max_distance=_FAR_M, return_distance=True, all_matches=False
    )
    away[np.flatnonzero(near)[which]] = np.minimum(distance, _FAR_M)
    return away


def judge_readings(readings: list[Reading], rules: TrialRules) -> Verdict:
    """The readings compared with the best of them; there must be one, of at least one point."""
    judge: Judge = "truth" if any(np.isfinite(r.agrees).any() for r in readings) else "outline"
    costs = [_costs(reading, judge) for reading in readings]
    means = [float(np.nanmean(cost)) for cost in costs]
    best = int(np.argmin(means))
    blocks = _blocks(readings[best])
    judged = [
        _judged(reading, cost - costs[best], blocks, judge, rules, is_best=k == best)
        for k, (reading, cost) in enumerate(zip(readings, costs, strict=True))
    ]
    order = sorted(range(len(readings)), key=lambda k: (k != best, means[k]))
    first = judged[best]
    share = first.agreement if judge == "truth" and first.agreement is not None else first.inside
    return Verdict(tuple(judged[k] for k in order), judge, share >= rules.least_fit)


def _costs(reading: Reading, judge: Judge) -> NDArray[np.float64]:
    return 1.0 - reading.agrees if judge == "truth" else reading.outside_m


def _blocks(reading: Reading) -> NDArray[np.int64]:
    """For each point a block of its neighbours; shape (n,)."""
    per_lon, per_lat = degree_metres(float(np.nanmedian(np.clip(reading.lat, -89, 89))))
    cells = np.column_stack([reading.lon * per_lon, reading.lat * per_lat]) / _BLOCK_M
    known = np.where(np.isfinite(cells), cells, -1.0).astype(np.int64)
    _, block = np.unique(known, axis=0, return_inverse=True)
    return block.ravel().astype(np.int64)


def _judged(
    reading: Reading, worse: NDArray[np.float64], blocks: NDArray[np.int64], judge: Judge,
    rules: TrialRules, *, is_best: bool,
) -> Judged:  # fmt: skip
    known = np.isfinite(worse)
    mean, low, high = _interval(worse[known], blocks[known], rules)
    differing = known & (worse != 0)
    telling = len(np.unique(blocks[differing]))
    agrees = reading.agrees[np.isfinite(reading.agrees)]
    return Judged(
        name=reading.name,
        inside=float(reading.inside.mean()),
        outside_m=float(reading.outside_m.mean()),
        agreement=float(agrees.mean()) if judge == "truth" and len(agrees) else None,
        worse=(mean, low, high),
        differing=int(differing.sum()),
        told_apart=not is_best and telling >= rules.least_blocks and low > 0,
    )


def _interval(
    values: NDArray[np.float64], blocks: NDArray[np.int64], rules: TrialRules
) -> tuple[float, float, float]:
    """Mean of some values, and the ends of its percentile interval when blocks are drawn anew."""
    _, block = np.unique(blocks, return_inverse=True)
    sums, counts = np.bincount(block, values), np.bincount(block)
    rng = np.random.default_rng(rules.seed)
    drawn = rng.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=rules.resamples)
    means = (drawn @ sums) / (drawn @ counts)
    tail = (1 - rules.level) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(values.mean()), float(low), float(high)
