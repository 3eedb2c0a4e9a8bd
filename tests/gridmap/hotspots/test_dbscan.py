"""Labels are those of scikit-learn's DBSCAN over all points, and of its definition, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from gridmap.hotspots.dbscan import NOISE, dbscan_labels
from gridmap.hotspots.params import DbscanParams

if TYPE_CHECKING:
    from collections.abc import Callable

Points: TypeAlias = NDArray[np.float64]

SETS: dict[str, Callable[[np.random.Generator], Points]] = {
    "uniform": lambda rng: rng.uniform(0, 3000, (3000, 2)),
    "clustered": lambda rng: np.concatenate(
        [rng.normal(rng.uniform(0, 20_000, 2), 60, (150, 2)) for _ in range(20)]
    ),
    "lattice, neighbours exactly a radius apart": lambda rng: rng.permutation(
        np.stack(np.meshgrid(np.arange(40) * 100.0, np.arange(30) * 100.0), axis=-1).reshape(-1, 2)
    ),
    "lattice with holes": lambda rng: np.round(rng.uniform(0, 60, (2500, 2))) * 100.0,
    "lattice off the origin": lambda rng: np.round(rng.uniform(0, 40, (1500, 2))) * 100.0
    + 123_456.789,
    "stacks": lambda rng: rng.permutation(
        np.concatenate([np.repeat(rng.uniform(0, 9000, (60, 2)), 40, axis=0),
                        rng.uniform(0, 9000, (800, 2))])
    ),
    "few spots, many points": lambda rng: (rng.integers(0, 3, (400, 2)) * 100.0
                                           + rng.uniform(-2e5, 2e5, 2)),
    "rounded to metres": lambda rng: rng.normal(0, 400, (3000, 2)).round(),
    "rounded to 10 m": lambda rng: rng.normal(0, 400, (3000, 2)).round(-1),
    "on a line": lambda rng: np.column_stack([rng.uniform(0, 60_000, 2500), np.zeros(2500)]),
    "on a line, a radius apart": lambda rng: np.column_stack(
        [rng.integers(0, 900, 2000) * 100.0, np.full(2000, 7.0)]
    ),
    "one spot": lambda _: np.full((500, 2), 12.5),
}  # fmt: skip


@pytest.mark.parametrize("least_count", [2, 5, 30])
@pytest.mark.parametrize("name", SETS)
def test_labels_are_those_of_scikit_learn(name: str, least_count: int) -> None:
    points = SETS[name](np.random.default_rng(len(name)))
    labels = dbscan_labels(points[:, 0], points[:, 1], DbscanParams(100.0, least_count))
    theirs = DBSCAN(eps=100.0, min_samples=least_count).fit(points).labels_
    np.testing.assert_array_equal(labels, theirs)


@pytest.mark.parametrize("seed", range(20))
def test_few_spots_are_told_apart_as_exactly_as_many(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 3, (60, 2)) * 100.0 + rng.uniform(-2e5, 2e5, 2)
    least_count = int(rng.integers(5, 30))
    labels = dbscan_labels(points[:, 0], points[:, 1], DbscanParams(100.0, least_count))
    theirs = DBSCAN(eps=100.0, min_samples=least_count).fit(points).labels_
    np.testing.assert_array_equal(labels, theirs)


def by_definition(x: list[float], y: list[float], radius: float, least: int) -> list[int]:
    """Clusters of cores that reach one another, numbered by their first core; then borders."""
    n = len(x)
    near = [
        [j for j in range(n) if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= radius**2]
        for i in range(n)
    ]
    cores = {i for i in range(n) if len(near[i]) >= least}
    labels, number = [NOISE] * n, 0
    for first in sorted(cores):
        if labels[first] != NOISE:
            continue
        reached = [first]
        for i in reached:
            labels[i] = number
            reached += [j for j in near[i] if j in cores and j not in reached]
        number += 1
    for i in set(range(n)) - cores:
        labels[i] = min((labels[j] for j in near[i] if j in cores), default=NOISE)
    return labels


GRID = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=0, max_size=40
)  # small enough that stacks, borders between clusters and exact distances are the rule


@given(GRID, st.integers(2, 8), st.sampled_from([1.0, 5.0, 7.5]))
def test_labels_are_those_of_the_definition(
    spots: list[tuple[int, int]], least_count: int, step: float
) -> None:
    x, y = [step * column for column, _ in spots], [step * row for _, row in spots]
    labels = dbscan_labels(np.array(x), np.array(y), DbscanParams(step, least_count))
    assert labels.tolist() == by_definition(x, y, step, least_count)


def test_no_points_have_no_labels() -> None:
    labels = dbscan_labels(np.empty(0), np.empty(0), DbscanParams(100.0))
    assert labels.shape == (0,)
    assert labels.dtype == np.int64


def test_thirty_reports_at_one_address_among_many_are_one_cluster() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 60_000, (2, 25_000))
    at = np.sort(rng.choice(25_000, 30, replace=False))
    x[at], y[at] = 30_000.5, 70_000.25  # away from all others
    labels = dbscan_labels(x, y, DbscanParams(50.0, 30))
    assert np.flatnonzero(labels != NOISE).tolist() == at.tolist()
    assert set(labels[at]) == {0}


@pytest.mark.parametrize("place", [0, 6, 12])
def test_a_border_point_goes_to_the_first_cluster_that_reaches_it(place: int) -> None:
    # On each side one core: seven are in its reach, five beyond it and the point between.
    right, left = [200.0] + [250.0] * 5, [0.0] + [-50.0] * 5
    x = np.insert(np.array(right + left), place, 100.0)
    labels = dbscan_labels(x, np.zeros(13), DbscanParams(100.0, 7))
    assert labels[x > 150].tolist() == [0] * 6
    assert labels[x < 50].tolist() == [1] * 6
    assert labels[place] == 0
