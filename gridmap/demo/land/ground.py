"""The ground of the district: mesh, banks, heights, people, and what it costs to go anywhere."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gridmap.demo.land.growth import Network
from gridmap.demo.land.mesh import Mesh, make_mesh
from gridmap.demo.land.noise import fractal
from gridmap.demo.land.river import River
from gridmap.demo.land.settlement import Settlement, settle
from gridmap.demo.land.terrain import make_terrain
from gridmap.demo.plane import Bools, Floats
from gridmap.demo.seeds import stream

_HAMLETS_PER_GRID = 0.9
_HAMLET_RADIUS = 170.0
_CLIMB = 14.0
_ROUGH = 2.0


@dataclass(frozen=True)
class Ground:
    """What is known of each corner of the mesh before anything is divided.

    ``bank`` is metres north of the river's centre line, ``height`` metres above the river,
    ``valley`` the size of the valley, ``people`` how many live on the corner's ground.
    """

    mesh: Mesh
    river: River
    settlement: Settlement
    bank: Floats
    height: Floats
    valley: Floats
    people: Floats
    network: Network

    @property
    def north(self) -> Bools:
        """Which corners lie on the north bank."""
        return self.bank > 0.0


def make_ground(seed: int, grids: int) -> Ground:
    """Make river, hills, people and mesh, the mesh fine enough for so many grids."""
    river = River.draw(seed)
    terrain = make_terrain(seed, river)
    settlement = settle(seed, river, terrain)
    mesh = make_mesh(seed, settlement, grids)
    height = terrain.height_at(mesh.x, mesh.y)
    people = settlement.people_at(mesh.x, mesh.y) * mesh.ground / 1e6
    return Ground(
        mesh=mesh,
        river=river,
        settlement=settlement,
        bank=river.bank(mesh.x, mesh.y),
        height=height,
        valley=terrain.valley_at(mesh.x, mesh.y),
        people=_gathered(seed, mesh, people, round(grids * _HAMLETS_PER_GRID)),
        network=_network(seed, mesh, height),
    )


def _gathered(seed: int, mesh: Mesh, people: Floats, hamlets: int) -> Floats:
    """Draw the people of the country together into hamlets; a town is one hamlet anyway."""
    rng = stream(seed, "ground", "hamlets")
    chosen = rng.choice(mesh.x.size, hamlets, replace=False, p=people / people.sum())
    places = np.column_stack([mesh.x, mesh.y])
    nearest, _ = cKDTree(places[chosen]).query(places)
    drawn = people * (0.05 + 1.0 / (1.0 + (nearest / _HAMLET_RADIUS) ** 2) ** 2)
    gathered: Floats = drawn * (people.sum() / drawn.sum())
    return gathered


def _network(seed: int, mesh: Mesh, height: Floats) -> Network:
    """Make going cost its length, more uphill and downhill, and unevenly more by chance."""
    start, end = mesh.sides.T
    middle_x, middle_y = (mesh.x[start] + mesh.x[end]) / 2, (mesh.y[start] + mesh.y[end]) / 2
    rough = fractal(stream(seed, "ground", "rough"), middle_x, middle_y, 1_500.0, 4)
    length = np.hypot(mesh.x[start] - mesh.x[end], mesh.y[start] - mesh.y[end])
    climb = np.abs(height[start] - height[end])
    cost = length * np.clip(1.0 + _ROUGH * rough, 0.08, None) + _CLIMB * climb
    return Network(mesh.x, mesh.y, start, end, np.round(cost, 3))
