"""Rows of a million points at once: warm, and with everything built before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import shapely

from benchmarks.locator.agreement import compare
from benchmarks.locator.ours import locator_of, owners
from benchmarks.locator.peers.spatial_join import PREDICATES, SpatialJoin
from benchmarks.locator.peers.tuned_shapely import TunedShapely
from benchmarks.locator.scene import asked, drawn
from benchmarks.measure import in_turns, timed
from benchmarks.row import Row, Target

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.locator.agreement import Agreement
    from benchmarks.locator.layers import Family
    from benchmarks.locator.peers.interface import Peer
    from benchmarks.locator.points import Places
    from benchmarks.locator.scene import Sizes
    from benchmarks.measure import Timed
    from boundaries.locator import Locator
    from boundaries.model import Layer

    Pairs = Any


def warm(slug: str, count: int, sizes: Sizes, family: Family = "even") -> Row:
    """Indexes stand ready: the look-up alone, one thread, against the faster predicate."""
    layer, points = drawn(count, family).layer, asked(count, sizes.points, family)
    rows = [
        beside(slug, layer, points, SpatialJoin(predicate), sizes, Target(50))
        for predicate in PREDICATES
    ]
    row = faster_peer(rows)
    locator = locator_of(layer)
    tries = [timed(lambda: owners(locator, layer, points, 2)) for _ in range(sizes.repeats)]
    row.details["two_threads_wall_s"] = min(each.seconds.wall for each in tries)
    return row


def tuned(slug: str, count: int, sizes: Sizes) -> Row:
    """Against shapely used as well as it can be."""
    layer, points = drawn(count).layer, asked(count, sizes.points)
    return beside(slug, layer, points, TunedShapely(), sizes, Target(20))


def beside(
    slug: str,
    layer: Layer,
    points: Places,
    peer: Peer,
    sizes: Sizes,
    target: Target | None,
    ours: Callable[[Locator, Layer, Places], Any] = owners,
    *,
    wall: bool = False,
) -> Row:
    """One peer with its index built before, by processor time or by the clock."""
    locator = locator_of(layer)
    ours(locator, layer, points)  # once, so that nothing is compiled or opened while it counts
    peer.build(layer.geometries)
    place = peer.ready(*points)
    mine, theirs = in_turns(
        partial(ours, locator, layer, points), partial(peer.find, place), sizes.repeats
    )
    agreement = compare(layer, points, mine.answer, theirs.answer)
    return _row(slug, mine, theirs, agreement, peer.name, target, wall=wall)


def one_shot(slug: str, count: int, sizes: Sizes, target: float) -> Row:
    """From polygons and points to answers: what a program run once pays."""
    layer, points = drawn(count).layer, asked(count, sizes.points)
    owners(locator_of(layer, quick=True), layer, points)
    rows = []
    for predicate in PREDICATES:
        join = SpatialJoin(predicate)
        mine, theirs = in_turns(
            lambda: owners(locator_of(layer, quick=True), layer, points),
            partial(_built_and_found, join, layer, join.ready(*points)),
            max(1, sizes.repeats - 1),
            # What an earlier run prepared would make the next one less than a single shot.
            between=partial(shapely.destroy_prepared, layer.geometries),
        )
        agreement = compare(layer, points, mine.answer, theirs.answer)
        rows.append(_row(slug, mine, theirs, agreement, join.name, Target(target)))
    return faster_peer(rows)


def _built_and_found(peer: Peer, layer: Layer, points: Any) -> Pairs:
    peer.build(layer.geometries)
    return peer.find(points)


def scaling(slug: str, sizes: Sizes) -> Row:
    """Time a point among the most areas, over that among the fewest."""
    large, small = drawn(sizes.large).layer, drawn(sizes.small).layer
    many, few = asked(sizes.large, sizes.points), asked(sizes.small, sizes.points)
    at_large, at_small = locator_of(large), locator_of(small)
    owners(at_large, large, many)
    owners(at_small, small, few)
    mine, other = in_turns(
        partial(owners, at_large, large, many), partial(owners, at_small, small, few),
        2 * sizes.repeats,
    )  # fmt: skip
    equal = _like_shapely(large, many, mine.answer) and _like_shapely(small, few, other.answer)
    each = 1e9 / sizes.points
    return Row(
        slug, mine.seconds.cpu * each, other.seconds.cpu * each,
        mine.seconds.cpu / other.seconds.cpu, "ns/point", equal,
        f"ours among {sizes.small:,} areas", Target(2, "at most"),
    )  # fmt: skip


def _like_shapely(layer: Layer, points: Places, answers: NDArray[np.int32]) -> bool:
    """Whether all answers are those of shapely, used well."""
    peer = TunedShapely()
    peer.build(layer.geometries)
    return compare(layer, points, answers, peer.find(peer.ready(*points))).equal


def _row(
    slug: str,
    mine: Timed[Any],
    theirs: Timed[Any],
    agreement: Agreement,
    against: str,
    target: Target | None,
    *,
    wall: bool = False,
) -> Row:
    ours = mine.seconds.wall if wall else mine.seconds.cpu
    peer = theirs.seconds.wall if wall else theirs.seconds.cpu
    details = {
        "points": agreement.points, "by_rule": agreement.by_rule, "wrong": agreement.wrong,
        "ours_cpu_s": mine.seconds.cpu, "ours_wall_s": mine.seconds.wall,
        "peer_cpu_s": theirs.seconds.cpu, "peer_wall_s": theirs.seconds.wall,
    }  # fmt: skip
    unit = "s wall" if wall else "s cpu"
    return Row(slug, ours, peer, peer / ours, unit, agreement.equal, against, target, details)


def faster_peer(rows: list[Row]) -> Row:
    """The row of the faster peer; equal only where all are."""
    first = min(rows, key=lambda row: row.peer)
    others = {row.against: row.details for row in rows if row is not first}
    equal = all(row.equal for row in rows)
    ours = min(row.ours for row in rows)
    return Row(
        first.slug, ours, first.peer, first.peer / ours, first.unit, equal, first.against,
        first.target, {**first.details, "others": others},
    )  # fmt: skip
