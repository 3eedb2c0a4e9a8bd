"""A cluster is told by its members, their middle, their reach, and a line around all of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from gridmap.hotspots.clusters import clusters_of
from gridmap.hotspots.dbscan import NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture(scope="module")
def labelled() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    rng = np.random.default_rng(5)
    x, y = rng.normal(0, 500, (2, 600))
    return x, y, rng.integers(NOISE, 7, 600)


def test_every_labelled_point_is_in_its_cluster_and_noise_in_none(
    labelled: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]],
) -> None:
    x, y, labels = labelled
    found = clusters_of(x, y, labels, margin_m=10.0)
    assert len(found) == 7
    for number, cluster in enumerate(found):
        assert cluster.members.tolist() == [k for k, n in enumerate(labels) if n == number]


def test_middle_reach_and_outline_hold_the_members(
    labelled: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]],
) -> None:
    x, y, labels = labelled
    for cluster in clusters_of(x, y, labels, margin_m=10.0):
        mine = [(float(x[k]), float(y[k])) for k in cluster.members]
        middle = (math.fsum(a for a, _ in mine), math.fsum(b for _, b in mine))
        assert (cluster.x, cluster.y) == pytest.approx([total / len(mine) for total in middle])
        away = [math.dist((cluster.x, cluster.y), point) for point in mine]
        assert cluster.radius_m == pytest.approx(max(away))
        assert all(cluster.outline.contains(shapely.Point(point)) for point in mine)
        assert cluster.outline.is_valid


@pytest.mark.parametrize(
    "spots", [[(5.0, 5.0)] * 4, [(0.0, 0.0), (100.0, 0.0), (50.0, 0.0)]], ids=["spot", "line"]
)
def test_points_on_a_spot_or_a_line_have_an_outline_too(spots: list[tuple[float, float]]) -> None:
    x, y = np.array(spots).T
    (cluster,) = clusters_of(x, y, np.zeros(len(spots), dtype=np.int64), margin_m=25.0)
    assert cluster.outline.geom_type == "Polygon"
    edge = cluster.outline.boundary
    assert min(edge.distance(shapely.Point(spot)) for spot in spots) == pytest.approx(25, rel=0.02)


def test_no_points_and_noise_alone_have_no_clusters() -> None:
    nothing = np.empty(0)
    assert clusters_of(nothing, nothing, np.empty(0, dtype=np.int64), 10.0) == ()
    assert clusters_of(np.zeros(3), np.zeros(3), np.full(3, NOISE), 10.0) == ()
