"""Areas grown over the mesh from seeds, each corner going to whom it costs least to reach."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gridmap.demo.plane import Bools, Floats, Ints

_ROUNDS = 18
_SETTLED = 5
_EACH = 2
_STEP = 0.3
_MOMENT = 0.01
_TOO_MUCH, _TOO_LITTLE = 1.7, 0.8
_UNREACHED = -9999


@dataclass(frozen=True)
class Network:
    """Corners in metres, and the sides that growth may follow with the cost of each."""

    x: Floats
    y: Floats
    start: Ints
    end: Ints
    cost: Floats

    def without(self, closed: Bools) -> "Network":
        """Leave out the sides marked as closed."""
        kept = ~closed
        return Network(self.x, self.y, self.start[kept], self.end[kept], self.cost[kept])


@dataclass(frozen=True)
class Grown:
    """Whose each corner is (-1: nobody's), by which neighbour it was reached, at what cost.

    ``before`` is the neighbour on the cheapest way to the seed, the corner itself at a seed
    and where nothing arrived.
    """

    owner: Ints
    before: Ints
    cost: Floats


def grow(network: Network, seeds: Ints, head_starts: Floats) -> Grown:
    """Grow all seeds at once, each setting out after its head start (in cost, positive).

    A seed that a neighbour reaches before it sets out gets nothing.
    """
    source, size = network.x.size, network.x.size + 1
    start = np.concatenate([network.start, network.end, np.full(seeds.size, source)])
    end = np.concatenate([network.end, network.start, seeds])
    cost = np.concatenate([network.cost, network.cost, head_starts])
    graph = csr_array((cost, (start, end)), shape=(size, size))
    reached, before = dijkstra(graph, indices=source, return_predecessors=True)
    before = before[:source].astype(np.int64)
    own = np.arange(source)
    owner = np.full(source, -1)
    started = before[seeds] == source
    owner[seeds[started]] = np.flatnonzero(started)
    before = np.where((before == source) | (before == _UNREACHED), own, before)
    return Grown(owner[_roots(before)], before, np.asarray(reached[:source]))


def grow_evenly(
    network: Network, seeds: Ints, load: Floats, wanted: Floats, parent: Ints | None = None
) -> Ints:
    """Grow areas whose loads come near what is wanted of each; give the owner of each corner.

    Whoever has too much sets out later the next time, whoever has too little sooner. Where
    seeds have a parent they also move: each to the middle of what it has, which rounds the
    areas off, and from where there are too many to where there are too few.

    Parameters
    ----------
    network
        The sides that growth may follow; those between parents are left out.
    seeds
        One corner for each area, all different.
    load
        What each corner weighs.
    wanted
        The load wanted for each area.
    parent
        The parent of each area, or None when the seeds have to stay where they are.
    """
    late = np.full(seeds.size, 1.0)
    grown = grow(network, seeds, late)
    for turn in range(_ROUNDS):
        has = np.bincount(grown.owner[grown.owner >= 0], load[grown.owner >= 0], seeds.size)
        ratio = np.maximum(has, 1e-12) / wanted
        late = late + _STEP * _reach(grown, seeds) * np.clip(np.log(ratio), -1.0, 1.0)
        if parent is not None and turn < _ROUNDS - _SETTLED:
            seeds = _middles(network, grown, seeds.size, load)
            if turn % _EACH == _EACH - 1:
                seeds, late = _relieved(grown, seeds, late, ratio, parent)
        grown, late = _all_growing(network, seeds, late)
    return grown.owner


def _relieved(
    grown: Grown, seeds: Ints, late: Floats, ratio: Floats, parent: Ints
) -> tuple[Ints, Floats]:
    """Move the seeds of the least areas into the outskirts of those that have far too much."""
    seeds, late, ratio = seeds.copy(), late.copy(), ratio.copy()
    for full in np.argsort(-ratio, kind="stable").tolist():
        if ratio[full] < _TOO_MUCH:
            break
        others = np.where(parent == parent[full], ratio, np.inf)
        least = int(np.argmin(others))
        held = np.flatnonzero(grown.owner == full)
        if ratio[least] > min(_TOO_LITTLE, ratio[full] / 3.0) or held.size == 1:
            continue
        seeds[least] = held[np.argmax(grown.cost[held])]
        late[least] = late[full] = np.median(late[parent == parent[full]])
        ratio[least] = ratio[full] = 1.0
    return seeds, late


def _all_growing(network: Network, seeds: Ints, late: Floats) -> tuple[Grown, Floats]:
    """Grow, letting seeds that were overrun set out earlier until each has something.

    Each is let go just before it would be reached. That overruns no other in turn, as long
    as the seeds are further apart than that moment, so it comes to an end.
    """
    while True:
        head_starts = late - late.min() + 1.0
        grown = grow(network, seeds, head_starts)
        overrun = grown.owner[seeds] != np.arange(seeds.size)
        if not overrun.any():
            return grown, late
        late = np.where(overrun, late - (head_starts - grown.cost[seeds]) - _MOMENT, late)


def _reach(grown: Grown, seeds: Ints) -> Floats:
    """Give the mean cost from each seed to what it has."""
    owned = grown.owner >= 0
    count = np.maximum(np.bincount(grown.owner[owned], minlength=seeds.size), 1)
    total = np.bincount(grown.owner[owned], grown.cost[owned], seeds.size)
    reach: Floats = np.maximum(total / count - grown.cost[seeds], 1.0)
    return reach


def _middles(network: Network, grown: Grown, count: int, load: Floats) -> Ints:
    """Give the corner of each area that is nearest to its centre of weight."""
    owned = np.flatnonzero(grown.owner >= 0)
    owner, weight = grown.owner[owned], load[owned]
    total = np.bincount(owner, weight, count)
    middle_x = np.bincount(owner, weight * network.x[owned], count) / total
    middle_y = np.bincount(owner, weight * network.y[owned], count) / total
    off = (network.x[owned] - middle_x[owner]) ** 2 + (network.y[owned] - middle_y[owner]) ** 2
    order = np.lexsort((off, owner))
    _, first = np.unique(owner[order], return_index=True)
    middles: Ints = owned[order[first]]
    return middles


def _roots(before: Ints) -> Ints:
    """Follow each way back to its seed, doubling the stride."""
    while True:
        further = before[before]
        if np.array_equal(further, before):
            return before
        before = further
