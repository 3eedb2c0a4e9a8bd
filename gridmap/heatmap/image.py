"""A surface as an image that lies exactly on a Web Mercator map."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridmap.heatmap.classes import HeatClass, Scale, classify

if TYPE_CHECKING:
    from gridmap.heatmap.density import Surface
    from gridmap.heatmap.metric_grid import MetricGrid

Floats = NDArray[np.float64]
ToMetres = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""From lon, lat in WGS 84 degrees to x, y in metres of the surface's projection, shape (n,)."""

MERCATOR_LIMIT = 85.0
EQUATOR_M = 40_075_016.686
MAX_SIDE = 4096


@dataclass(frozen=True)
class Bounds:
    """A box of lon, lat in WGS 84 degrees, within the latitudes that Web Mercator shows."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not -180.0 <= self.west < self.east <= 180.0:
            raise ValueError(f"bounds need -180 <= west < east <= 180, not {self}")
        if not -MERCATOR_LIMIT <= self.south < self.north <= MERCATOR_LIMIT:
            raise ValueError(f"bounds need -85 <= south < north <= 85, not {self}")


@dataclass(frozen=True)
class MercatorRaster:
    """Pixels of a Web Mercator image: columns west to east, rows north to south.

    Attributes
    ----------
    bounds
        Outer edges of the outer pixels.
    width, height
        Pixels, 1 to 4,096.
    """

    bounds: Bounds
    width: int
    height: int

    def __post_init__(self) -> None:
        if not (1 <= self.width <= MAX_SIDE and 1 <= self.height <= MAX_SIDE):
            raise ValueError(
                f"an image is 1 to {MAX_SIDE} pixels wide and high, not "
                f"{self.width} by {self.height}"
            )

    @classmethod
    def with_pixels_of(cls, pixel_m: float, bounds: Bounds) -> MercatorRaster:
        """The raster whose pixels are about so many metres wide on the ground and square."""
        middle = math.radians((bounds.south + bounds.north) / 2)
        degrees = pixel_m / (EQUATOR_M / 360.0 * math.cos(middle))
        rise = _mercator(bounds.north) - _mercator(bounds.south)
        return cls(
            bounds=bounds,
            width=_within_side((bounds.east - bounds.west) / degrees),
            height=_within_side(math.degrees(rise) / degrees),
        )

    def centres(self) -> tuple[Floats, Floats]:
        """Centres: lon of the columns, shape (width,), and lat of the rows, shape (height,)."""
        across = (np.arange(self.width) + 0.5) / self.width
        lon = self.bounds.west + across * (self.bounds.east - self.bounds.west)
        top, bottom = _mercator(self.bounds.north), _mercator(self.bounds.south)
        down = (np.arange(self.height) + 0.5) / self.height
        lat = np.degrees(np.arctan(np.sinh(top + down * (bottom - top))))
        return lon, lat


@dataclass(frozen=True)
class Resampling:
    """Where each pixel of a raster lies on a metric grid; made once, used for many surfaces.

    Attributes
    ----------
    grid, raster
        Between what.
    first
        Flat index of the cell whose centre is south-west of the pixel's; shape
        (height · width,). Pixels off the grid take the nearest edge with a share of 0.
    right, upper
        Shares of the cells to the east and the north, 0 to 1, float64.
    inside
        1 where the pixel's centre lies within the outer cells' centres, else 0.
    """

    grid: MetricGrid
    raster: MercatorRaster
    first: NDArray[np.int64] = field(repr=False)
    right: Floats = field(repr=False)
    upper: Floats = field(repr=False)
    inside: NDArray[np.bool_] = field(repr=False)

    @classmethod
    def between(cls, grid: MetricGrid, raster: MercatorRaster, to_metres: ToMetres) -> Resampling:
        """Map every pixel's centre to metres, once.

        Raises
        ------
        ValueError
            When the grid has less than two rows and columns, between which to interpolate.
        """
        if grid.rows < 2 or grid.columns < 2:
            raise ValueError(
                f"interpolating needs two rows and columns, not {grid.rows} by {grid.columns}"
            )
        lon, lat = raster.centres()
        x, y = to_metres(np.tile(lon, raster.height), np.repeat(lat, raster.width))
        column, row = grid.positions(x, y)
        left = np.clip(np.floor(column), 0, grid.columns - 2).astype(np.int64)
        low = np.clip(np.floor(row), 0, grid.rows - 2).astype(np.int64)
        right, upper = column - left, row - low
        inside = (right >= 0) & (right <= 1) & (upper >= 0) & (upper <= 1)
        return cls(grid, raster, low * grid.columns + left, right, upper, inside)

    def values(self, surface: Surface) -> Floats:
        """The surface at the pixels' centres, bilinear; NaN off the grid; (height, width).

        Raises
        ------
        ValueError
            When the surface lies on another grid.
        """
        if surface.grid != self.grid:
            raise ValueError(f"made for {self.grid}, not for {surface.grid}")
        cells, row_length = surface.values.ravel(), self.grid.columns
        south = cells[self.first] * (1 - self.right) + cells[self.first + 1] * self.right
        above = self.first + row_length
        north = cells[above] * (1 - self.right) + cells[above + 1] * self.right
        mixed = south * (1 - self.upper) + north * self.upper
        mixed[~self.inside] = np.nan
        return mixed.reshape(self.raster.height, self.raster.width)


def surface_png(surface: Surface, scale: Scale, resampling: Resampling) -> bytes | None:
    """The image of a surface on a Web Mercator map; ``None`` where no pixel reaches a class."""
    found = classify(resampling.values(surface), scale)
    return palette_png(found, scale.classes) if found.any() else None


def palette_png(found: NDArray[np.uint8], classes: tuple[HeatClass, ...]) -> bytes:
    """PNG of class indices: index 0 transparent, then the classes' colours and opacities.

    Parameters
    ----------
    found
        0 to ``len(classes)``; uint8, shape (height, width), rows from north to south.
    classes
        Low to high, at most 15, so that a pixel fits into four bits.

    Raises
    ------
    ValueError
        When there are more classes than four bits hold.
    """
    if len(classes) > 15:
        raise ValueError(f"a pixel of four bits holds at most 15 classes, not {len(classes)}")
    height, width = found.shape
    image = Image.frombytes("P", (width, height), np.ascontiguousarray(found).tobytes())
    colours = [channel for each in classes for channel in bytes.fromhex(each.colour[1:])]
    image.putpalette([0, 0, 0, *colours])
    opacities = bytes([0, *(round(255 * each.opacity) for each in classes)])
    written = io.BytesIO()
    # Level 7 of "filtered" is as small as level 9 of the default here, in a third of the time.
    image.save(
        written,
        "PNG",
        bits=4,
        compress_level=7,
        compress_type=zlib.Z_FILTERED,
        transparency=opacities,
    )
    return written.getvalue()


def _mercator(lat: float) -> float:
    """Web Mercator's y of a latitude, for a sphere of radius 1."""
    return math.asinh(math.tan(math.radians(lat)))


def _within_side(pixels: float) -> int:
    return min(max(round(pixels), 1), MAX_SIDE)
