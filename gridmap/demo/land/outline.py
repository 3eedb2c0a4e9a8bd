"""The outline of the district: where its ground ends and the neighbours' begins."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gridmap.demo.land.ground import Ground
from gridmap.demo.land.growth import Network, grow
from gridmap.demo.land.noise import fractal
from gridmap.demo.land.townships import DISTRICT_AREA_KM2, TOWNSHIPS
from gridmap.demo.plane import Bools, Floats, Ints
from gridmap.demo.seeds import stream

_HALVINGS = 12
_DISPUTED = 2.6
_TOO_REMOTE = 1.75
_SURELY_NEAR = 0.3


def draw_outline(seed: int, ground: Ground) -> Bools:
    """Tell which corners of the mesh belong to the district.

    The district and its neighbours grow towards each other from where the ground surely is
    one's or the other's. They meet where going on gets steep, so the outline keeps to the
    crests. How far the sure ground reaches is set so that the district gets its area.
    """
    pull = _pull(seed, ground)
    low, high = 0.05, 20.0
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5
        inside = _without_holes(ground.network, _divided(ground, pull, middle))
        if ground.mesh.ground[inside].sum() > DISTRICT_AREA_KM2 * 1e6:
            low = middle
        else:
            high = middle
    return inside


def _pull(seed: int, ground: Ground) -> Floats:
    """Add up the pull of all seats, the stronger the larger the township."""
    x, y = ground.mesh.x, ground.mesh.y
    pull = np.zeros_like(x)
    for seat, township in enumerate(TOWNSHIPS):
        radius = township.area_km2 * 1e6 / np.pi
        away = (x - ground.settlement.seat_x[seat]) ** 2
        away += (y - ground.settlement.seat_y[seat]) ** 2
        pull += (radius / (away + 0.1 * radius)) ** 1.5
    uneven = fractal(stream(seed, "outline"), x, y, 13_000.0, 4)
    strength: Floats = pull * np.clip(1.0 + 0.6 * uneven, 0.2, None)
    remote = ground.settlement.remoteness(x, y)
    strength[remote < _SURELY_NEAR] = np.inf
    # The district never comes near the edge of the mesh, beyond which nothing is known.
    strength[remote > _TOO_REMOTE] = 0.0
    strength[ground.mesh.rim()] = 0.0
    return strength


def _divided(ground: Ground, pull: Floats, limit: float) -> Bools:
    sure = np.flatnonzero((pull > limit * _DISPUTED) | (pull < limit / _DISPUTED))
    grown = grow(ground.network, sure, np.ones(sure.size))
    inside: Bools = pull[sure][grown.owner] > limit
    return inside


def _without_holes(network: Network, inside: Bools) -> Bools:
    """Keep the largest piece of the inside, and give it all it encloses."""
    pieces = _pieces(network, inside)
    largest = pieces == np.bincount(pieces[inside]).argmax()
    beyond = _pieces(network, ~largest)
    outside = beyond == beyond[np.argmin(network.x)]
    inside_all: Bools = ~outside
    return inside_all


def _pieces(network: Network, part: Bools) -> Ints:
    """Number the connected pieces of a part and of its remainder."""
    linked = network.without(part[network.start] != part[network.end])
    graph = csr_array(
        (np.ones(linked.start.size), (linked.start, linked.end)), shape=(part.size, part.size)
    )
    _, pieces = connected_components(graph, directed=False)
    numbers: Ints = pieces.astype(np.int64)
    return numbers
