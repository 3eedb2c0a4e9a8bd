"""The synthetic district as a whole: its ground, its areas at every level, river and beats."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridmap.demo.land.borders import Borders, draw_borders
from gridmap.demo.land.division import Division, divide
from gridmap.demo.land.ground import Ground, make_ground
from gridmap.demo.land.layers import (
    Layer,
    district_labels,
    grid_labels,
    township_labels,
    village_labels,
)
from gridmap.demo.land.outline import draw_outline
from gridmap.demo.land.police import make_police
from gridmap.demo.land.polygons import trace_polygons
from gridmap.demo.land.size import DistrictSize
from gridmap.demo.land.water import Water, make_water
from gridmap.demo.plane import Ints


@dataclass(frozen=True)
class District:
    """Everything about the ground that the files and the requests are made from.

    ``layers`` holds district, townships, villages and grids, coarse to fine.
    """

    ground: Ground
    division: Division
    layers: tuple[Layer, Layer, Layer, Layer]
    police: Layer
    water: Water

    @property
    def villages(self) -> Layer:
        """The layer of villages and communities."""
        return self.layers[2]

    @property
    def grids(self) -> Layer:
        """The layer of grids."""
        return self.layers[3]


def make_district(
    seed: int, size: DistrictSize, progress: Callable[[float], None] | None = None
) -> District:
    """Make the district of a seed: an exact nested coverage, the same for the same seed.

    Parameters
    ----------
    seed, size
        Which district, and how large.
    progress
        Called with the share that is done, 0..1.
    """
    report = progress or (lambda _share: None)
    ground = make_ground(seed, size.grids)
    report(0.4)
    division = divide(seed, ground, draw_outline(seed, ground), size)
    report(0.9)
    borders = draw_borders(seed, ground.mesh, division.grid, ground.bank)
    layers = _layers(seed, borders, division)
    north = _north_of_grids(ground, division)
    busy = np.bincount(division.village, division.households).astype(np.float64)
    first_grid = np.searchsorted(division.village, np.arange(busy.size))
    police = make_police(borders, division, layers[2], busy, north[first_grid])
    water = make_water(borders, north, layers[0].polygons[0], ground.river.half_width)
    report(1.0)
    return District(ground, division, layers, police, water)


def _layers(seed: int, borders: Borders, division: Division) -> tuple[Layer, Layer, Layer, Layer]:
    village, township = division.village, division.township[division.village]
    villages = village_labels(seed, division)
    return (
        Layer("district", district_labels(), trace_polygons(borders, np.zeros_like(village))),
        Layer("township", township_labels(), trace_polygons(borders, township)),
        Layer("village", villages, trace_polygons(borders, village)),
        Layer(
            "grid",
            grid_labels(division, villages),
            trace_polygons(borders, np.arange(village.size)),
        ),
    )


def _north_of_grids(ground: Ground, division: Division) -> Ints:
    """Tell each grid's bank, 1 for north: all its corners are on one."""
    owned = division.grid >= 0
    corners = np.bincount(division.grid[owned], ground.north[owned])
    return (corners > 0).astype(np.int64)
