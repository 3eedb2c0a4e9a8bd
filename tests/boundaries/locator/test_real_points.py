"""On real boundaries and real points the owners are those of a spatial join by geopandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import numpy as np
import shapely

from tests.boundaries.exact import edges_of, owner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from boundaries.locator import Locator
    from boundaries.model import Layer

NONE = -1


def _joined(
    layer: Layer, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Point and area of each pair that touch, by geopandas."""
    known = np.isfinite(lon) & np.isfinite(lat)
    points = geopandas.GeoDataFrame(
        geometry=geopandas.points_from_xy(lon[known], lat[known]),
        index=np.flatnonzero(known), crs=4326,
    )  # fmt: skip
    areas = geopandas.GeoDataFrame(geometry=layer.geometries, crs=4326)
    pairs = geopandas.sjoin(points, areas, predicate="intersects")
    return pairs.index.to_numpy(), pairs["index_right"].to_numpy()


def _disagreeing(
    locator: Locator, layer: Layer, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[int, int]:
    """How many owners differ from geopandas', and how many points it gives to several areas.

    The latter are judged by the exact rule.
    """
    found = locator.locate_many(lon, lat).areas[layer.code]
    point, area = _joined(layer, lon, lat)
    times = np.bincount(point, minlength=len(lon))
    expected = np.full(len(lon), NONE)
    expected[point] = area
    for shared in np.flatnonzero(times > 1):
        rows = np.sort(area[point == shared])
        edges = [edges_of(layer.geometries[k]) for k in rows]
        expected[shared] = rows[
            owner([layer.codes[k] for k in rows], edges, lon[shared], lat[shared])
        ]
    return int(np.sum(found != expected)), int(np.sum(times > 1))


def test_every_request_in_boston(
    boston: Locator, boston_points: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> None:
    lon, lat = boston_points
    assert len(lon) == 121_145
    layers = {layer.code: layer for layer in boston.edition.layers}
    assert {code: len(layer) for code, layer in layers.items()} == {
        "township": 22, "village": 255, "police": 12, "neighborhood": 26,
    }  # fmt: skip
    wrong = {code: _disagreeing(boston, layer, lon, lat)[0] for code, layer in layers.items()}
    assert wrong == dict.fromkeys(layers, 0)


def test_points_all_over_taiwan(taiwan: Locator) -> None:
    west, south, east, north = taiwan.edition.bounds
    rng = np.random.default_rng(11)
    lon, lat = rng.uniform(west, east, 60_000), rng.uniform(south, north, 60_000)
    assert [len(layer) for layer in taiwan.edition.levels] == [22, 368, 7701]
    for layer in taiwan.edition.levels:
        wrong, _ = _disagreeing(taiwan, layer, lon, lat)
        assert wrong == 0
    found = taiwan.locate_many(lon, lat)
    assert 5_000 < np.sum(~found.outside) < 30_000


def test_corners_and_middles_of_taiwan_s_borders(taiwan: Locator) -> None:
    layer = taiwan.edition.levels[1]
    corner = shapely.get_coordinates(layer.geometries[::12])
    probes = np.vstack([corner, (corner[:-1] + corner[1:]) / 2])
    probes = probes[np.random.default_rng(5).permutation(len(probes))[:400]]
    wrong, shared = _disagreeing(taiwan, layer, *probes.T.copy())
    assert wrong == 0
    assert shared > 50
