"""``python -m benchmarks.locator.exactness``: how many owners are wrong, of many millions.

Every vertex, every middle of an edge, what lies a hair beside them, points all over, and the
requests of real people: each against the written rule in rational arithmetic, which shares
nothing with the locator, and against shapely where a point lies on no line. Exits with 1 where
anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.locator.layers import coverage, nested
from benchmarks.locator.odd_layers import KINDS, odd_layer
from benchmarks.locator.oracle import Oracle
from benchmarks.locator.peers.tuned_shapely import TunedShapely
from benchmarks.locator.points import (
    corners,
    crowded,
    hairs,
    joined,
    middles,
    sampled,
    strewn,
    telling,
)
from benchmarks.locator.real import boston_layers, boston_points, taiwan_layers
from boundaries.locator import Locator
from boundaries.model import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.locator.layers import Family
    from benchmarks.locator.points import Places
    from boundaries.model import Layer

_SHOWN = 10
_TINY = 2.0**-300
"""Coordinates below it underflow in shapely's products: there only the oracle judges."""
_ODD = np.array(
    [0.0, -0.0, 5e-324, -5e-324, 1e-310, 2.0**-1022, 1e-300, 180.0, -180.0, 90.0, -90.0, 181.0,
     179.99999999999997, 89.99999999999999, 119.5, 30.0, 1e300, -1e300, np.inf, -np.inf, np.nan]
)  # fmt: skip


@dataclass
class Tally:
    """What was compared, and how much of it was wrong."""

    points: int = 0
    on_lines: int = 0
    off_shapely: int = 0
    wrong: int = 0

    def add(self, other: Tally) -> None:
        """Add another's counts."""
        self.points += other.points
        self.on_lines += other.on_lines
        self.off_shapely += other.off_shapely
        self.wrong += other.wrong


def judge(layers: tuple[Layer, ...], places: Places) -> Tally:
    """All layers' answers of one locator for some points."""
    levels = tuple(layer for layer in layers if layer.kind == "level")
    overlays = tuple(layer for layer in layers if layer.kind == "overlay")
    found = Locator(Edition("judged", levels, overlays)).locate_many(*places).areas
    tally = Tally()
    for layer in layers:
        tally.add(_judged(layer, places, found[layer.code]))
    return tally


def _judged(layer: Layer, places: Places, owners: NDArray[np.int32]) -> Tally:
    lon, lat = places
    oracle = Oracle(layer.geometries, layer.codes)
    expected, on_lines = oracle.answers(lon, lat)
    bad = owners != expected
    plain = np.isfinite(lon) & np.isfinite(lat) & ~on_lines
    plain &= ~(_is_tiny(lon) | _is_tiny(lat))
    rows = np.flatnonzero(plain)
    bad[rows] |= owners[rows] != _shapelys(layer, lon[rows], lat[rows])
    for k in np.flatnonzero(bad)[:_SHOWN]:
        print(f"  WRONG {layer.code}: {lon[k]!r}, {lat[k]!r}: {owners[k]}, not {expected[k]}")
    return Tally(len(lon), int(on_lines.sum()), len(rows), int(bad.sum()))


def _is_tiny(degrees: NDArray[np.float64]) -> NDArray[np.bool_]:
    size = np.abs(degrees)
    tiny: NDArray[np.bool_] = (size > 0) & (size < _TINY)
    return tiny


def _shapelys(
    layer: Layer, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int32]:
    """The area with the lowest code that shapely finds around each point."""
    order = np.array(sorted(range(len(layer)), key=lambda k: layer.codes[k]))
    peer = TunedShapely()
    peer.build(layer.geometries)
    point, area = peer.find(peer.ready(lon, lat))
    rank = np.full(len(lon), len(layer))
    np.minimum.at(rank, point, np.argsort(order)[area])
    found: NDArray[np.int32] = np.append(order, -1).astype(np.int32)[rank]
    return found


def groups(scale: float) -> Iterator[tuple[str, Tally]]:
    """Each group of layers and points, judged."""
    for kind in KINDS:
        tally = Tally()
        for seed in range(max(1, round(60 * scale))):
            layer = odd_layer(kind, seed)
            odd = tuple(each.ravel() for each in np.meshgrid(_ODD, _ODD))
            some = sampled(telling(layer.geometries), 8_000)
            tally.add(judge((layer,), joined(some, strewn(layer.geometries, 500), odd)))
        yield f"odd layers: {kind}", tally
    families: tuple[tuple[Family, int], ...] = (("even", 20_000), ("city", 6_000))
    for family, count in families:
        layer = coverage(max(30, round(count * scale)), seed=7, family=family).layer
        exact = joined(corners(layer.geometries), middles(layer.geometries))
        yield f"{family} coverage: vertices and middles", judge((layer,), exact)
        near = sampled(hairs(exact), round(1_500_000 * scale))
        yield f"{family} coverage: a hair beside them", judge((layer,), near)
        free = joined(*(f(layer.geometries, round(1_000_000 * scale)) for f in (strewn, crowded)))
        yield f"{family} coverage: anywhere", judge((layer,), free)
    drawn = coverage(max(60, round(8_000 * scale)), seed=8)
    nest = nested(drawn, {"district": 4, "township": 12, "village": 30}).levels
    some = sampled(telling(nest[-1].geometries), round(400_000 * scale))
    yield "four nested levels", judge(nest, joined(some, telling(nest[0].geometries)))
    yield from _real(scale)


def _real(scale: float) -> Iterator[tuple[str, Tally]]:
    layers = boston_layers()
    if layers:
        yield "Boston: every request, four layers", judge(layers, boston_points())
        yield "Boston: vertices, middles, hairs", _telling(layers, scale)
    layers = taiwan_layers()
    if layers:
        yield "Taiwan: vertices and middles, three levels", _telling(layers, scale, beside=False)
        free = strewn(layers[-1].geometries, round(400_000 * scale))
        yield "Taiwan: anywhere, three levels", judge(layers, free)


def _telling(layers: tuple[Layer, ...], scale: float, *, beside: bool = True) -> Tally:
    """Each layer's own places, asked of all layers."""
    exact = [joined(corners(each.geometries), middles(each.geometries)) for each in layers]
    places = joined(*exact)
    if scale < 1:
        places = sampled(places, round(len(places[0]) * scale))
    if beside:
        places = joined(places, sampled(hairs(places), len(places[0])))
    return judge(layers, places)


def main() -> int:
    """Print a line a group and the sum."""
    parser = argparse.ArgumentParser(prog="exactness", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1 for all of it; 0.01 to try")
    scale = parser.parse_args().scale
    total, begun = Tally(), time.perf_counter()
    for name, tally in groups(scale):
        spent = time.perf_counter() - begun
        print(
            f"{name:45} {tally.points:>11,} answers, {tally.on_lines:>10,} on lines, "
            f"{tally.off_shapely:>11,} like shapely's, {tally.wrong:,} wrong ({spent:.0f} s)",
            flush=True,
        )
        total.add(tally)
    print(f"{total.wrong:,} wrong of {total.points:,}")
    return int(total.wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
