"""The share of a disc in each area: what its lines say, and the arcs between them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.index import lookup
from boundaries.index.layout import EAST, NORTH, SOUTH, WEST, areas_at, base_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_TURN = 2.0 * math.pi
_HAIR = 1.0 + 1e-9


@dataclass(frozen=True)
class Disc:
    """A disc on the ground: its centre, the metres a degree there, and its radius in metres."""

    lon: float
    lat: float
    per_lon: float
    per_lat: float
    radius: float

    def on_rim(self, angle: float) -> tuple[float, float]:
        """The place on the circle at an angle, counted from east to north."""
        x = self.lon + self.radius * math.cos(angle) / self.per_lon
        return x, self.lat + self.radius * math.sin(angle) / self.per_lat


def disc_shares(
    disc_lines: Callable[..., int], parts: tuple[Any, ...], views: tuple[Any, ...], disc: Disc
) -> dict[int, float]:
    """For the row of each area that a disc meets the share of the disc in it, 0 to 1.

    Parameters
    ----------
    disc_lines
        `boundaries.index.disc.disc_lines`, plain or compiled.
    parts
        Frame, words and coordinates of the index, as that takes them.
    views
        The same as memoryviews.
    """
    for _ in range(4):
        lines = _lines(disc_lines, parts, disc)
        shares = _with_arcs(views, disc, *lines)
        if shares is not None:
            return shares
        # A line just touched the circle: a hair's breadth further out it does or doesn't.
        disc = replace(disc, radius=disc.radius * _HAIR)
    return {}


def _lines(
    disc_lines: Callable[..., int], parts: tuple[Any, ...], disc: Disc
) -> tuple[NDArray[np.float64], NDArray[np.int64], dict[int, tuple[int, float]]]:
    """Crossings of the circle: angles and whose; and each place's row and square metres."""
    room, crossings = 64, 256
    while True:
        areas, sums = np.full(room, -1, dtype=np.int64), np.zeros(room)
        angles, whose = np.empty(crossings), np.empty(crossings, dtype=np.int64)
        used = np.zeros(1, dtype=np.int64)
        events = disc_lines(
            *parts, disc.lon, disc.lat, disc.per_lon, disc.per_lat, disc.radius,
            areas, sums, angles, whose, used,
        )  # fmt: skip
        if events == 0 and not used[0]:
            return angles[:0], whose[:0], {}
        if events >= 0:
            taken = np.flatnonzero(areas >= 0).tolist()
            table = {place: (int(areas[place]), float(sums[place])) for place in taken}
            return angles[:events], whose[:events], table
        room, crossings = 4 * room, 8 * crossings


def _with_arcs(
    views: tuple[Any, ...],
    disc: Disc,
    angles: NDArray[np.float64],
    whose: NDArray[np.int64],
    table: dict[int, tuple[int, float]],
) -> dict[int, float] | None:
    """The shares, with the arcs of the circle; ``None`` where crossings do not pair up."""
    if not len(angles) and not table:
        return dict.fromkeys(holders_at(views, disc.lon, disc.lat), 1.0)
    begin = _middle_of_largest_gap(angles)
    around = (angles - begin) % _TURN
    signs = np.where(whose & 1, -1.0, 1.0)
    arcs = dict.fromkeys((row for row, _ in table.values()), 0.0)
    for place, (row, _) in table.items():
        mine = whose >> 1 == place
        if signs[mine].sum() != 0:
            return None
        arcs[row] = float((signs[mine] * around[mine]).sum())
    for row in holders_at(views, *disc.on_rim(begin)):
        arcs[row] = arcs.get(row, 0.0) + _TURN
    square = disc.radius * disc.radius
    metres = {row: 0.5 * square * arc for row, arc in arcs.items()}
    for row, within in table.values():
        metres[row] += within
    whole = math.pi * square
    return {row: min(each / whole, 1.0) for row, each in metres.items() if each > 1e-12 * whole}


def _middle_of_largest_gap(angles: NDArray[np.float64]) -> float:
    """The angle in the middle of the widest arc without a crossing."""
    if not len(angles):
        return 0.0
    ordered = np.sort(angles)
    gaps = np.diff(np.append(ordered, ordered[0] + _TURN))
    widest = int(gaps.argmax())
    return float(ordered[widest] + gaps[widest] / 2)


def holders_at(views: tuple[Any, ...], lon: float, lat: float) -> list[int]:
    """Rows of all areas that hold a point, half-open, in the order of their codes.

    Parameters
    ----------
    views
        Frame, words and coordinates of the index as memoryviews.
    """
    frame, words, xy = views[:3]
    if not (frame[WEST] <= lon < frame[EAST] and frame[SOUTH] <= lat < frame[NORTH]):
        return []
    word, east, south = lookup.leaf_of(frame, words, lon, lat)
    if word >= -1:
        return [word] if word >= 0 else []
    record = -word - 2
    slots = words[record]
    masks = [
        lookup.holders(words, xy, record, chunk, lon, lat, east, south)
        for chunk in range(base_words(slots))
    ]
    first = areas_at(words, record)
    return [words[first + k] for k in range(slots) if masks[k >> 5] >> (k & 31) & 1]
