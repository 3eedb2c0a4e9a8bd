"""The synthetic district as a whole: its ground, its areas at every level, river and beats."""

from dataclasses import dataclass

import numpy as np

from gridmap.demo.borders import Borders, draw_borders
from gridmap.demo.division import Division, divide
from gridmap.demo.ground import Ground, make_ground
from gridmap.demo.layers import Layer, district_labels, grid_labels, township_labels, village_labels
from gridmap.demo.outline import draw_outline
from gridmap.demo.plane import Floats, Ints
from gridmap.demo.police import make_police
from gridmap.demo.polygons import trace_polygons
from gridmap.demo.size import DistrictSize
from gridmap.demo.water import Water, make_water


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


def make_district(seed: int, size: DistrictSize) -> District:
    """Make the district of a seed: an exact nested coverage, the same for the same seed."""
    ground = make_ground(seed, size.grids)
    division = divide(seed, ground, draw_outline(seed, ground), size)
    borders = draw_borders(seed, ground.mesh, division.grid, ground.bank)
    layers = _layers(seed, borders, division)
    north = _north_of_grids(ground, division)
    busy = np.bincount(division.village, division.households)
    first_grid = np.searchsorted(division.village, np.arange(busy.size))
    police = make_police(borders, division, layers[2], busy, north[first_grid])
    water = make_water(borders, north, layers[0].polygons[0], ground.river.half_width)
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
    share: Floats = np.bincount(division.grid[owned], ground.north[owned])
    return (share > 0).astype(np.int64)
