"""Rows against database engines, which use all processors: so does ours, and the clock counts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.locator.batches import beside
from benchmarks.locator.ours import owners
from benchmarks.locator.scene import asked, drawn
from benchmarks.row import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from benchmarks.locator.scene import Sizes
    from benchmarks.row import Row
    from boundaries.locator import Locator
    from boundaries.model import Layer

THREADS = os.cpu_count() or 1
POSTGRESQL = os.environ.get("GRIDMAP_TEST_POSTGRESQL", "")


def sedonadb(slug: str, count: int, sizes: Sizes) -> Row:
    """SedonaDB, with its tables in memory."""
    from benchmarks.locator.peers.sedona import Sedona

    layer, points = drawn(count).layer, asked(count, sizes.points)
    return beside(slug, layer, points, Sedona(), sizes, Target(28), on_all, wall=True)


def duckdb(slug: str, count: int, sizes: Sizes) -> Row:
    """DuckDB, with its tables in memory."""
    from benchmarks.locator.peers.duck import Duck

    layer, points = drawn(count).layer, asked(count, sizes.points)
    return beside(slug, layer, points, Duck(THREADS), sizes, None, on_all, wall=True)


def postgis(slug: str, count: int, sizes: Sizes) -> Row | None:
    """PostGIS, where a throwaway server is named by GRIDMAP_TEST_POSTGRESQL."""
    if not POSTGRESQL:
        return None
    from benchmarks.locator.peers.postgis import PostGis

    layer, points = drawn(count).layer, asked(count, sizes.points)
    return beside(slug, layer, points, PostGis(POSTGRESQL), sizes, None, on_all, wall=True)


def on_all(locator: Locator, layer: Layer, points: Places) -> NDArray[np.int32]:
    """The same on as many threads as there are processors."""
    return owners(locator, layer, points, THREADS)
