"""The surface is the direct sum of Gaussians within its stated bound, and keeps every request."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.neighbors import KernelDensity

from gridmap.heatmap.density import DensityParams, density
from gridmap.heatmap.metric_grid import MetricGrid

Floats = NDArray[np.float64]

SETTINGS = [
    pytest.param(400.0, 100.0, id="default"),
    pytest.param(400.0, 200.0, id="coarsest-cell"),
    pytest.param(250.0, 30.0, id="fine-cell"),
]


def direct_sum(x: Floats, y: Floats, grid: MetricGrid, days: float, bandwidth_m: float) -> Floats:
    """Sum of Gaussian kernels at the cells' centres, request by request."""
    centre_x, centre_y = grid.centres()
    across = centre_x[None, :] - x[:, None]
    along = centre_y[None, :] - y[:, None]
    kernels = (
        np.exp(-(along[:, :, None] ** 2) / (2 * bandwidth_m**2))
        * np.exp(-(across[:, None, :] ** 2) / (2 * bandwidth_m**2))
        / (2 * math.pi * bandwidth_m**2)
    )
    return np.asarray(kernels.sum(axis=0) * 1e6 * 30.0 / days)


def bound_of_one(bandwidth_m: float, cell_m: float, days: float) -> float:
    kernel_peak = 1e6 / (2 * math.pi * bandwidth_m**2) * 30.0 / days
    return (cell_m**2 / (4 * bandwidth_m**2) + 0.0005) * kernel_peak


def clustered(count: int, seed: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    middles = rng.uniform(1000, 7000, (6, 2))
    points = middles[rng.integers(0, 6, count)] + rng.normal(0, 300, (count, 2))
    return points[:, 0].copy(), points[:, 1].copy()


@pytest.mark.parametrize(("bandwidth_m", "cell_m"), SETTINGS)
@given(x=st.floats(0, 4000), y=st.floats(0, 4000))
def test_one_request_is_within_the_bound(
    bandwidth_m: float, cell_m: float, x: float, y: float
) -> None:
    grid = MetricGrid.covering(0, 0, 4000, 4000, cell_m=cell_m)
    at = np.array([x]), np.array([y])
    ours = density(*at, grid, days=30, bandwidth_m=bandwidth_m).values
    exact = direct_sum(*at, grid, 30, bandwidth_m)
    assert np.abs(ours - exact).max() <= bound_of_one(bandwidth_m, cell_m, 30)


@pytest.mark.parametrize(("bandwidth_m", "cell_m"), SETTINGS)
def test_many_requests_are_within_the_bound_and_near_the_direct_sum(
    bandwidth_m: float, cell_m: float
) -> None:
    x, y = clustered(400, seed=1)
    grid = MetricGrid.covering(0, 0, 8000, 8000, cell_m=cell_m)
    ours = density(x, y, grid, days=91, bandwidth_m=bandwidth_m).values
    exact = direct_sum(x, y, grid, 91, bandwidth_m)
    assert np.abs(ours - exact).max() <= 400 * bound_of_one(bandwidth_m, cell_m, 91)
    assert np.abs(ours - exact).max() <= 0.5 * (cell_m / bandwidth_m) ** 2 * exact.max()


def test_it_agrees_with_scikit_learn() -> None:
    x, y = clustered(1000, seed=2)
    grid = MetricGrid.covering(0, 0, 8000, 8000, cell_m=50)
    peer = KernelDensity(kernel="gaussian", bandwidth=400, rtol=1e-8).fit(np.column_stack((x, y)))
    centre_x, centre_y = grid.centres()
    across, along = np.meshgrid(centre_x, centre_y)
    logs = peer.score_samples(np.column_stack((across.ravel(), along.ravel())))
    theirs = np.exp(logs).reshape(across.shape) * len(x) * 1e6 * 30 / 365
    ours = density(x, y, grid, days=365, bandwidth_m=400).values
    assert np.abs(ours - theirs).max() <= 0.005 * theirs.max()


def test_no_request_is_lost_away_from_the_edges() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(2000, 8000, (2, 777))
    grid = MetricGrid.covering(0, 0, 10_000, 10_000, cell_m=100)
    surface = density(x, y, grid, days=60, bandwidth_m=400)
    per_30_days = surface.values.sum() * 0.1**2
    assert per_30_days == pytest.approx(777 / 2, rel=1e-12)


def test_requests_beyond_the_extent_reach_into_it() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 9000, (2, 500))
    whole = MetricGrid.covering(0, 0, 9000, 9000, cell_m=100)
    part = MetricGrid.covering(3000, 4000, 6000, 5000, cell_m=100)
    of_whole = density(x, y, whole, days=30, bandwidth_m=400).values[40:50, 30:60]
    of_part = density(x, y, part, days=30, bandwidth_m=400).values
    assert of_part == pytest.approx(of_whole, rel=1e-9, abs=1e-12)


def test_rows_run_south_to_north_and_columns_west_to_east() -> None:
    grid = MetricGrid.covering(0, 0, 4000, 2000, cell_m=100)
    surface = density(np.array([3650.0]), np.array([250.0]), grid, days=30, bandwidth_m=200)
    assert surface.values.shape == (20, 40)
    assert divmod(int(surface.values.argmax()), 40) == (2, 36)
    assert surface.peak()[:2] == (3650.0, 250.0)
    assert surface.peak()[2] == pytest.approx(
        DensityParams(bandwidth_m=200).single_peak(30), rel=0.001
    )


def test_the_lines_of_a_grid_do_not_depend_on_the_extent() -> None:
    wide = MetricGrid.covering(-1234, -77, 5000, 5000, cell_m=100)
    narrow = MetricGrid.covering(810, 333, 1999, 2000, cell_m=100)
    assert (wide.west, wide.south) == (-1300, -100)
    assert (narrow.west, narrow.south, narrow.rows, narrow.columns) == (800, 300, 17, 12)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        pytest.param({"bandwidth_m": 5}, "10 to 20,000 metres, not 5", id="bandwidth-low"),
        pytest.param({"bandwidth_m": 30_000}, "not 30000", id="bandwidth-high"),
        pytest.param({"cell_m": 201}, "at most half the bandwidth", id="cell-coarse"),
        pytest.param({"cell_m": 0}, "above 0", id="cell-nothing"),
        pytest.param({"bandwidth_m": math.nan}, "not nan", id="not-a-number"),
    ],
)
def test_settings_out_of_range_are_refused(values: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        DensityParams(**values)


@pytest.mark.parametrize("days", [0, -1, math.nan])
def test_a_time_without_length_is_refused(days: float) -> None:
    grid = MetricGrid.covering(0, 0, 1000, 1000, cell_m=100)
    with pytest.raises(ValueError, match="days must be above 0"):
        density(np.zeros(1), np.zeros(1), grid, days=days, bandwidth_m=400)


@pytest.mark.parametrize(
    "sides", [(0, 0, -1, 1), (0, math.nan, 1, 1), (0, 0, math.inf, 1)], ids=str
)
def test_an_extent_out_of_order_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="an extent is west <= east"):
        MetricGrid.covering(*sides, cell_m=100)
