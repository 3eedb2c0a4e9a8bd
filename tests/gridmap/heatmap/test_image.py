"""The image lies exactly on a Web Mercator map, and holds classes, not mixtures of them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from pyproj import Transformer
from scipy.interpolate import RegularGridInterpolator

from gridmap.heatmap.classes import Scale, classify
from gridmap.heatmap.density import density
from gridmap.heatmap.image import Bounds, MercatorRaster, Resampling, palette_png, surface_png
from gridmap.heatmap.metric_grid import MetricGrid
from gridmap.spatial.distance import LocalMetres

TO_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)


def around(lon: float, lat: float) -> Bounds:
    return Bounds(lon - 0.2, lat - 0.1, lon + 0.2, lat + 0.1)


def covering(bounds: Bounds, projection: LocalMetres, cell_m: float) -> MetricGrid:
    lon = np.array([bounds.west, bounds.east] * 2 + [(bounds.west + bounds.east) / 2] * 2)
    lat = np.array([bounds.south, bounds.south, bounds.north, bounds.north] * 2)[: len(lon)]
    lat[-2:] = bounds.south, bounds.north
    x, y = projection.forward(lon, lat)
    sides = x.min() - 200, y.min() - 200, x.max() + 200, y.max() + 200
    return MetricGrid.covering(*sides, cell_m=cell_m)


@pytest.mark.parametrize("lat", [0.0, 30.0, 60.0, -42.3])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (0.13, -0.07), (-0.17, 0.08)], ids=str)
def test_a_lone_request_peaks_at_the_pixel_of_its_coordinate(
    lat: float, offset: tuple[float, float]
) -> None:
    bounds = around(120.0, lat)
    at_lon, at_lat = 120.0 + offset[0], lat + offset[1]
    projection = LocalMetres.around(120.0, lat)
    grid = covering(bounds, projection, 100)
    raster = MercatorRaster.with_pixels_of(100, bounds)
    x, y = projection.forward(np.array([at_lon]), np.array([at_lat]))
    surface = density(x, y, grid, days=30, bandwidth_m=300)
    values = Resampling.between(grid, raster, projection.forward).values(surface)

    peak_row, peak_column = np.unravel_index(np.nanargmax(values), values.shape)
    west, south = TO_MERCATOR.transform(bounds.west, bounds.south)
    east, north = TO_MERCATOR.transform(bounds.east, bounds.north)
    east_m, north_m = TO_MERCATOR.transform(at_lon, at_lat)
    column = (east_m - west) / (east - west) * raster.width
    row = (north - north_m) / (north - south) * raster.height
    assert abs(peak_column + 0.5 - column) <= 1
    assert abs(peak_row + 0.5 - row) <= 1


def test_rows_are_equally_spaced_on_a_mercator_map() -> None:
    raster = MercatorRaster(Bounds(10, 40, 20, 62), width=30, height=50)
    lon, lat = raster.centres()
    x, _ = TO_MERCATOR.transform(lon, np.zeros(30))
    _, y = TO_MERCATOR.transform(np.zeros(50), lat)
    _, (south, north) = TO_MERCATOR.transform([0, 0], [40, 62])
    assert np.diff(x) == pytest.approx(np.full(29, x[1] - x[0]), rel=1e-9)
    assert np.diff(y) == pytest.approx(np.full(49, -(north - south) / 50), rel=1e-6)
    assert lat[0] > lat[-1]


@pytest.mark.parametrize("lat", [0.0, 30.0, 60.0])
def test_pixels_are_square_and_of_the_asked_size(lat: float) -> None:
    bounds = around(120.0, lat)
    raster = MercatorRaster.with_pixels_of(150, bounds)
    lon, lats = raster.centres()
    x, y = LocalMetres.around(120.0, lat).forward(
        np.array([lon[0], lon[1], lon[0]]), np.array([lats[0], lats[0], lats[1]])
    )
    assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(150, rel=0.02)
    assert np.hypot(x[2] - x[0], y[2] - y[0]) == pytest.approx(150, rel=0.02)


def test_values_are_interpolated_bilinearly_and_only_then_classified() -> None:
    rng = np.random.default_rng(5)
    grid = MetricGrid(west=-1000, south=-800, cell_m=100, rows=16, columns=20)
    at_x, at_y = rng.uniform(-700, 700, (2, 60))
    surface = density(at_x, at_y, grid, days=30, bandwidth_m=250)
    raster = MercatorRaster(Bounds(119.992, -0.006, 120.0085, 0.007), width=41, height=37)
    projection = LocalMetres(120.0, 0.0)
    resampling = Resampling.between(grid, raster, projection.forward)
    ours = resampling.values(surface)

    x_of, y_of = grid.centres()
    peer = RegularGridInterpolator(
        (y_of, x_of), surface.values, bounds_error=False, fill_value=np.nan
    )
    lon, lat = np.meshgrid(*raster.centres())
    x, y = projection.forward(lon.ravel(), lat.ravel())
    theirs = peer(np.column_stack((y, x))).reshape(ours.shape)
    assert ours == pytest.approx(theirs, rel=1e-9, nan_ok=True)
    assert np.isnan(ours).any()

    scale = Scale.up_to(surface.peak()[2])
    png = surface_png(surface, scale, resampling)
    assert png is not None
    with Image.open(io.BytesIO(png)) as image:
        assert np.array_equal(np.asarray(image), classify(theirs, scale))


def test_the_image_carries_the_colours_and_opacities_of_the_scale() -> None:
    scale = Scale.up_to(100)
    found = np.arange(9, dtype=np.uint8).reshape(3, 3)
    with Image.open(io.BytesIO(palette_png(found, scale.classes))) as image:
        assert image.mode == "P"
        pixels = np.asarray(image.convert("RGBA")).reshape(9, 4)
    assert pixels[0, 3] == 0
    for each, pixel in zip(scale.classes, pixels[1:], strict=True):
        assert bytes(pixel[:3]).hex() == each.colour[1:]
        assert pixel[3] == round(255 * each.opacity)
    opacities = [each.opacity for each in scale.classes]
    assert opacities == sorted(opacities)


def test_nothing_to_show_is_no_image() -> None:
    grid = MetricGrid(west=-1000, south=-1000, cell_m=100, rows=20, columns=20)
    raster = MercatorRaster(Bounds(119.995, -0.005, 120.005, 0.005), width=9, height=9)
    resampling = Resampling.between(grid, raster, LocalMetres(120.0, 0.0).forward)
    surface = density(np.zeros(1), np.zeros(1), grid, days=30, bandwidth_m=400)
    assert surface_png(surface, Scale.up_to(1e6), resampling) is None
    assert surface_png(surface, Scale.up_to(1), resampling) is not None


def test_a_surface_on_another_grid_is_refused() -> None:
    grid = MetricGrid(west=0, south=0, cell_m=100, rows=20, columns=20)
    other = MetricGrid(west=0, south=100, cell_m=100, rows=20, columns=20)
    raster = MercatorRaster(Bounds(119.995, -0.005, 120.005, 0.005), width=9, height=9)
    resampling = Resampling.between(grid, raster, LocalMetres(120.0, 0.0).forward)
    with pytest.raises(ValueError, match="not for MetricGrid"):
        resampling.values(density(np.zeros(1), np.zeros(1), other, days=30, bandwidth_m=400))


@pytest.mark.parametrize(
    "sides", [(1, 0, 0, 1), (0, 1, 1, 0), (0, 0, 200, 1), (0, 0, 1, 86)], ids=str
)
def test_bounds_that_no_map_shows_are_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="bounds need"):
        Bounds(*sides)


def test_an_image_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 4096 pixels wide and high, not 5000 by 10"):
        MercatorRaster(Bounds(0, 0, 1, 1), width=5000, height=10)
