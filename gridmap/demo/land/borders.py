"""Borders drawn through the mesh between corners of different areas.

A border crosses a side of the mesh once, at a point between the two corners, and runs
straight across a triangle, or to a point inside it where three areas meet. Wherever on the
side the crossing lies, no border can touch another: the coverage is exact by construction.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from gridmap.demo.land.mesh import Mesh
from gridmap.demo.plane import Bools, Floats, Ints, to_microdegrees
from gridmap.demo.seeds import stream

_ROUNDS = 2
_NEAREST = 0.14


@dataclass(frozen=True)
class Borders:
    """Pieces of border between points, with the grids to the left and to the right.

    ``lon`` and ``lat`` are the points in millionths of a degree; ``start`` and ``end`` are
    indices of points; ``left`` and ``right`` are grids, -1 beyond the district.
    """

    lon: Ints
    lat: Ints
    start: Ints
    end: Ints
    left: Ints
    right: Ints


def draw_borders(seed: int, mesh: Mesh, grid: Ints, bank: Floats) -> Borders:
    """Draw all borders of a division of the mesh's corners.

    Between the banks a border follows the centre line of the river.
    """
    crossed, start, end, left, right = _pieces(mesh, grid)
    x, y = _points(seed, mesh, crossed, start, end, bank)
    lon, lat = to_microdegrees(x, y)
    return Borders(lon, lat, start, end, left, right)


def _pieces(mesh: Mesh, grid: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Give the crossed sides, then start, end, left and right of the pieces of border.

    Points are numbered: first the crossings in the order of the sides, then the meeting
    points in the order of the triangles.
    """
    different = grid[mesh.sides[:, 0]] != grid[mesh.sides[:, 1]]
    crossed = np.flatnonzero(different)
    number = np.cumsum(different) - 1
    is_crossed = different[mesh.triangle_sides]
    label, crossing = grid[mesh.triangles], number[mesh.triangle_sides]
    pieces: list[tuple[Ints, Ints, Ints, Ints]] = []
    for corner in range(3):
        after, before = (corner + 1) % 3, (corner + 2) % 3
        # Two of the sides crossed: the corner between them is cut off, it lies to the left.
        two = is_crossed[:, corner] & is_crossed[:, before] & ~is_crossed[:, after]
        pieces.append(
            (crossing[two, corner], crossing[two, before], label[two, corner], label[two, after])
        )
    meeting = is_crossed.all(axis=1)
    centre = crossed.size + np.arange(np.count_nonzero(meeting))
    for corner in range(3):
        sides = (label[meeting, corner], label[meeting, (corner + 1) % 3])
        pieces.append((crossing[meeting, corner], centre, *sides))
    start, end, left, right = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return crossed, start, end, left, right


def _points(
    seed: int, mesh: Mesh, crossed: Ints, start: Ints, end: Ints, bank: Floats
) -> tuple[Floats, Floats]:
    """Place the points: on the river where it is, else so that borders are not too ragged."""
    low, high = mesh.sides[crossed].T
    step_x, step_y = mesh.x[high] - mesh.x[low], mesh.y[high] - mesh.y[low]
    wet = (bank[low] > 0.0) != (bank[high] > 0.0)
    share = stream(seed, "borders").uniform(0.2, 0.8, crossed.size)
    at_river = bank[low] / np.where(wet, bank[low] - bank[high], 1.0)
    share = np.where(wet, np.clip(at_river, 0.05, 0.95), share)
    links = np.bincount(np.concatenate([start, end]))
    meetings = _meetings(crossed.size, start, end, wet)
    for turn in range(_ROUNDS + 1):
        x, y = mesh.x[low] + share * step_x, mesh.y[low] + share * step_y
        x, y = np.append(x, meetings @ x), np.append(y, meetings @ y)
        if turn < _ROUNDS:
            pull_x = _mean_of_linked(x, start, end, links)[: crossed.size] - mesh.x[low]
            pull_y = _mean_of_linked(y, start, end, links)[: crossed.size] - mesh.y[low]
            best = (pull_x * step_x + pull_y * step_y) / (step_x**2 + step_y**2)
            best = np.clip(0.5 * share + 0.5 * best, _NEAREST, 1.0 - _NEAREST)
            share = np.where(wet, share, best)
    return x, y


def _meetings(crossings: int, start: Ints, end: Ints, wet: Bools) -> csr_array:
    """Give the weights that make each meeting point from the crossings that lead to it.

    It is their mean, or on the river the mean of the two that lie on the river.
    """
    leads = end >= crossings
    meeting, crossing = end[leads] - crossings, start[leads]
    count = int(meeting.max(initial=-1)) + 1
    on_river = np.bincount(meeting, wet[crossing], count)
    weight = np.where(on_river[meeting] > 0, wet[crossing] / 2.0, 1.0 / 3.0)
    return csr_array((weight, (meeting, crossing)), shape=(count, crossings))


def _mean_of_linked(at: Floats, start: Ints, end: Ints, links: Ints) -> Floats:
    total = np.bincount(start, at[end], at.size) + np.bincount(end, at[start], at.size)
    mean: Floats = total / links
    return mean


def between(borders: Borders, of_grid: Ints) -> Bools:
    """Tell which pieces lie between different areas, each grid belonging to ``of_grid``."""
    area = np.append(of_grid, -1)
    different: Bools = area[borders.left] != area[borders.right]
    return different
