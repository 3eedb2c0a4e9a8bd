"""Rows of the compiled index as a file: how soon it is open, how large it grows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.locator.agreement import compare
from benchmarks.locator.layers import coverage
from benchmarks.locator.ours import owners
from benchmarks.locator.peers.tuned_shapely import TunedShapely
from benchmarks.locator.points import strewn
from benchmarks.locator.scene import asked, drawn
from benchmarks.measure import timed
from benchmarks.row import Row, Target
from boundaries.index.compiled_edition import compile_edition, save_edition
from boundaries.locator import Locator

if TYPE_CHECKING:
    from benchmarks.locator.scene import Sizes
    from boundaries.model import Edition

_OPEN_MS = 50.0
_KILOBYTES = 2.5
_COMPARED = 100_000
_TRIES = 7


def opened(slug: str, sizes: Sizes) -> Row:
    """From a file that is there to the first answer, in a process that has loaded its modules."""
    drawing = drawn(sizes.large)
    points = asked(sizes.large, sizes.points)
    one = points[0][:1], points[1][:1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edition.index"
        build = timed(lambda: _built(drawing.edition(), path)).seconds
        owners(Locator.open(path), drawing.layer, one)
        tries = [
            timed(lambda: owners(Locator.open(path), drawing.layer, one)) for _ in range(_TRIES)
        ]
        some = points[0][:_COMPARED], points[1][:_COMPARED]
        answered = owners(Locator.open(path), drawing.layer, some)
        size = path.stat().st_size
    peer = TunedShapely()
    peer.build(drawing.layer.geometries)
    agreement = compare(drawing.layer, some, answered, peer.find(peer.ready(*some)))
    ours = min(each.seconds.wall for each in tries) * 1e3
    return Row(
        slug, ours, _OPEN_MS, _OPEN_MS / ours, "ms", agreement.equal, "the figure to be held to",
        Target(1.0),
        {"build_cpu_s": build.cpu, "build_wall_s": build.wall, "bytes": size,
         "bytes_an_area": size / len(drawing.layer), "points": agreement.points},
    )  # fmt: skip


def largest(slug: str, sizes: Sizes) -> Row:
    """A nation's areas, of 31 vertices each: kilobytes an area in the file."""
    drawing = coverage(sizes.largest, seed=4, halvings=2, doubled=0.25)
    layer = drawing.layer
    points = strewn(layer.geometries, sizes.points)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edition.index"
        build = timed(lambda: _built(drawing.edition(), path)).seconds
        locator = Locator.open(path)
        owners(locator, layer, points)
        found = timed(lambda: owners(locator, layer, points))
        size = path.stat().st_size / 1e3 / len(layer)
    some = points[0][:_COMPARED], points[1][:_COMPARED]
    peer = TunedShapely()
    peer.build(layer.geometries)
    answered = np.asarray(found.answer[:_COMPARED])
    agreement = compare(layer, some, answered, peer.find(peer.ready(*some)))
    return Row(
        slug, size, _KILOBYTES, _KILOBYTES / size, "kB/area", agreement.equal,
        "the figure to be held to", Target(1.0),
        {"areas": len(layer), "vertices": drawing.vertices, "build_cpu_s": build.cpu,
         "build_wall_s": build.wall, "ns_a_point": found.seconds.cpu / sizes.points * 1e9,
         "points": agreement.points},
    )  # fmt: skip


def _built(edition: Edition, path: Path) -> None:
    save_edition(path, compile_edition(edition), "bench")
