"""Rows of one point at a time, in process: the owners, the full answer, and the worst point."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from benchmarks.locator.layers import nested
from benchmarks.locator.oracle import Oracle
from benchmarks.locator.points import corners, hairs, joined, middles, sampled, strewn
from benchmarks.locator.scene import drawn
from benchmarks.row import Row, Target
from boundaries.locator import Locator
from boundaries.model import Edition, Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.locator.points import Places
    from benchmarks.locator.scene import Sizes

_ASKED = 2_000
_FULL = 300
_ACCURACY_M = 25.0
_PER_CLASS = 150
_TRIES = 15


def _nest(sizes: Sizes) -> Edition:
    """Three levels over the middle coverage."""
    count = sizes.middle
    return nested(drawn(count), {"township": max(count // 400, 3), "village": max(count // 20, 6)})


def point(slug: str, sizes: Sizes) -> Row:
    """Owners of all levels of one point, against a search tree of shapely's for each level."""
    edition = _nest(sizes)
    locator = Locator(edition)
    asked = strewn(drawn(sizes.middle).layer.geometries, _ASKED)
    trees = {layer.code: shapely.STRtree(layer.geometries) for layer in edition.levels}
    ours = _each(locator.rows_at, asked)
    peer = _each(lambda x, y: _by_trees(trees, x, y), asked)
    oracles = {layer.code: Oracle(layer.geometries, layer.codes) for layer in edition.levels}
    right = {code: oracle.owners(*asked) for code, oracle in oracles.items()}
    equal = all(
        row == right[code][k] and max(theirs[code], default=-1) == row
        for k, (rows, theirs) in enumerate(zip(ours.answers, peer.answers, strict=True))
        for code, row in zip(trees, rows, strict=True)
    )
    return Row(
        slug, ours.microseconds, peer.microseconds, peer.microseconds / ours.microseconds,
        "µs", equal, "shapely STRtree, a tree a level",
        details={"held_to_us": 2.0, "reached": ours.microseconds <= 2.0, "points": _ASKED},
    )  # fmt: skip


def _by_trees(
    trees: dict[str, shapely.STRtree], lon: float, lat: float
) -> dict[str, NDArray[np.int64]]:
    place = shapely.Point(lon, lat)
    return {code: tree.query(place, predicate="within") for code, tree in trees.items()}


def full_point(slug: str, sizes: Sizes) -> Row:
    """The full answer of one point: chain, distances to lines, candidates with probability."""
    edition = _nest(sizes)
    locator = Locator(edition)
    asked = strewn(drawn(sizes.middle).layer.geometries, _FULL)
    ours = _each(lambda x, y: locator.locate(x, y, _ACCURACY_M), asked)
    equal = all(
        {link.level: link.code for link in each.chain}
        == {
            layer.code: layer.codes[row]
            for layer, row in zip(edition.levels, locator.rows_at(x, y), strict=True)
            if row >= 0
        }
        for each, x, y in zip(ours.answers, *asked, strict=True)
    )
    target = 50.0
    return Row(
        slug, ours.microseconds, target, target / ours.microseconds, "µs", equal,
        "the figure to be held to", Target(1.0), {"accuracy_m": _ACCURACY_M, "points": _FULL},
    )  # fmt: skip


class _Asked:
    """Answers of single look-ups, and the median time of one in microseconds."""

    def __init__(self, answers: list[Any], spent: NDArray[np.float64]) -> None:
        self.answers = answers
        self.microseconds = float(np.median(spent)) * 1e6


def _each(look_up: Callable[[float, float], Any], asked: Places) -> _Asked:
    """Every point by itself, in rounds; of each round's mean time the median counts."""
    places = list(zip(*(each.tolist() for each in asked), strict=True))
    answers = [look_up(x, y) for x, y in places]
    spent = []
    for start in range(0, len(places), 50):
        part = places[start : start + 50]
        begun = time.perf_counter()
        for x, y in part:
            look_up(x, y)
        spent.append((time.perf_counter() - begun) / len(part))
    return _Asked(answers, np.array(spent))


