"""The subject ``locator``: every row by its slug."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.locator import batches, engines, files, real, requests, single
from benchmarks.locator.scene import FULL, QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.locator.scene import Sizes
    from benchmarks.row import Row

    Work = Callable[[Sizes], Row | None]

ROWS: dict[str, Work] = {
    "warm-1k5": lambda s: batches.warm("warm-1k5", s.small, s),
    "warm-20k": lambda s: batches.warm("warm-20k", s.middle, s),
    "warm-200k": lambda s: batches.warm("warm-200k", s.large, s),
    "shapely-20k": lambda s: batches.tuned("shapely-20k", s.middle, s),
    "sedonadb-20k": lambda s: engines.sedonadb("sedonadb-20k", s.middle, s),
    "oneshot-20k": lambda s: batches.one_shot("oneshot-20k", s.middle, s, 5),
    "oneshot-200k": lambda s: batches.one_shot("oneshot-200k", s.large, s, 1),
    "scaling-200k": partial(batches.scaling, "scaling-200k"),
    "open-200k": partial(files.opened, "open-200k"),
    "point": partial(single.point, "point"),
    "http": partial(requests.served, "http"),
    # More than the fixed ones: other layers, other peers, what else was promised.
    "warm-1k5-city": lambda s: batches.warm("warm-1k5-city", s.small, s, "city"),
    "warm-20k-city": lambda s: batches.warm("warm-20k-city", s.middle, s, "city"),
    "shapely-200k": lambda s: batches.tuned("shapely-200k", s.large, s),
    "sedonadb-200k": lambda s: engines.sedonadb("sedonadb-200k", s.large, s),
    "duckdb-20k": lambda s: engines.duckdb("duckdb-20k", s.middle, s),
    "postgis-20k": lambda s: engines.postgis("postgis-20k", s.middle, s),
    "point-full": partial(single.full_point, "point-full"),
    "worst": partial(single.worst, "worst"),
    "boston": partial(real.boston, "boston"),
    "taiwan": partial(real.taiwan, "taiwan"),
    "build-1m": partial(files.largest, "build-1m"),
}
SLUGS = tuple(ROWS)


def rows(slugs: Iterable[str], *, quick: bool) -> Iterator[Row]:
    """The rows, one after the other; those that lack what they need are left out."""
    for slug in slugs:
        row = ROWS[slug](QUICK if quick else FULL)
        if row is not None:
            yield row