def worst(slug: str, sizes: Sizes) -> Row:
    """The slowest point that anybody thought of, over the median of ordinary ones."""
    layer = drawn(sizes.middle).layer
    crowded = _crowded_layers()
    locator = Locator(Edition("bench", (layer,), crowded))
    kinds = {"ordinary": sampled(strewn(layer.geometries, 5_000), _PER_CLASS), **_classes(layer)}
    spent = _times(locator, kinds)
    median = float(np.median(spent.pop("ordinary")))
    slowest = {name: float(each.max()) for name, each in spent.items()}
    name = max(slowest, key=slowest.__getitem__)
    return Row(
        slug, slowest[name] * 1e6, median * 1e6, slowest[name] / median, "µs",
        _as_the_rule_says(locator, (layer, *crowded), joined(*kinds.values())),
        f"median of ours; the slowest is {name}", Target(10, "at most"),
        {"slowest_us": {key: value * 1e6 for key, value in slowest.items()}},
    )  # fmt: skip


def _as_the_rule_says(locator: Locator, layers: tuple[Layer, ...], places: Places) -> bool:
    """Whether each point's owners are the oracle's."""
    rows = np.array([locator.rows_at(x, y) for x, y in zip(*places, strict=True)])
    expected = [Oracle(layer.geometries, layer.codes).owners(*places) for layer in layers]
    return bool(np.array_equal(rows, np.column_stack(expected)))


def _times(locator: Locator, kinds: dict[str, Places]) -> dict[str, NDArray[np.float64]]:
    """Seconds of each point of each kind: the least of several rounds through all kinds.

    So only a point's own cost counts, and what else the machine does meanwhile hits no kind alone.
    """
    asked = {
        name: list(zip(*(each.tolist() for each in places), strict=True))
        for name, places in kinds.items()
    }
    least = {name: np.full(len(places), np.inf) for name, places in asked.items()}
    for _ in range(_TRIES):
        for name, places in asked.items():
            spent = []
            for x, y in places:
                locator.rows_at(x, y)  # once unmeasured: the first of its kind finds nothing ready
                begun = time.perf_counter()
                locator.rows_at(x, y)
                spent.append(time.perf_counter() - begun)
            least[name] = np.minimum(least[name], spent)
    return least


def _classes(layer: Layer) -> dict[str, Places]:
    """Points that are out of the ordinary, by the reason."""
    vertices = sampled(corners(layer.geometries), _PER_CLASS)
    halves = sampled(middles(layer.geometries), _PER_CLASS)
    tiny = np.array([5e-324, -5e-324, 1e-310, 2.0**-1022, 0.0, -0.0])
    far = np.array([1e300, -1e300, 180.0, -180.0, 181.0, 89.9])
    pie, strips, copies = (each.geometries for each in _crowded_layers())
    return {
        "vertices": vertices,
        "middles of edges": halves,
        "a hair from a vertex": sampled(hairs(vertices), _PER_CLASS),
        "denormals": (np.tile(tiny, 6), np.repeat(tiny, 6)),
        "far outside": (np.tile(far, 6), np.repeat(far, 6)),
        "where 200 areas meet": sampled(corners(pie), _PER_CLASS),
        "among strips": sampled(middles(strips), _PER_CLASS),
        "in 100 areas at once": strewn(copies, _PER_CLASS),
        "corners of 100 areas": corners(copies),
    }


def _crowded_layers() -> tuple[Layer, Layer, Layer]:
    """200 wedges about one vertex, 200 long strips, 100 copies of a square."""
    turn = np.linspace(0, 2 * np.pi, 201)
    rim = np.column_stack([118.5 + np.cos(turn) / 9, 26.5 + np.sin(turn) / 9])
    rim[-1] = rim[0]
    pie = [shapely.Polygon([(118.5, 26.5), *rim[k : k + 2]]) for k in range(200)]
    west = 118.4 + np.arange(201) * 1e-7
    strips = [
        shapely.Polygon([(a, 25), (b, 25), (b + 0.3, 26), (a + 0.3, 26)])
        for a, b in pairwise(west.tolist())
    ]
    copies = [shapely.box(119, 24.5, 119.5, 25)] * 100
    return _overlay("pie", pie), _overlay("strips", strips), _overlay("copies", copies)


def _overlay(code: str, areas: list[shapely.Polygon]) -> Layer:
    codes = tuple(f"{k:03}" for k in range(len(areas)))
    nothing = (None,) * len(areas)
    column = np.empty(len(areas), dtype=object)
    column[:] = areas
    return Layer(code, "overlay", codes, codes, nothing, nothing, column)
